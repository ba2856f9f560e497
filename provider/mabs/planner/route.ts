/**
 * The search over the chart: the cheapest sequence of legal operations from one state to another.
 *
 * Uniform-cost search over (state, what is still due). Costs are compared as PR-4 says, equal costs
 * by PR-5. The key space is small and finite, so answers are kept: a route is searched once.
 */
import {
  editionHas,
  isPower,
  leadsTo,
  legal,
  OPERATIONS,
  POWERS,
  RESULTS,
  STATES,
  type Edition,
  type FoundingOperation,
  type Operation,
  type Power,
  type Profile,
  type State,
} from "../chart/index.js";
import { observedPowers } from "./observed-power.js";

/** What is due besides the power state. */
export interface Due {
  readonly scale: boolean;
  readonly configure: boolean;
  readonly restart: boolean;
  readonly backup: boolean;
}

/** A question to the search. */
export interface RouteQuery {
  readonly from: State | "absent";
  /** How a service is made where there is none; Create unless given. */
  readonly founding?: FoundingOperation;
  /** Any of these powers will do; the cheapest is taken. */
  readonly to: readonly Power[];
  /**
   * Powers that are no detour (PR-2). Left out, they are those that count as observed in `from`,
   * and those of `to`.
   */
  readonly direct?: readonly Power[];
  readonly due: Due;
  readonly detours: boolean;
  readonly profile: Profile;
  readonly edition: Edition;
}

/** One move of a route. */
export interface Move {
  readonly operation: Operation | FoundingOperation;
  readonly from: State | "absent";
  readonly to: State;
  readonly detour: boolean;
}

/**
 * PR-5: what comes as early as it can among routes of equal cost, the first of these before the
 * next.
 */
const EARLY: readonly Operation[] = ["Backup", "Scale", "Update Configuration"];

/**
 * Moves of a route, in column order: the last word of PR-5. Recovery comes first by itself: nothing
 * else is legal.
 */
const MOVES: readonly Operation[] = OPERATIONS.filter((operation) => operation !== "Delete");

/**
 * PR-4 as digits of one number: interrupts, then detours, then steps. No route is longer than this
 * base.
 */
const COST_BASE = 100;

interface Label {
  readonly state: State | "absent";
  readonly due: Due;
  readonly cost: number;
  readonly moves: readonly Move[];
}

const nothingDue = (due: Due): boolean =>
  !due.scale && !due.configure && !due.restart && !due.backup;

const dueKey = (due: Due): string =>
  [
    due.scale ? "S" : "",
    due.configure ? "C" : "",
    due.restart ? "R" : "",
    due.backup ? "B" : "",
  ].join("");

/**
 * PR-3 and PR-5: what remains due after an operation; `undefined` when the operation would serve
 * nothing.
 */
function dueAfter(
  operation: Operation,
  state: State,
  due: Due,
  restartAsked: boolean,
): Due | undefined {
  switch (operation) {
    case "Scale":
      return due.scale ? { ...due, scale: false } : undefined;
    case "Update Configuration":
      // A restart that came before the last UC does not serve the trigger (PR-5).
      return due.configure ? { ...due, configure: false, restart: restartAsked } : undefined;
    case "Backup":
      return due.backup ? { ...due, backup: false } : undefined;
    case "Restart":
      return { ...due, restart: false };
    case "Start":
      // In RestartFailed the trigger is served only by Restart (PR-5).
      return state === "RestartFailed" ? due : { ...due, restart: false };
    case "Stop":
    case "Suspend":
    case "Resume":
      return due;
    case "Delete":
      return undefined;
  }
}

/** The state that a Create or Restore yields. */
const foundedState = ({ founding = "Create" }: RouteQuery): Power =>
  RESULTS[founding].yields as Power;

function movesFrom(label: Label, query: RouteQuery, allowed: ReadonlySet<string>): Label[] {
  const state: State | "absent" = label.state;
  if (state === "absent") {
    const to = foundedState(query);
    const moves = [
      { operation: query.founding ?? "Create", from: state, to, detour: false },
    ] as const;
    return [{ ...label, state: to, cost: label.cost + 1, moves }];
  }
  const next: Label[] = [];
  for (const operation of MOVES) {
    if (!legal(state, operation, query.profile) || !editionHas(query.edition, operation)) continue;
    const due = dueAfter(operation, state, label.due, query.due.restart);
    if (due === undefined) continue;
    const to = leadsTo(state, operation, query.profile);
    // Only Delete leads there, and Delete is no move of a route.
    if (to === "absent") continue;
    // D-32: no Suspend in Suspended, in either profile.
    if (to === state && operation === "Suspend") continue;
    // A Backup lands in no power: it leaves the service where it is.
    const detour = operation !== "Backup" && isPower(to) && !allowed.has(to);
    if (detour && !query.detours) continue;
    next.push({
      state: to,
      due,
      cost:
        label.cost +
        (RESULTS[operation].risk === "interrupts" ? COST_BASE * COST_BASE : 0) +
        (detour ? COST_BASE : 0) +
        1,
      moves: [...label.moves, { operation, from: state, to, detour }],
    });
  }
  return next;
}

/** Where an operation stands in a route; behind everything where it does not. */
function positionOf({ moves }: Label, operation: Operation): number {
  const at = moves.findIndex((move) => move.operation === operation);
  return at === -1 ? moves.length : at;
}

/**
 * PR-5, between routes of equal cost and hence of equal length: below zero when `a` comes first. A
 * search that keeps one label for each (state, due) may use it: two labels of one key have done the
 * same of EARLY, so whatever follows both leaves their order as it is.
 */
function comparePreference(a: Label, b: Label): number {
  for (const operation of EARLY) {
    const earlier = positionOf(a, operation) - positionOf(b, operation);
    if (earlier !== 0) return earlier;
  }
  const columnOf = (label: Label, at: number): number =>
    MOVES.findIndex((each) => each === label.moves[at]?.operation);
  const differs = a.moves.findIndex(({ operation }, at) => operation !== b.moves[at]?.operation);
  return differs === -1 ? 0 : columnOf(a, differs) - columnOf(b, differs);
}

const cheaper = (a: Label, b: Label): boolean => (a.cost - b.cost || comparePreference(a, b)) < 0;

/** Each (state, due) is settled once, so this bounds the search. */
const SETTLED_MAX = (STATES.length + 1) * 16;

function search(query: RouteQuery): readonly Move[] | null {
  // PR-1: the state that a Create or Restore yields counts as observed too.
  const observed = query.from === "absent" ? [foundedState(query)] : observedPowers(query.from);
  const allowed = new Set<string>(query.direct ?? [...observed, ...query.to]);
  const open = new Map<string, Label>();
  const settled = new Set<string>();
  const keyOf = (label: Label): string => `${label.state}|${dueKey(label.due)}`;
  const start: Label = { state: query.from, due: query.due, cost: 0, moves: [] };
  open.set(keyOf(start), start);
  while (open.size > 0 && settled.size < SETTLED_MAX) {
    const [first, ...others] = open.values();
    if (first === undefined) break;
    const best = others.reduce((low, label) => (cheaper(label, low) ? label : low), first);
    if (query.to.some((power) => power === best.state) && nothingDue(best.due)) return best.moves;
    open.delete(keyOf(best));
    settled.add(keyOf(best));
    for (const label of movesFrom(best, query, allowed)) {
      const key = keyOf(label);
      const known = open.get(key);
      if (!settled.has(key) && (known === undefined || cheaper(label, known))) open.set(key, label);
    }
  }
  return null;
}

const answers = new Map<string, readonly Move[] | null>();

/**
 * Finds the cheapest legal route (PR-2 to PR-5), or `null` when there is none under the given
 * policy.
 *
 * Never contains Delete: a replacement is composed of two routes (planner/replacement). Equal
 * queries give the same route, byte for byte.
 */
export function findRoute(query: RouteQuery): readonly Move[] | null {
  const listed = (powers?: readonly Power[]): string =>
    POWERS.filter((power) => powers?.includes(power) === true).join("");
  const key = [
    query.from,
    query.founding ?? "",
    listed(query.to),
    query.direct === undefined ? "" : `=${listed(query.direct)}`,
    dueKey(query.due),
    query.detours ? "d" : "",
    query.profile,
    query.edition,
  ].join("|");
  let route = answers.get(key);
  if (route === undefined) {
    route = search(query);
    answers.set(key, route);
  }
  return route;
}
