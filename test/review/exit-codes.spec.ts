import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFor } from "../engine/support/suite.js";
import { succeeds } from "../engine/support/outcomes.js";
import { PROGRAM, service } from "../engine/support/program.js";
import { call } from "../cli/support/terminal.js";
import type { Report } from "../../provider/report/index.js";
import { eventually } from "../engine/support/eventually.js";
import { finding, planOf, review, rulesOf } from "./support.js";

/** A program that says when its services are judged, and then never ends. */
const ENDLESS = `${PROGRAM}
setTimeout(() => undefined, 1e9);
new Promise(() => undefined);
require("@pulumi/pulumi").output(new Promise(() => undefined)).apply(() => undefined);
`;

describe("exit codes of biztalk preview, up and drift", function () {
  this.timeout(120_000);
  const project = projectFor();

  before(async () => {
    project().declare({ orders: service("orders", { units: 1, state: "Active" }) });
    await succeeds(project().up());
  });

  it("0: nothing to do, and nothing found", async () => {
    const report = await review(project(), 0, "preview", "--expect-no-changes");
    assert.deepEqual(rulesOf(report), []);
    assert.deepEqual(rulesOf(await review(project(), 0, "drift")), []);
  });

  it("7: changes where none were expected; without that option they are 0", async () => {
    project().declare({ orders: service("orders", { units: 2, state: "Active" }) });
    await review(project(), 7, "preview", "--expect-no-changes");
    await review(project(), 0, "preview");
  });

  it("7: drift, with the operations that would be sent; read-only", async () => {
    project().declare({ orders: service("orders", { units: 1, state: "Active" }) });
    await project().control.place("orders", "Stopped", { units: 1 });
    await project().control.forget();
    const report = await review(project(), 7, "drift");
    assert.deepEqual(rulesOf(report), ["drift orders"]);
    const { message, route } = finding(report, "drift", "orders");
    assert.match(message, /state Active -> Stopped\. Plan: Start: Stopped to Active\.$/);
    assert.deepEqual(route, { operations: ["Start"], risk: "none" });
    assert.deepEqual(
      report.resources.map(({ name, steps }) => [name, steps.map(({ operation }) => operation)]),
      [["orders", ["Start"]]],
    );
    assert.deepEqual(await project().control.sent(), []);
    await project().control.place("orders", "Active", { units: 1 });
  });

  it("1: refused", async () => {
    project().declare({
      orders: service("orders", { units: 1, state: "Active", edition: "Basic" }),
    });
    await review(project(), 1, "preview");
    await review(project(), 1, "drift");
  });

  it("4: a step failed; the report names it and its service", async () => {
    project().declare({ orders: service("orders", { units: 2, state: "Active" }) });
    await review(project(), 0, "preview", "--save-plan", planOf(project()));
    await project().control.failNext("Scale", "orders");
    const report = await review(project(), 4, "up", "--plan", planOf(project()));
    const failed = finding(report, "step-failed", "orders");
    // One reason, so that the engine counts one error.
    const [cause, done, recovery, next, ...more] = failed.message.split("\n");
    assert.equal(
      cause,
      "orders: Scale failed: a scripted fault. The service is in state ScaleFailed.",
    );
    assert.equal(done, "Done in this run: nothing.");
    assert.match(recovery ?? "", /^Recovery, shown by the next `pulumi preview`: Scale: /);
    assert.deepEqual([next, more], ["Run `pulumi up` again to go on from there.", []]);
    assert.equal(report.ended, "failed");
    const after = await review(project(), 0, "preview", "--save-plan", planOf(project()));
    assert.deepEqual(rulesOf(after), ["failed-state orders"]);
    await review(project(), 0, "up", "--plan", planOf(project()));
    assert.equal((await project().control.view("orders"))?.state, "Active");
  });

  it("9: the deadline, with what is known by then", async () => {
    project().declare({ orders: service("orders", { units: 2, state: "Stopped" }) });
    writeFileSync(join(project().folder, "index.js"), ENDLESS);
    const report = await review(project(), 9, "preview", "--deadline", "8s");
    assert.deepEqual([report.ended, rulesOf(report)], ["deadline", ["interrupts orders"]]);
  });

  it("8: an apply that is cancelled waits for the step that is under way, and records it", async () => {
    writeFileSync(join(project().folder, "index.js"), PROGRAM);
    project().declare({ orders: service("orders", { units: 3, state: "Active" }) });
    await review(project(), 0, "preview", "--save-plan", planOf(project()));
    await project().control.fault({
      operation: "Scale",
      service: "orders",
      effect: "delay",
      delayMs: 1_500,
    });
    await project().control.forget();
    const asked = new AbortController();
    const args = ["up", "-C", project().folder, "--plan", planOf(project()), "--report", "json"];
    const ending = call(args, { env: project().env, signal: asked.signal });
    await eventually(async () => (await project().control.sent()).length > 0, 60_000);
    asked.abort();
    const { code, stdout, stderr } = await ending;
    assert.equal(code, 8, stdout + stderr);
    assert.match(stderr, /Waiting for the step that is under way\. Another Ctrl-C/);
    assert.equal((JSON.parse(stdout) as Report).ended, "cancelled");
    assert.equal(project().recorded("orders")?.outputs["units"], 3);
    assert.deepEqual(await project().control.sent(), ["Scale orders"]);
  });

  it("8: a preview that is cancelled", async () => {
    writeFileSync(join(project().folder, "index.js"), ENDLESS);
    const asked = new AbortController();
    const args = ["preview", "-C", project().folder, "--report", "json"];
    const ending = call(args, { env: project().env, signal: asked.signal });
    asked.abort();
    const { code, stdout } = await ending;
    writeFileSync(join(project().folder, "index.js"), PROGRAM);
    assert.equal(code, 8);
    assert.equal((JSON.parse(stdout) as Report).ended, "cancelled");
  });
});
