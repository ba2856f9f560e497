/** The planner of BizTalk Server: policies of instances, applications, host instances. Pure. */
export { describeDrain, describeMatches, describePlan, instanceLine } from "./describe-plan.js";
export { planApplication } from "./plan-application.js";
export { planHostInstance } from "./plan-host-instance.js";
export { planInstances } from "./plan-instances.js";
export { chartInstance } from "./chart-instance.js";
export { matching } from "./match.js";
export {
  contentOf,
  contentOfApplication,
  contentOfHostInstance,
  drainContent,
  planDrain,
  type Content,
} from "./drain.js";
export { isActed } from "./order-matches.js";
export type {
  ApplicationPlan,
  ApplicationStep,
  HostInstancePlan,
  HostInstanceStep,
  InstancePlan,
  InstanceStep,
} from "./plan-shapes.js";
export type {
  ApplicationGoal,
  Drain,
  HostInstanceGoal,
  InstancePolicy,
  Match,
  ObservedApplication,
  ObservedHostInstance,
  ObservedInstance,
  Population,
} from "./shapes.js";
