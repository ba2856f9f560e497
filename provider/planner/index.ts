/** The planner: `plan(observed, desired, policy)` and its descriptions. Pure. */
export { describePlan, describeRecovery, describeStep } from "./describe-plan.js";
export { differingSettings } from "./differences.js";
export { observedPowers, recoversInPlace } from "./observed-power.js";
export { legalFor, plan } from "./plan.js";
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
  type Step,
  type Verdict,
} from "./shapes.js";
