import assert from "node:assert/strict";
import type { Edition } from "../../../provider/mabs/chart/index.js";
import { plan } from "../../../provider/mabs/planner/index.js";
import {
  BACKUP,
  CONFIGURATION,
  DIRECT,
  goal,
  onlyRefusal,
  operationsOf,
  service,
  TRIGGER,
  WITH_DETOURS,
} from "./goals.js";

describe("editions in a plan", () => {
  for (const edition of ["Free", "Developer"] as const) {
    it(`refuse Scale on ${edition}, whatever is permitted`, () => {
      for (const policy of [DIRECT, WITH_DETOURS]) {
        const refusal = onlyRefusal(
          plan(service("Active", { edition }), goal("Active", { edition, units: 2 }), policy),
        );
        assert.deepEqual([refusal.operation, refusal.route, refusal.permit], ["Scale", [], null]);
        assert.ok(
          refusal.message.startsWith(`Operation not allowed: Scale on edition ${edition}.\n`),
        );
        assert.ok(
          refusal.message.includes(`\n  Route: none: edition ${edition} does not have Scale.\n`),
        );
        assert.equal(refusal.source, `editions chart, column ${edition}`);
      }
    });

    it(`refuse Backup on ${edition}`, () => {
      const refusal = onlyRefusal(
        plan(service("Active", { edition }), goal("Active", { edition, ...BACKUP }), WITH_DETOURS),
      );
      assert.deepEqual([refusal.operation, refusal.route, refusal.permit], ["Backup", [], null]);
    });

    it(`allow Update Configuration on ${edition}`, () => {
      const found = plan(
        service("Active", { edition }),
        goal("Active", { edition, ...CONFIGURATION }),
        DIRECT,
      );
      assert.deepEqual([found.verdict, operationsOf(found)], ["legal", ["Update Configuration"]]);
    });

    it(`allow Create and Delete on ${edition}`, () => {
      assert.deepEqual(operationsOf(plan(null, goal("Active", { edition }), DIRECT)), ["Create"]);
      assert.deepEqual(operationsOf(plan(service("Active", { edition }), null, DIRECT)), [
        "Delete",
      ]);
    });
  }

  const free = { edition: "Free" } as const;
  const onFree = [
    { name: "Stop", from: "Active", desired: goal("Stopped", free) },
    { name: "Suspend", from: "Active", desired: goal("Suspended", free) },
    { name: "Restart", from: "Active", desired: goal("Active", { ...free, ...TRIGGER }) },
    { name: "Start", from: "Stopped", desired: goal("Active", free) },
    { name: "Resume", from: "Suspended", desired: goal("Active", free) },
  ];

  for (const { name, from, desired } of onFree) {
    it(`refuse ${name} on Free`, () => {
      const refusal = onlyRefusal(plan(service(from, free), desired, WITH_DETOURS));
      assert.deepEqual([refusal.operation, refusal.route, refusal.permit], [name, [], null]);
    });
  }

  it("allow power operations on Developer", () => {
    const edition = "Developer";
    assert.deepEqual(
      operationsOf(plan(service("Active", { edition }), goal("Stopped", { edition }), DIRECT)),
      ["Stop"],
    );
  });

  for (const edition of ["Basic", "Standard", "Premium"] as const) {
    it(`allow 1 to 8 units on ${edition}`, () => {
      const observed = service("Active", { edition, units: 4 });
      for (const units of [1, 8]) {
        assert.deepEqual(operationsOf(plan(observed, goal("Active", { edition, units }), DIRECT)), [
          "Scale",
        ]);
      }
    });

    it(`refuse units outside 1 to 8 on ${edition}`, () => {
      const observed = service("Active", { edition, units: 4 });
      for (const units of [0, 9]) {
        const refusal = onlyRefusal(
          plan(observed, goal("Active", { edition, units }), WITH_DETOURS),
        );
        assert.deepEqual([refusal.operation, refusal.route, refusal.permit], ["Scale", [], null]);
        assert.ok(refusal.message.includes("1 to 8"));
        assert.ok(
          refusal.message.startsWith(
            `Operation not allowed: Scale with ${String(units)} units on edition ${edition}.\n  Legal here: Stop, `,
          ),
        );
        assert.equal(refusal.source, `editions chart, column ${edition}`);
      }
    });
  }

  it("refuse a fraction of a unit: the step of scaling is one", () => {
    const found = plan(service("Active"), goal("Active", { units: 1.5 }), DIRECT);
    assert.deepEqual([found.verdict, found.steps], ["refused", []]);
  });

  const changes: readonly (readonly [from: Edition, to: Edition])[] = [
    ["Standard", "Basic"],
    ["Premium", "Standard"],
    ["Basic", "Developer"],
    ["Basic", "Standard"],
    ["Standard", "Premium"],
    ["Developer", "Basic"],
  ];

  for (const [from, to] of changes) {
    it(`refuse ${from} to ${to} in place`, () => {
      const found = plan(
        service("Active", { edition: from }),
        goal("Active", { edition: to }),
        WITH_DETOURS,
      );
      assert.deepEqual([found.verdict, found.steps, found.refusals.length], ["refused", [], 1]);
      const message = found.refusals[0]?.message ?? "";
      assert.ok(message.includes(from) && message.includes(to), message);
    });
  }
});

describe("what is legal here, as a refusal by edition says it", () => {
  it("leaves out what Free does not have", () => {
    const refusal = onlyRefusal(
      plan(service("Active", { edition: "Free" }), goal("Stopped", { edition: "Free" }), DIRECT),
    );
    assert.deepEqual(refusal.legalHere, ["Delete", "Update Configuration"]);
  });

  it("leaves out what Developer does not have", () => {
    const edition = "Developer";
    const refusal = onlyRefusal(
      plan(service("Active", { edition }), goal("Active", { edition, units: 2 }), DIRECT),
    );
    assert.deepEqual(refusal.legalHere, [
      "Stop",
      "Restart",
      "Suspend",
      "Delete",
      "Update Configuration",
    ]);
  });

  const editionsThere = [
    ["Free", ["Delete", "Update Configuration"]],
    ["Developer", ["Stop", "Restart", "Suspend", "Delete", "Update Configuration"]],
  ] as const;
  for (const [edition, legalHere] of editionsThere) {
    it(`is the row of ${edition} that is there, also where another edition is desired`, () => {
      const observed = service("Active", { edition });
      const refused = [
        plan(observed, { state: "Active", edition: "Standard" }, DIRECT),
        plan(observed, { state: "Active", edition: "Premium", units: 9 }, DIRECT),
        plan(observed, { state: "Active", edition: "Standard", ...BACKUP }, DIRECT),
        plan(observed, { state: "Active", edition: "Developer", ...BACKUP, units: 2 }, DIRECT),
        plan(observed, null, { ...DIRECT, keep: "protect" }),
      ].filter(({ refusals }) => refusals.length > 0);
      assert.equal(refused.length, 5);
      for (const found of refused) assert.deepEqual(onlyRefusal(found).legalHere, legalHere);
    });
  }

  it("is the row of the edition that is there where nothing leads to the one that is desired", () => {
    const found = plan(
      service("Active", { edition: "Free" }),
      goal("Active", { edition: "Developer", ...BACKUP }),
      DIRECT,
    );
    const refusal = onlyRefusal(found);
    assert.deepEqual(refusal.legalHere, ["Delete", "Update Configuration"]);
    assert.match(refusal.message, /^Operation not allowed: Backup on edition Developer\.\n/);
  });

  it("is nothing where there is no service yet", () => {
    const found = plan(null, goal("Active", { units: 9 }), DIRECT);
    assert.deepEqual([found.verdict, found.steps, found.refusals.length], ["refused", [], 1]);
    assert.deepEqual(found.refusals[0]?.legalHere, []);
    assert.equal(
      found.refusals[0].message,
      [
        "Operation not allowed: Create with 9 units on edition Standard.",
        "  Legal here: Create.",
        "  Route: none: edition Standard accepts 1 to 8 units, in steps of 1.",
        "  Source: editions chart, column Standard.",
      ].join("\n"),
    );
    const developer = plan(null, goal("Active", { edition: "Developer", units: 2 }), DIRECT);
    assert.equal(onlyRefusal(developer).operation, "Create");
  });

  it("is nothing for a new service that cannot be backed up without a detour, and the route begins with Create", () => {
    const refusal = onlyRefusal(
      plan(null, goal("Active", BACKUP), { ...DIRECT, profile: "rest-2016" }),
    );
    assert.deepEqual(
      [refusal.legalHere, refusal.route],
      [[], ["Create", "Suspend", "Backup", "Resume"]],
    );
    // PR-1: a created service is Active, where this profile does not allow Backup.
    assert.match(
      refusal.message,
      /^Operation not allowed: Backup of a service that is created\.\n/,
    );
    assert.equal(refusal.source, "service state chart, row Active, profile rest-2016");
  });
});
