import assert from "node:assert/strict";
import { plan } from "../../../provider/mabs/planner/index.js";
import { DELETE_ONLY, STATE_NAMES } from "../chart/literals.js";
import {
  BACKUP,
  CONFIGURATION,
  DIRECT,
  goal,
  onlyRefusal,
  operationsOf,
  POWERS,
  service,
  UNITS,
} from "./goals.js";

const UC = "Update Configuration";

describe("unmanaged power", () => {
  for (const state of POWERS) {
    it(`stays ${state}`, () => {
      assert.deepEqual(
        [plan(service(state), {}, DIRECT).verdict, plan(service(state), {}, DIRECT).steps],
        ["noop", []],
      );
    });
  }

  const recoveries = [
    ["StartFailed", ["Stop"]],
    ["StopFailed", ["Start"]],
    ["RestartFailed", ["Start"]],
    ["SuspendedFailed", ["Resume"]],
    ["ResumeFailed", ["Suspend"]],
    ["ConfigUpdateFailed", [UC]],
    ["ScaleFailed", ["Scale"]],
  ] as const;

  for (const [state, route] of recoveries) {
    it(`recovers from ${state} to the observed power by ${route.join(", ")}`, () => {
      const found = plan(service(state), {}, DIRECT);
      assert.deepEqual([found.verdict, operationsOf(found)], ["legal", route]);
      assert.equal(found.recovery?.kind, "inPlace");
    });
  }

  it("does not start a stopped service because something else changed", () => {
    const refusal = onlyRefusal(plan(service("Stopped"), UNITS, DIRECT));
    assert.deepEqual([refusal.operation, refusal.route], ["Scale", ["Start", "Scale", "Stop"]]);
  });

  it("scales an active service in place", () => {
    assert.deepEqual(operationsOf(plan(service("Active"), UNITS, DIRECT)), ["Scale"]);
  });
});

describe("unmanaged units, edition and settings", () => {
  it("are left as they are found", () => {
    const observed = service("Active", {
      units: 5,
      edition: "Premium",
      configuration: { customDomain: "a", extra: [1, 2] },
    });
    assert.equal(plan(observed, { state: "Active" }, DIRECT).verdict, "noop");
    assert.equal(plan(observed, { state: "Active", configuration: {} }, DIRECT).verdict, "noop");
    assert.equal(plan(observed, { configuration: { extra: [1, 2] } }, DIRECT).verdict, "noop");
  });

  it("do not hide a managed setting that differs, in depth", () => {
    const observed = service("Active", {
      configuration: { customDomain: "a", schedule: { days: [1, 2] } },
    });
    const found = plan(observed, { configuration: { schedule: { days: [1, 3] } } }, DIRECT);
    assert.deepEqual(operationsOf(found), [UC]);
    assert.match(found.steps[0]?.serves ?? "", /schedule/);
    assert.doesNotMatch(found.steps[0]?.serves ?? "", /customDomain/);
  });
});

describe('recovery: "none"', () => {
  const failed = [
    "StartFailed",
    "StopFailed",
    "RestartFailed",
    "SuspendedFailed",
    "ResumeFailed",
    "ConfigUpdateFailed",
    "ScaleFailed",
  ];

  for (const state of failed) {
    it(`refuses to leave ${state} and names the permit`, () => {
      const found = plan(service(state), goal("Active"), { ...DIRECT, recovery: "none" });
      const refusal = onlyRefusal(found);
      assert.equal(refusal.permit, 'recovery: "inPlace"');
      assert.match(refusal.message, /\(set recovery: "inPlace"\)/);
      assert.deepEqual([found.steps, found.recovery?.kind], [[], "inPlace"]);
    });
  }

  it("does not touch a service that has not failed", () => {
    assert.deepEqual(
      operationsOf(plan(service("Active"), goal("Stopped"), { ...DIRECT, recovery: "none" })),
      ["Stop"],
    );
  });
});

describe("a service that does not exist", () => {
  const rows = [
    ["Active", ["Create"]],
    ["Stopped", ["Create", "Stop"]],
    ["Suspended", ["Create", "Suspend"]],
  ] as const;

  for (const [power, route] of rows) {
    it(`becomes ${power} by ${route.join(", ")}, which is no detour`, () => {
      const found = plan(null, goal(power), DIRECT);
      assert.deepEqual(
        [found.verdict, operationsOf(found), found.observed],
        ["legal", route, null],
      );
      assert.ok(found.steps.every((step) => !step.detour));
      const [create] = found.steps;
      assert.deepEqual(
        [create?.expects, create?.yields, create?.onFailure],
        ["absent", "Active", "CreatedFailed"],
      );
      assert.equal(create?.source, "service state chart: a new service that completes is Active");
      assert.deepEqual(found.notes, []);
    });
  }

  it("is created with units and settings at once", () => {
    assert.deepEqual(
      operationsOf(plan(null, goal("Active", { ...UNITS, ...CONFIGURATION }), DIRECT)),
      ["Create"],
    );
  });

  it("is created Active when its power is unmanaged", () => {
    assert.deepEqual(operationsOf(plan(null, { edition: "Basic" }, DIRECT)), ["Create"]);
  });

  it("is backed up before it is stopped", () => {
    assert.deepEqual(operationsOf(plan(null, goal("Stopped", BACKUP), DIRECT)), [
      "Create",
      "Backup",
      "Stop",
    ]);
  });

  it("need not be deleted", () => {
    const found = plan(null, null, DIRECT);
    assert.deepEqual([found.verdict, found.steps, found.observed], ["noop", [], null]);
  });
});

describe("a service that shall be gone", () => {
  for (const state of STATE_NAMES) {
    const shown = state === "ServiceUpdateFailed" ? "Service Update Failed" : state;
    it(`is deleted from ${state}, by the authority of row ${shown}`, () => {
      const found = plan(service(state), null, DIRECT);
      assert.deepEqual([found.verdict, found.refusals.length, found.steps.length], ["legal", 0, 1]);
      const [step] = found.steps;
      assert.deepEqual(
        [step?.operation, step?.expects, step?.yields, step?.onFailure, step?.risk, step?.source],
        ["Delete", state, "absent", state, "destroys", `service state chart, row ${shown}`],
      );
    });
  }
});

describe("a service as desired", () => {
  for (const power of POWERS) {
    it(`is noop in ${power}`, () => {
      const found = plan(service(power), goal(power), DIRECT);
      assert.deepEqual(found, {
        verdict: "noop",
        observed: { state: power, power: [power], units: 1, edition: "Standard" },
        steps: [],
        refusals: [],
        recovery: null,
        notes: [],
      });
    });
  }

  it("is never a state that only Delete leaves", () => {
    for (const state of DELETE_ONLY)
      assert.equal(plan(service(state), {}, DIRECT).verdict, "refused");
  });
});
