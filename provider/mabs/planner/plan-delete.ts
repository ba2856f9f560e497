/**
 * Plans for a service that shall be gone: Delete, after a Backup where the program wants one
 * (docs/planner.md, Deleting).
 */
import { citeRow, displayState, parseState, POWERS, type State } from "../chart/index.js";
import { recoversInPlace } from "./observed-power.js";
import { planResult, unknownState } from "./plan-result.js";
import { causesOf, refuseFor, type Cause } from "./refusals.js";
import { findRoute } from "./route.js";
import type { Observed, Plan, Policy, Step } from "./shapes.js";
import { deleteStep, toStep } from "./steps.js";

/**
 * The way to a Backup, recovery first; `null` where the chart, the edition or the program leaves
 * none.
 */
function stepsToBackup(
  observed: Observed,
  state: State,
  { profile, recovery }: Policy,
): Step[] | null {
  if (recovery === "none" && recoversInPlace(state)) return null;
  const due = { scale: state === "ScaleFailed", configure: false, restart: false, backup: true };
  const { edition } = observed;
  // Whatever power it is taken in is gone a moment later, so no power on the way is a detour.
  const moves = findRoute({
    from: state,
    to: POWERS,
    direct: POWERS,
    due,
    detours: false,
    profile,
    edition,
  });
  const context = {
    observed,
    desired: {},
    differences: { settings: [], due },
    profile,
    power: undefined,
  };
  return moves?.map((move) => toStep(move, context)) ?? null;
}

/**
 * The steps that a Delete is preceded by: those to a Backup where the program wants one and it has
 * not been taken yet; `null` where it wants one and there is no way to it.
 */
export function stepsBeforeDelete(
  observed: Observed,
  state: State,
  policy: Policy,
): readonly Step[] | null {
  const taken =
    observed.lastBackup !== undefined && observed.lastBackup.name === observed.backupForDelete;
  const { backupBeforeDelete = false } = policy;
  return backupBeforeDelete === false || taken ? [] : stepsToBackup(observed, state, policy);
}

/** Why a Delete is refused besides what forbids every one, and what its plan says. */
export interface DeleteTerms {
  readonly cause?: Cause | undefined;
  readonly notes?: readonly string[];
}

/** Plans the Delete of a service that rests in a state of the chart, on terms of its own. */
export function planDeleteOf(
  observed: Observed,
  state: State,
  policy: Policy,
  terms: DeleteTerms = {},
): Plan {
  const { profile, keep, backupBeforeDelete } = policy;
  const place = { state, edition: observed.edition, profile };
  const common = { operation: "Delete", source: citeRow(state, profile) };
  const before = stepsBeforeDelete(observed, state, policy);
  const last = parseState(before?.at(-1)?.yields ?? state) ?? state;
  const steps = [...(before ?? []), deleteStep(last)];
  const kept: Cause | undefined =
    keep === undefined
      ? undefined
      : {
          ...common,
          headline: `Operation not allowed: Delete of a service with the resource option ${keep}.`,
          permits: [`${keep}: false`],
        };
  const notBackedUp: Cause | undefined =
    before === null && backupBeforeDelete === true
      ? {
          ...common,
          headline:
            "Operation not allowed: Backup before Delete in state " +
            `${displayState(state)} on edition ${observed.edition}.`,
          permits: ['backupBeforeDelete: "ifPossible"'],
        }
      : undefined;
  const causes = causesOf([terms.cause, kept, notBackedUp]);
  if (causes !== undefined) {
    const route = steps.map(({ operation }) => operation);
    return planResult(observed, {
      verdict: "refused",
      refusals: [refuseFor(place, route, causes)],
    });
  }
  const without =
    before === null
      ? [`No Backup is possible in state ${displayState(state)}: deleted without one.`]
      : [];
  return planResult(observed, {
    verdict: "legal",
    steps,
    notes: [...without, ...(terms.notes ?? [])],
  });
}

/** Plans the Delete of a service that rests. */
export function planDelete(observed: Observed | null, policy: Policy): Plan {
  if (observed === null) return planResult(observed, { verdict: "noop" });
  const state = parseState(observed.state);
  return state === undefined ? unknownState(observed) : planDeleteOf(observed, state, policy);
}
