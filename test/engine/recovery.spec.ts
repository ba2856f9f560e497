import assert from "node:assert/strict";
import { fails, planOn, says, succeeds } from "./support/outcomes.js";
import { service, type Declaration } from "./support/program.js";
import { projectFor } from "./support/suite.js";

/** How each of the seven in-place failed states is reached, and left again (docs/planner.md, Results and Routes). */
const FAILURES = [
  {
    name: "startfailed",
    state: "StartFailed",
    operation: "Start",
    before: { state: "Stopped" },
    after: { state: "Active" },
  },
  {
    name: "stopfailed",
    state: "StopFailed",
    operation: "Stop",
    before: { state: "Active" },
    after: { state: "Stopped" },
  },
  {
    name: "restartfailed",
    state: "RestartFailed",
    operation: "Restart",
    before: { restartTriggers: "rev-1" },
    after: { restartTriggers: "rev-2" },
  },
  {
    name: "suspendedfailed",
    state: "SuspendedFailed",
    operation: "Suspend",
    before: { state: "Active" },
    after: { state: "Suspended" },
  },
  {
    name: "resumefailed",
    state: "ResumeFailed",
    operation: "Resume",
    before: { state: "Suspended" },
    after: { state: "Active" },
  },
  {
    name: "configfailed",
    state: "ConfigUpdateFailed",
    operation: "Update Configuration",
    before: {},
    after: { configuration: { customDomainUrl: "orders.example.com" } },
  },
  {
    name: "scalefailed",
    state: "ScaleFailed",
    operation: "Scale",
    before: { units: 1 },
    after: { units: 3 },
  },
] as const;

/** A Backup that fails leaves the state as it is. */
const BACKUP = { before: {}, after: { backup: { name: "nightly", store: "AccountName=a" } } };

const declaration = (which: "before" | "after"): Declaration => ({
  ...Object.fromEntries(FAILURES.map((row) => [row.name, service(row.name, row[which])])),
  backupfailed: service("backupfailed", BACKUP[which]),
});

const OPERATIONS = [
  ...FAILURES.map(({ name, operation }) => `${operation} ${name}`),
  "Backup backupfailed",
].sort();

describe("a step that fails", function () {
  this.timeout(120_000);
  const project = projectFor();
  let failedUp = "";

  before(async () => {
    project().declare(declaration("before"));
    await succeeds(project().up());
    for (const { name, operation } of FAILURES) await project().control.failNext(operation, name);
    await project().control.failNext("Backup", "backupfailed");
    await project().control.forget();
    project().declare(declaration("after"));
    failedUp = (await fails(project().up("--continue-on-error"))).text;
  });

  it("is sent once, and nothing is sent after it", async () => {
    assert.deepEqual([...(await project().control.sent())].sort(), OPERATIONS);
  });

  for (const { name, state, operation } of FAILURES) {
    it(`of ${operation} is told with the state ${state} and its recovery`, () => {
      says({ code: 1, stdout: "", text: failedUp }, `${name}: ${operation} failed: `);
      says({ code: 1, stdout: "", text: failedUp }, `The service is in state ${state}.`);
      assert.match(
        failedUp,
        new RegExp(`Recovery, shown by the next .pulumi preview.: [A-Z][A-Za-z ]+: ${state} to `),
      );
    });

    it(`of ${operation} is recorded with the state ${state}, as a partial failure`, () => {
      const recorded = project().recorded(name);
      assert.equal(recorded?.outputs["state"], state);
      assert.equal(recorded.outputs["lastOperation"], `${operation} (failed)`);
      assert.ok((recorded.initErrors ?? []).length > 0);
    });
  }

  it("of Backup is told, and leaves the state as it is", () => {
    says(
      { code: 1, stdout: "", text: failedUp },
      "backupfailed: Backup failed: ",
      "in state Active",
    );
  });

  it("is recovered by the next up even after a refresh: triggers, backup and settings are not lost", async () => {
    await succeeds(project().refresh());
    await project().control.forget();
    const preview = await succeeds(project().preview());
    for (const { name, state, operation } of FAILURES) {
      const plan = planOn(preview, name);
      assert.ok(plan.startsWith(`Plan from ${state}: ${operation}`), `${name}: ${plan}`);
    }
    assert.match(planOn(preview, "backupfailed"), /^Plan from Active: Backup \(backup .*\)\.$/);
    assert.deepEqual(await project().control.sent(), []);
    await succeeds(project().up());
    assert.deepEqual([...(await project().control.sent())].sort(), OPERATIONS);
  });

  it("is over after the recovery: nothing is left to do", async () => {
    await succeeds(project().preview("--expect-no-changes"));
    for (const { name } of FAILURES) assert.equal(project().recorded(name)?.initErrors, undefined);
    assert.equal((await project().control.view("scalefailed"))?.units, 3);
  });
});

describe("a Create that fails", function () {
  this.timeout(120_000);
  const project = projectFor();

  it("leaves CreatedFailed, which only Delete leaves: the next preview refuses and names the way out", async () => {
    project().declare({ orders: service("orders") });
    await project().control.failNext("Create", "orders");
    await fails(project().up(), "orders: Create failed: ", "CreatedFailed");
    assert.equal(project().recorded("orders")?.outputs["state"], "CreatedFailed");
    await fails(
      project().run("preview"),
      "CreatedFailed",
      "Legal here: Delete.",
      "Route: Delete, Create",
    );
    await fails(project().up(), "CreatedFailed");
    assert.deepEqual(await project().control.sent(), ["Create orders"]);
  });

  it("can be destroyed", async () => {
    await succeeds(project().destroy());
    assert.deepEqual(await project().control.sent(), ["Create orders", "Delete orders"]);
  });
});
