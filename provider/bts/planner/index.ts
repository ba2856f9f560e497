/** The planner of BizTalk Server: policies of instances, applications, host instances. Pure. */
export { describeMatches, describePlan } from "./describe-plan.js";
export { planInstances } from "./plan-instances.js";
export type { InstancePolicy, Match, ObservedInstance, Population } from "./shapes.js";
