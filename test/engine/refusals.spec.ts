import assert from "node:assert/strict";
import { errorsOn, fails, says, succeeds } from "./support/outcomes.js";
import { service, type Declaration } from "./support/program.js";
import { projectFor } from "./support/suite.js";

// docs/planner.md, Shapes, word for word.
const SCALE_IN_STOPPED = `Operation not allowed: Scale in state Stopped.
  Legal here: Start, Restart, Delete, Backup.
  Route: Start, Scale, Stop (set detours: true).
  Source: service state chart, row Stopped.`;

describe("an operation that the chart does not allow", function () {
  this.timeout(120_000);
  const project = projectFor();
  const declare = (args: Declaration[string]["args"], more: Declaration = {}): void => {
    project().declare({
      orders: service("orders", { state: "Stopped", ...args }),
      invoices: service("invoices", { state: "Suspended", ...args }),
      ...more,
    });
  };

  before(async () => {
    declare({ units: 1 });
    await succeeds(project().up());
    await project().control.forget();
  });

  it("is refused in a preview on its own resource; one preview shows all, and nothing is sent", async () => {
    declare({ units: 3 }, { billing: service("billing") });
    const preview = await fails(project().preview());
    assert.deepEqual(errorsOn(preview, "orders"), [SCALE_IN_STOPPED]);
    const [invoices = "", ...more] = errorsOn(preview, "invoices");
    assert.deepEqual(more, []);
    assert.ok(invoices.startsWith("Operation not allowed: Scale in state Suspended."), invoices);
    assert.deepEqual(errorsOn(preview, "billing"), []);
    assert.equal(preview.steps["billing"], "create");
    assert.deepEqual(await project().control.sent(), []);
  });

  it("ends `pulumi up` after its preview, in words and without a stack", async () => {
    const outcome = await fails(
      project().run("up", "--yes"),
      "Operation not allowed: Scale in state Stopped.",
    );
    says(outcome, "illegal operations refused; nothing has been changed");
    assert.doesNotMatch(outcome.text, /\n\s+at .*\.js:\d+/);
    assert.deepEqual(await project().control.sent(), []);
  });

  it("is refused in an update that had no preview, and nothing is sent", async () => {
    declare({ units: 3 });
    await fails(project().up(), "Operation not allowed: Scale in state", "Legal here:");
    assert.deepEqual(await project().control.sent(), []);
  });

  it("becomes a detour with consent: Start, Scale, Stop", async () => {
    declare({ units: 3, detours: true });
    await succeeds(project().up());
    const sent = await project().control.sent();
    assert.deepEqual(
      sent.filter((line) => line.endsWith("orders")),
      ["Start orders", "Scale orders", "Stop orders"],
    );
    assert.deepEqual(
      sent.filter((line) => line.endsWith("invoices")),
      ["Resume invoices", "Scale invoices", "Suspend invoices"],
    );
  });
});

describe("inputs that are not accepted", function () {
  this.timeout(120_000);
  const project = projectFor();
  const INVALID: Declaration = {
    orders: service("x", { units: 99, state: "Stoped" }),
    invoices: service("invoices", { state: "ScaleFailed" }),
    free: service("freeservice", { edition: "Free", units: 2 }),
    developer: service("developer1", { edition: "Developer", units: 2 }),
  };

  it("are all shown in one preview, each on its resource, with what is accepted", async () => {
    project().declare(INVALID);
    const preview = await fails(project().preview());
    const orders = errorsOn(preview, "orders").join("\n");
    assert.match(
      orders,
      /serviceName: "x" was given; accepted: 6 to 20 letters and digits, letter first/,
    );
    assert.match(orders, /units: 99 was given; edition Premium accepts 1 to 8/);
    assert.match(
      orders,
      /state: "Stoped" is not a power state; accepted: Active, Stopped, Suspended. Did you mean Stopped\?/,
    );
    assert.match(
      errorsOn(preview, "invoices").join("\n"),
      /"ScaleFailed" is a state that is left behind when something fails/,
    );
    assert.match(
      errorsOn(preview, "free").join("\n"),
      /edition Free accepts 1, it does not have Scale/,
    );
    assert.match(
      errorsOn(preview, "developer").join("\n"),
      /edition Developer accepts 1, it does not have Scale/,
    );
  });

  it("of one resource are all shown in an update, and nothing is sent", async () => {
    project().declare({ orders: INVALID["orders"] ?? service("x") });
    await fails(project().up(), 'serviceName: "x"', "units: 99", 'state: "Stoped"');
    assert.deepEqual(await project().control.sent(), []);
  });

  it("of Pulumi's own are refused too: replaceOnChanges cannot work here", async () => {
    project().declare({
      orders: { ...service("orders"), options: { replaceOnChanges: ["units"] } },
    });
    await fails(project().run("preview"), "replaceOnChanges cannot work here");
  });
});
