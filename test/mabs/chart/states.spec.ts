import assert from "node:assert/strict";
import {
  displayState,
  isPower,
  parseOperation,
  parseState,
  parseTransitionalState,
  POWERS,
  TRANSITIONAL_STATES,
} from "../../../provider/mabs/chart/index.js";
import { STATE_NAMES } from "./literals.js";

describe("parseState()", () => {
  for (const state of STATE_NAMES) {
    it(`reads ${state} as itself, letter case ignored`, () => {
      assert.equal(parseState(state), state);
      assert.equal(parseState(state.toLowerCase()), state);
      assert.equal(parseState(state.toUpperCase()), state);
    });
  }

  const spellings = [
    ["SuspendFailed", "SuspendedFailed"],
    ["CreateFailed", "CreatedFailed"],
    ["Service Update Failed", "ServiceUpdateFailed"],
    ["service update failed", "ServiceUpdateFailed"],
    ["suspendfailed", "SuspendedFailed"],
  ] as const;

  for (const [text, state] of spellings) {
    it(`reads "${text}" as ${state}`, () => {
      assert.equal(parseState(text), state);
    });
  }

  for (const text of ["", "Updating", "Started", "Paused", "Deleted", "constructor", "__proto__"]) {
    it(`does not know "${text}"`, () => {
      assert.equal(parseState(text), undefined);
    });
  }
});

describe("displayState()", () => {
  for (const state of STATE_NAMES) {
    const shown = state === "ServiceUpdateFailed" ? "Service Update Failed" : state;
    it(`shows ${state} as "${shown}"`, () => {
      assert.equal(displayState(state), shown);
    });
  }
});

describe("power states", () => {
  it("are Active, Stopped and Suspended", () => {
    assert.deepEqual([...POWERS], ["Active", "Stopped", "Suspended"]);
    assert.deepEqual(STATE_NAMES.filter(isPower), ["Active", "Suspended", "Stopped"]);
  });

  it("are spelled letter for letter", () => {
    assert.equal(isPower("active"), false);
    assert.equal(isPower("SuspendedFailed"), false);
  });
});

describe("transitional states", () => {
  const settles = [
    ["Creating", "Active"],
    ["Updating", "Active"],
    ["Starting", "Active"],
    ["Stopping", "Stopped"],
    ["Restarting", "Active"],
    ["Suspending", "Suspended"],
    ["Resuming", "Active"],
    ["Deleting", "absent"],
    ["BackingUp", null],
    ["Restoring", "Suspended"],
  ] as const;

  it("are ten, and none is a row of the chart", () => {
    assert.deepEqual(
      Object.keys(TRANSITIONAL_STATES).sort(),
      settles.map(([state]) => state).sort(),
    );
    for (const [state] of settles) assert.equal(parseState(state), undefined);
  });

  for (const [state, settled] of settles) {
    it(`${state} is expected to settle ${settled === null ? "where it started" : `as ${settled}`}`, () => {
      assert.equal(TRANSITIONAL_STATES[state].settles, settled);
      assert.equal(parseTransitionalState(state.toLowerCase()), state);
    });
  }

  it("are not guessed from unknown names", () => {
    assert.equal(parseTransitionalState("Migrating"), undefined);
    assert.equal(parseTransitionalState("Active"), undefined);
  });
});

describe("parseOperation()", () => {
  const accepted = [
    ["Update Configuration", "Update Configuration"],
    ["UpdateConfiguration", "Update Configuration"],
    ["update-configuration", "Update Configuration"],
    ["scale", "Scale"],
    ["Create", "Create"],
    ["restore", "Restore"],
  ] as const;

  for (const [text, operation] of accepted) {
    it(`reads "${text}" as ${operation}`, () => {
      assert.equal(parseOperation(text), operation);
    });
  }

  it("does not know Enable and Disable, which are no columns of the chart", () => {
    assert.equal(parseOperation("Enable"), undefined);
    assert.equal(parseOperation("Disable"), undefined);
  });
});
