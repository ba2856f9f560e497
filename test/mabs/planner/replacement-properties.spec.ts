/** What holds of every plan, replacements and deletes included: checked against the literal chart, over arbitrary input. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Operation, State } from "../../../provider/mabs/chart/index.js";
import {
  plan,
  type Desired,
  type Observed,
  type Plan,
  type Policy,
} from "../../../provider/mabs/planner/index.js";
import { COLUMNS, DELETE_ONLY, STATE_NAMES, ticked } from "../chart/literals.js";
import { CASES, EDITIONS } from "./arbitrary-cases.js";
import { POWERS } from "./goals.js";

const WITHOUT_BACKUP = ["Free", "Developer"];

type Check = (
  found: Plan,
  observed: Observed | null,
  desired: Desired | null,
  policy: Policy,
) => void;

function always(check: Check): void {
  fc.assert(
    fc.property(CASES, ([observed, desired, policy]) => {
      check(plan(observed, desired, policy), observed, desired, policy);
    }),
    { numRuns: 4000 },
  );
}

const isColumn = (operation: string): operation is Operation =>
  COLUMNS.some((column) => column === operation);
const rowOf = (state: string): State => {
  const row = STATE_NAMES.find((each) => each === state);
  assert.ok(row !== undefined, `${state} is a row of the chart`);
  return row;
};
const has = ({ steps }: Plan, operation: string): boolean =>
  steps.some((step) => step.operation === operation);

/** What an edition lacks, typed from the editions chart. */
function lacks(of: string, operation: Operation): boolean {
  if (of === "Free") return operation !== "Delete" && operation !== "Update Configuration";
  return of === "Developer" && (operation === "Scale" || operation === "Backup");
}

describe("every plan with replacement, consent and backups", () => {
  it("sends only what the chart and the edition allow in the state in which it is sent", () => {
    always(({ steps }, observed, desired, { profile }) => {
      let edition_: string = observed?.edition ?? desired?.edition ?? "Developer";
      for (const { operation, expects } of steps) {
        if (isColumn(operation)) {
          assert.ok(ticked(rowOf(expects), operation, profile), `${operation} in ${expects}`);
          assert.ok(!lacks(edition_, operation), `${operation} on ${edition_}`);
        } else {
          assert.equal(expects, "absent");
          assert.ok(operation === "Create" || operation === "Restore", operation);
          edition_ = desired?.edition ?? edition_;
          assert.ok(
            operation === "Create" || !WITHOUT_BACKUP.includes(edition_),
            `Restore on ${edition_}`,
          );
        }
      }
    });
  });

  it("chains, and ends absent if and only if the service shall be gone", () => {
    always(({ verdict, steps }, observed, desired) => {
      let at = observed?.state ?? "absent";
      for (const { operation, expects, yields } of steps) {
        assert.equal(expects, at, operation);
        at = yields;
      }
      if (verdict !== "refused") assert.equal(at === "absent", desired === null);
    });
  });

  it("deletes a service that shall be only by replacement, never a kept one, and never loses data without consent", () => {
    always((found, observed, desired, policy) => {
      if (!has(found, "Delete")) return;
      assert.equal(found.verdict, "legal");
      assert.equal(policy.keep, undefined);
      if (desired === null) return;
      assert.equal(policy.recovery, "replace");
      const state = observed?.state ?? "absent";
      if (has(found, "Restore") || state === "CreatedFailed") return;
      const named = desired.serviceName ?? policy.acceptDataLoss?.split("/")[0] ?? "";
      assert.equal(policy.acceptDataLoss, `${named}/${state}`);
    });
  });

  it("deletes what the platform disabled only with consent, restored or not", () => {
    always((found, observed, desired, { acceptDataLoss }) => {
      if (desired === null || !has(found, "Delete")) return;
      if (!["Disabled", "DisableFailed", "EnableFailed"].includes(observed?.state ?? "")) return;
      assert.equal(acceptDataLoss?.split("/")[1], observed?.state);
    });
  });

  it("replaces only what only Delete leaves, or for a higher edition", () => {
    always((found, observed, desired) => {
      if (desired === null || observed === null || !has(found, "Delete")) return;
      const change =
        EDITIONS.indexOf(desired.edition ?? observed.edition) - EDITIONS.indexOf(observed.edition);
      assert.ok(change >= 0);
      assert.ok(change > 0 || DELETE_ONLY.some((state) => state === observed.state));
    });
  });

  it("backs up before a Delete where the program says always, or this delete has done so", () => {
    always((found, observed, _desired, { backupBeforeDelete }) => {
      if (!has(found, "Delete") || backupBeforeDelete !== true) return;
      const done =
        observed?.backupForDelete !== undefined &&
        observed.backupForDelete === observed.lastBackup?.name;
      const before = found.steps.findIndex(({ operation }) => operation === "Delete");
      assert.ok(done || found.steps[before - 1]?.operation === "Backup");
    });
  });

  it("restores only what can be restored", () => {
    always(({ steps }, observed, desired, { profile }) => {
      const backup = steps.find(({ operation }) => operation === "Restore")?.backup;
      if (desired === null || backup === undefined) return;
      const { restoreFrom } = desired;
      const edition_ = desired.edition ?? observed?.edition ?? "Developer";
      assert.ok(EDITIONS.indexOf(backup.edition ?? "Basic") <= EDITIONS.indexOf(edition_));
      const now = desired.newVersion ?? observed?.version;
      const isCompared = profile === "chart" && now !== undefined;
      if (isCompared && backup.version !== undefined) assert.equal(backup.version, now);
      // Named by the program, and the one that is restored: then nothing may be wrong with it.
      const taken = steps.some(
        ({ operation, expects }) => operation === "Backup" && expects !== "absent",
      );
      if (!taken && restoreFrom?.name === backup.name)
        assert.deepEqual([restoreFrom.missing, restoreFrom.withoutStore], [undefined, undefined]);
    });
  });

  it("never creates while a Restore is pending, unless that is given up by consent", () => {
    always((found, observed, desired, { acceptDataLoss }) => {
      if (observed !== null || desired?.restoreFrom?.pending !== true || !has(found, "Create"))
        return;
      assert.equal(acceptDataLoss?.split("/")[1], "pending");
    });
  });

  it("scales only to other units, or out of ScaleFailed, and ends with the desired ones", () => {
    always(({ verdict, steps }, observed, desired) => {
      if (verdict !== "legal" || desired === null) return;
      let now: number | undefined = observed?.units;
      let saved: number | undefined;
      for (const { operation, expects, backup } of steps) {
        if (operation === "Scale") {
          assert.ok(
            expects === "ScaleFailed" || now !== desired.units,
            `Scale of ${String(now)} units`,
          );
          now = desired.units ?? now;
        } else if (operation === "Backup") saved = now;
        else if (operation === "Create") now = desired.units ?? 1;
        // What a backup is not known to hold is taken to be what the old service had, or else what is desired.
        else if (operation === "Restore")
          now = saved ?? backup?.units ?? observed?.units ?? desired.units;
      }
      if (desired.units !== undefined) assert.equal(now, desired.units);
    });
  });

  it("has steps when it is legal and refusals when it is refused, never both", () => {
    always(({ verdict, steps, refusals }) => {
      assert.equal(verdict, refusals.length > 0 ? "refused" : steps.length > 0 ? "legal" : "noop");
      assert.ok(refusals.length === 0 || steps.length === 0);
    });
  });

  it("has a recovery in every failed state, refused or not, and in no other", () => {
    always(({ recovery }, observed, desired) => {
      if (observed === null || desired === null) return;
      const rests = POWERS.some((power) => power === observed.state);
      const deleteOnly = DELETE_ONLY.some((state) => state === observed.state);
      if (rests) assert.equal(recovery, null);
      else if (!deleteOnly) {
        assert.equal(recovery?.kind, "inPlace");
        assert.ok(recovery.steps.length <= 1, "one step leaves a failed state");
      } else if (recovery !== null) {
        assert.equal(recovery.kind, "replacement");
        assert.notEqual(recovery.steps.at(-1)?.operation, "Delete");
      }
    });
  });

  it("is the same byte for byte for equal input, and leaves its input as it was", () => {
    const reversed = <T extends object | null>(value: T): T =>
      (value === null ? null : Object.fromEntries(Object.entries(value).reverse())) as T; // Same keys.
    always((found, observed, desired, policy) => {
      const text = JSON.stringify(found);
      const before = JSON.stringify([observed, desired, policy]);
      const copy = structuredClone([observed, desired, policy] as const);
      assert.equal(JSON.stringify(plan(...copy)), text);
      assert.equal(
        JSON.stringify(plan(reversed(observed), reversed(desired), reversed(policy))),
        text,
      );
      assert.equal(JSON.stringify([observed, desired, policy]), before);
    });
  });

  it("is plain JSON", () => {
    always((found) => {
      assert.deepEqual(JSON.parse(JSON.stringify(found)), found);
    });
  });
});
