/** The planner: `plan(observed, desired, policy)` and its descriptions. Pure. */
export { describePlan, describeRecovery, describeStep } from "../../plan/describe-plan.js";
export { readPlan, type ReadPlan } from "../../plan/read-plan.js";
export { waitStep } from "./steps.js";
export { isDeleteOnly, observedPowers } from "./observed-power.js";
export { plan } from "./plan.js";
export { planReplaced, type PulumiReplacement } from "./plan-replaced.js";
export {
  DEFAULT_POLICY,
  type Configuration,
  type Desired,
  type Json,
  type KnownBackup,
  type Observed,
  type Plan,
  type Policy,
  type Recovery,
  type Refusal,
  type RestoreSource,
  type Step,
} from "./shapes.js";
