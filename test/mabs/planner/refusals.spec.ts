import assert from "node:assert/strict";
import type { State } from "../../../provider/mabs/chart/index.js";
import { plan } from "../../../provider/mabs/planner/index.js";
import { DELETE_ONLY, STATE_NAMES, tickedRow } from "../chart/literals.js";
import {
  BACKUP,
  CONFIGURATION,
  DIRECT,
  goal,
  onlyRefusal,
  ORDERS,
  POWERS,
  service,
  TRIGGER,
  UNITS,
  WITH_DETOURS,
} from "./goals.js";

describe("the text of a refusal", () => {
  it("names operation, state, what is legal here, route, permit and row", () => {
    const refusal = onlyRefusal(plan(service("Stopped"), goal("Stopped", UNITS), DIRECT));
    assert.equal(
      refusal.message,
      [
        "Operation not allowed: Scale in state Stopped.",
        "  Legal here: Start, Restart, Delete, Backup.",
        "  Route: Start, Scale, Stop (set detours: true).",
        "  Source: service state chart, row Stopped.",
      ].join("\n"),
    );
    assert.deepEqual(
      { ...refusal, message: undefined },
      {
        rule: "operation-not-allowed",
        operation: "Scale",
        state: "Stopped",
        legalHere: ["Start", "Restart", "Delete", "Backup"],
        route: ["Start", "Scale", "Stop"],
        permit: "detours: true",
        source: "service state chart, row Stopped",
        message: undefined,
      },
    );
  });

  it("says Stop in Suspended", () => {
    assert.equal(
      onlyRefusal(plan(service("Suspended"), goal("Stopped"), DIRECT)).message,
      [
        "Operation not allowed: Stop in state Suspended.",
        "  Legal here: Resume, Delete, Backup.",
        "  Route: Resume, Stop (set detours: true).",
        "  Source: service state chart, row Suspended.",
      ].join("\n"),
    );
  });

  it("shows Service Update Failed as the chart prints it", () => {
    const { message, state } = onlyRefusal(
      plan(service("ServiceUpdateFailed"), goal("Stopped"), DIRECT),
    );
    assert.match(message, /acceptDataLoss: "NAME\/ServiceUpdateFailed"/);
    assert.equal(state, "ServiceUpdateFailed");
    assert.match(
      message,
      /^Operation not allowed: Stop in state Service Update Failed\.\n {2}Legal here: Delete\.\n/,
    );
    assert.match(message, /\n {2}Source: service state chart, row Service Update Failed\.$/);
  });

  it("stands once for all operations that are not allowed, since one route does them all", () => {
    const desired = goal("Suspended", { ...UNITS, ...CONFIGURATION });
    assert.equal(
      onlyRefusal(plan(service("Stopped"), desired, DIRECT)).message,
      [
        "Operations not allowed: Scale, Update Configuration, Suspend in state Stopped.",
        "  Legal here: Start, Restart, Delete, Backup.",
        "  Route: Start, Scale, Update Configuration, Suspend (set detours: true).",
        "  Source: service state chart, row Stopped.",
      ].join("\n"),
    );
  });

  it("does not name what is legal here, though the goal asks for it", () => {
    const { message, operation } = onlyRefusal(
      plan(service("StartFailed"), goal("Stopped", UNITS), DIRECT),
    );
    assert.match(message, /^Operation not allowed: Scale in state StartFailed\.\n/);
    assert.equal(operation, "Scale");
    const backedUp = onlyRefusal(plan(service("Stopped"), goal("Suspended", BACKUP), DIRECT));
    assert.match(backedUp.message, /^Operation not allowed: Suspend in state Stopped\.\n/);
  });

  it("says through which power the way leads where each operation is legal by itself", () => {
    const profile = "rest-2016";
    const refusal = onlyRefusal(
      plan(service("Suspended"), goal("Suspended", UNITS), { ...DIRECT, profile }),
    );
    assert.match(refusal.message, /^Operation not allowed: Scale in state Suspended\.\n/);
    const restart = onlyRefusal(plan(service("StartFailed"), goal("Suspended"), DIRECT));
    assert.match(restart.message, /^Operation not allowed: Suspend in state StartFailed\.\n/);
    const through = onlyRefusal(
      plan(service("StartFailed"), goal("Stopped", CONFIGURATION), DIRECT),
    );
    assert.match(
      through.message,
      /^Operation not allowed: Update Configuration in state StartFailed without a detour through Active, which is neither observed nor desired\.\n/,
    );
    assert.deepEqual(
      [through.operation, through.route],
      ["Update Configuration", ["Update Configuration", "Stop"]],
    );
  });

  it("calls the way into Active as the state has it: Resume where the service was suspended", () => {
    const edition = "Free";
    const rows = [
      ["Stopped", "Start"],
      ["StopFailed", "Start"],
      ["Suspended", "Resume"],
      ["SuspendedFailed", "Resume"],
      ["ResumeFailed", "Resume"],
    ] as const;
    for (const [state, operation] of rows) {
      const refusal = onlyRefusal(
        plan(service(state, { edition }), goal("Active", { edition }), DIRECT),
      );
      assert.equal(refusal.operation, operation, state);
      assert.ok(
        refusal.message.startsWith(`Operation not allowed: ${operation} on edition Free.\n`),
        state,
      );
    }
  });

  it("names several operations that an edition lacks in one line", () => {
    const edition = "Developer";
    const desired = goal("Stopped", { edition, ...BACKUP });
    const backup = onlyRefusal(plan(service("Active", { edition }), desired, DIRECT));
    assert.match(backup.message, /^Operation not allowed: Backup on edition Developer\.\n/);
    const free = onlyRefusal(
      plan(
        service("Active", { edition: "Free" }),
        goal("Stopped", { edition: "Free", ...BACKUP }),
        WITH_DETOURS,
      ),
    );
    assert.match(free.message, /^Operations not allowed: Backup, Stop on edition Free\.\n/);
    assert.match(free.message, /\n {2}Route: none: edition Free does not have Backup, Stop\.\n/);
    assert.equal(free.permit, null);
  });

  it("cites the profile where it is not the chart that refuses", () => {
    const refusal = onlyRefusal(
      plan(service("Active"), goal("Active", BACKUP), { ...DIRECT, profile: "rest-2016" }),
    );
    assert.match(refusal.message, /^Operation not allowed: Backup in state Active\./);
    assert.match(refusal.source, /rest-2016/);
  });
});

describe("verdicts", () => {
  // To Active, Stopped, Suspended: nothing differing | units differing | configuration differing.
  // n noop, l legal, r refused. From docs/planner.md, Routes.
  const table: Readonly<Record<State, string>> = {
    Active: "nll lll lll",
    Disabled: "rrr rrr rrr",
    Suspended: "lrn lrr lrr",
    Stopped: "lnr lrr lrr",
    ServiceUpdateFailed: "rrr rrr rrr",
    DisableFailed: "rrr rrr rrr",
    EnableFailed: "rrr rrr rrr",
    StartFailed: "llr lrr lrr",
    StopFailed: "lll lll lll",
    RestartFailed: "lll lll lll",
    SuspendedFailed: "lll lll lll",
    ResumeFailed: "lrl lrr lrr",
    CreatedFailed: "rrr rrr rrr",
    RestoreFailed: "rrr rrr rrr",
    ConfigUpdateFailed: "lll lll lll",
    ScaleFailed: "lll lll lll",
  };
  const differing = [
    { name: "nothing", differs: {} },
    { name: "units", differs: UNITS },
    { name: "configuration", differs: CONFIGURATION },
  ];

  for (const state of STATE_NAMES) {
    it(`from ${state}: ${table[state]}`, () => {
      const groups = differing.map(({ differs }) =>
        POWERS.map((power) =>
          plan(service(state), goal(power, differs), DIRECT).verdict.charAt(0),
        ).join(""),
      );
      assert.equal(groups.join(" "), table[state]);
    });

    it(`from ${state}: every refusal lists the row: ${tickedRow(state).join(", ")}`, () => {
      const goals = POWERS.flatMap((power) =>
        [
          {},
          UNITS,
          CONFIGURATION,
          BACKUP,
          TRIGGER,
          { ...UNITS, ...CONFIGURATION, ...BACKUP, ...TRIGGER },
        ].map((differs) => goal(power, differs)),
      );
      const refused = goals.flatMap((desired) =>
        (["inPlace", "none"] as const).flatMap(
          (recovery) => plan(service(state), desired, { ...DIRECT, recovery }).refusals,
        ),
      );
      assert.equal(refused.length === 0, state === "Active");
      for (const refusal of refused) {
        assert.equal(refusal.state, state);
        assert.deepEqual(refusal.legalHere, tickedRow(state));
        assert.ok(refusal.message.includes(`  Legal here: ${tickedRow(state).join(", ")}.`));
      }
    });
  }
});

describe("a state that only Delete leaves", () => {
  const routes = {
    Active: ["Delete", "Create"],
    Stopped: ["Delete", "Create", "Stop"],
    Suspended: ["Delete", "Create", "Suspend"],
  } as const;

  for (const state of DELETE_ONLY) {
    const permit =
      state === "CreatedFailed"
        ? 'recovery: "replace"'
        : `recovery: "replace" and acceptDataLoss: "orders/${state}"`;

    it(`${state} is refused whatever is asked, and the way is a replacement`, () => {
      for (const policy of [DIRECT, WITH_DETOURS]) {
        for (const power of POWERS) {
          const found = plan(service(state), goal(power, ORDERS), policy);
          const refusal = onlyRefusal(found);
          assert.deepEqual(refusal.legalHere, ["Delete"]);
          assert.deepEqual([refusal.route, refusal.permit], [routes[power], permit]);
          assert.ok(
            refusal.message.includes(`\n  Route: ${routes[power].join(", ")} (set ${permit}).\n`),
          );
          assert.deepEqual([found.steps, found.recovery?.kind], [[], "replacement"]);
        }
      }
    });

    it(`${state} has a recovery that begins with Delete and Create`, () => {
      const { recovery } = plan(service(state), goal("Active"), DIRECT);
      assert.deepEqual(
        recovery?.steps.map(({ operation, expects }) => [operation, expects]),
        [
          ["Delete", state],
          ["Create", "absent"],
        ],
      );
      assert.equal(recovery.steps[0]?.risk, "destroys");
      assert.equal(
        recovery.steps[0].source,
        `service state chart, row ${state === "ServiceUpdateFailed" ? "Service Update Failed" : state}`,
      );
    });
  }

  const notCreatable = [
    { name: "units outside the edition", edition: "Standard", differs: { units: 9 } },
    { name: "a backup on Developer", edition: "Developer", differs: BACKUP },
  ] as const;

  for (const { name, edition, differs } of notCreatable) {
    it(`with ${name} has no recovery that deletes and creates nothing`, () => {
      const { verdict, recovery } = plan(
        service("Disabled", { edition }),
        goal("Active", { edition, ...differs }),
        DIRECT,
      );
      assert.equal(verdict, "refused");
      assert.notDeepEqual(
        recovery?.steps.map(({ operation }) => operation),
        ["Delete"],
      );
    });
  }

  it("shows the backup that is known", () => {
    const lastBackup = { name: "nightly", takenAt: "2016-05-16T00:00:00Z" };
    const { recovery } = plan(
      service("ServiceUpdateFailed", { lastBackup }),
      goal("Active"),
      DIRECT,
    );
    assert.deepEqual(recovery?.backup, { ...lastBackup, edition: "Standard" });
  });
});

describe("a refusal that needs several inputs", () => {
  it('names recovery and detours for a failed state with recovery: "none"', () => {
    const policy = { ...DIRECT, recovery: "none" } as const;
    const refusal = onlyRefusal(plan(service("StartFailed"), goal("Suspended"), policy));
    assert.equal(
      refusal.message,
      [
        'Recovery not allowed: the service is in state StartFailed and the program says recovery: "none".',
        "  Legal here: Start, Stop, Restart, Delete, Update Configuration.",
        '  Route: Start, Suspend (set recovery: "inPlace" and detours: true).',
        "  Operation not allowed: Suspend in state StartFailed.",
        "  Source: service state chart, row StartFailed.",
      ].join("\n"),
    );
    assert.deepEqual(
      [refusal.operation, refusal.permit],
      ["Start", 'recovery: "inPlace" and detours: true'],
    );
  });

  it("is one for a replacement too, with the backup that has no store", () => {
    const lastBackup = { name: "weekly", takenAt: "2016-05-16T00:00:00Z" };
    const desired = goal("Active", {
      ...ORDERS,
      ...BACKUP,
      restoreFrom: { name: "weekly", withoutStore: true },
    });
    assert.equal(
      onlyRefusal(plan(service("Disabled", { lastBackup }), desired, DIRECT)).message,
      [
        "Operations not allowed: Backup, Start in state Disabled.",
        "  Legal here: Delete.",
        '  Route: Delete, Restore, Backup, Resume (set recovery: "replace" and acceptDataLoss: "orders/Disabled" and restoreFrom: { name: "weekly", store }).',
        "  Operation not allowed: Restore from backup weekly, taken 2016-05-16T00:00:00Z: the program gives no store for it.",
        "  Most likely the platform did this and the data is intact: restore the subscription first. Replacement is the last resort.",
        "  Restored from backup weekly, taken 2016-05-16T00:00:00Z: what came after it is lost. A backup lacks hybrid connections and messages in open batches, and EDI control numbers used since may repeat.",
        "  Source: service state chart, row Disabled.",
      ].join("\n"),
    );
  });

  it("names a higher edition and a store of the same backup at once", () => {
    const restoreFrom = { name: "weekly", edition: "Premium", withoutStore: true } as const;
    const refusal = onlyRefusal(plan(null, goal("Active", { restoreFrom }), DIRECT));
    assert.equal(refusal.permit, 'restoreFrom: { name: "weekly", store } and edition: "Premium"');
    assert.match(
      refusal.message,
      /gives no store for it, and it is of edition Premium, which is higher than Standard\.\n/,
    );
  });

  it("names none where one of them lifts nothing, and says that first", () => {
    const restoreFrom = { name: "weekly", version: "1.0" };
    const desired = goal("Stopped", { restoreFrom, newVersion: "1.1" });
    const refusal = onlyRefusal(plan(null, desired, DIRECT));
    assert.deepEqual([refusal.operation, refusal.permit], ["Restore", null]);
    assert.match(
      refusal.message,
      /^Operation not allowed: Restore from backup weekly.*\n(.*\n)* {2}Operation not allowed: Stop/,
    );
    const replaced = onlyRefusal(
      plan(service("ServiceUpdateFailed", { version: "1.1" }), desired, DIRECT),
    );
    assert.deepEqual([replaced.operation, replaced.permit], ["Restore", null]);
  });
});

describe("a state that is left in place", () => {
  const first = [
    ["StartFailed", "Start"],
    ["StopFailed", "Start"],
    ["RestartFailed", "Start"],
    ["SuspendedFailed", "Resume"],
    ["ResumeFailed", "Resume"],
    ["ConfigUpdateFailed", "Update Configuration"],
    ["ScaleFailed", "Scale"],
  ] as const;

  for (const [state, operation] of first) {
    it(`${state} has the recovery ${operation}, the first step of the plan`, () => {
      const { recovery, steps } = plan(service(state), goal("Active", TRIGGER), DIRECT);
      const expected = state === "RestartFailed" ? "Restart" : operation;
      assert.equal(recovery?.kind, "inPlace");
      assert.deepEqual([recovery.steps[0]?.operation, steps[0]?.operation], [expected, expected]);
    });
  }

  it("has one step as its recovery, however long the route is, refused or not", () => {
    const rows = [
      ["StopFailed", "Suspended", {}, "Start"],
      ["ScaleFailed", "Stopped", CONFIGURATION, "Scale"],
      ["SuspendedFailed", "Stopped", UNITS, "Resume"],
    ] as const;
    for (const [state, to, differs, operation] of rows) {
      for (const recovery of ["inPlace", "none"] as const) {
        const found = plan(service(state), goal(to, differs), { ...DIRECT, recovery });
        assert.equal(found.verdict, recovery === "none" ? "refused" : "legal");
        assert.deepEqual(
          found.recovery?.steps.map((step) => step.operation),
          [operation],
        );
      }
    }
  });

  it("has its units and the last backup on the recovery, also when it is refused", () => {
    const lastBackup = { name: "nightly", takenAt: "2016-05-16T00:00:00Z" };
    const { recovery } = plan(
      service("ScaleFailed", { lastBackup, units: 2 }),
      { units: 9 },
      DIRECT,
    );
    assert.deepEqual(recovery?.backup, lastBackup);
    assert.equal(recovery.steps[0]?.serves, "units 2 -> 9");
    const unmanaged = plan(
      service("ScaleFailed", { units: 2 }),
      {},
      { ...DIRECT, recovery: "none" },
    );
    assert.deepEqual(
      [unmanaged.recovery?.backup, unmanaged.recovery?.steps[0]?.serves],
      [null, "units 2, sent again"],
    );
  });

  const refusedOtherwise = [
    { name: "units outside the edition", edition: "Standard", differs: { units: 9 } },
    { name: "another edition", edition: "Standard", differs: { edition: "Premium" } },
    { name: "a backup on Developer", edition: "Developer", differs: BACKUP },
  ] as const;

  for (const { name, edition, differs } of refusedOtherwise) {
    it(`shows its recovery even when ${name} is refused`, () => {
      const found = plan(
        service("StopFailed", { edition }),
        goal("Active", { edition, ...differs }),
        DIRECT,
      );
      assert.equal(found.verdict, "refused");
      assert.deepEqual(
        [found.recovery?.kind, found.recovery?.steps[0]?.operation],
        ["inPlace", "Start"],
      );
    });
  }
});
