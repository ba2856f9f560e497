import assert from "node:assert/strict";
import { plan } from "../../../provider/mabs/planner/index.js";
import {
  BACKUP,
  CONFIGURATION,
  DIRECT,
  goal,
  operationsOf,
  service,
  UNITS,
  WITH_DETOURS,
} from "./goals.js";

const UC = "Update Configuration";

describe("a field whose value is not known yet", () => {
  for (const field of ["state", "units", "edition", "restartTriggers", "backup"]) {
    it(`${field}: the verdict is unknown when what is known needs nothing`, () => {
      const found = plan(service("Active"), { unknown: [field] }, DIRECT);
      assert.deepEqual([found.verdict, found.steps, found.refusals], ["unknown", [], []]);
      assert.ok(found.notes.some((note) => note.includes(field)));
    });

    it(`${field}: the verdict is unknown when what is known is legal`, () => {
      const found = plan(service("Active"), { ...CONFIGURATION, unknown: [field] }, DIRECT);
      assert.deepEqual([found.verdict, found.steps, found.refusals], ["unknown", [], []]);
    });

    it(`${field}: a new service is unknown as well`, () => {
      assert.equal(plan(null, { unknown: [field] }, DIRECT).verdict, "unknown");
    });
  }

  for (const field of ["units", "restartTriggers", "backup", "configuration.customDomain"]) {
    it(`${field}: the verdict is refused when what is known is refused whatever it will be`, () => {
      const found = plan(service("Stopped"), { state: "Suspended", unknown: [field] }, DIRECT);
      assert.deepEqual(
        [found.verdict, found.refusals[0]?.route],
        ["refused", ["Start", "Suspend"]],
      );
    });
  }

  it("state: a state that only Delete leaves is refused whatever it will be", () => {
    assert.equal(
      plan(service("Disabled"), { unknown: ["state"] }, WITH_DETOURS).verdict,
      "refused",
    );
  });

  it("hides nothing when the service shall be gone or is transitional", () => {
    assert.deepEqual(operationsOf(plan(service("Active"), null, DIRECT)), ["Delete"]);
    assert.equal(plan(service("BackingUp"), { unknown: ["units"] }, DIRECT).verdict, "unknown");
  });
});

describe("an edition that is not known yet", () => {
  it("leaves everything to judge: another edition may permit what this one refuses", () => {
    const found = plan(service("Stopped"), { state: "Suspended", unknown: ["edition"] }, DIRECT);
    assert.deepEqual([found.verdict, found.refusals], ["unknown", []]);
    assert.equal(plan(null, { units: 9, unknown: ["edition"] }, DIRECT).verdict, "unknown");
  });
});

describe("an unknown power", () => {
  // Refused only if no power would do: with Active desired, each of these is legal without a detour.
  const rows = [
    { from: "Stopped", name: "units", known: UNITS, ifActive: ["Start", "Scale"] },
    { from: "Stopped", name: "configuration", known: CONFIGURATION, ifActive: ["Start", UC] },
    { from: "Suspended", name: "units", known: UNITS, ifActive: ["Resume", "Scale"] },
    { from: "StartFailed", name: "units", known: UNITS, ifActive: ["Start", "Scale"] },
    { from: "ResumeFailed", name: "configuration", known: CONFIGURATION, ifActive: ["Resume", UC] },
  ];

  for (const { from, name, known, ifActive } of rows) {
    it(`in ${from} with ${name} differing is unknown, not refused: Active would be ${ifActive.join(", ")}`, () => {
      assert.deepEqual(
        operationsOf(plan(service(from), { ...known, state: "Active" }, DIRECT)),
        ifActive,
      );
      const found = plan(service(from), { ...known, unknown: ["state"] }, DIRECT);
      assert.deepEqual([found.verdict, found.steps, found.refusals], ["unknown", [], []]);
    });
  }

  it("of a new service is unknown, not refused, where one of the powers would do", () => {
    const policy = { ...DIRECT, profile: "rest-2016" } as const;
    assert.deepEqual(operationsOf(plan(null, goal("Suspended", BACKUP), policy)), [
      "Create",
      "Suspend",
      "Backup",
    ]);
    assert.equal(
      plan(null, { edition: "Standard", ...BACKUP, unknown: ["state"] }, policy).verdict,
      "unknown",
    );
  });
});

describe("an unknown setting", () => {
  it("is the step Update Configuration (value known at up)", () => {
    const found = plan(
      service("Active"),
      { state: "Active", unknown: ["configuration.customDomain"] },
      DIRECT,
    );
    assert.deepEqual(operationsOf(found), [UC]);
    assert.match(found.steps[0]?.serves ?? "", /customDomain \(value known at up\)/);
    assert.deepEqual(found.refusals, []);
  });

  it("stands in the same step as a known one, which keeps its name", () => {
    const desired = goal("Active", {
      ...UNITS,
      ...CONFIGURATION,
      ...BACKUP,
      unknown: ["configuration.certificate"],
    });
    const found = plan(service("Active"), desired, DIRECT);
    assert.deepEqual(operationsOf(found), ["Backup", "Scale", UC]);
    assert.match(found.steps[2]?.serves ?? "", /customDomain/);
    assert.match(found.steps[2]?.serves ?? "", /certificate \(value known at up\)/);
    assert.doesNotMatch(found.steps[2]?.serves ?? "", /customDomain \(value/);
  });

  it("is unknown where a difference would be refused, because it may turn out equal", () => {
    for (const state of ["Stopped", "Suspended"] as const) {
      const found = plan(
        service(state),
        { state, unknown: ["configuration.customDomain"] },
        DIRECT,
      );
      assert.deepEqual([found.verdict, found.steps, found.refusals], ["unknown", [], []]);
    }
  });

  it("is noted once, also behind a wait", () => {
    const found = plan(
      service("Updating"),
      { state: "Active", unknown: ["configuration.customDomain"] },
      DIRECT,
    );
    assert.deepEqual(operationsOf(found), ["Wait", UC]);
    assert.equal(
      found.notes.filter((note) => note.includes("configuration.customDomain")).length,
      1,
    );
  });

  it("is unknown beside another unknown field", () => {
    const found = plan(
      service("Active"),
      { unknown: ["configuration.customDomain", "units"] },
      DIRECT,
    );
    assert.deepEqual([found.verdict, found.steps, found.refusals], ["unknown", [], []]);
  });
});
