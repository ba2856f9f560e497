/** The planner: `plan(observed, desired, policy)` and its descriptions. Pure. */
export { describePlan, describeRecovery, describeStep } from "./describe-plan.js";
export { authorityOf, waitStep } from "./steps.js";
export { isDeleteOnly, observedPowers } from "./observed-power.js";
export { plan } from "./plan.js";
export { planReplaced, type PulumiReplacement } from "./plan-replaced.js";
export {
  DEFAULT_POLICY,
  type Configuration,
  type Desired,
  type KnownBackup,
  type Observed,
  type Plan,
  type Policy,
  type Recovery,
  type Refusal,
  type RestoreSource,
  type Step,
} from "./shapes.js";
