/** Refusals: what was asked, what is legal instead, the shortest way there, and the input that would permit it. */
import {
  citeRow,
  displayState,
  EDITIONS,
  editionHas,
  legal,
  legalOperations,
  type Edition,
  type FoundingOperation,
  type Operation,
  type Power,
  type Profile,
  type State,
} from "../chart/index.js";
import type { Differences } from "./differences.js";
import { findRoute } from "./route.js";
import type { Refusal } from "./shapes.js";

const DETOURS = "detours: true";

/** What a refusal is made of. */
interface Parts {
  readonly headline: string;
  readonly operation: string;
  readonly route: readonly string[];
  /** Instead of a route, where there is none. */
  readonly noRoute: string;
  readonly permit: string | null;
  readonly source: string;
  /** What else a person has to know, each on a line of its own. */
  readonly hints?: readonly string[];
}

/** Where something is refused: in a state of the chart, or (`absent`) for a service that does not exist yet. */
export interface Place {
  readonly state: State | "absent";
  readonly edition: Edition;
  readonly profile: Profile;
}

/** What is legal in a place: the chart's row, without what the edition does not have. */
function legalIn({ state, edition, profile }: Place): Operation[] {
  if (state === "absent") return [];
  return legalOperations(state, profile).filter((operation) => editionHas(edition, operation));
}

/** Assembles a refusal and its text. The text is the contract of design section 5. */
export function refusal(place: Place, { headline, noRoute, hints = [], ...parts }: Parts): Refusal {
  const legalHere = legalIn(place);
  const permit = parts.permit === null ? "" : ` (set ${parts.permit})`;
  const message = [
    headline,
    `  Legal here: ${place.state === "absent" ? "Create" : legalHere.join(", ")}.`,
    parts.route.length > 0 ? `  Route: ${parts.route.join(", ")}${permit}.` : `  Route: ${noRoute}`,
    ...hints.map((hint) => `  ${hint}`),
    `  Source: ${parts.source}.`,
  ].join("\n");
  return { ...parts, state: place.state, legalHere, message };
}

/** The first line of a refusal by the chart. */
export const notAllowed = (operation: string, { state }: Place): string =>
  state === "absent"
    ? `Operation not allowed: ${operation} of a service that is created.`
    : `Operation not allowed: ${operation} in state ${displayState(state)}.`;

/** The operation a person would name for reaching a power from a state. */
function powerOperation(power: Power, state: State): Operation {
  if (power === "Stopped") return "Stop";
  if (power === "Suspended") return "Suspend";
  return state === "Suspended" || state === "SuspendedFailed" || state === "ResumeFailed" ? "Resume" : "Start";
}

/** The operations that the differences ask for, in the order of PR-5. */
export function wantedOperations(state: State, { to, due }: Differences): Operation[] {
  const wanted: Operation[] = [];
  if (due.backup) wanted.push("Backup");
  if (due.scale) wanted.push("Scale");
  if (due.configure) wanted.push("Update Configuration");
  if (due.restart) wanted.push("Restart");
  const [power] = to;
  if (power !== undefined && !to.some((each) => each === state)) wanted.push(powerOperation(power, state));
  return wanted;
}

/** Refusals for a goal that no permitted route reaches: one for each operation that is illegal here. */
export function refuseRoute(place: Place, found: Differences, founding: FoundingOperation = "Create"): Refusal[] {
  const { state, edition, profile } = place;
  // PR-1: where there is no service, the state that Create or Restore yields counts.
  const at = state === "absent" ? (founding === "Create" ? "Active" : "Suspended") : state;
  const wanted = wantedOperations(at, found);
  const missing = wanted.filter((operation) => !editionHas(edition, operation));
  if (missing.length > 0) return missing.map((operation) => refuseByEdition(place, operation));
  const moves = findRoute({ from: state, founding, to: found.to, due: found.due, detours: true, profile, edition });
  const rest = {
    route: (moves ?? []).map((move) => move.operation),
    noRoute: "none.",
    permit: moves === null ? null : DETOURS,
    source: citeRow(at, profile),
  };
  const illegal = wanted.filter((operation) => !legal(at, operation, profile));
  if (illegal.length > 0) {
    return illegal.map((operation) => refusal(place, { headline: notAllowed(operation, place), operation, ...rest }));
  }
  // Each operation is legal by itself, but the way leads through a power state nobody asked for (PR-2).
  const detour = moves?.find((move) => move.detour);
  const operation = detour?.operation ?? wanted[0] ?? "Start";
  const through = `a detour through ${detour?.to ?? "another state"}, which is neither observed nor desired`;
  return [
    refusal(place, {
      headline: `${notAllowed(operation, place).slice(0, -1)} without ${through}.`,
      operation,
      ...rest,
    }),
  ];
}

function refuseByEdition(place: Place, operation: Operation): Refusal {
  return refusal(place, {
    headline: `Operation not allowed: ${operation} on edition ${place.edition}.`,
    operation,
    route: [],
    noRoute: `none: edition ${place.edition} does not have ${operation}.`,
    permit: null,
    source: `editions chart, column ${place.edition}`,
  });
}

/** The refusal of a lower edition for a service that exists: nothing permits it. */
export function refuseLowerEdition(place: Place, desired: Edition): Refusal {
  return refusal(place, {
    headline: `Operation not allowed: edition ${place.edition} to ${desired}, which is lower.`,
    operation: "Edition",
    route: [],
    noRoute:
      "none: a backup is never restored to a lower edition. A service of that edition needs another serviceName.",
    permit: null,
    source: "backup and restore guide; management API fact sheet, section 8.2",
  });
}

/** The refusal of units that the edition does not have; `undefined` when it has them. */
export function refuseUnits(place: Place, units: number): Refusal | undefined {
  const { unitsMin, unitsMax } = EDITIONS[place.edition];
  if (Number.isInteger(units) && units >= unitsMin && units <= unitsMax) return undefined;
  if (place.state !== "absent" && !editionHas(place.edition, "Scale")) return refuseByEdition(place, "Scale");
  const operation = place.state === "absent" ? "Create" : "Scale";
  return refusal(place, {
    headline: `Operation not allowed: ${operation} with ${String(units)} units on edition ${place.edition}.`,
    operation,
    route: [],
    noRoute: `none: edition ${place.edition} accepts ${String(unitsMin)} to ${String(unitsMax)} units, in steps of 1.`,
    permit: null,
    source: `editions chart, column ${place.edition}`,
  });
}

/** The refusal of a failed state when the program says `recovery: "none"`. */
export function refuseRecovery(place: Place & { readonly state: State }, route: readonly string[]): Refusal {
  return refusal(place, {
    headline: `Recovery not allowed: the service is in state ${displayState(place.state)} and the program says recovery: "none".`,
    operation: route[0] ?? "Delete",
    route,
    noRoute: "none.",
    permit: 'recovery: "inPlace"',
    source: citeRow(place.state, place.profile),
  });
}
