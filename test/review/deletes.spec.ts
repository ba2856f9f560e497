import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import type { Report } from "../../provider/report/index.js";
import { succeeds } from "../engine/support/outcomes.js";
import { service, withOptions } from "../engine/support/program.js";
import { projectFor } from "../engine/support/suite.js";
import { finding, planOf, review, rulesOf } from "./support.js";

/** What is done to each service, as `name change`. */
const changesOf = ({ resources }: Report): string[] =>
  resources.map(({ name, change }) => `${name} ${change}`);

describe("biztalk preview -- --refresh", function () {
  this.timeout(120_000);
  const project = projectFor();
  let plain: Report;

  before(async () => {
    const remains = service("remains", { units: 1, state: "Active" });
    project().declare({ remains, leaves: service("leaves"), steady: service("steady") });
    await succeeds(project().up());
    project().declare({
      remains: service("remains", { units: 2, state: "Stopped" }),
      steady: service("steady"),
    });
    plain = await review(project(), 0, "preview");
  });

  it("sees a delete and a change exactly as a preview without it does", async () => {
    const report = await review(project(), 0, "preview", "--", "--refresh");
    assert.deepEqual(rulesOf(report), ["deletes-without-backup leaves", "interrupts remains"]);
    assert.deepEqual(changesOf(report), ["leaves delete", "remains update", "steady same"]);
    assert.deepEqual(report, plain);
  });

  it("ends with 7 where no changes were expected", async () => {
    const report = await review(project(), 7, "preview", "--expect-no-changes", "--", "--refresh");
    assert.deepEqual(rulesOf(report), rulesOf(plain));
  });

  it("saves a plan that is applied", async () => {
    const report = await review(
      project(),
      0,
      "preview",
      "--save-plan",
      planOf(project()),
      "--",
      "--refresh",
    );
    assert.deepEqual(rulesOf(report), ["deletes-without-backup leaves", "interrupts remains"]);
    await project().control.forget();
    await review(project(), 0, "up", "--plan", planOf(project()));
    const sent = [...(await project().control.sent())].sort();
    assert.deepEqual(sent, ["Delete leaves", "Scale remains", "Stop remains"]);
  });
});

describe("a resource that was renamed: its service is not said to be deleted", function () {
  this.timeout(120_000);
  const project = projectFor();
  const refused = service("refused", { units: 3, state: "Stopped" });
  const renamed = withOptions(service("orders"), { aliases: [{ name: "orders" }] });
  const taker = service("orders", { adopt: true });

  before(async () => {
    project().declare({
      orders: service("orders"),
      refused: service("refused", { units: 1, state: "Stopped" }),
      leaves: service("leaves"),
    });
    await succeeds(project().up());
  });

  /** What is found beside a service that is refused; `leaves` has left the program as well. */
  const BESIDE = ["operation-not-allowed refused", "deletes-without-backup leaves"];

  it("with aliases, beside a service that is refused", async () => {
    project().declare({ renamed, refused });
    const report = await review(project(), 1, "preview");
    assert.deepEqual(rulesOf(report), BESIDE);
    assert.deepEqual(
      report.resources
        .filter(({ change }) => change === "delete")
        .map(({ subject }) => subject.name),
      ["leaves"],
    );
  });

  it("without aliases but with adopt: true, beside a service that is refused", async () => {
    project().declare({ taker, refused });
    assert.deepEqual(rulesOf(await review(project(), 1, "preview")), BESIDE);
  });

  it("without aliases but with adopt: true, where nothing is refused", async () => {
    project().declare({ taker, refused: service("refused", { units: 1, state: "Stopped" }) });
    assert.deepEqual(rulesOf(await review(project(), 0, "preview")), [
      "deletes-without-backup leaves",
    ]);
  });
});

/** Explicit providers with their endpoints, and services by their names; a provider's endpoint is secret where it says so. */
const PROGRAM = `"use strict";
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const pulumi = require("@pulumi/pulumi");
const { Provider, Service } = require("pulumi-biztalk");

const { providers, services } = JSON.parse(readFileSync(join(__dirname, "services.json"), "utf8"));
const common = { cloudService: "integration", region: "West Europe", edition: "Premium" };
const made = {};
for (const [name, { endpoint, secret }] of Object.entries(providers)) {
  made[name] = new Provider(name, { endpoint: secret ? pulumi.secret(endpoint) : endpoint });
}
for (const [name, { at, ...args }] of Object.entries(services)) {
  new Service(name, { ...common, serviceName: name, ...args }, { provider: made[at] });
}
`;

const NORTH = { endpoint: "emulator:./north.db?operationMs=20" };
const WEST = { endpoint: "emulator:./west.db?operationMs=20" };
const orders = { at: "north" };
const invoices = { at: "west", units: 1, state: "Stopped" };

describe("explicit providers: what is deleted, and what could not be asked", function () {
  this.timeout(120_000);
  const project = projectFor({ endpoint: null, program: PROGRAM });
  const declare = (providers: object, services: object): void => {
    project().declare({ providers, services } as never);
  };

  before(async () => {
    declare({ north: NORTH, west: WEST }, { orders, invoices });
    await succeeds(project().up());
  });

  it("a delete at one endpoint is found while another endpoint is down", async () => {
    declare({ north: NORTH, west: { endpoint: "http://127.0.0.1:9" } }, { invoices });
    const report = await review(project(), 1, "preview");
    assert.deepEqual(rulesOf(report), ["endpoint-unavailable -", "deletes-without-backup orders"]);
    assert.equal(finding(report, "deletes-without-backup", "orders").state, "Active");
  });

  it("a provider that leaves with its service, beside a service that is refused: the delete is judged", async () => {
    declare({ west: WEST }, { invoices: { ...invoices, units: 3 } });
    const report = await review(project(), 1, "preview");
    assert.deepEqual(rulesOf(report), [
      "operation-not-allowed invoices",
      "deletes-without-backup orders",
    ]);
    assert.equal(finding(report, "deletes-without-backup", "orders").state, "Active");
  });

  it("a provider whose endpoint changes while its service leaves: refused, with both endpoints", async () => {
    declare(
      { north: { endpoint: "emulator:./south.db?operationMs=20" }, west: WEST },
      { invoices },
    );
    const report = await review(project(), 1, "preview", "--save-plan", planOf(project()));
    assert.deepEqual(rulesOf(report), ["service-not-owned orders"]);
    const { severity, operation, message } = finding(report, "service-not-owned", "orders");
    assert.deepEqual([severity, operation], ["error", "Delete"]);
    assert.match(message, /emulator:\.\/north\.db/);
    assert.match(message, /emulator:\.\/south\.db/);
    assert.equal(existsSync(planOf(project())), false);
  });

  for (const [what, args] of [
    ["shown", () => []],
    ["saved", () => ["--save-plan", planOf(project())]],
  ] as const) {
    it(`a new provider with a secret endpoint: it is said that its service could not be compared, plan ${what}`, async () => {
      const east = { endpoint: "emulator:./east.db?operationMs=20", secret: true };
      declare({ north: NORTH, west: WEST, east }, { orders, invoices, returns: { at: "east" } });
      const report = await review(project(), 0, "preview", ...args());
      assert.deepEqual(rulesOf(report), ["not-judged -"]);
      const { severity, urn, message } = finding(report, "not-judged", null);
      assert.deepEqual([severity, urn], ["warning", null]);
      assert.match(message, /\breturns\b/);
      assert.match(message, /not be compared/);
      assert.equal(existsSync(planOf(project())), what === "saved");
    });
  }
});
