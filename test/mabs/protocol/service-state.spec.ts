import assert from "node:assert/strict";
import type { State, TransitionalState } from "../../../provider/mabs/chart/index.js";
import { readState, writeState } from "../../../provider/mabs/protocol/service-state.js";

/** D-9: the chart's state, `State` and `SubState` on the wire. */
const DECISION_9 = [
  ["Active", "Started", "Active"],
  ["Disabled", "Paused", "Disabled"],
  ["Suspended", "Paused", "Suspended"],
  ["Stopped", "Stopped", "Stopped"],
  ["ServiceUpdateFailed", "Started", "Service Update Failed"],
  ["DisableFailed", "Started", "DisableFailed"],
  ["EnableFailed", "Started", "EnableFailed"],
  ["StartFailed", "Started", "StartFailed"],
  ["StopFailed", "Started", "StopFailed"],
  ["RestartFailed", "Started", "RestartFailed"],
  ["SuspendedFailed", "Started", "SuspendedFailed"],
  ["ResumeFailed", "Started", "ResumeFailed"],
  ["CreatedFailed", "Unknown", "CreatedFailed"],
  ["RestoreFailed", "Unknown", "RestoreFailed"],
  ["ConfigUpdateFailed", "Started", "ConfigUpdateFailed"],
  ["ScaleFailed", "Started", "ScaleFailed"],
  ["Updating", "Started", "Updating"],
] as const satisfies readonly (readonly [State | TransitionalState, string, string])[];

describe("a state on the wire", () => {
  for (const [chart, state, subState] of DECISION_9) {
    it(`${chart} is State ${state} with SubState "${subState}", both ways`, () => {
      assert.deepEqual(writeState(chart), { state, subState });
      assert.equal(readState(state, subState), chart);
    });
  }

  for (const name of [
    "Creating",
    "Starting",
    "Stopping",
    "Restarting",
    "Suspending",
    "Resuming",
  ] as const) {
    it(`${name}, an operation under way, is in SubState, both ways`, () => {
      assert.equal(writeState(name).subState, name);
      assert.equal(readState("Started", name), name);
    });
  }
  for (const name of ["Deleting", "BackingUp", "Restoring"] as const) {
    it(`${name}, an operation under way, is in SubState, both ways`, () => {
      assert.equal(writeState(name).subState, name);
      assert.equal(readState("Unknown", name), name);
    });
  }
});

describe("readState()", () => {
  const spellings = [
    ["ServiceUpdateFailed", "ServiceUpdateFailed"],
    ["service update failed", "ServiceUpdateFailed"],
    ["SuspendFailed", "SuspendedFailed"],
    ["CreateFailed", "CreatedFailed"],
    ["active", "Active"],
    ["backingup", "BackingUp"],
  ] as const;

  for (const [subState, state] of spellings) {
    it(`reads the spelling "${subState}" as ${state}`, () => {
      assert.equal(readState("Started", subState), state);
    });
  }

  for (const raw of ["Migrating", "Service Update Pending", "42"]) {
    it(`keeps "${raw}", which nobody knows, as it is and does not fall back to State`, () => {
      assert.equal(readState("Started", raw), raw);
    });
  }

  const fallback = [
    ["Started", "Active"],
    ["Paused", "Paused"],
    ["Stopped", "Stopped"],
    ["Unknown", "Unknown"],
    ["NotFound", "NotFound"],
    ["Other", "Other"],
  ] as const;

  for (const [state, read] of fallback) {
    it(`falls back to State ${state} without SubState: ${read}`, () => {
      assert.equal(readState(state, undefined), read);
    });
  }

  it("is no state of the chart where the document has neither", () => {
    assert.equal(readState(undefined, undefined), "Unknown");
  });
});
