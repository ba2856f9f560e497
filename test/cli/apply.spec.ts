import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { inputs, workplaces } from "./support/workplace.js";
import type { Ended } from "./support/terminal.js";

interface AppliedJson {
  readonly sent: boolean;
  readonly services: readonly {
    readonly service: string;
    readonly plan: {
      readonly verdict: string;
      readonly steps: readonly { readonly operation: string }[];
    };
    readonly state: string | null;
    readonly error: string | null;
  }[];
}

describe("biztalk apply", function () {
  this.timeout(20_000);
  const workplace = workplaces();
  const apply = (document: unknown, ...options: readonly string[]): Promise<Ended> =>
    workplace().call(["apply", workplace().file("services.yaml", document), ...options]);
  const linesOf = ({ stdout }: Ended): string[] => stdout.trimEnd().split("\n");

  it("creates a service that is not there", async () => {
    const ended = await apply(inputs("orders"));
    assert.deepEqual([ended.code, ended.stderr], [0, ""]);
    assert.deepEqual(linesOf(ended), [
      "orders: legal from no service",
      "  1. Create: absent to Active",
      "  now Active",
    ]);
    assert.deepEqual(await workplace().control.sent(), ["Create orders"]);
    assert.equal((await workplace().control.view("orders"))?.state, "Active");
  });

  it("reads YAML", async () => {
    const yaml =
      "serviceName: orders\nregion: West Europe\nedition: premium # lower case is fine\nunits: 2\n";
    assert.equal((await apply(yaml)).code, 0);
    const view = await workplace().control.view("orders");
    assert.deepEqual(
      [view?.edition, view?.units, view?.cloudService],
      ["Premium", 2, "biztalk-west-europe"],
    );
  });

  it("reads standard input", async () => {
    const stdin = JSON.stringify(inputs("orders"));
    assert.equal((await workplace().call(["apply", "-"], { stdin })).code, 0);
    assert.deepEqual(await workplace().control.sent(), ["Create orders"]);
  });

  it("sends nothing the second time", async () => {
    const document = inputs("orders", { units: 2, configuration: { trackingStore: "Server=db" } });
    await apply(document);
    await workplace().control.forget();
    const ended = await apply(document);
    assert.deepEqual([ended.code, linesOf(ended)[0]], [0, "orders: noop from Active"]);
    assert.deepEqual(await workplace().control.sent(), []);
  });

  it("scales, then stops, a service that is there", async () => {
    await workplace().control.place("orders", "Active");
    assert.equal((await apply(inputs("orders", { units: 3, state: "Stopped" }))).code, 0);
    assert.deepEqual(await workplace().control.sent(), ["Scale orders", "Stop orders"]);
    const view = await workplace().control.view("orders");
    assert.deepEqual([view?.state, view?.units], ["Stopped", 3]);
  });

  it("recovers a failed state in place", async () => {
    await workplace().control.place("orders", "ScaleFailed");
    assert.equal((await apply(inputs("orders", { units: 3, state: "Active" }))).code, 0);
    assert.deepEqual(await workplace().control.sent(), ["Scale orders"]);
  });

  it("applies every service of a list, and of services:", async () => {
    assert.equal((await apply([inputs("orders"), inputs("invoices")])).code, 0);
    const ended = await apply({
      services: [inputs("orders", { units: 2 }), inputs("invoices", { state: "Stopped" })],
    });
    assert.equal(ended.code, 0);
    assert.deepEqual(
      linesOf(ended).filter((line) => !line.startsWith(" ")),
      ["orders: legal from Active", "invoices: legal from Active"],
    );
    const [orders, invoices] = [
      await workplace().control.view("orders"),
      await workplace().control.view("invoices"),
    ];
    assert.deepEqual([orders?.units, invoices?.state], [2, "Stopped"]);
  });

  it("writes progress, line by line, apart from the result", async () => {
    const progress: string[] = [];
    const file = workplace().file("services.yaml", inputs("orders"));
    const { stdout } = await workplace().call(["apply", file], {
      progress: (line) => void progress.push(line),
    });
    assert.deepEqual(progress, ["orders: Create: sent", "orders: Create: done"]);
    assert.doesNotMatch(stdout, /Create: (sent|done)/);
  });

  it("shows the plans and sends nothing with --preview", async () => {
    await workplace().control.place("orders", "Active");
    const ended = await apply([inputs("orders", { units: 3 }), inputs("invoices")], "--preview");
    assert.deepEqual([ended.code, ended.stderr], [0, ""]);
    assert.deepEqual(linesOf(ended), [
      "orders: legal from Active",
      "  1. Scale: Active to Active, units 1 -> 3",
      "invoices: legal from no service",
      "  1. Create: absent to Active",
    ]);
    assert.deepEqual(await workplace().control.sent(), []);
    assert.equal(existsSync(workplace().journal), false);
  });

  it("writes what it did as JSON", async () => {
    await workplace().control.place("orders", "Active");
    const { code, stdout } = await apply(
      inputs("orders", { state: "Suspended" }),
      "--format",
      "json",
    );
    const { sent, services } = JSON.parse(stdout) as AppliedJson;
    const [{ service, plan, state, error } = assert.fail("no service")] = services;
    assert.deepEqual([code, sent, services.length], [0, true, 1]);
    assert.deepEqual([service, plan.verdict, state, error], ["orders", "legal", "Suspended", null]);
    assert.deepEqual(
      plan.steps.map(({ operation }) => operation),
      ["Suspend"],
    );
  });

  it("writes a preview as JSON that says so", async () => {
    const { code, stdout } = await apply(inputs("orders"), "--preview", "--format", "json");
    const { sent, services } = JSON.parse(stdout) as AppliedJson;
    assert.deepEqual([code, sent, services[0]?.state, services[0]?.error], [0, false, null, null]);
  });

  it("shows the value of no secret, anywhere", async () => {
    const secret = "Server=db;Password=s3cret";
    const document = inputs("orders", { configuration: { trackingStore: secret } });
    const texts = [
      await apply(document, "--preview"),
      await apply(document, "--preview", "--format", "json"),
      await apply(document),
      await apply(inputs("orders", { configuration: { trackingStore: [secret] } })),
    ];
    for (const { stdout, stderr } of texts) assert.doesNotMatch(stdout + stderr, /s3cret/);
    assert.equal(texts.at(-1)?.code, 1);
  });
});
