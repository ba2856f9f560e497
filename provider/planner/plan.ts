/**
 * The planner: observed and desired in, plan out. Pure, total, deterministic: the same input gives the same plan,
 * byte for byte. The rules are numbered PR-n in the documentation of the planner (docs/planner.md).
 */
import {
  isPower,
  parseState,
  parseTransitionalState,
  POWERS,
  TRANSITIONAL_STATES,
  type State,
} from "../chart/index.js";
import { differences } from "./differences.js";
import { changeEdition } from "./change-edition.js";
import { planCreate } from "./plan-create.js";
import { planDelete, unknownStateNote } from "./plan-delete.js";
import { planResult, summaryOf } from "./plan-result.js";
import { refuseRecovery, refuseRoute, refuseUnits } from "./refusals.js";
import { isDeleteOnly } from "./observed-power.js";
import { replaceDeleteOnly } from "./replace-delete-only.js";
import { findRoute } from "./route.js";
import {
  DEFAULT_POLICY,
  type Desired,
  type Observed,
  type Plan,
  type Policy,
  type Recovery,
  type Refusal,
} from "./shapes.js";
import { toStep, waitStep } from "./steps.js";

/** A value that stands for a setting which is not known yet: equal to nothing that was observed. */
const NOT_KNOWN_YET = { notKnownYet: true } as const;

const CONFIGURATION_PREFIX = "configuration.";

/** The transitional state a service is in, by `transitional` or by the state itself; `undefined` when it rests. */
function transitionOf(observed: Observed): string | undefined {
  if (typeof observed.transitional === "string") return observed.transitional;
  const name = parseTransitionalState(observed.state);
  return name ?? (observed.transitional === true ? observed.state : undefined);
}

function planTransitional(observed: Observed, transitional: string, desired: Desired | null, policy: Policy): Plan {
  const name = parseTransitionalState(transitional);
  const settles = name === undefined ? null : TRANSITIONAL_STATES[name].settles;
  if (settles === null) {
    const note = `The service is in state ${transitional}: what follows can be judged when it has settled.`;
    return planResult(observed, { verdict: "unknown", notes: [note] });
  }
  const settled = settles === "absent" ? null : { ...observed, state: settles, transitional: false };
  const following = planKnown(settled, desired, policy);
  const wait = waitStep(transitional, settles);
  if (following.verdict === "refused") return { ...following, observed: summaryOf(observed) };
  const verdict = following.verdict === "unknown" ? "unknown" : "legal";
  return { ...following, verdict, observed: summaryOf(observed), steps: [wait, ...following.steps] };
}

/** Leaving a failed state: the first step of the cheapest way to a power that counts as observed. */
function recoveryOf(observed: Observed, state: State, desired: Desired, policy: Policy): Recovery | null {
  if (isPower(state)) return null;
  const backup = observed.lastBackup ?? null;
  const found = differences(observed, state, {});
  const { edition } = observed;
  const query = { from: state, to: found.to, due: found.due, detours: true, profile: policy.profile, edition };
  const context = {
    observed,
    desired: { ...desired, units: desired.units ?? observed.units },
    differences: found,
    profile: policy.profile,
    power: undefined,
  };
  const steps = (findRoute(query) ?? []).slice(0, 1).map((move) => toStep(move, context));
  return { kind: "inPlace", steps, backup };
}

/** Plans for a service that rests in a state of the chart. */
function planState(observed: Observed, state: State, desired: Desired, policy: Policy): Plan {
  const { profile, detours } = policy;
  const { edition } = observed;
  const place = { state, edition, profile };
  const found = differences(observed, state, desired);
  const recovery = isDeleteOnly(state) ? null : recoveryOf(observed, state, desired, policy);
  const goal = { observed, state, desired, policy, found, recovery };
  if (isDeleteOnly(state)) return replaceDeleteOnly({ ...goal, state });
  if (desired.edition !== undefined && desired.edition !== edition) {
    return changeEdition({ ...goal, desired: { ...desired, edition: desired.edition } });
  }
  const refused = (refusals: readonly Refusal[]): Plan =>
    planResult(observed, { verdict: "refused", refusals, recovery });
  const badUnits = desired.units === undefined ? undefined : refuseUnits(place, desired.units);
  if (badUnits !== undefined) return refused([badUnits]);
  const moves = findRoute({ from: state, to: found.to, due: found.due, detours, profile, edition });
  if (moves === null) return refused(refuseRoute(place, found));
  const power = found.to.length === 1 ? found.to[0] : undefined;
  const steps = moves.map((move) => toStep(move, { observed, desired, differences: found, profile, power }));
  if (recovery !== null && policy.recovery === "none") {
    return refused([
      refuseRecovery(
        place,
        steps.map((step) => step.operation),
      ),
    ]);
  }
  const notes = [
    ...(found.restartRecorded
      ? ["The restart trigger is recorded as served: the service is not to run, its next Start serves it."]
      : []),
    ...steps.flatMap(({ contingent }) =>
      contingent === undefined
        ? []
        : [`${contingent.operation} if not ${contingent.unless} after Update Configuration.`],
    ),
  ];
  // PR-3, PR-8: the first step of the plan leaves the failed state, so it is the recovery.
  const planned = recovery === null ? null : { ...recovery, steps: steps.slice(0, 1) };
  return planResult(observed, { verdict: steps.length === 0 ? "noop" : "legal", steps, recovery: planned, notes });
}

function planKnown(observed: Observed | null, desired: Desired | null, policy: Policy): Plan {
  const transitional = observed === null ? undefined : transitionOf(observed);
  if (observed !== null && transitional !== undefined) return planTransitional(observed, transitional, desired, policy);
  if (desired === null) return planDelete(observed, policy);
  if (observed === null) return planCreate(desired, policy);
  const state = parseState(observed.state);
  if (state === undefined)
    return planResult(observed, { verdict: "unknown", notes: [unknownStateNote(observed.state)] });
  return planState(observed, state, desired, policy);
}

/** Desired with its unknown settings as different from whatever is observed. */
function withUnknownSettings(desired: Desired, unknown: readonly string[]): Desired {
  const settings = unknown.map((field) => [field.slice(CONFIGURATION_PREFIX.length), NOT_KNOWN_YET] as const);
  return { ...desired, configuration: { ...desired.configuration, ...Object.fromEntries(settings) } };
}

/**
 * Plans with what is known only. An unknown power is refused when no power would do; an unknown edition of a service
 * that does not exist leaves nothing to judge.
 */
function planWhatIsKnown(
  observed: Observed | null,
  desired: Desired,
  unknown: readonly string[],
  policy: Policy,
): Plan {
  if (observed === null && unknown.includes("edition")) return planResult(null, { verdict: "unknown" });
  if (!unknown.includes("state")) return planKnown(observed, desired, policy);
  const plans = POWERS.map((state) => planKnown(observed, { ...desired, state }, policy));
  return plans.find(({ verdict }) => verdict !== "refused") ?? planKnown(observed, desired, policy);
}

/** Whether an edition, or a backup, that is not known yet could permit what is refused without it. */
function mayBePermitted({ observed, refusals }: Plan, unknown: readonly string[], policy: Policy): boolean {
  if (unknown.includes("edition")) return true;
  if (observed === null) return unknown.includes("restoreFrom");
  const hasBackup = unknown.includes("backup") || unknown.includes("restoreFrom");
  if (!hasBackup || policy.recovery !== "replace" || policy.keep !== undefined) return false;
  return refusals.every(({ permit }) => permit !== null && /backup:|restoreFrom:|acceptDataLoss:/.test(permit));
}

/**
 * Plans the way from a service as observed to the service as desired.
 *
 * `null` for observed means that there is no service, for desired that there shall be none. Steps are legal in every
 * state in which they can be executed (design section 5). A field that is unknown is never judged: when what is known
 * is refused whatever the rest will be, the plan is refused; else an unknown setting is the step "Update Configuration
 * (value known at up)", and any other unknown field makes the verdict `unknown`.
 */
export function plan(observed: Observed | null, desired: Desired | null, policy: Policy = DEFAULT_POLICY): Plan {
  const unknown = desired?.unknown ?? [];
  if (unknown.length === 0 || desired === null) return planKnown(observed, desired, policy);
  const known = planWhatIsKnown(observed, desired, unknown, policy);
  if (known.verdict === "refused" && !mayBePermitted(known, unknown, policy)) return known;
  const notes = [...known.notes, `Not known yet: ${[...unknown].sort().join(", ")}.`];
  const undecided = planResult(observed, { verdict: "unknown", notes });
  if (known.verdict === "unknown" || unknown.some((field) => !field.startsWith(CONFIGURATION_PREFIX))) return undecided;
  const assumed = planKnown(observed, withUnknownSettings(desired, unknown), policy);
  return assumed.verdict === "legal" ? { ...assumed, notes } : undecided;
}
