/** What Pulumi asks of the resources of BizTalk Server, whichever door it comes through. */
import { application } from "./application.js";
import { hostInstance } from "./host-instance.js";
import { instancePolicy } from "./instance-policy.js";

export { applyServer, type ServerApplyRequest } from "./apply.js";
export { checkServer } from "./check.js";
export { compareServer } from "./compare.js";
export { drainJob } from "./drain-job.js";
export type { Kind } from "./kind.js";
export { leaveServer } from "./leave.js";
export { observeServer } from "./observe.js";
export type { CheckedResource, CheckedServerPlan, ResourceOutputs } from "./resource-states.js";

/** The kinds of resources, by the names of their classes. */
export const KINDS = {
  InstancePolicy: instancePolicy,
  Application: application,
  HostInstance: hostInstance,
} as const;
