import assert from "node:assert/strict";
import { inputs, workplaces } from "./support/workplace.js";
import { call, type Ended } from "./support/terminal.js";

describe("biztalk apply, when it cannot", function () {
  this.timeout(20_000);
  const workplace = workplaces();
  const apply = (document: unknown, ...options: readonly string[]): Promise<Ended> =>
    workplace().call(["apply", workplace().file("services.yaml", document), ...options]);
  const nothingWasSent = async (): Promise<void> => {
    assert.deepEqual(await workplace().control.sent(), []);
  };

  it("sends nothing to any service when the plan of one is refused", async () => {
    await workplace().control.place("orders", "Stopped");
    await workplace().control.place("invoices", "Active");
    const ended = await apply([
      inputs("invoices", { units: 2 }),
      inputs("orders", { units: 3, state: "Stopped" }),
    ]);
    assert.equal(ended.code, 1);
    assert.deepEqual(ended.stdout.trimEnd().split("\n"), [
      "invoices: legal from Active",
      "  1. Scale: Active to Active, units 1 -> 2",
      "orders: refused from Stopped",
      "  Operation not allowed: Scale in state Stopped.",
      "    Legal here: Start, Restart, Delete, Backup.",
      "    Route: Start, Scale, Stop (set detours: true).",
      "    Source: service state chart, row Stopped.",
    ]);
    assert.match(ended.stderr, /nothing was sent/);
    await nothingWasSent();
  });

  it("says so in JSON as well", async () => {
    await workplace().control.place("orders", "Disabled");
    const { code, stdout } = await apply(inputs("orders", { state: "Active" }), "--format", "json");
    const { sent, services } = JSON.parse(stdout) as {
      sent: boolean;
      services: { plan: { verdict: string } }[];
    };
    assert.deepEqual([code, sent, services[0]?.plan.verdict], [1, false, "refused"]);
    await nothingWasSent();
  });

  it("ends with 1 for a refused --preview", async () => {
    await workplace().control.place("orders", "Stopped");
    assert.equal(
      (await apply(inputs("orders", { units: 3, state: "Stopped" }), "--preview")).code,
      1,
    );
  });

  it("refuses another edition for a service that is there, and sends nothing", async () => {
    await workplace().control.place("orders", "Active");
    const other = await apply(inputs("orders", { edition: "Basic" }));
    assert.equal(other.code, 1);
    assert.match(other.stdout, /edition Premium to Basic/);
    await nothingWasSent();
  });

  it("ends with 4 and the recovery when a step fails, and the others go on", async () => {
    await workplace().control.place("orders", "Active");
    await workplace().control.place("invoices", "Active");
    await workplace().control.failNext("Scale", "orders");
    const ended = await apply([inputs("orders", { units: 3 }), inputs("invoices", { units: 2 })]);
    assert.equal(ended.code, 4, ended.stdout);
    assert.match(ended.stdout, /Scale failed: .*The service is in state ScaleFailed\./);
    assert.match(ended.stdout, /invoices: legal from Active\n.*\n {2}now Active/);
    assert.match(ended.stdout, /Recovery: Scale: ScaleFailed to Active/);
    assert.equal((await workplace().control.view("invoices"))?.units, 2);
  });

  it("writes a failed step as JSON, with its state and what went wrong", async () => {
    await workplace().control.place("orders", "Active");
    await workplace().control.failNext("Stop", "orders");
    const { code, stdout } = await apply(
      inputs("orders", { state: "Stopped" }),
      "--format",
      "json",
    );
    const { sent, services } = JSON.parse(stdout) as {
      sent: boolean;
      services: Record<string, unknown>[];
    };
    assert.deepEqual([code, sent, services[0]?.["state"]], [4, true, "StopFailed"]);
    assert.match(String(services[0]?.["error"]), /^Stop failed: /);
  });

  it("goes on from a failed step at the next call", async () => {
    await workplace().control.place("orders", "Active");
    await workplace().control.failNext("Scale", "orders");
    await apply(inputs("orders", { units: 3, state: "Active" }));
    await workplace().control.forget();
    assert.equal((await apply(inputs("orders", { units: 3, state: "Active" }))).code, 0);
    assert.deepEqual(await workplace().control.sent(), ["Scale orders"]);
  });

  it("sends nothing when the journal cannot be written, and says how to mend it", async () => {
    await workplace().control.place("orders", "Active");
    const journal = workplace().file("a-file", "no folder");
    const file = workplace().file("services.yaml", inputs("orders", { units: 3 }));
    const ended = await call([
      "apply",
      file,
      "--endpoint",
      workplace().endpoint,
      "--journal",
      journal,
    ]);
    assert.equal(ended.code, 1);
    assert.match(ended.stdout + ended.stderr, /the journal .*a-file.* cannot be written/);
    await nothingWasSent();
  });

  it("sends nothing when the process is to end, and ends with 8", async () => {
    await workplace().control.place("orders", "Updating");
    const file = workplace().file("services.yaml", inputs("orders", { units: 3 }));
    const ended = await workplace().call(["apply", file], {
      signal: AbortSignal.abort(new Error("SIGTERM")),
    });
    assert.equal(ended.code, 8, ended.stdout + ended.stderr);
    await nothingWasSent();
  });

  it("ends with 9 when a transition does not end in time", async () => {
    await workplace().control.place("orders", "Updating");
    const ended = await apply(inputs("orders", { units: 3, timeouts: { settle: "1ms" } }));
    assert.equal(ended.code, 9, ended.stdout + ended.stderr);
    assert.match(ended.stdout, /last seen: Updating/);
    await nothingWasSent();
  });
});
