/** What the emulator's page shows of BizTalk Services, as JSON (docs/emulator.md, The page). */
import {
  citeRow,
  displayState,
  editionHas,
  leadsTo,
  legal,
  legalOperations,
  OPERATIONS,
  parseState,
  STATES,
  type Edition,
  type Operation,
  type Profile,
  type State,
} from "../chart/index.js";
import type { ServiceRecord } from "./records.js";

/** A way from one state to another, with every operation that takes it. */
interface Arrow {
  readonly from: State;
  readonly to: State;
  readonly operations: readonly Operation[];
}

/** The chart as a picture needs it. Delete leads from everywhere to nowhere, and has no arrow. */
export interface ChartPicture {
  readonly states: readonly { readonly name: State; readonly title: string }[];
  readonly arrows: readonly Arrow[];
  /** In the chart's order. */
  readonly operations: readonly Operation[];
}

/** The states and the arrows between them; what leads back to where it began has none. */
export function chartPicture(profile: Profile): ChartPicture {
  const arrows = STATES.flatMap((from) =>
    STATES.filter((to) => to !== from).map((to) => ({
      ...{ from, to },
      operations: legalOperations(from, profile).filter(
        (operation) => leadsTo(from, operation, profile) === to,
      ),
    })),
  );
  return {
    states: STATES.map((name) => ({ name, title: displayState(name) })),
    arrows: arrows.filter(({ operations }) => operations.length > 0),
    operations: OPERATIONS,
  };
}

/** One of the nine operations on a service as it is now. */
interface OfferedOperation {
  readonly operation: Operation;
  /** Why it would be refused; `null` where it would be accepted. */
  readonly refusal: string | null;
}

/** A service as the page shows it. */
export interface PageService {
  readonly cloudService: string;
  readonly name: string;
  readonly edition: Edition;
  readonly units: number;
  /** As the chart prints it, or the transition. */
  readonly state: string;
  /** The chart's state that it is in, or that it left when a transition began; `null` for neither. */
  readonly from: State | null;
  /** Where a transition leads if it succeeds; `null` in none. */
  readonly to: State | "absent" | null;
  readonly operations: readonly OfferedOperation[];
  /** Of a failed state: what leads out of it, and where. */
  readonly recovery: readonly string[];
}

function refusalOf(
  { state: shown, edition }: ServiceRecord,
  operation: Operation,
  profile: Profile,
): string | null {
  const state = parseState(shown);
  if (state === undefined)
    // D-6: a Delete overtakes what is under way.
    return operation === "Delete"
      ? null
      : `${operation} in state ${shown}. Legal here: Delete; the others when it has ended.`;
  if (!legal(state, operation, profile)) {
    const legalHere = legalOperations(state, profile).join(", ");
    const source = citeRow(state, profile);
    return `${operation} in state ${displayState(state)}. Legal here: ${legalHere}. Source: ${source}.`;
  }
  return editionHas(edition, operation) ? null : `edition ${edition} does not have ${operation}.`;
}

function recoveryOf({ state: shown, edition }: ServiceRecord, profile: Profile): string[] {
  const state = parseState(shown);
  if (state?.endsWith("Failed") !== true) return [];
  const ways = legalOperations(state, profile).filter((each) => editionHas(edition, each));
  const inPlace = ways.filter(
    (each) => each !== "Delete" && leadsTo(state, each, profile) !== state,
  );
  if (inPlace.length === 0)
    return ["There is no way back: Delete it, then Create it, or Restore it from a backup."];
  return inPlace.map(
    (each) => `${each} leads to ${displayState(leadsTo(state, each, profile) as State)}.`,
  );
}

/** A service with what may be done to it. */
export function pageService(service: ServiceRecord, profile: Profile): PageService {
  const { cloudService, name, edition, units, state, pending } = service;
  const stable = parseState(state);
  const from = stable ?? pending?.before ?? null;
  return {
    ...{ cloudService, name, edition, units, from },
    state: stable === undefined ? state : displayState(stable),
    to: pending === undefined || from === null ? null : leadsTo(from, pending.operation, profile),
    operations: OPERATIONS.map((operation) => ({
      operation,
      refusal: refusalOf(service, operation, profile),
    })),
    recovery: recoveryOf(service, profile),
  };
}
