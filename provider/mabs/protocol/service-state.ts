/**
 * The state of a service on the wire: `State` of the front end, `SubState` with the chart's name
 * (D-9).
 */
import {
  displayState,
  parseState,
  parseTransitionalState,
  type State,
  type TransitionalState,
} from "../chart/index.js";

/** What the front end's `State` may be. */
export type FrontEndState = "Unknown" | "NotFound" | "Started" | "Stopped" | "Paused";

/** D-9: failed states of a running service are `Started`. */
const FRONT_END_STATE: Partial<Record<State, FrontEndState>> = {
  Suspended: "Paused",
  Stopped: "Stopped",
  Disabled: "Paused",
  CreatedFailed: "Unknown",
  RestoreFailed: "Unknown",
};

/** Read only where `SubState` is missing. `Paused` is not among them: Disabled is that, too. */
const POWER_OF_FRONT_END_STATE: Readonly<Record<string, State>> = {
  Started: "Active",
  Stopped: "Stopped",
};

/** Writes a state as `State` and `SubState`. */
export function writeState(state: State | TransitionalState): {
  readonly state: FrontEndState;
  readonly subState: string;
} {
  const known = parseState(state);
  return {
    state: known === undefined ? "Started" : (FRONT_END_STATE[known] ?? "Started"),
    subState: known === undefined ? state : displayState(known),
  };
}

/**
 * Reads a state: `SubState` first, `State` where that is missing.
 *
 * A text that is neither a row of the chart nor a transitional state is kept as it is: the planner
 * judges it `unknown`.
 */
export function readState(state: string | undefined, subState: string | undefined): string {
  if (subState !== undefined)
    return parseState(subState) ?? parseTransitionalState(subState) ?? subState;
  return POWER_OF_FRONT_END_STATE[state ?? ""] ?? state ?? "Unknown";
}
