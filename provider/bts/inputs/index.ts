/** The inputs of the resources of BizTalk Server. */
export { APPLICATION_INPUTS, parseApplication } from "./application-inputs.js";
export { HOST_INSTANCE_INPUTS, parseHostInstance } from "./host-instance-inputs.js";
export type { ParsedGoal } from "./parsed-goal.js";
export { parsePolicy, POLICY_INPUTS } from "./policy-inputs.js";
