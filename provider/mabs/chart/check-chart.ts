/**
 * What must hold of the chart before anything is planned with it. Runs when the chart is loaded.
 */
import assert from "node:assert/strict";
import type { Cell } from "./cell.js";
import { OPERATIONS } from "./operations.js";
import { STATES } from "./states.js";

/** The number of ticks on the page, counted by hand (docs/chart.md). */
const TICKS = 46;

/**
 * Asserts that the chart has each state and operation exactly once, 46 ticks, and a way out of
 * every state.
 *
 * @throws {AssertionError} a transcription error: a defect of this package, never a user's mistake.
 */
export function checkChart(chart: readonly Cell[]): void {
  for (const state of STATES) {
    for (const operation of OPERATIONS) {
      const cells = chart.filter((cell) => cell.state === state && cell.operation === operation);
      assert.equal(cells.length, 1, `the chart needs one cell for ${operation} in ${state}`);
    }
    assert.ok(
      chart.some((cell) => cell.state === state && cell.operation === "Delete" && cell.allowed),
      `Delete is allowed in every state, also in ${state}`,
    );
  }
  assert.equal(chart.length, STATES.length * OPERATIONS.length, "the chart has no further cells");
  assert.equal(
    chart.filter((cell) => cell.allowed).length,
    TICKS,
    `the chart has ${String(TICKS)} ticks`,
  );
}
