/** Plans for a service that shall be gone: Delete, after a Backup where the program wants one (planning rules, section 3). */
import { citeRow, displayState, parseState, POWERS, type State } from "../chart/index.js";
import { recoversInPlace } from "./observed-power.js";
import { planResult } from "./plan-result.js";
import { refusal } from "./refusals.js";
import { findRoute } from "./route.js";
import type { Observed, Plan, Policy, Step } from "./shapes.js";
import { deleteStep, toStep } from "./steps.js";

/** The note on a state that nobody knows. */
export const unknownStateNote = (state: string): string =>
  `The service is in state "${state}", which is no row of the service state chart: nothing can be judged.`;

/** The way to a Backup, recovery first; `null` where the chart, the edition or the program leaves none. */
function stepsToBackup(observed: Observed, state: State, { profile, recovery }: Policy): Step[] | null {
  if (recovery === "none" && recoversInPlace(state)) return null;
  const due = { scale: state === "ScaleFailed", configure: false, restart: false, backup: true };
  const { edition } = observed;
  // Whatever power it is taken in is gone a moment later, so no power on the way is a detour.
  const moves = findRoute({ from: state, to: POWERS, due, detours: true, profile, edition });
  const context = { observed, desired: {}, differences: { settings: [], due }, profile, power: undefined };
  return moves?.map((move) => ({ ...toStep(move, context), detour: false })) ?? null;
}

/** Plans the Delete of a service that rests. */
export function planDelete(observed: Observed | null, policy: Policy): Plan {
  if (observed === null) return planResult(observed, { verdict: "noop" });
  const state = parseState(observed.state);
  if (state === undefined)
    return planResult(observed, { verdict: "unknown", notes: [unknownStateNote(observed.state)] });
  const { profile, keep, backupBeforeDelete = false } = policy;
  const place = { state, edition: observed.edition, profile };
  const common = { operation: "Delete", route: ["Delete"], noRoute: "none.", source: citeRow(state, profile) };
  if (keep !== undefined) {
    const headline = `Operation not allowed: Delete of a service with the resource option ${keep}.`;
    const refused = refusal(place, { ...common, headline, permit: `${keep}: false` });
    return planResult(observed, { verdict: "refused", refusals: [refused] });
  }
  const taken = observed.lastBackup !== undefined && observed.lastBackup.name === observed.backupForDelete;
  const before = backupBeforeDelete === false || taken ? [] : stepsToBackup(observed, state, policy);
  if (before === null && backupBeforeDelete === true) {
    const headline = `Operation not allowed: Backup before Delete in state ${displayState(state)} on edition ${observed.edition}.`;
    const refused = refusal(place, { ...common, headline, permit: 'backupBeforeDelete: "ifPossible"' });
    return planResult(observed, { verdict: "refused", refusals: [refused] });
  }
  const last = parseState(before?.at(-1)?.yields ?? state) ?? state;
  const notes = before === null ? [`No Backup is possible in state ${displayState(state)}: deleted without one.`] : [];
  return planResult(observed, { verdict: "legal", steps: [...(before ?? []), deleteStep(last)], notes });
}
