/**
 * Refusals: what was asked, what is legal instead, the shortest way there, and the input that would
 * permit it.
 */
import { defined } from "../../defined.js";
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

/** The input that permits detours. */
export const DETOURS = "detours: true";

/** Where backup and restore are documented. */
export const BACKUP_GUIDE = "backup and restore guide";

/** What a refusal is made of. */
export interface Parts {
  /** `operation-not-allowed` unless given. */
  readonly rule?: Refusal["rule"];
  readonly headline: string;
  readonly operation: string;
  readonly route: readonly string[];
  /** Instead of a route, where there is none. */
  readonly noRoute: string;
  /** Every input that the route needs and that is not given; `null` where no input permits it. */
  readonly permits: readonly string[] | null;
  readonly source: string;
  /** What else a person has to know, each on a line of its own. */
  readonly hints?: readonly string[];
}

/**
 * Where something is refused: in a state of the chart, or (`absent`) for a service that does not
 * exist yet.
 */
export interface Place {
  readonly state: State | "absent";
  /**
   * The edition of the service that is there, whatever is desired; of the new one where there is
   * none.
   */
  readonly edition: Edition;
  readonly profile: Profile;
}

/** What is legal in a place: the chart's row, without what the edition does not have. */
function legalIn({ state, edition, profile }: Place): Operation[] {
  if (state === "absent") return [];
  return legalOperations(state, profile).filter((operation) => editionHas(edition, operation));
}

/** Assembles a refusal and its text. The text is a contract (docs/planner.md, Shapes). */
export function refusal(
  place: Place,
  { headline, noRoute, hints = [], permits, rule = "operation-not-allowed", ...parts }: Parts,
): Refusal {
  const legalHere = legalIn(place);
  const permit = permits === null ? null : permits.join(" and ");
  const set = permit === null ? "" : ` (set ${permit})`;
  const message = [
    headline,
    `  Legal here: ${place.state === "absent" ? "Create" : legalHere.join(", ")}.`,
    parts.route.length > 0 ? `  Route: ${parts.route.join(", ")}${set}.` : `  Route: ${noRoute}`,
    ...hints.map((hint) => `  ${hint}`),
    `  Source: ${parts.source}.`,
  ].join("\n");
  return { rule, ...parts, permit, state: place.state, legalHere, message };
}

/** What stands against a route: its first line, and the inputs that would lift it. */
export type Cause = Omit<Parts, "route" | "noRoute"> & Partial<Pick<Parts, "noRoute">>;

/**
 * One refusal of a route for everything that stands against it, so that all inputs that it needs
 * are named at once. The first cause is the headline, and one that nothing lifts goes first; the
 * headlines of the others follow as hints.
 */
export function refuseFor(
  place: Place,
  route: readonly string[],
  causes: readonly [Cause, ...Cause[]],
  hints: readonly string[] = [],
): Refusal {
  const final = causes.filter(({ permits }) => permits === null);
  const [first = causes[0], ...others] = [
    ...final,
    ...causes.filter((cause) => !final.includes(cause)),
  ];
  const permits = causes.flatMap((cause) => cause.permits ?? []);
  return refusal(place, {
    ...defined({ rule: first.rule }),
    headline: first.headline,
    operation: first.operation,
    route,
    noRoute: first.noRoute ?? "none.",
    permits: final.length > 0 ? null : [...new Set(permits)],
    source: first.source,
    hints: [
      ...(first.hints ?? []),
      ...others.flatMap(({ headline, hints: more = [] }) => [headline, ...more]),
      ...hints,
    ],
  });
}

/** The causes that there are; `undefined` where nothing stands against a route. */
export function causesOf(
  causes: readonly (Cause | undefined)[],
): readonly [Cause, ...Cause[]] | undefined {
  const [first, ...others] = causes.filter((cause) => cause !== undefined);
  return first === undefined ? undefined : [first, ...others];
}

/** The beginning of a headline, in the number of the operations that are refused. */
const notAllowedAre = (operations: readonly string[]): string =>
  `${operations.length > 1 ? "Operations" : "Operation"} not allowed: ${operations.join(", ")}`;

/** The first line of a refusal by the chart. */
export const notAllowed = (operations: readonly string[], { state }: Place): string =>
  state === "absent"
    ? `${notAllowedAre(operations)} of a service that is created.`
    : `${notAllowedAre(operations)} in state ${displayState(state)}.`;

/** The operation a person would name for reaching a power from a state. */
function powerOperation(power: Power, state: State): Operation {
  if (power === "Stopped") return "Stop";
  if (power === "Suspended") return "Suspend";
  return state === "Suspended" || state === "SuspendedFailed" || state === "ResumeFailed"
    ? "Resume"
    : "Start";
}

/** The operations that the differences ask for, in the order of PR-5. */
export function wantedOperations(state: State, { to, due }: Differences): Operation[] {
  const wanted: Operation[] = [];
  if (due.backup) wanted.push("Backup");
  if (due.scale) wanted.push("Scale");
  if (due.configure) wanted.push("Update Configuration");
  if (due.restart) wanted.push("Restart");
  const [power] = to;
  if (power !== undefined && !to.some((each) => each === state))
    wanted.push(powerOperation(power, state));
  return wanted;
}

/** A goal that no permitted route reaches. */
export interface Unreached {
  readonly found: Differences;
  /** How the service is made where there is none; Create unless given. */
  readonly founding?: FoundingOperation;
  /** The edition of the service that shall be, where it is another one than that of the place. */
  readonly edition?: Edition;
}

/**
 * The refusal of a goal that no permitted route reaches: it names all operations that are illegal
 * here.
 */
export function refuseRoute(
  place: Place,
  { found, founding = "Create", edition = place.edition }: Unreached,
): Parts {
  const { state, profile } = place;
  // PR-1: where there is no service, the state that Create or Restore yields counts.
  const at = state === "absent" ? (founding === "Create" ? "Active" : "Suspended") : state;
  const wanted = wantedOperations(at, found);
  const missing = wanted.filter((operation) => !editionHas(edition, operation));
  if (missing.length > 0) return refuseByEdition(edition, missing);
  const moves = findRoute({
    from: state,
    founding,
    to: found.to,
    due: found.due,
    detours: true,
    profile,
    edition,
  });
  const rest = {
    route: (moves ?? []).map((move) => move.operation),
    noRoute: "none.",
    permits: moves === null ? null : [DETOURS],
    source: citeRow(at, profile),
  };
  const illegal = wanted.filter((operation) => !legal(at, operation, profile));
  if (illegal.length > 0)
    return { headline: notAllowed(illegal, place), operation: illegal.join(", "), ...rest };
  // Each operation is legal by itself, but the way leads through a power state nobody asked for
  // (PR-2).
  const detour = moves?.find((move) => move.detour);
  const operation = detour?.operation ?? wanted[0] ?? "Start";
  const through =
    `a detour through ${detour?.to ?? "another state"}, which is neither ` + "observed nor desired";
  return {
    headline: `${notAllowed([operation], place).slice(0, -1)} without ${through}.`,
    operation,
    ...rest,
  };
}

function refuseByEdition(edition: Edition, operations: readonly Operation[]): Parts {
  const names = operations.join(", ");
  return {
    headline: `${notAllowedAre(operations)} on edition ${edition}.`,
    operation: names,
    route: [],
    noRoute: `none: edition ${edition} does not have ${names}.`,
    permits: null,
    source: `editions chart, column ${edition}`,
  };
}

/** The refusal of a lower edition for a service that exists: nothing permits it. */
export function refuseLowerEdition(place: Place, desired: Edition): Refusal {
  return refusal(place, {
    rule: "edition-not-allowed",
    headline: `Operation not allowed: edition ${place.edition} to ${desired}, which is lower.`,
    operation: "Edition",
    route: [],
    noRoute:
      "none: a backup is never restored to a lower edition. A service of that " +
      "edition needs another serviceName.",
    permits: null,
    source: BACKUP_GUIDE,
  });
}

/**
 * The refusal of units that an edition, which the service has or shall have, does not; `undefined`
 * when it has them.
 */
export function refuseUnits(place: Place, edition: Edition, units: number): Refusal | undefined {
  const { unitsMin, unitsMax } = EDITIONS[edition];
  if (Number.isInteger(units) && units >= unitsMin && units <= unitsMax) return undefined;
  if (place.state !== "absent" && !editionHas(edition, "Scale"))
    return refusal(place, refuseByEdition(edition, ["Scale"]));
  const operation = place.state === "absent" ? "Create" : "Scale";
  return refusal(place, {
    rule: "edition-not-allowed",
    headline:
      `Operation not allowed: ${operation} with ${String(units)} units on ` + `edition ${edition}.`,
    operation,
    route: [],
    noRoute:
      `none: edition ${edition} accepts ${String(unitsMin)} to ` +
      `${String(unitsMax)} units, in steps of 1.`,
    permits: null,
    source: `editions chart, column ${edition}`,
  });
}

/** The headline for a failed state that the program does not want left. */
export const recoveryForbidden = (state: State): string =>
  `Recovery not allowed: the service is in state ${displayState(state)} and ` +
  `the program says recovery: "none".`;
