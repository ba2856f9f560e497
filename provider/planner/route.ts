/**
 * The search over the chart: the cheapest sequence of legal operations from one state to another.
 *
 * Uniform-cost search over (state, what is still due). Costs are compared as PR-4 says, equal costs by PR-5. The
 * key space is small and finite, so answers are kept: a route is searched once.
 */
import {
  editionHas,
  isPower,
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

/** PR-5: Backup, Scale, UC, then restart or power in column order. Recovery comes first by itself: nothing else is legal. */
const ORDER: readonly Operation[] = [
  "Backup",
  "Scale",
  "Update Configuration",
  ...OPERATIONS.filter((operation) => !["Backup", "Scale", "Update Configuration", "Delete"].includes(operation)),
];

/** PR-4 as digits of one number: interrupts, then detours, then steps. No route is longer than this base. */
const COST_BASE = 100;

interface Label {
  readonly state: State | "absent";
  readonly due: Due;
  readonly cost: number;
  /** PR-5: positions in ORDER along the way; compared only between equal costs, hence equal lengths. */
  readonly order: string;
  readonly moves: readonly Move[];
}

const nothingDue = (due: Due): boolean => !due.scale && !due.configure && !due.restart && !due.backup;

const dueKey = (due: Due): string =>
  `${due.scale ? "S" : ""}${due.configure ? "C" : ""}${due.restart ? "R" : ""}${due.backup ? "B" : ""}`;

/** PR-3 and PR-5: what remains due after an operation; `undefined` when the operation would serve nothing. */
function dueAfter(operation: Operation, state: State, due: Due, restartAsked: boolean): Due | undefined {
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
const foundedState = ({ founding = "Create" }: RouteQuery): Power => RESULTS[founding].yields as Power;

function movesFrom(label: Label, query: RouteQuery, allowed: ReadonlySet<string>): Label[] {
  const state: State | "absent" = label.state;
  if (state === "absent") {
    const to = foundedState(query);
    const moves = [{ operation: query.founding ?? "Create", from: state, to, detour: false }] as const;
    return [{ ...label, state: to, cost: label.cost + 1, moves }];
  }
  const next: Label[] = [];
  for (const [position, operation] of ORDER.entries()) {
    if (!legal(state, operation, query.profile) || !editionHas(query.edition, operation)) continue;
    const due = dueAfter(operation, state, label.due, query.due.restart);
    if (due === undefined) continue;
    const result = RESULTS[operation];
    // Only Delete yields absent, and Delete is no move of a route.
    const to: State = result.yields === "same" ? state : (result.yields as State);
    if (to === state && operation === "Suspend") continue; // PR section 4: no Suspend in Suspended, in either profile.
    const detour = isPower(to) && !allowed.has(to);
    if (detour && !query.detours) continue;
    next.push({
      state: to,
      due,
      cost: label.cost + (result.risk === "interrupts" ? COST_BASE * COST_BASE : 0) + (detour ? COST_BASE : 0) + 1,
      order: label.order + String.fromCharCode(65 + position),
      moves: [...label.moves, { operation, from: state, to, detour }],
    });
  }
  return next;
}

const cheaper = (a: Label, b: Label): boolean => a.cost < b.cost || (a.cost === b.cost && a.order < b.order);

/** Each (state, due) is settled once, so this bounds the search. */
const SETTLED_MAX = (STATES.length + 1) * 16;

function search(query: RouteQuery): readonly Move[] | null {
  // PR-1: the state that a Create or Restore yields counts as observed too.
  const observed = query.from === "absent" ? [foundedState(query)] : observedPowers(query.from);
  const allowed = new Set<string>([...observed, ...query.to]);
  const open = new Map<string, Label>();
  const settled = new Set<string>();
  const keyOf = (label: Label): string => `${label.state}|${dueKey(label.due)}`;
  const start: Label = { state: query.from, due: query.due, cost: 0, order: "", moves: [] };
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
 * Finds the cheapest legal route (PR-2 to PR-5), or `null` when there is none under the given policy.
 *
 * Never contains Delete: a replacement is composed of two routes (planner/replacement). Equal queries give the same route, byte for byte.
 */
export function findRoute(query: RouteQuery): readonly Move[] | null {
  const to = POWERS.filter((power) => query.to.includes(power));
  const key = `${query.from}|${query.founding ?? ""}|${to.join("")}|${dueKey(query.due)}|${query.detours ? "d" : ""}|${query.profile}|${query.edition}`;
  let route = answers.get(key);
  if (route === undefined) {
    route = search(query);
    answers.set(key, route);
  }
  return route;
}
