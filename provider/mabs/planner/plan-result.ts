/** A plan with everything that it does not say left empty. */
import { parseState } from "../chart/index.js";
import { observedPowers } from "./observed-power.js";
import type { Observed, Plan } from "./shapes.js";

/** Where a plan starts, as the plan says it. */
export function summaryOf(observed: Observed | null): Plan["observed"] {
  if (observed === null) return null;
  const state = parseState(observed.state);
  return {
    state: state ?? observed.state,
    power: state === undefined ? [] : observedPowers(state),
    units: observed.units,
    edition: observed.edition,
  };
}

/** A plan from its parts. */
export function planResult(
  observed: Observed | null,
  parts: Partial<Plan> & Pick<Plan, "verdict">,
): Plan {
  return {
    observed: summaryOf(observed),
    steps: [],
    refusals: [],
    recovery: null,
    notes: [],
    ...parts,
  };
}

/** The plan for a service in a state that is no row of the chart. */
export function unknownState(observed: Observed): Plan {
  const note =
    `The service is in state "${observed.state}", which is not a row of the ` +
    "service state chart: nothing can be judged.";
  return planResult(observed, { verdict: "unknown", notes: [note] });
}
