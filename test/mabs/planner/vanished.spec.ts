/** A service that the stack knows and that is gone: it is not made anew, empty, without consent. */
import assert from "node:assert/strict";
import { plan, type Desired, type RestoreSource } from "../../../provider/mabs/planner/index.js";
import {
  BACKUP,
  DIRECT,
  goal,
  KNOWN,
  onlyRefusal,
  operationsOf,
  ORDERS,
  service,
  WITH_DETOURS,
} from "./goals.js";

const CONSENT = 'acceptDataLoss: "orders/absent"';
const CONSENTING = { ...DIRECT, acceptDataLoss: "orders/absent" };
const JUNE = {
  name: "june",
  takenAt: "2016-06-01T00:00:00Z",
  edition: "Standard",
  units: 1,
} as const;
const STALE: RestoreSource = { ...JUNE, stale: true };

const vanished = (differs: Partial<Desired> = {}): Desired =>
  goal("Active", { ...ORDERS, vanished: true, ...differs });

describe("a service that has vanished", () => {
  it("is not created without consent, and the last known backup is offered", () => {
    const found = plan(null, vanished({ lastBackup: JUNE }), DIRECT);
    assert.equal(
      onlyRefusal(found).message,
      [
        "Operation not allowed: Create of orders, which this stack knows and which is gone.",
        "  Legal here: Create.",
        '  Route: Create (set acceptDataLoss: "orders/absent").',
        "  Create makes an empty service: what it held is lost.",
        '  To restore the last known backup instead, set restoreFrom: { name: "june", store } (taken 2016-06-01T00:00:00Z).',
        "  Source: docs/planner.md, Vanished services.",
      ].join("\n"),
    );
    const { operation, state, permit } = onlyRefusal(found);
    assert.deepEqual([operation, state, permit, found.steps], ["Create", "absent", CONSENT, []]);
  });

  it("has no backup offered where none is known, and one whose time is not known", () => {
    assert.doesNotMatch(onlyRefusal(plan(null, vanished(), DIRECT)).message, /restoreFrom/);
    const { message } = onlyRefusal(plan(null, vanished({ lastBackup: { name: "june" } }), DIRECT));
    assert.match(message, /restoreFrom: \{ name: "june", store \} \(time not known\)/);
  });

  it("is named by nothing else where its name is not given", () => {
    const { message } = onlyRefusal(
      plan(null, { state: "Active", edition: "Basic", vanished: true }, DIRECT),
    );
    assert.match(
      message,
      /^Operation not allowed: Create of a service, which this stack knows and which is gone\.\n/,
    );
  });

  it("has its whole route on the refusal, the Backup that would follow included", () => {
    const { route } = onlyRefusal(plan(null, vanished({ ...BACKUP, state: "Stopped" }), DIRECT));
    assert.deepEqual(route, ["Create", "Backup", "Stop"]);
  });

  it("is created with consent, and the plan says what is lost", () => {
    const found = plan(null, vanished({ lastBackup: JUNE }), CONSENTING);
    assert.deepEqual([found.verdict, operationsOf(found)], ["legal", ["Create"]]);
    assert.deepEqual(found.notes, [
      "The service that this stack knew is gone, and what it held is lost: last known backup june, taken 2016-06-01T00:00:00Z.",
    ]);
    assert.deepEqual(plan(null, vanished(), CONSENTING).notes, [
      "The service that this stack knew is gone, and what it held is lost: no backup of it is known.",
    ]);
  });

  for (const acceptDataLoss of [
    "orders/Active",
    "orders/replace",
    "invoices/absent",
    "orders/Disabled",
  ]) {
    it(`is not created with consent to ${acceptDataLoss}, which is said`, () => {
      const refusal = onlyRefusal(plan(null, vanished(), { ...DIRECT, acceptDataLoss }));
      assert.equal(refusal.permit, CONSENT);
      assert.ok(
        refusal.message.includes(
          `"${acceptDataLoss}", which is another incident than "orders/absent"`,
        ),
      );
    });
  }

  it("is not created where no consent is needed for one that nobody knew", () => {
    assert.equal(
      plan(null, goal("Active", { ...ORDERS, lastBackup: JUNE }), DIRECT).verdict,
      "legal",
    );
  });

  it("is refused as well when it comes out of Deleting", () => {
    const found = plan(service("Deleting"), vanished(), DIRECT);
    assert.deepEqual([onlyRefusal(found).state, found.observed?.state], ["absent", "Deleting"]);
    assert.deepEqual(operationsOf(plan(service("Deleting"), vanished(), CONSENTING)), [
      "Wait",
      "Create",
    ]);
  });

  it("does not matter while the service is there", () => {
    assert.equal(plan(service("Active"), vanished(), DIRECT).verdict, "noop");
    assert.deepEqual(operationsOf(plan(service("Stopped"), vanished(), DIRECT)), ["Start"]);
  });

  it("is judged when a backup that is not known yet may restore it", () => {
    assert.equal(plan(null, vanished({ unknown: ["restoreFrom"] }), DIRECT).verdict, "unknown");
    assert.equal(plan(null, vanished({ unknown: ["units"] }), DIRECT).verdict, "refused");
  });
});

describe("a service that has vanished, and a backup", () => {
  it("is restored from one that it was not made from before, without consent", () => {
    const found = plan(null, vanished({ restoreFrom: JUNE }), DIRECT);
    assert.deepEqual([found.verdict, operationsOf(found)], ["legal", ["Restore", "Resume"]]);
  });

  it("is not restored without consent from the one that it was made from", () => {
    const found = plan(null, vanished({ restoreFrom: STALE, lastBackup: KNOWN }), DIRECT);
    assert.equal(
      onlyRefusal(found).message,
      [
        "Operation not allowed: Restore of orders, which this stack knows and which is gone.",
        "  Legal here: Create.",
        '  Route: Restore, Resume (set acceptDataLoss: "orders/absent").',
        "  It was made from backup june, taken 2016-06-01T00:00:00Z before: what came after that is lost.",
        '  To restore the last known backup instead, set restoreFrom: { name: "weekly", store } (taken 2016-05-16T00:00:00Z).',
        "  Source: docs/planner.md, Vanished services.",
      ].join("\n"),
    );
    assert.equal(onlyRefusal(found).operation, "Restore");
  });

  it("is not offered the backup that the program names", () => {
    const { message } = onlyRefusal(
      plan(null, vanished({ restoreFrom: STALE, lastBackup: JUNE }), DIRECT),
    );
    assert.doesNotMatch(message, /instead/);
  });

  it("is restored from the one that it was made from with consent", () => {
    const found = plan(null, vanished({ restoreFrom: STALE }), CONSENTING);
    assert.deepEqual([found.verdict, operationsOf(found)], ["legal", ["Restore", "Resume"]]);
  });

  it("needs consent, store and detours at once, and says so", () => {
    const desired = vanished({ state: "Stopped", restoreFrom: { ...STALE, withoutStore: true } });
    const refusal = onlyRefusal(plan(null, desired, DIRECT));
    assert.equal(
      refusal.permit,
      `${CONSENT} and restoreFrom: { name: "june", store } and detours: true`,
    );
    assert.deepEqual(refusal.route, ["Restore", "Resume", "Stop"]);
    assert.match(
      refusal.message,
      /\n {2}Operation not allowed: Restore from backup june.*gives no store/,
    );
    const permitted = { ...WITH_DETOURS, acceptDataLoss: "orders/absent" };
    assert.equal(
      plan(null, vanished({ state: "Stopped", restoreFrom: STALE }), permitted).verdict,
      "legal",
    );
  });

  it("needs nothing more where a Restore that is pending is given up", () => {
    const found = plan(null, vanished({ restoreFrom: { ...JUNE, pending: true } }), {
      ...DIRECT,
      acceptDataLoss: "orders/pending",
    });
    assert.deepEqual([found.verdict, operationsOf(found)[0]], ["legal", "Create"]);
  });

  it("needs nothing more where a Restore is pending", () => {
    for (const stale of [{}, { stale: true }] as const) {
      const found = plan(
        null,
        vanished({ restoreFrom: { ...JUNE, pending: true, ...stale } }),
        DIRECT,
      );
      assert.deepEqual([found.verdict, operationsOf(found)], ["legal", ["Restore", "Resume"]]);
    }
  });

  it("is stale for nobody where the stack does not know the service", () => {
    const found = plan(null, goal("Active", { ...ORDERS, restoreFrom: STALE }), DIRECT);
    assert.equal(found.verdict, "legal");
  });
});
