/**
 * The planner: observed and desired in, plan out. Pure, total, deterministic: the same input gives
 * the same plan, byte for byte. The rules are numbered PR-n in the documentation of the planner
 * (docs/planner.md).
 */
import { citeRow, isPower, parseState, POWERS, type Power, type State } from "../chart/index.js";
import { changeEdition } from "./change-edition.js";
import { differences } from "./differences.js";
import { isDeleteOnly } from "./observed-power.js";
import { overwrites } from "./overwritten-backup.js";
import { planCreate } from "./plan-create.js";
import { planDelete } from "./plan-delete.js";
import { planResult, unknownState } from "./plan-result.js";
import {
  causesOf,
  recoveryForbidden,
  refusal,
  refuseFor,
  refuseRoute,
  refuseUnits,
  type Cause,
} from "./refusals.js";
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
import { toStep } from "./steps.js";
import { whenSettled } from "./transition.js";

/** A value that stands for a setting which is not known yet: equal to nothing that was observed. */
const NOT_KNOWN_YET = { notKnownYet: true } as const;

const CONFIGURATION_PREFIX = "configuration.";

/**
 * Leaving a failed state: the cheapest way to a power that counts as observed, which is one step
 * from each of them.
 */
function recoveryOf(
  observed: Observed,
  state: State,
  desired: Desired,
  policy: Policy,
): Recovery | null {
  if (isPower(state)) return null;
  const backup = observed.lastBackup ?? null;
  const found = differences(observed, state, {});
  const { edition } = observed;
  const query = {
    from: state,
    to: found.to,
    due: found.due,
    detours: true,
    profile: policy.profile,
    edition,
  };
  const context = {
    observed,
    desired: { ...desired, units: desired.units ?? observed.units },
    differences: found,
    profile: policy.profile,
    power: undefined,
  };
  const steps = (findRoute(query) ?? []).map((move) => toStep(move, context));
  return { kind: "inPlace", steps, backup };
}

/**
 * What is said of a restart trigger that is due while the service rests, and is to go on resting
 * (PR-5).
 */
const RESTART_RECORDED: Readonly<Record<Exclude<Power, "Active">, string>> = {
  Stopped:
    "The restart trigger is recorded as served: the service is not to run, " +
    "its next Start serves it.",
  Suspended:
    "The restart trigger is recorded as served: the service is suspended and " +
    "does not run now. The Resume that may follow later restarts nothing.",
};

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
  const badUnits =
    desired.units === undefined ? undefined : refuseUnits(place, edition, desired.units);
  if (badUnits !== undefined) return refused([badUnits]);
  const query = { from: state, to: found.to, due: found.due, profile, edition };
  const direct = findRoute({ ...query, detours });
  const unreached = direct === null ? refuseRoute(place, { found }) : undefined;
  const moves = direct ?? findRoute({ ...query, detours: true });
  if (moves === null) return refused(unreached === undefined ? [] : [refusal(place, unreached)]);
  const route = moves.map(({ operation }) => operation);
  const forbidden: Cause | undefined =
    recovery !== null && policy.recovery === "none"
      ? {
          headline: recoveryForbidden(state),
          operation: route[0] ?? "Delete",
          permits: ['recovery: "inPlace"'],
          source: citeRow(state, profile),
        }
      : undefined;
  const causes = causesOf([forbidden, unreached, overwrites(desired, route)]);
  if (causes !== undefined) return refused([refuseFor(place, route, causes)]);
  const power = found.to.length === 1 ? found.to[0] : undefined;
  const steps = moves.map((move) =>
    toStep(move, { observed, desired, differences: found, profile, power }),
  );
  const notes = [
    ...(found.restartRecorded === undefined ? [] : [RESTART_RECORDED[found.restartRecorded]]),
    ...steps.flatMap(({ contingent }) =>
      contingent === undefined
        ? []
        : [`${contingent.operation} if not ${contingent.unless} after Update Configuration.`],
    ),
  ];
  // PR-3, PR-8: the first step of the plan leaves the failed state, so it is the recovery.
  const planned = recovery === null ? null : { ...recovery, steps: steps.slice(0, 1) };
  return planResult(observed, {
    verdict: steps.length === 0 ? "noop" : "legal",
    steps,
    recovery: planned,
    notes,
  });
}

function planRested(observed: Observed | null, desired: Desired | null, policy: Policy): Plan {
  if (desired === null) return planDelete(observed, policy);
  if (observed === null) return planCreate(desired, policy);
  const state = parseState(observed.state);
  return state === undefined ? unknownState(observed) : planState(observed, state, desired, policy);
}

function planKnown(observed: Observed | null, desired: Desired | null, policy: Policy): Plan {
  return whenSettled(observed, (settled) => planRested(settled, desired, policy));
}

/** Desired with its unknown settings as different from whatever is observed. */
function withUnknownSettings(desired: Desired, unknown: readonly string[]): Desired {
  const settings = unknown.map(
    (field) => [field.slice(CONFIGURATION_PREFIX.length), NOT_KNOWN_YET] as const,
  );
  return {
    ...desired,
    configuration: { ...desired.configuration, ...Object.fromEntries(settings) },
  };
}

/**
 * Plans with what is known only. An unknown power is refused when no power would do; an unknown
 * edition of a service that does not exist leaves nothing to judge.
 */
function planWhatIsKnown(
  observed: Observed | null,
  desired: Desired,
  unknown: readonly string[],
  policy: Policy,
): Plan {
  if (observed === null && unknown.includes("edition"))
    return planResult(null, { verdict: "unknown" });
  if (!unknown.includes("state")) return planKnown(observed, desired, policy);
  const plans = POWERS.map((state) => planKnown(observed, { ...desired, state }, policy));
  return plans.find(({ verdict }) => verdict !== "refused") ?? planKnown(observed, desired, policy);
}

/**
 * Whether an edition, or a backup, that is not known yet could permit what is refused without it.
 */
function mayBePermitted(
  { observed, refusals }: Plan,
  unknown: readonly string[],
  policy: Policy,
): boolean {
  if (unknown.includes("edition")) return true;
  if (observed === null) return unknown.includes("restoreFrom");
  const hasBackup = unknown.includes("backup") || unknown.includes("restoreFrom");
  if (!hasBackup || policy.recovery !== "replace" || policy.keep !== undefined) return false;
  return refusals.every(
    ({ permit }) => permit !== null && /backup:|restoreFrom:|acceptDataLoss:/.test(permit),
  );
}

/**
 * Plans the way from a service as observed to the service as desired.
 *
 * `null` for observed means that there is no service, for desired that there shall be none. Steps
 * are legal in every state in which they can be executed (docs/planner.md, What is not known). A
 * field that is unknown is never judged: when what is known is refused whatever the rest will be,
 * the plan is refused; else an unknown setting is the step "Update Configuration (value known at
 * up)", and any other unknown field makes the verdict `unknown`.
 */
export function plan(
  observed: Observed | null,
  desired: Desired | null,
  policy: Policy = DEFAULT_POLICY,
): Plan {
  const unknown = desired?.unknown ?? [];
  if (unknown.length === 0 || desired === null) return planKnown(observed, desired, policy);
  const known = planWhatIsKnown(observed, desired, unknown, policy);
  if (known.verdict === "refused" && !mayBePermitted(known, unknown, policy)) return known;
  const notes = [...known.notes, `Not known yet: ${[...unknown].sort().join(", ")}.`];
  const undecided = planResult(observed, { verdict: "unknown", notes });
  if (
    known.verdict === "unknown" ||
    unknown.some((field) => !field.startsWith(CONFIGURATION_PREFIX))
  )
    return undecided;
  const assumed = planKnown(observed, withUnknownSettings(desired, unknown), policy);
  return assumed.verdict === "legal" ? { ...assumed, notes } : undecided;
}
