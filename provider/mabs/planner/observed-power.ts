/** PR-1: which power states count as observed. */
import { POWERS, isPower, legal, type Operation, type Power, type State } from "../chart/index.js";

/**
 * The operation whose failure leaves the state behind; states without one have no power of their
 * own.
 */
const FAILED_OPERATION: Partial<Record<State, Operation>> = {
  StartFailed: "Start",
  StopFailed: "Stop",
  RestartFailed: "Restart",
  SuspendedFailed: "Suspend",
  ResumeFailed: "Resume",
  ConfigUpdateFailed: "Update Configuration",
  ScaleFailed: "Scale",
};

/**
 * The powers that a state counts as (PR-1): itself for a power state; for a failed state those in
 * which the chart allows the operation that failed; none for a state that only Delete leaves.
 */
export function observedPowers(state: State): readonly Power[] {
  if (isPower(state)) return [state];
  const failed = FAILED_OPERATION[state];
  if (failed === undefined) return [];
  const allowed = POWERS.filter((power) => legal(power, failed));
  // UC and Scale failed in their own state are retried from StartFailed and kin as well, but only
  // powers count here.
  return allowed;
}

/** Whether a state is a failed one that the chart lets a service leave without Delete. */
export function recoversInPlace(state: State): boolean {
  return FAILED_OPERATION[state] !== undefined;
}

/** A state that only Delete leaves. */
export type DeleteOnlyState =
  | "Disabled"
  | "ServiceUpdateFailed"
  | "DisableFailed"
  | "EnableFailed"
  | "CreatedFailed"
  | "RestoreFailed";

/** Whether only Delete is legal in a state: Disabled and the failed states without a way back. */
export function isDeleteOnly(state: State): state is DeleteOnlyState {
  return !isPower(state) && FAILED_OPERATION[state] === undefined;
}
