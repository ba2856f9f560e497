import assert from "node:assert/strict";
import {
  APPLICATION_OPERATIONS,
  APPLICATION_STATES,
  applicationSatisfies,
  applicationStateOf,
  stepApplication,
  type ApplicationOperation,
  type ApplicationState,
} from "../../../provider/bts/chart/index.js";

const OPERATIONS = [
  "Start, all options",
  "Start, some options",
  "Partial Stop - Allow running instances to continue",
  "Partial Stop - Suspend running instances",
  "Full Stop - Terminate instances",
] as const satisfies readonly ApplicationOperation[];

/** Where each operation leads, in the order of `OPERATIONS`. */
const TABLE: Readonly<Record<ApplicationState, readonly string[]>> = {
  Started: ["Started", "Started", "by its parts", "Stopped", "Stopped"],
  PartiallyStarted: ["Started", "by its parts", "by its parts", "Stopped", "Stopped"],
  Stopped: ["Started", "by its parts", "Stopped", "Stopped", "Stopped"],
  NotApplicable: [
    "NotApplicable",
    "NotApplicable",
    "NotApplicable",
    "NotApplicable",
    "NotApplicable",
  ],
};

const STATES = Object.keys(TABLE) as ApplicationState[];

describe("the states of an application", () => {
  it("are the four words of the REST service", () => {
    assert.deepEqual(Object.keys(APPLICATION_STATES), [
      "Started",
      "PartiallyStarted",
      "Stopped",
      "NotApplicable",
    ]);
  });

  const wishes = [
    ["Started", "Started", false, true],
    ["Started", "PartiallyStarted", false, true],
    ["Started", "PartiallyStarted", true, false],
    ["Started", "Stopped", false, false],
    ["Started", "NotApplicable", true, true],
    ["Stopped", "Started", false, false],
    ["Stopped", "PartiallyStarted", false, false],
    ["Stopped", "PartiallyStarted", true, false],
    ["Stopped", "Stopped", true, true],
    ["Stopped", "NotApplicable", false, true],
  ] as const;

  for (const [wanted, state, strict, satisfied] of wishes) {
    it(`${satisfied ? "satisfy" : "do not satisfy"} ${wanted}${strict ? ", strict," : ""} with ${state}`, () => {
      assert.equal(applicationSatisfies(wanted, state, strict), satisfied);
    });
  }

  it("follow from the parts", () => {
    assert.equal(applicationStateOf({ on: 0, off: 0 }), "NotApplicable");
    assert.equal(applicationStateOf({ on: 0, off: 3 }), "Stopped");
    assert.equal(applicationStateOf({ on: 2, off: 0 }), "Started");
    // As captured: an orchestration, three send ports and a receive location, and a send port group that is bound.
    assert.equal(applicationStateOf({ on: 5, off: 1 }), "PartiallyStarted");
  });
});

describe("an operation on an application", () => {
  it("is a start or one of the page's three stops", () => {
    assert.deepEqual(Object.keys(APPLICATION_OPERATIONS), [...OPERATIONS]);
  });

  for (const state of STATES) {
    for (const [index, operation] of OPERATIONS.entries()) {
      const to = TABLE[state][index];
      it(`leads from ${state} to ${to ?? "?"}: ${operation}`, () => {
        assert.deepEqual(stepApplication({ state, isSystem: false }, operation), { to });
      });
    }
  }

  it("is refused for a system application, whatever its state", () => {
    for (const state of STATES) {
      for (const operation of OPERATIONS)
        assert.deepEqual(stepApplication({ state, isSystem: true }, operation), {
          refuse: "SYSTEM_APPLICATION",
        });
    }
  });

  it("needs an administrator where it unenlists", () => {
    assert.deepEqual(APPLICATION_OPERATIONS["Full Stop - Terminate instances"], {
      instances: "are terminated",
      right: "Administrators",
    });
    assert.equal(
      APPLICATION_OPERATIONS["Partial Stop - Suspend running instances"].right,
      "Operators",
    );
  });
});
