/** A Backup never goes to the name of one that is there. */
import assert from "node:assert/strict";
import {
  plan,
  type Desired,
  type Observed,
  type Policy,
} from "../../../provider/mabs/planner/index.js";
import {
  DIRECT,
  goal,
  KNOWN,
  onlyRefusal,
  operationsOf,
  ORDERS,
  REPLACE,
  service,
  WITH_DETOURS,
} from "./goals.js";

const NEW_BACKUP = "backup: { name, store } with a new name";
const THERE = { name: "nightly-1", takenAt: "2016-05-16T00:00:00Z", edition: "Standard" } as const;
const IN_USE: Pick<Desired, "backup"> = { backup: { name: "nightly-1", inUse: THERE } };
const HEADLINE =
  "Operation not allowed: Backup to nightly-1: there is one of that name (taken 2016-05-16T00:00:00Z, edition Standard), and it would be overwritten.";

interface Row {
  readonly name: string;
  readonly observed: Observed | null;
  readonly desired: Desired;
  readonly policy?: Policy;
  readonly route: readonly string[];
}

describe("a Backup to a name that is in use", () => {
  const rows: readonly Row[] = [
    {
      name: "an update",
      observed: service("Active"),
      desired: goal("Active", IN_USE),
      route: ["Backup"],
    },
    {
      name: "an update with other changes",
      observed: service("StopFailed"),
      desired: goal("Active", { ...IN_USE, units: 3 }),
      route: ["Start", "Backup", "Scale"],
    },
    {
      name: "a create",
      observed: null,
      desired: goal("Stopped", IN_USE),
      route: ["Create", "Backup", "Stop"],
    },
    {
      name: "a restore",
      observed: null,
      desired: goal("Suspended", { ...IN_USE, restoreFrom: { name: "june", units: 1 } }),
      route: ["Restore", "Backup"],
    },
    {
      name: "a replacement",
      observed: service("CreatedFailed"),
      desired: goal("Active", { ...ORDERS, ...IN_USE }),
      policy: REPLACE,
      route: ["Delete", "Create", "Backup"],
    },
    {
      name: "an edition change",
      observed: service("Active"),
      desired: goal("Active", { ...ORDERS, ...IN_USE, edition: "Premium" }),
      policy: REPLACE,
      route: ["Backup", "Delete", "Restore", "Resume"],
    },
    {
      name: "an edition change from one without backup",
      observed: service("CreatedFailed", { edition: "Developer" }),
      desired: goal("Active", { ...ORDERS, ...IN_USE, edition: "Basic" }),
      policy: REPLACE,
      route: ["Delete", "Create", "Backup"],
    },
  ];

  for (const { name, observed, desired, policy = DIRECT, route } of rows) {
    it(`is refused in ${name}: ${route.join(", ")}`, () => {
      const found = plan(observed, desired, policy);
      const refusal = onlyRefusal(found);
      assert.deepEqual(
        [refusal.operation, refusal.route, refusal.permit],
        ["Backup", route, NEW_BACKUP],
      );
      assert.ok(refusal.message.startsWith(`${HEADLINE}\n`), refusal.message);
      assert.match(refusal.source, /backup and restore guide/);
      assert.deepEqual(found.steps, []);
      const renamed = plan(observed, { ...desired, backup: { name: "nightly-2" } }, policy);
      assert.deepEqual([renamed.verdict, operationsOf(renamed)], ["legal", route]);
    });
  }

  it("is named beside what else its route needs", () => {
    const profile = "rest-2016";
    const refusal = onlyRefusal(
      plan(service("Active"), goal("Active", IN_USE), { ...DIRECT, profile }),
    );
    assert.deepEqual(
      [refusal.route, refusal.permit],
      [["Suspend", "Backup", "Resume"], `detours: true and ${NEW_BACKUP}`],
    );
    assert.ok(refusal.message.includes(`\n  ${HEADLINE}\n`));
    const change = goal("Active", { ...ORDERS, ...IN_USE, edition: "Premium" });
    const observed = service("Active", { lastBackup: { ...KNOWN, name: "nightly-1" } });
    assert.equal(
      onlyRefusal(plan(observed, change, DIRECT)).permit,
      `recovery: "replace" and ${NEW_BACKUP}`,
    );
  });

  it("says what is known of the one that is there", () => {
    const backup = { name: "nightly-1", inUse: { name: "nightly-1" } };
    assert.match(
      onlyRefusal(plan(service("Active"), goal("Active", { backup }), DIRECT)).message,
      /^Operation not allowed: Backup to nightly-1: there is one of that name \(time not known\), and it would be/,
    );
  });

  it("does not matter where no Backup is taken", () => {
    const taken = service("Active", { lastBackup: { ...KNOWN, name: "nightly-1" } });
    assert.equal(plan(taken, goal("Active", IN_USE), DIRECT).verdict, "noop");
    const moved = service("Stopped", { lastBackup: { ...KNOWN, name: "nightly-1" } });
    assert.equal(
      onlyRefusal(plan(moved, goal("Suspended", IN_USE), DIRECT)).permit,
      "detours: true",
    );
    assert.deepEqual(
      operationsOf(plan(service("Active"), null, { ...WITH_DETOURS, backupBeforeDelete: true })),
      ["Backup", "Delete"],
    );
  });
});
