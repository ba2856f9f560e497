/**
 * Routes from every state of the chart to every goal, typed from docs/planner.md (Routes, PR-2,
 * PR-3, PR-5, PR-8) and never computed. A row has the three powers Active, Stopped, Suspended; each
 * cell the routes for equal, other units, another configuration, both. `-` is nothing to do, `x` is
 * refused.
 */
import type { Operation, State } from "../../../provider/mabs/chart/index.js";

/** What differs in a goal besides the power. */
export const DIFFERENCES = ["nothing", "units", "configuration", "both"] as const;
export const POWERS = ["Active", "Stopped", "Suspended"] as const;

const REFUSED = ["x / x / x / x", "x / x / x / x", "x / x / x / x"] as const;

const AS_STOP_FAILED = [
  "Start / Start Scale / Update / Update Scale",
  "Stop / Start Scale Stop / Update Stop / Update Scale Stop",
  "Start Suspend / Start Scale Suspend / Update Suspend / Update Scale Suspend",
] as const;

const ROUTES: Readonly<Record<State, readonly [string, string, string]>> = {
  Active: [
    "- / Scale / Update / Scale Update",
    "Stop / Scale Stop / Update Stop / Scale Update Stop",
    "Suspend / Scale Suspend / Update Suspend / Scale Update Suspend",
  ],
  Disabled: REFUSED,
  Suspended: [
    "Resume / Resume Scale / Resume Update / Resume Scale Update",
    "x / x / x / x",
    "- / x / x / x",
  ],
  Stopped: [
    "Start / Start Scale / Start Update / Start Scale Update",
    "- / x / x / x",
    "x / x / x / x",
  ],
  ServiceUpdateFailed: REFUSED,
  DisableFailed: REFUSED,
  EnableFailed: REFUSED,
  StartFailed: ["Start / Start Scale / Update / Update Scale", "Stop / x / x / x", "x / x / x / x"],
  StopFailed: AS_STOP_FAILED,
  RestartFailed: AS_STOP_FAILED,
  SuspendedFailed: [
    "Resume / Resume Scale / Resume Update / Resume Scale Update",
    "Resume Stop / Resume Scale Stop / Resume Update Stop / Resume Scale Update Stop",
    "Suspend / Resume Scale Suspend / Resume Update Suspend / Resume Scale Update Suspend",
  ],
  ResumeFailed: [
    "Resume / Resume Scale / Resume Update / Resume Scale Update",
    "x / x / x / x",
    "Suspend / x / x / x",
  ],
  CreatedFailed: REFUSED,
  RestoreFailed: REFUSED,
  ConfigUpdateFailed: [
    "Update / Update Scale / Update / Update Scale",
    "Update Stop / Update Scale Stop / Update Stop / Update Scale Stop",
    "Update Suspend / Update Scale Suspend / Update Suspend / Update Scale Suspend",
  ],
  ScaleFailed: [
    "Scale / Scale / Scale Update / Scale Update",
    "Scale Stop / Scale Stop / Scale Update Stop / Scale Update Stop",
    "Scale Suspend / Scale Suspend / Scale Update Suspend / Scale Update Suspend",
  ],
};

/** A goal: a power, and whether units and configuration differ from what is observed. */
export interface Goal {
  readonly power: (typeof POWERS)[number];
  readonly difference: (typeof DIFFERENCES)[number];
  /** The operations, in order; `refused` where there is no route. */
  readonly route: readonly Operation[] | "refused";
}

const operationOf = (word: string): Operation =>
  word === "Update" ? "Update Configuration" : (word as Operation);

function routeOf(text: string): Goal["route"] {
  if (text === "x") return "refused";
  return text === "-" ? [] : text.split(" ").map(operationOf);
}

/** The twelve goals of a state. */
export function goalsOf(state: State): Goal[] {
  return POWERS.flatMap((power, row) =>
    (ROUTES[state][row] ?? "").split(" / ").map((text, column) => {
      return { power, difference: DIFFERENCES[column] ?? "nothing", route: routeOf(text) };
    }),
  );
}
