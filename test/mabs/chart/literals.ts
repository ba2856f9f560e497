/**
 * The service state chart a second time: typed from Microsoft's page (docs/chart.md names it), both
 * tables side by side, and never computed from the code under test. `x` is a tick, `.` a blank.
 */
import type { Operation, Profile, State } from "../../../provider/mabs/chart/index.js";

export const COLUMNS = [
  "Start",
  "Stop",
  "Restart",
  "Suspend",
  "Resume",
  "Delete",
  "Scale",
  "Update Configuration",
  "Backup",
] as const satisfies readonly Operation[];

/** Columns: Start Stop Restart Suspend Resume Delete | Scale, Update Configuration, Backup. */
export const MATRIX = {
  Active: ".xxx.x xxx",
  Disabled: ".....x ...",
  Suspended: "....xx ..x",
  Stopped: "x.x..x ..x",
  ServiceUpdateFailed: ".....x ...",
  DisableFailed: ".....x ...",
  EnableFailed: ".....x ...",
  StartFailed: "xxx..x .x.",
  StopFailed: "xxx..x .x.",
  RestartFailed: "xxx..x .x.",
  SuspendedFailed: "...xxx ...",
  ResumeFailed: "...xxx ...",
  CreatedFailed: ".....x ...",
  RestoreFailed: ".....x ...",
  ConfigUpdateFailed: "..x..x .x.",
  ScaleFailed: ".....x x..",
} as const satisfies Record<State, string>;

/** The four cells in which the REST reference of 2016 differs (docs/planner.md, Profiles). */
const REST_2016: Partial<Record<State, string>> = {
  Active: ".xxx.x xx.",
  Suspended: "...xxx .xx",
  Stopped: "x.x..x ...",
};

export const STATE_NAMES = Object.keys(MATRIX) as readonly State[];

/** States whose row has the tick of Delete and no other. */
export const DELETE_ONLY = [
  "Disabled",
  "ServiceUpdateFailed",
  "DisableFailed",
  "EnableFailed",
  "CreatedFailed",
  "RestoreFailed",
] as const satisfies readonly State[];

/** The ten states that an operation other than Delete leaves. */
export const LIVING = [
  "Active",
  "Suspended",
  "Stopped",
  "StartFailed",
  "StopFailed",
  "RestartFailed",
  "SuspendedFailed",
  "ResumeFailed",
  "ConfigUpdateFailed",
  "ScaleFailed",
] as const satisfies readonly State[];

/** Whether the page has a tick. */
export function ticked(state: State, operation: Operation, profile: Profile = "chart"): boolean {
  const row = (profile === "rest-2016" ? REST_2016[state] : undefined) ?? MATRIX[state];
  return row.replace(" ", "").charAt(COLUMNS.indexOf(operation)) === "x";
}

/** The ticks of a row, in column order. */
export function tickedRow(state: State, profile: Profile = "chart"): Operation[] {
  return COLUMNS.filter((operation) => ticked(state, operation, profile));
}
