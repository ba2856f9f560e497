/** docs/planner.md, Editions: never a lower edition; a higher one only by replacement. */
import assert from "node:assert/strict";
import type { Edition, Power, Profile, State } from "../../../provider/mabs/chart/index.js";
import {
  plan,
  type Desired,
  type Observed,
  type Plan,
  type Policy,
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
  POWERS,
  REPLACE,
  service,
  TRIGGER,
  UNITS,
} from "./goals.js";

const NEW_BACKUP = "backup: { name, store } with a new name";
const CHANGE = ["Backup", "Delete", "Restore", "Resume"];

/** The service as a goal of edition Premium, with a new backup. */
const upgraded = (power: Power, differs: Partial<Desired> = {}): Desired =>
  goal(power, { ...ORDERS, ...BACKUP, edition: "Premium", ...differs });
const without = (field: keyof Desired, desired: Desired): Desired =>
  Object.fromEntries(Object.entries(desired).filter(([key]) => key !== field)); // All fields are optional.

function expectLegal(found: Plan, route: readonly string[]): void {
  assert.deepEqual([found.verdict, operationsOf(found), found.refusals], ["legal", route, []]);
  assert.deepEqual(brokenLinks(found), []);
}

function expectRefused(found: Plan, route: readonly string[], permit: string | null): void {
  const refusal = onlyRefusal(found);
  assert.deepEqual([refusal.route, refusal.permit, found.steps], [route, permit, []]);
}

describe("a lower edition", () => {
  const lower: readonly (readonly [from: Edition, to: Edition])[] = [
    ["Developer", "Free"],
    ["Basic", "Free"],
    ["Basic", "Developer"],
    ["Standard", "Free"],
    ["Standard", "Developer"],
    ["Standard", "Basic"],
    ["Premium", "Free"],
    ["Premium", "Developer"],
    ["Premium", "Basic"],
    ["Premium", "Standard"],
  ];
  const states = [
    "Active",
    "Stopped",
    "StopFailed",
    "ScaleFailed",
    "Disabled",
    "CreatedFailed",
  ] as const;

  for (const [from, edition] of lower) {
    it(`${from} to ${edition} is refused, whatever is permitted`, () => {
      for (const state of states) {
        const permitting = { ...REPLACE, detours: true, acceptDataLoss: `orders/${state}` };
        for (const policy of [DIRECT, permitting]) {
          const desired = { ...ORDERS, ...BACKUP, state: "Active", edition } as const;
          const found = plan(service(state, { edition: from, lastBackup: KNOWN }), desired, policy);
          const refusal = onlyRefusal(found);
          assert.deepEqual(
            [refusal.operation, refusal.route, refusal.permit],
            ["Edition", [], null],
          );
          assert.match(
            refusal.message,
            new RegExp(`edition ${from} to ${edition}, which is lower`),
          );
          assert.match(
            refusal.message,
            /Route: none: a backup is never restored to a lower edition\./,
          );
          assert.deepEqual(found.steps, []);
        }
      }
    });
  }

  it("hides no recovery of a failed state", () => {
    const { recovery } = plan(
      service("StopFailed"),
      upgraded("Active", { edition: "Basic" }),
      DIRECT,
    );
    assert.deepEqual([recovery?.kind, recovery?.steps[0]?.operation], ["inPlace", "Start"]);
  });
});

describe("a higher edition from one with backup", () => {
  const higher = [
    ["Basic", "Standard"],
    ["Basic", "Premium"],
    ["Standard", "Premium"],
  ] as const;

  for (const [from, edition] of higher) {
    it(`${from} to ${edition}: Backup, Delete, Restore, Resume`, () => {
      const found = plan(
        service("Active", { edition: from }),
        upgraded("Active", { edition }),
        REPLACE,
      );
      expectLegal(found, CHANGE);
      assert.equal(found.steps[2]?.backup?.edition, from);
    });

    it(`${from} to ${edition} in place is refused and names what it takes`, () => {
      const observed = service("Active", { edition: from });
      const desired = upgraded("Active", { edition });
      expectRefused(plan(observed, desired, DIRECT), CHANGE, 'recovery: "replace"');
      expectRefused(
        plan(observed, desired, { ...DIRECT, recovery: "none" }),
        CHANGE,
        'recovery: "replace"',
      );
      expectRefused(plan(observed, without("backup", desired), REPLACE), CHANGE, NEW_BACKUP);
      expectRefused(
        plan(observed, without("backup", desired), DIRECT),
        CHANGE,
        `recovery: "replace" and ${NEW_BACKUP}`,
      );
      const { message, operation, source } = onlyRefusal(plan(observed, desired, DIRECT));
      assert.deepEqual([operation, source], ["Edition", "editions chart, FAQ"]);
      assert.ok(
        message.startsWith(`Operation not allowed: edition ${from} to ${edition} in place.\n`),
      );
    });
  }

  it("has these steps", () => {
    assert.deepEqual(
      plan(service("Active"), upgraded("Active"), REPLACE).steps.map(
        ({ operation, expects, yields, onFailure, risk, detour, serves }) =>
          [operation, expects, yields, onFailure, risk, detour, serves].join(" | "),
      ),
      [
        "Backup | Active | Active | Active | none | false | backup nightly",
        "Delete | Active | absent | Active | destroys | false | replacement",
        "Restore | absent | Suspended | RestoreFailed | none | false | backup nightly, time not known, edition Standard -> Premium",
        "Resume | Suspended | Active | ResumeFailed | none | false | state",
      ],
    );
  });

  it("says what a backup lacks, in the plan and in its refusal", () => {
    const lacks = /hybrid connections.*messages in open batches.*EDI control numbers/;
    assert.match(plan(service("Active"), upgraded("Active"), REPLACE).notes.join("\n"), lacks);
    assert.match(onlyRefusal(plan(service("Active"), upgraded("Active"), DIRECT)).message, lacks);
  });

  it("is no recovery", () => {
    for (const policy of [DIRECT, REPLACE]) {
      assert.equal(plan(service("Active"), upgraded("Active"), policy).recovery, null);
      const { recovery } = plan(service("StopFailed"), upgraded("Active"), policy);
      assert.deepEqual(
        [recovery?.kind, recovery?.steps.map(({ operation }) => operation)],
        ["inPlace", ["Start"]],
      );
    }
  });
});

describe("the way of an edition change", () => {
  // Standard to Premium with a new backup. In a failed state the way out comes first; Resume is the way into Active, a
  // detour (d) where the service ends elsewhere. The new service gets its settings with Restore.
  type Row = readonly [from: State, to: Power, before: string, after: string, detours?: "d"];
  const chart: readonly Row[] = [
    ["Active", "Active", "Backup", "Resume"],
    ["Active", "Suspended", "Backup", ""],
    // Active counts as observed of the old service, so it is no detour of the new one.
    ["Active", "Stopped", "Backup", "Resume Stop"],
    ["Suspended", "Active", "Backup", "Resume"],
    ["Suspended", "Suspended", "Backup", ""],
    ["Suspended", "Stopped", "Backup", "Resume Stop", "d"],
    ["Stopped", "Active", "Backup", "Resume"],
    ["Stopped", "Suspended", "Backup", ""],
    ["Stopped", "Stopped", "Backup", "Resume Stop", "d"],
    ["StartFailed", "Active", "Start Backup", "Resume"],
    ["StartFailed", "Suspended", "Stop Backup", ""],
    ["StopFailed", "Active", "Start Backup", "Resume"],
    ["StopFailed", "Suspended", "Start Backup", ""],
    ["RestartFailed", "Active", "Start Backup", "Resume"],
    ["SuspendedFailed", "Active", "Resume Backup", "Resume"],
    ["SuspendedFailed", "Suspended", "Resume Backup", ""],
    ["ResumeFailed", "Active", "Resume Backup", "Resume"],
    ["ResumeFailed", "Suspended", "Suspend Backup", ""],
    ["ScaleFailed", "Active", "Scale Backup", "Resume"],
    ["ConfigUpdateFailed", "Active", "UC Backup", "Resume"],
    ["ConfigUpdateFailed", "Stopped", "UC Backup", "Resume Stop"],
    ["ConfigUpdateFailed", "Suspended", "UC Backup", ""],
    ["ScaleFailed", "Stopped", "Scale Backup", "Resume Stop"],
    ["RestartFailed", "Stopped", "Start Backup", "Resume Stop"],
    ["ResumeFailed", "Stopped", "Resume Backup", "Resume Stop", "d"],
  ];
  // Backup only in Suspended, which counts as observed: the restored service begins there.
  const rest: readonly Row[] = [
    ["Active", "Active", "Suspend Backup", "Resume"],
    ["Active", "Suspended", "Suspend Backup", ""],
    ["Suspended", "Active", "Backup", "Resume"],
    ["Suspended", "Suspended", "Backup", ""],
    ["Stopped", "Active", "Start Suspend Backup", "Resume"],
    ["Stopped", "Stopped", "Start Suspend Backup", "Resume Stop", "d"],
    ["StartFailed", "Active", "Start Suspend Backup", "Resume"],
    ["StopFailed", "Active", "Start Suspend Backup", "Resume"],
    ["RestartFailed", "Active", "Start Suspend Backup", "Resume"],
    ["SuspendedFailed", "Active", "Suspend Backup", "Resume"],
    ["ResumeFailed", "Active", "Suspend Backup", "Resume"],
    ["ScaleFailed", "Active", "Scale Suspend Backup", "Resume"],
    ["ConfigUpdateFailed", "Active", "UC Suspend Backup", "Resume"],
  ];
  const words = (text: string): string[] =>
    text === ""
      ? []
      : text.split(" ").map((word) => (word === "UC" ? "Update Configuration" : word));

  const profiles: readonly (readonly [profile: Profile, rows: readonly Row[]])[] = [
    ["chart", chart],
    ["rest-2016", rest],
  ];
  for (const [profile, rows] of profiles) {
    for (const [from, to, before, after, detours] of rows) {
      const route = [...words(before), "Delete", "Restore", ...words(after)];
      it(`${profile}, ${from} to ${to}: ${route.join(", ")}${detours === "d" ? " (detour)" : ""}`, () => {
        const policy: Policy = { ...REPLACE, profile };
        const permitted = plan(service(from), upgraded(to), {
          ...policy,
          detours: detours === "d",
        });
        expectLegal(permitted, route);
        assert.equal(
          permitted.steps.some(({ detour }) => detour),
          detours === "d",
        );
        if (detours !== "d") return;
        expectRefused(plan(service(from), upgraded(to), policy), route, "detours: true");
      });
    }
  }

  for (const [from, first] of [
    ["StartFailed", "Start"],
    ["ResumeFailed", "Resume"],
  ] as const) {
    it(`goes through Active from ${from} to Suspended where detours are permitted, since that interrupts nothing`, () => {
      const found = plan(service(from), upgraded("Suspended"), { ...REPLACE, detours: true });
      expectLegal(found, [first, "Backup", "Delete", "Restore"]);
      assert.equal(found.steps[0]?.detour, true);
    });
  }

  it("is on the refusal as it will be with the permit", () => {
    const desired = upgraded("Stopped");
    const route = ["Start", ...CHANGE, "Stop"];
    expectRefused(plan(service("StartFailed"), desired, REPLACE), route, "detours: true");
    expectLegal(plan(service("StartFailed"), desired, { ...REPLACE, detours: true }), route);
  });

  it("begins with waiting for a transition", () => {
    expectLegal(plan(service("Stopping"), upgraded("Active"), REPLACE), ["Wait", ...CHANGE]);
  });

  it("leaves an unmanaged power as it is found", () => {
    const desired = without("state", upgraded("Active"));
    expectLegal(plan(service("Active"), desired, REPLACE), CHANGE);
    expectLegal(plan(service("Suspended"), desired, REPLACE), ["Backup", "Delete", "Restore"]);
    expectRefused(plan(service("Stopped"), desired, REPLACE), [...CHANGE, "Stop"], "detours: true");
  });
});

describe("an edition change with other differences", () => {
  it("scales the new service, since the backup holds the old units", () => {
    const found = plan(service("Active"), upgraded("Active", UNITS), REPLACE);
    expectLegal(found, [...CHANGE, "Scale"]);
    assert.equal(found.steps.at(-1)?.serves, "units 1 -> 3");
  });

  it("scales a Suspended service by a detour through Active, unless that counts as observed", () => {
    const route = [...CHANGE, "Scale", "Suspend"];
    const desired = upgraded("Suspended", UNITS);
    expectRefused(plan(service("Suspended"), desired, REPLACE), route, "detours: true");
    const permitted = plan(service("Suspended"), desired, { ...REPLACE, detours: true });
    expectLegal(permitted, route);
    assert.deepEqual(
      permitted.steps.filter(({ detour }) => detour).map(({ operation }) => operation),
      ["Resume", "Scale"],
    );
    const direct = plan(service("Active"), desired, REPLACE);
    expectLegal(direct, route);
    assert.ok(direct.steps.every(({ detour }) => !detour));
  });

  it("sends the settings that differ out of ConfigUpdateFailed, before the Backup", () => {
    const found = plan(service("ConfigUpdateFailed"), upgraded("Active", CONFIGURATION), REPLACE);
    expectLegal(found, ["Update Configuration", ...CHANGE]);
    assert.equal(found.steps[0]?.serves, "configuration.customDomain");
    const again = plan(service("ConfigUpdateFailed"), upgraded("Active"), REPLACE);
    assert.equal(again.steps[0]?.serves, "configuration, sent again");
  });

  it("scales once out of ScaleFailed: the units are in the backup then", () => {
    const found = plan(service("ScaleFailed"), upgraded("Active", UNITS), REPLACE);
    expectLegal(found, ["Scale", ...CHANGE]);
    assert.equal(found.steps[0]?.serves, "units 1 -> 3");
    assert.equal(found.steps[3]?.backup?.units, 3);
  });

  it("does not scale where units are unmanaged", () => {
    expectLegal(
      plan(service("Active", { units: 5 }), without("units", upgraded("Active")), REPLACE),
      CHANGE,
    );
  });

  it("sends settings with Restore, and restarts nothing that was not there", () => {
    expectLegal(
      plan(service("Active"), upgraded("Active", { ...CONFIGURATION, ...TRIGGER }), REPLACE),
      CHANGE,
    );
  });

  it("is refused with units that the new edition does not have", () => {
    expectRefused(plan(service("Active"), upgraded("Active", { units: 9 }), REPLACE), [], null);
  });

  it("is refused where a new service would have another version", () => {
    const observed = service("Active", { version: "1.0" });
    const refusal = onlyRefusal(plan(observed, upgraded("Active", { newVersion: "1.1" }), REPLACE));
    assert.deepEqual([refusal.operation, refusal.permit], ["Restore", null]);
    expectLegal(plan(observed, upgraded("Active", { newVersion: "1.0" }), REPLACE), CHANGE);
    expectLegal(
      plan(service("Active"), upgraded("Active", { newVersion: "1.1" }), REPLACE),
      CHANGE,
    );
  });

  it("is judged as unknown while the backup is not known", () => {
    const desired: Desired = { ...without("backup", upgraded("Active")), unknown: ["backup"] };
    const found = plan(service("Active"), desired, REPLACE);
    assert.deepEqual([found.verdict, found.steps, found.refusals], ["unknown", [], []]);
    assert.equal(plan(service("Active"), desired, DIRECT).verdict, "refused");
  });

  for (const keep of ["protect", "retainOnDelete"] as const) {
    it(`is refused with ${keep}`, () => {
      expectRefused(
        plan(service("Active"), upgraded("Active"), { ...REPLACE, keep }),
        CHANGE,
        `${keep}: false`,
      );
    });
  }
});

describe("the backup of an edition change", () => {
  const old = { name: "nightly", takenAt: "2016-05-16T00:00:00Z" };
  const RESTORE = ["Delete", "Restore", "Resume"];

  it("has to be new: one that was taken before is refused, whatever was consented to on another day", () => {
    const observed = service("Active", { lastBackup: old });
    expectRefused(plan(observed, upgraded("Active"), REPLACE), CHANGE, NEW_BACKUP);
    const others = ["orders/Active", "orders/Stopped", "invoices/Active", "orders/absent"];
    for (const acceptDataLoss of others) {
      expectRefused(
        plan(observed, upgraded("Active"), { ...REPLACE, acceptDataLoss }),
        CHANGE,
        NEW_BACKUP,
      );
    }
  });

  it("is taken in spite of consent where a new one is named", () => {
    const observed = service("Active", { lastBackup: KNOWN });
    expectLegal(
      plan(observed, upgraded("Active"), { ...REPLACE, acceptDataLoss: "orders/Active" }),
      CHANGE,
    );
  });

  it("has to be new with backupBeforeDelete: true, in spite of consent", () => {
    const observed = service("Active", { lastBackup: old });
    const policy = { ...REPLACE, acceptDataLoss: "orders/Active", backupBeforeDelete: true };
    expectRefused(plan(observed, upgraded("Active"), policy), CHANGE, NEW_BACKUP);
    expectLegal(plan(service("Active"), upgraded("Active"), policy), CHANGE);
  });

  const taken: Partial<Observed> = { lastBackup: old, backupForDelete: "nightly" };
  for (const state of ["Active", "Stopped", "StopFailed", "ScaleFailed"] as const) {
    it(`is not taken again when this change has taken it, in ${state}`, () => {
      for (const desired of [upgraded("Active"), without("backup", upgraded("Active"))]) {
        const found = plan(service(state, taken), desired, REPLACE);
        expectLegal(found, RESTORE);
        assert.equal(
          found.steps[1]?.serves,
          "backup nightly, taken 2016-05-16T00:00:00Z, edition Standard -> Premium",
        );
      }
    });
  }

  it("is described by the plan, and needs the store that the program names with it", () => {
    const observed = service("Active", taken);
    const { notes } = plan(observed, upgraded("Active"), REPLACE);
    assert.match(
      notes.join(),
      /Delete and Restore\. Restored from backup nightly, taken 2016-05-16T00:00:00Z\. A backup/,
    );
    assert.doesNotMatch(
      plan(service("Active"), upgraded("Active"), REPLACE).notes.join(),
      /Restored/,
    );
    const named = upgraded("Active", { restoreFrom: { name: "nightly", withoutStore: true } });
    expectRefused(
      plan(observed, named, REPLACE),
      RESTORE,
      'restoreFrom: { name: "nightly", store }',
    );
    const other = upgraded("Active", { restoreFrom: { name: "monthly", withoutStore: true } });
    expectLegal(plan(observed, other, REPLACE), RESTORE);
  });

  it("is taken again when another one was taken since", () => {
    const observed = service("Active", { lastBackup: old, backupForDelete: "weekly" });
    expectRefused(
      plan(observed, without("backup", upgraded("Active")), REPLACE),
      CHANGE,
      NEW_BACKUP,
    );
    expectLegal(
      plan(observed, upgraded("Active", { backup: { name: "weekly" } }), REPLACE),
      CHANGE,
    );
  });

  it("is not known only because nothing was taken", () => {
    expectRefused(
      plan(service("Active"), without("backup", upgraded("Active")), REPLACE),
      CHANGE,
      NEW_BACKUP,
    );
  });
});

describe("a higher edition from one without backup", () => {
  const higher = [
    ["Free", "Developer"],
    ["Free", "Basic"],
    ["Free", "Standard"],
    ["Free", "Premium"],
    ["Developer", "Basic"],
    ["Developer", "Standard"],
    ["Developer", "Premium"],
  ] as const;
  const CREATE = ["Delete", "Create"];
  const accepted = { ...REPLACE, acceptDataLoss: "orders/Active" };

  for (const [from, edition] of higher) {
    it(`${from} to ${edition}: Delete, Create, with consent`, () => {
      const observed = service("Active", { edition: from });
      const desired = goal("Active", { ...ORDERS, edition });
      const consent = 'acceptDataLoss: "orders/Active"';
      expectRefused(plan(observed, desired, DIRECT), CREATE, `recovery: "replace" and ${consent}`);
      expectRefused(plan(observed, desired, REPLACE), CREATE, consent);
      expectRefused(
        plan(observed, desired, { ...accepted, recovery: "inPlace" }),
        CREATE,
        'recovery: "replace"',
      );
      expectRefused(
        plan(observed, desired, { ...REPLACE, acceptDataLoss: "orders/Stopped" }),
        CREATE,
        consent,
      );
      const found = plan(observed, desired, accepted);
      expectLegal(found, CREATE);
      assert.match(found.notes.join(), /what the service holds is lost/);
      assert.equal(found.steps[1]?.serves, `edition ${from} -> ${edition}`);
    });
  }

  const developer = (state: State): Observed => service(state, { edition: "Developer" });
  const toBasic = (power: Power, differs: Partial<Desired> = {}): Desired =>
    goal(power, { ...ORDERS, edition: "Basic", ...differs });

  for (const state of [...POWERS, "StopFailed", "ResumeFailed"] as const) {
    it(`is by Delete and Create from ${state}, and the incident is orders/${state}`, () => {
      const policy = { ...REPLACE, acceptDataLoss: `orders/${state}` };
      expectLegal(plan(developer(state), toBasic("Active"), policy), CREATE);
      expectLegal(plan(developer(state), toBasic("Stopped"), policy), [...CREATE, "Stop"]);
      expectLegal(plan(developer(state), toBasic("Suspended"), policy), [...CREATE, "Suspend"]);
    });
  }

  it("creates the units and settings that are desired", () => {
    const desired = toBasic("Active", { units: 8, ...CONFIGURATION });
    expectLegal(plan(developer("Active"), desired, accepted), CREATE);
    expectRefused(plan(developer("Active"), toBasic("Active", { units: 9 }), accepted), [], null);
  });

  it("takes the backup of the new service, and never deletes for one that the edition lacks", () => {
    expectLegal(plan(developer("Active"), toBasic("Active", BACKUP), accepted), [
      ...CREATE,
      "Backup",
    ]);
    const desired = goal("Active", { ...ORDERS, ...BACKUP, edition: "Developer" });
    for (const detours of [false, true]) {
      expectRefused(
        plan(service("Active", { edition: "Free" }), desired, { ...accepted, detours }),
        [],
        null,
      );
    }
  });

  it("is refused with backupBeforeDelete: true, not with ifPossible", () => {
    const policy = { ...accepted, backupBeforeDelete: true };
    expectRefused(
      plan(developer("Active"), toBasic("Active"), policy),
      CREATE,
      'backupBeforeDelete: "ifPossible"',
    );
    expectLegal(
      plan(developer("Active"), toBasic("Active"), {
        ...accepted,
        backupBeforeDelete: "ifPossible",
      }),
      CREATE,
    );
  });

  it("needs no consent when the service was never created", () => {
    expectLegal(plan(developer("CreatedFailed"), toBasic("Active"), REPLACE), CREATE);
  });

  it("is refused with protect", () => {
    expectRefused(
      plan(developer("Active"), toBasic("Active"), { ...accepted, keep: "protect" }),
      CREATE,
      "protect: false",
    );
  });
});
