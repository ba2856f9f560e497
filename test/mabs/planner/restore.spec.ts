/** docs/planner.md, Replacement: a new service that is made from a backup. */
import assert from "node:assert/strict";
import type { Power } from "../../../provider/mabs/chart/index.js";
import {
  plan,
  type Desired,
  type Plan,
  type RestoreSource,
} from "../../../provider/mabs/planner/index.js";
import {
  BACKUP,
  brokenLinks,
  CONFIGURATION,
  DIRECT,
  goal,
  KNOWN,
  onlyRefusal,
  operationsOf,
  ORDERS,
  REPLACE,
  service,
  TRIGGER,
  WITH_DETOURS,
} from "./goals.js";

const NIGHTLY: RestoreSource = {
  name: "nightly",
  takenAt: "2016-05-17T00:00:00Z",
  edition: "Standard",
  units: 1,
};
const RESTORE = ["Restore", "Resume"];

const source = (differs: Partial<RestoreSource> = {}): Pick<Desired, "restoreFrom"> => ({
  restoreFrom: { ...NIGHTLY, ...differs },
});
const restored = (power: Power, differs: Partial<Desired> = {}): Desired =>
  goal(power, { ...ORDERS, ...source(), ...differs });
const withoutPower = ({ serviceName, edition, restoreFrom }: Desired): Desired => ({
  ...(serviceName !== undefined && { serviceName }),
  ...(edition !== undefined && { edition }),
  ...(restoreFrom !== undefined && { restoreFrom }),
});

function expectLegal(found: Plan, route: readonly string[], detours: readonly string[] = []): void {
  assert.deepEqual([found.verdict, operationsOf(found), found.refusals], ["legal", route, []]);
  assert.deepEqual(brokenLinks(found), []);
  assert.deepEqual(
    found.steps.filter(({ detour }) => detour).map(({ operation }) => operation),
    detours,
  );
}

describe("a service that is made from a backup", () => {
  it("becomes Active by Restore and Resume", () => {
    const found = plan(null, restored("Active"), DIRECT);
    expectLegal(found, RESTORE);
    assert.deepEqual(
      found.steps.map(({ operation, expects, yields, onFailure, risk, serves }) =>
        [operation, expects, yields, onFailure, risk, serves].join(" | "),
      ),
      [
        "Restore | absent | Suspended | RestoreFailed | none | backup nightly, taken 2016-05-17T00:00:00Z",
        "Resume | Suspended | Active | ResumeFailed | none | state",
      ],
    );
    assert.deepEqual(found.steps[0]?.backup, { ...NIGHTLY });
    assert.deepEqual(found.notes, [
      "Restored from backup nightly, taken 2016-05-17T00:00:00Z. A backup lacks hybrid connections and messages in open batches, and EDI control numbers used since may repeat.",
    ]);
    assert.equal(
      found.steps[0].source,
      "backup and restore guide: a restored service is always Suspended",
    );
    assert.equal(found.steps[1]?.source, "service state chart, row Suspended");
  });

  it("becomes Active where power is unmanaged", () => {
    expectLegal(plan(null, withoutPower(restored("Active")), DIRECT), RESTORE);
  });

  it("is Suspended by Restore alone", () => {
    expectLegal(plan(null, restored("Suspended"), DIRECT), ["Restore"]);
  });

  it("becomes Stopped only by a detour", () => {
    const route = [...RESTORE, "Stop"];
    const refusal = onlyRefusal(plan(null, restored("Stopped"), DIRECT));
    assert.deepEqual([refusal.route, refusal.permit], [route, "detours: true"]);
    // PR-1: a restored service is Suspended, where the chart does not allow Stop.
    assert.equal(
      refusal.message,
      [
        "Operation not allowed: Stop of a service that is created.",
        "  Legal here: Create.",
        "  Route: Restore, Resume, Stop (set detours: true).",
        "  Source: service state chart, row Suspended.",
      ].join("\n"),
    );
    expectLegal(plan(null, restored("Stopped"), WITH_DETOURS), route, ["Resume"]);
  });

  it("gets its settings with Restore, and needs no restart", () => {
    expectLegal(plan(null, restored("Active", { ...CONFIGURATION, ...TRIGGER }), DIRECT), RESTORE);
  });

  for (const profile of ["chart", "rest-2016"] as const) {
    it(`is backed up while it is Suspended, in profile ${profile}, unless the backup is the one it is made from`, () => {
      const policy = { ...DIRECT, profile };
      const desired = restored("Active", { backup: { name: "weekly" } });
      expectLegal(plan(null, desired, policy), ["Restore", "Backup", "Resume"]);
      expectLegal(plan(null, restored("Active", BACKUP), policy), RESTORE);
    });
  }

  it("is made after a Delete that is under way", () => {
    expectLegal(plan(service("Deleting"), restored("Active"), DIRECT), ["Wait", ...RESTORE]);
  });

  it("is Suspended when it comes out of Restoring", () => {
    expectLegal(plan(service("Restoring"), restored("Active"), DIRECT), ["Wait", "Resume"]);
  });

  it("is left alone once it exists, whatever is said of the backup", () => {
    for (const differs of [
      {},
      { missing: true },
      { withoutStore: true },
      { edition: "Premium" },
      { pending: true },
    ] as const) {
      const found = plan(service("Active"), restored("Active", source(differs)), REPLACE);
      assert.deepEqual([found.verdict, found.steps], ["noop", []]);
    }
  });
});

describe("units of a restored service", () => {
  it("are scaled when the backup holds others", () => {
    const found = plan(null, restored("Active", { units: 3 }), DIRECT);
    expectLegal(found, [...RESTORE, "Scale"]);
    assert.equal(found.steps.at(-1)?.serves, "units 1 -> 3");
  });

  it("are scaled by a detour where the service is to stay Suspended", () => {
    const route = [...RESTORE, "Scale", "Suspend"];
    const refused = plan(null, restored("Suspended", { units: 3 }), DIRECT);
    assert.deepEqual(
      refused.refusals.map((refusal) => [refusal.route, refusal.permit]),
      refused.refusals.map(() => [route, "detours: true"]),
    );
    assert.equal(refused.verdict, "refused");
    expectLegal(plan(null, restored("Suspended", { units: 3 }), WITH_DETOURS), route, [
      "Resume",
      "Scale",
    ]);
  });

  it("are not scaled when the backup holds them or they are unmanaged", () => {
    expectLegal(
      plan(null, restored("Active", { units: 3, ...source({ units: 3 }) }), DIRECT),
      RESTORE,
    );
    expectLegal(
      plan(null, withoutPower(restored("Active", source({ units: 3 }))), DIRECT),
      RESTORE,
    );
  });

  it("may follow later when the backup's are not known, and the plan says so", () => {
    const { restoreFrom: known } = source();
    const { units, ...restoreFrom } = { ...NIGHTLY, ...known };
    assert.equal(units, 1);
    const found = plan(null, restored("Active", { units: 3, restoreFrom }), DIRECT);
    expectLegal(found, RESTORE);
    assert.match(found.notes.join(), /a Scale may follow/);
  });

  it("outside the edition are refused", () => {
    const found = plan(null, restored("Active", { units: 9 }), DIRECT);
    assert.deepEqual([onlyRefusal(found).permit, found.steps], [null, []]);
  });
});

describe("a backup that cannot be restored", () => {
  const editions = ["Basic", "Standard", "Premium"] as const;
  const lower = ["Standard to Basic", "Premium to Basic", "Premium to Standard"];

  for (const from of editions) {
    for (const edition of editions) {
      const isLower = lower.includes(`${from} to ${edition}`);
      it(`of ${from} on ${edition} ${isLower ? "is refused" : "is none of them"}`, () => {
        const found = plan(
          null,
          restored("Active", { edition, ...source({ edition: from }) }),
          DIRECT,
        );
        if (!isLower) {
          expectLegal(found, RESTORE);
          return;
        }
        const refusal = onlyRefusal(found);
        assert.deepEqual(
          [refusal.operation, refusal.route, refusal.permit],
          ["Restore", RESTORE, `edition: "${from}"`],
        );
        assert.deepEqual([refusal.state, refusal.legalHere, found.steps], ["absent", [], []]);
      });
    }
  }

  for (const edition of ["Free", "Developer"] as const) {
    it(`is any backup on ${edition}`, () => {
      const found = plan(null, restored("Active", { edition }), {
        ...WITH_DETOURS,
        recovery: "replace",
      });
      assert.deepEqual(
        [found.verdict, found.steps, found.refusals[0]?.operation],
        ["refused", [], "Restore"],
      );
      assert.equal(found.refusals[0]?.permit, null);
      assert.match(
        found.refusals[0].message,
        new RegExp(`: edition ${edition} has no backup and restore\\.`),
      );
      assert.equal(found.refusals[0].source, `editions chart, column ${edition}`);
    });
  }

  it("is one of another version, where both are known", () => {
    const refusal = onlyRefusal(
      plan(null, restored("Active", { newVersion: "1.1", ...source({ version: "1.0" }) }), DIRECT),
    );
    assert.deepEqual([refusal.operation, refusal.permit], ["Restore", null]);
    assert.match(refusal.message, /1\.0.*1\.1/);
    for (const differs of [
      { newVersion: "1.1" },
      source({ version: "1.0" }),
      { newVersion: "1.0", ...source({ version: "1.0" }) },
    ]) {
      expectLegal(plan(null, restored("Active", differs), DIRECT), RESTORE);
    }
  });

  it("is none of another version under the profile rest-2016, which does not speak of it (D-40)", () => {
    const differs = { newVersion: "1.1", ...source({ version: "1.0" }) };
    const found = plan(null, restored("Active", differs), { ...DIRECT, profile: "rest-2016" });
    expectLegal(found, RESTORE);
  });

  it("is one that the endpoint does not have", () => {
    const refusal = onlyRefusal(plan(null, restored("Active", source({ missing: true })), DIRECT));
    assert.deepEqual(
      [refusal.operation, refusal.permit],
      ["Restore", "restoreFrom: { name, store }"],
    );
    assert.equal(
      refusal.message,
      [
        "Operation not allowed: Restore from backup nightly, taken 2016-05-17T00:00:00Z: the endpoint has no such backup in that store.",
        "  Legal here: Create.",
        "  Route: Restore, Resume (set restoreFrom: { name, store }).",
        "  Source: backup and restore guide.",
      ].join("\n"),
    );
  });

  it("is one without a store", () => {
    const refusal = onlyRefusal(
      plan(null, restored("Active", source({ withoutStore: true })), DIRECT),
    );
    assert.deepEqual(
      [refusal.operation, refusal.permit],
      ["Restore", 'restoreFrom: { name: "nightly", store }'],
    );
  });

  it("is never replaced by an empty service: consent is not asked for here", () => {
    const policy = { ...REPLACE, acceptDataLoss: "orders/absent", detours: true };
    for (const differs of [
      { missing: true },
      { withoutStore: true },
      { edition: "Premium" },
    ] as const) {
      const found = plan(null, restored("Active", source(differs)), policy);
      assert.deepEqual([found.verdict, found.steps], ["refused", []]);
    }
  });
});

describe("a Restore that is pending after a Delete", () => {
  const pending = source({ pending: true });

  it("is done at the next run, and never a Create", () => {
    for (const recovery of ["inPlace", "replace", "none"] as const) {
      for (const keep of [undefined, "protect"] as const) {
        const policy = { ...DIRECT, recovery, ...(keep !== undefined && { keep }) };
        expectLegal(plan(null, restored("Active", pending), policy), RESTORE);
      }
    }
  });

  for (const differs of [
    { missing: true },
    { withoutStore: true },
    { edition: "Premium" },
  ] as const) {
    const wrong = Object.keys(differs).join();
    it(`is refused where the backup cannot be restored (${wrong}), and names what giving it up takes`, () => {
      const { message } = onlyRefusal(
        plan(null, restored("Active", source({ pending: true, ...differs })), DIRECT),
      );
      assert.match(message, /deleted to be restored from this backup/);
      assert.match(message, /set acceptDataLoss: "orders\/pending"/);
    });

    it(`is given up with consent (${wrong}): Create`, () => {
      const desired = restored("Active", source({ pending: true, ...differs }));
      const found = plan(null, desired, { ...DIRECT, acceptDataLoss: "orders/pending" });
      expectLegal(found, ["Create"]);
      assert.deepEqual(
        [found.steps[0]?.serves, found.steps[0]?.backup, found.notes],
        ["service", undefined, []],
      );
    });

    it(`is not given up with consent to another incident (${wrong})`, () => {
      const desired = restored("Active", source({ pending: true, ...differs }));
      for (const acceptDataLoss of [
        "orders/ServiceUpdateFailed",
        "orders/absent",
        "invoices/pending",
        "pending",
      ]) {
        const refusal = onlyRefusal(plan(null, desired, { ...REPLACE, acceptDataLoss }));
        assert.ok(
          refusal.message.includes(
            `"${acceptDataLoss}", which is another incident than "orders/pending"`,
          ),
        );
      }
    });
  }

  it("is given up with consent, also when the backup could be restored", () => {
    const policy = { ...DIRECT, acceptDataLoss: "orders/pending" };
    expectLegal(plan(null, restored("Stopped", pending), policy), ["Create", "Stop"]);
  });
});

describe("the backup of a replacement", () => {
  const observed = service("ServiceUpdateFailed", { lastBackup: KNOWN });

  it("is the one that the program names, before the last one that is known", () => {
    const found = plan(observed, restored("Active"), REPLACE);
    expectLegal(found, ["Delete", ...RESTORE]);
    assert.equal(found.steps[1]?.serves, "backup nightly, taken 2016-05-17T00:00:00Z");
    assert.equal(found.recovery?.backup?.name, "nightly");
  });

  it("is the last one that is known where the program names none", () => {
    const found = plan(observed, goal("Active", ORDERS), REPLACE);
    assert.equal(found.steps[1]?.serves, "backup weekly, taken 2016-05-16T00:00:00Z");
  });

  it("keeps what is known of it when the program names the same one", () => {
    const found = plan(
      observed,
      goal("Active", { ...ORDERS, restoreFrom: { name: "weekly" } }),
      REPLACE,
    );
    assert.equal(found.steps[1]?.serves, "backup weekly, taken 2016-05-16T00:00:00Z");
  });

  it("is not described by what is known of another one", () => {
    const last = service("ServiceUpdateFailed", {
      lastBackup: { ...KNOWN, edition: "Standard", units: 8, version: "1.0" },
    });
    const found = plan(
      last,
      goal("Active", { ...ORDERS, restoreFrom: { name: "monthly" } }),
      REPLACE,
    );
    assert.equal(found.steps[1]?.serves, "backup monthly, time not known");
    assert.deepEqual(found.steps[1].backup, { name: "monthly" });
  });

  it("needs no consent where only the program knows it", () => {
    expectLegal(plan(service("ServiceUpdateFailed"), restored("Active"), REPLACE), [
      "Delete",
      ...RESTORE,
    ]);
    expectLegal(plan(service("RestoreFailed"), restored("Active"), REPLACE), [
      "Delete",
      ...RESTORE,
    ]);
  });

  it("is the program's after a failed Create too, and never the last one of a service before", () => {
    expectLegal(plan(service("CreatedFailed"), restored("Active"), REPLACE), [
      "Delete",
      ...RESTORE,
    ]);
    const desired = goal("Active", ORDERS);
    expectLegal(plan(service("CreatedFailed", { lastBackup: KNOWN }), desired, REPLACE), [
      "Delete",
      "Create",
    ]);
  });

  it("is not looked for elsewhere when the named one cannot be restored", () => {
    const refusal = onlyRefusal(
      plan(observed, restored("Active", source({ missing: true })), REPLACE),
    );
    assert.deepEqual(
      [refusal.operation, refusal.permit],
      ["Restore", "restoreFrom: { name, store }"],
    );
  });
});
