/** What happens to the service that Pulumi replaces: its name or its container changed. */
import assert from "node:assert/strict";
import type { State } from "../../../provider/mabs/chart/index.js";
import {
  plan,
  planReplaced,
  type Plan,
  type Policy,
  type PulumiReplacement,
} from "../../../provider/mabs/planner/index.js";
import { DELETE_ONLY, STATE_NAMES } from "../chart/literals.js";
import { DIRECT, KNOWN, onlyRefusal, operationsOf, service } from "./goals.js";

const CHANGE: PulumiReplacement = { serviceName: "orders", restores: false, takesBackup: false };
const RESTORES: PulumiReplacement = { ...CHANGE, restores: true };
const TAKES_BACKUP: PulumiReplacement = { ...CHANGE, takesBackup: true };
const CONSENTING: Policy = { ...DIRECT, acceptDataLoss: "orders/replace" };
const BACKED_UP: Policy = { ...DIRECT, backupBeforeDelete: true };
const CONSENT = 'acceptDataLoss: "orders/replace"';

function expectLegal(found: Plan, route: readonly string[]): void {
  assert.deepEqual([found.verdict, operationsOf(found), found.refusals], ["legal", route, []]);
}

describe("a service that Pulumi replaces", () => {
  it("is not deleted without consent, and both ways out are named", () => {
    const found = planReplaced(service("Active", { lastBackup: KNOWN }), CHANGE, DIRECT);
    assert.equal(
      onlyRefusal(found).message,
      [
        "Operation not allowed: replacement of orders (Active), which would delete it and what it holds.",
        "  Legal here: Stop, Restart, Suspend, Delete, Scale, Update Configuration, Backup.",
        '  Route: Delete (set acceptDataLoss: "orders/replace").',
        "  To keep what it holds, name a backup that the new service is restored from (restoreFrom: { name, store }), or have one taken before (backup: { name, store } and backupBeforeDelete: true).",
        '  To lose it, set acceptDataLoss: "orders/replace".',
        "  What orders holds is lost: last known backup weekly, taken 2016-05-16T00:00:00Z.",
        "  Source: service state chart, row Active.",
      ].join("\n"),
    );
    const { operation, route, permit } = onlyRefusal(found);
    assert.deepEqual([operation, route, permit, found.steps], ["Delete", ["Delete"], CONSENT, []]);
  });

  for (const state of STATE_NAMES.filter((each) => each !== "CreatedFailed")) {
    it(`is refused in ${state}, deleted with consent or a backup to restore`, () => {
      assert.equal(onlyRefusal(planReplaced(service(state), CHANGE, DIRECT)).permit, CONSENT);
      expectLegal(planReplaced(service(state), CHANGE, CONSENTING), ["Delete"]);
      expectLegal(planReplaced(service(state), RESTORES, DIRECT), ["Delete"]);
    });
  }

  it("shows Service Update Failed as the chart prints it", () => {
    const { message } = onlyRefusal(planReplaced(service("ServiceUpdateFailed"), CHANGE, DIRECT));
    assert.match(
      message,
      /^Operation not allowed: replacement of orders \(Service Update Failed\), which/,
    );
  });

  it("says what is lost", () => {
    assert.deepEqual(planReplaced(service("Active"), CHANGE, CONSENTING).notes, [
      "What orders holds is lost: no backup of it is known.",
    ]);
    assert.deepEqual(
      planReplaced(service("Active", { lastBackup: KNOWN }), RESTORES, DIRECT).notes,
      [
        "What orders holds is lost, but for what the new service is restored from: last known backup weekly, taken 2016-05-16T00:00:00Z.",
      ],
    );
    assert.deepEqual(planReplaced(service("Active"), TAKES_BACKUP, BACKED_UP).notes, [
      "What orders holds is lost, but for what is in the Backup that is taken before.",
    ]);
  });

  for (const acceptDataLoss of ["orders/Active", "orders/absent", "invoices/replace", "replace"]) {
    it(`is not deleted with consent to ${acceptDataLoss}, which is said`, () => {
      const refusal = onlyRefusal(
        planReplaced(service("Active"), CHANGE, { ...DIRECT, acceptDataLoss }),
      );
      assert.equal(refusal.permit, CONSENT);
      assert.ok(
        refusal.message.includes(
          `"${acceptDataLoss}", which is another incident than "orders/replace"`,
        ),
      );
    });
  }

  it("needs nothing where there is nothing to lose", () => {
    expectLegal(planReplaced(service("CreatedFailed"), CHANGE, DIRECT), ["Delete"]);
    expectLegal(planReplaced(service("CreatedFailed"), TAKES_BACKUP, BACKED_UP), ["Delete"]);
  });

  it("is not passed over when the service is gone: what it held is lost under another name too", () => {
    const refused = planReplaced(null, CHANGE, DIRECT);
    assert.deepEqual([refused.verdict, refused.refusals.length], ["refused", 1]);
    assert.equal(refused.refusals[0]?.permit, 'acceptDataLoss: "orders/absent"');
    for (const acceptDataLoss of ["orders/absent", "orders/replace"])
      assert.equal(planReplaced(null, CHANGE, { ...DIRECT, acceptDataLoss }).verdict, "noop");
    assert.equal(planReplaced(null, { ...CHANGE, restores: true }, DIRECT).verdict, "noop");
  });

  it("consents to nothing else: a replacement inside an update asks for its own", () => {
    const desired = { serviceName: "orders", state: "Active" } as const;
    assert.equal(
      plan(service("Disabled"), desired, { ...CONSENTING, recovery: "replace" }).verdict,
      "refused",
    );
  });
});

describe("a Backup before Pulumi's replacement", () => {
  const ways: readonly (readonly [State, readonly string[]])[] = [
    ["Active", ["Backup", "Delete"]],
    ["StopFailed", ["Start", "Backup", "Delete"]],
    ["ScaleFailed", ["Scale", "Backup", "Delete"]],
  ];
  for (const [state, route] of ways) {
    it(`permits it in ${state}: ${route.join(", ")}, as for a Delete`, () => {
      const found = planReplaced(service(state), TAKES_BACKUP, BACKED_UP);
      expectLegal(found, route);
      assert.deepEqual(found.steps, plan(service(state), null, BACKED_UP).steps);
    });
  }

  it("is taken where the caller says so, whatever the policy has", () => {
    expectLegal(planReplaced(service("Active"), TAKES_BACKUP, DIRECT), ["Backup", "Delete"]);
  });

  it("is not taken again when this delete has taken it", () => {
    const observed = service("Active", { lastBackup: KNOWN, backupForDelete: "weekly" });
    expectLegal(planReplaced(observed, TAKES_BACKUP, BACKED_UP), ["Delete"]);
  });

  it("is not possible everywhere: then it takes consent, and to do without", () => {
    for (const state of DELETE_ONLY.filter((each) => each !== "CreatedFailed")) {
      const refusal = onlyRefusal(planReplaced(service(state), TAKES_BACKUP, BACKED_UP));
      assert.deepEqual(
        [refusal.route, refusal.permit],
        [["Delete"], `${CONSENT} and backupBeforeDelete: "ifPossible"`],
      );
      const consented = { ...BACKED_UP, acceptDataLoss: "orders/replace" };
      const without = onlyRefusal(planReplaced(service(state), TAKES_BACKUP, consented));
      assert.equal(without.permit, 'backupBeforeDelete: "ifPossible"');
      const ifPossible = { ...consented, backupBeforeDelete: "ifPossible" } as const;
      expectLegal(planReplaced(service(state), CHANGE, ifPossible), ["Delete"]);
    }
  });
});

describe("Pulumi's replacement of a service that is kept or under way", () => {
  it("is refused with protect, whatever else is permitted", () => {
    for (const change of [RESTORES, TAKES_BACKUP]) {
      const found = planReplaced(service("Active"), change, { ...CONSENTING, keep: "protect" });
      assert.equal(onlyRefusal(found).permit, "protect: false");
    }
    const backedUp = onlyRefusal(
      planReplaced(service("Active"), TAKES_BACKUP, { ...BACKED_UP, keep: "protect" }),
    );
    assert.deepEqual([backedUp.route, backedUp.permit], [["Backup", "Delete"], "protect: false"]);
    const both = onlyRefusal(
      planReplaced(service("Active"), CHANGE, { ...DIRECT, keep: "protect" }),
    );
    assert.equal(both.permit, `${CONSENT} and protect: false`);
    assert.equal(
      onlyRefusal(planReplaced(service("CreatedFailed"), CHANGE, { ...DIRECT, keep: "protect" }))
        .permit,
      "protect: false",
    );
  });

  it("leaves the service behind with retainOnDelete, and says so", () => {
    for (const state of ["Active", "Disabled", "Updating", "Migrating"]) {
      const found = planReplaced(service(state), CHANGE, { ...DIRECT, keep: "retainOnDelete" });
      assert.deepEqual([found.verdict, found.steps], ["noop", []]);
      assert.match(found.notes.join(), /orders is left behind as it is \(retainOnDelete\)/);
    }
    assert.deepEqual(planReplaced(null, CHANGE, { ...DIRECT, keep: "retainOnDelete" }).notes, []);
  });

  it("waits for a transition first", () => {
    expectLegal(planReplaced(service("Stopping"), CHANGE, CONSENTING), ["Wait", "Delete"]);
    expectLegal(planReplaced(service("Deleting"), CHANGE, CONSENTING), ["Wait"]);
    const refused = planReplaced(service("Stopping"), CHANGE, DIRECT);
    assert.deepEqual(
      [onlyRefusal(refused).state, refused.observed?.state],
      ["Stopped", "Stopping"],
    );
  });

  it("is unknown in a state that nobody knows", () => {
    for (const state of ["BackingUp", "Migrating"]) {
      assert.equal(planReplaced(service(state), CHANGE, CONSENTING).verdict, "unknown");
    }
  });
});
