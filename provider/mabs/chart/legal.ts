/** Questions to the chart: is this operation allowed in this state, and what is? */
import { CHART } from "./chart.js";
import { OPERATIONS, type FoundingOperation, type Operation } from "./operations.js";
import { PROFILES, PROFILE_NAMES, type Profile } from "./profiles.js";
import { RESULTS } from "./results.js";
import { displayState, STATES, type State } from "./states.js";

type Row = ReadonlySet<Operation>;

function rowOf(state: State, profile: Profile): Row {
  const row = new Set(
    CHART.filter((cell) => cell.state === state && cell.allowed).map((cell) => cell.operation),
  );
  for (const cell of PROFILES[profile]) {
    if (cell.state !== state) continue;
    if (cell.allowed) row.add(cell.operation);
    else row.delete(cell.operation);
  }
  return row;
}

const ROWS: ReadonlyMap<Profile, ReadonlyMap<State, Row>> = new Map(
  PROFILE_NAMES.map((profile) => [
    profile,
    new Map(STATES.map((state) => [state, rowOf(state, profile)])),
  ]),
);

/** Whether the chart allows an operation in a state. A state without a row allows nothing. */
export function legal(state: State, operation: Operation, profile: Profile = "chart"): boolean {
  return ROWS.get(profile)?.get(state)?.has(operation) ?? false;
}

/**
 * What is legal in a transitional state (docs/planner.md, PR-9), for every message that says so.
 */
export const NOTHING_LEGAL = "Legal here: nothing, until it has ended";

/** The operations that are legal in a state, in column order. */
export function legalOperations(state: State, profile: Profile = "chart"): Operation[] {
  return OPERATIONS.filter((operation) => legal(state, operation, profile));
}

/** Where an operation leads when it succeeds, from a state in which it is legal. */
export function leadsTo(
  from: State,
  operation: Operation | FoundingOperation,
  profile: Profile = "chart",
): State | "absent" {
  for (const cell of PROFILES[profile])
    if (cell.state === from && cell.operation === operation && "yields" in cell) return cell.yields;
  const { yields } = RESULTS[operation];
  return yields === "same" ? from : yields;
}

/** The row of the chart as people cite it, naming the profile where it is not the chart itself. */
export function citeRow(state: State, profile: Profile = "chart"): string {
  const row = `service state chart, row ${displayState(state)}`;
  return PROFILES[profile].some((cell) => cell.state === state)
    ? `${row}, profile ${profile}`
    : row;
}
