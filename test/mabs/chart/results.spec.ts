import assert from "node:assert/strict";
import { RESULTS } from "../../../provider/mabs/chart/index.js";

describe("the results table", () => {
  // operation, yields, leaves on failure, risk, mark: docs/planner.md, Results.
  const rows = [
    ["Create", "Active", "CreatedFailed", "none", "documented"],
    ["Restore", "Suspended", "RestoreFailed", "none", "documented"],
    ["Start", "Active", "StartFailed", "none", "inferred"],
    ["Stop", "Stopped", "StopFailed", "interrupts", "documented"],
    ["Restart", "Active", "RestartFailed", "interrupts", "inferred"],
    ["Suspend", "Suspended", "SuspendedFailed", "interrupts", "inferred"],
    ["Resume", "Active", "ResumeFailed", "none", "inferred"],
    ["Scale", "Active", "ScaleFailed", "none", "documented"],
    ["Update Configuration", "Active", "ConfigUpdateFailed", "interrupts", "inferred"],
    ["Backup", "same", "same", "none", "inferred"],
    ["Delete", "absent", "same", "destroys", "inferred"],
  ] as const;

  for (const [operation, yields, onFailure, risk, mark] of rows) {
    it(`${operation} yields ${yields}, leaves ${onFailure} on failure, risk ${risk}, ${mark}`, () => {
      const result = RESULTS[operation];
      assert.deepEqual(
        [result.yields, result.onFailure, result.risk, result.mark],
        [yields, onFailure, risk, mark],
      );
      assert.ok(result.source.length > 0);
    });
  }

  it("has no further rows", () => {
    assert.deepEqual(Object.keys(RESULTS).sort(), rows.map(([operation]) => operation).sort());
  });

  it("has exactly four documented rows", () => {
    const documented = Object.entries(RESULTS).filter(([, { mark }]) => mark === "documented");
    assert.deepEqual(documented.map(([operation]) => operation).sort(), [
      "Create",
      "Restore",
      "Scale",
      "Stop",
    ]);
  });

  const during = [
    ["Create", "Creating"],
    ["Restore", "Restoring"],
    ["Start", "Starting"],
    ["Stop", "Stopping"],
    ["Restart", "Restarting"],
    ["Suspend", "Suspending"],
    ["Resume", "Resuming"],
    ["Scale", "Updating"],
    ["Update Configuration", "Updating"],
    ["Backup", "BackingUp"],
    ["Delete", "Deleting"],
  ] as const;

  for (const [operation, transitional] of during) {
    it(`shows ${transitional} while ${operation} runs`, () => {
      assert.equal(RESULTS[operation].during, transitional);
    });
  }
});
