import assert from "node:assert/strict";
import type { JudgedPlan, ReviewedService } from "../../provider/mabs/findings/index.js";
import { writeReport, type Report } from "../../provider/report/index.js";
import { makeReport } from "./make-report.js";
import { planOf, reviewed, stepOf } from "./fixtures.js";

const OBSERVED = { state: "Active", power: ["Active"], units: 1, edition: "Premium" } as const;
const DELETE = stepOf("Delete", "Active", "absent", "destroys");
const LOST =
  "What the service holds is lost: last known backup nightly-1, taken 2026-10-01T02:00:00.000Z.";
const BACKUP = { name: "nightly-1", takenAt: "2026-10-01T02:00:00.000Z", age: "54 days" };

/** Both services of a resource whose serviceName changes, as a preview sees them. */
function both(comes: Partial<JudgedPlan>, goes: JudgedPlan): readonly ReviewedService[] {
  const replaced = { cloudService: "integration", serviceName: "before", plan: goes };
  const create = stepOf("Create", "absent", "Active", "none");
  return [
    reviewed("orders", {
      ...{
        change: "replace",
        live: null,
        lastKnown: null,
        replaces: { service: "before", cloudService: "integration" },
      },
      plan: { ...planOf({ verdict: "legal", steps: [create] }), ...comes, replaced },
    }),
    reviewed("before", {
      ...{
        urn: reviewed("orders").urn,
        name: "orders",
        change: "delete",
        lastKnown: null,
        backup: BACKUP,
      },
      ...{
        backupIsOld: true,
        replacedBy: { service: "orders", cloudService: "integration" },
        plan: goes,
      },
      ...{ asked: "nothing: it is replaced", wanted: { configuration: {} } },
    }),
  ];
}

const reportOn = (services: readonly ReviewedService[]): Report =>
  makeReport({
    ...{
      command: "preview",
      project: "integration",
      projectFile: "Pulumi.yaml",
      stack: "dev",
      ended: "done",
    },
    ...{ services, others: [] },
  });

describe("a resource that Pulumi replaces, and the service that goes", () => {
  it("destroys: with the steps, what is lost, and the last backup with its age; once", () => {
    const { findings, resources } = reportOn(
      both({}, planOf({ verdict: "legal", observed: OBSERVED, steps: [DELETE], notes: [LOST] })),
    );
    assert.equal(findings.length, 1);
    const [found = assert.fail("no finding")] = findings;
    assert.deepEqual(
      [found.rule, found.severity, found.subject?.name, found.state, found.operation, found.route],
      [
        "destroys",
        "warning",
        "before",
        "Active",
        "Delete",
        { operations: ["Delete"], risk: "destroys" },
      ],
    );
    assert.deepEqual([found.backup, found.location?.line], [BACKUP, 17]);
    const [first, ...rest] = found.message.split("\n");
    assert.match(
      first ?? "",
      /^before is deleted, and integration\/orders is made in its place: Delete: Active .* \(destroys\)\.$/,
    );
    assert.deepEqual(rest, [LOST, "Its last backup is nightly-1, taken 54 days ago."]);
    assert.deepEqual(
      resources.map(({ change, subject, changes }) => [change, subject.name, changes]),
      [
        ["delete", "before", undefined],
        ["replace", "orders", ["serviceName before -> orders"]],
      ],
    );
  });

  it("refused: the refusal is said once, of the resource; both rows carry a stop sign", () => {
    const refusal = {
      rule: "operation-not-allowed",
      ...{
        operation: "Delete",
        state: "Active",
        legalHere: [],
        route: ["Delete", "Create"],
        source: "a row",
      },
      ...{
        permit: 'acceptDataLoss: "before/replace"',
        message: "Replacement not allowed: before would be deleted.",
      },
    } as const;
    const refused = { verdict: "refused", refusals: [refusal] } as const;
    const report = reportOn(both(refused, planOf({ ...refused, observed: OBSERVED })));
    assert.deepEqual(
      report.findings.map(({ rule, severity, subject, permit }) => [
        rule,
        severity,
        subject?.name,
        permit,
      ]),
      [["operation-not-allowed", "error", "orders", 'acceptDataLoss: "before/replace"']],
    );
    const rows = [...writeReport(report, "markdown").matchAll(/^\| 🛑 \| (\w+) \|/gm)].map(
      ([, service]) => service,
    );
    assert.deepEqual(rows, ["before", "orders"]);
  });

  it("a service that is gone already loses nothing", () => {
    assert.deepEqual(reportOn(both({}, planOf({ verdict: "noop" }))).findings, []);
  });

  it("what cannot be judged yet is said to be", () => {
    const goes = planOf({ verdict: "unknown", notes: ["The service is in state Updating."] });
    assert.deepEqual(
      reportOn(both({ verdict: "unknown" }, goes)).findings.map(({ rule, message }) => [
        rule,
        message,
      ]),
      [["delete-not-judged", "before is replaced.\nThe service is in state Updating."]],
    );
  });
});
