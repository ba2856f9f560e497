import assert from "node:assert/strict";
import { succeeds } from "../engine/support/outcomes.js";
import { projectFor } from "../engine/support/suite.js";
import { call } from "../cli/support/terminal.js";
import { finding, planOf, review, rulesOf, textOf } from "./support.js";

/** One service by the default provider, one by an explicit one with a secret endpoint; both leave when `gone` is set. */
const PROGRAM = `"use strict";
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const pulumi = require("@pulumi/pulumi");
const { Provider, Service } = require("pulumi-biztalk");

class Other extends pulumi.ComponentResource {
  constructor(name) { super("acme:index:Other", name); this.registerOutputs({}); }
}
class Waiting extends pulumi.CustomResource {
  constructor(name) {
    super("pulumi-nodejs:dynamic/acme:Waiting", name, { __provider: "exports.handler=()=>({ create: async (inputs) => ({ id: '1', outs: inputs }) });" });
  }
}
new Other("other");
new Waiting("waiting");
const { gone } = JSON.parse(readFileSync(join(__dirname, "services.json"), "utf8"));
const common = { cloudService: "integration", region: "West Europe", edition: "Premium" };
const east = new Provider("east", { endpoint: pulumi.secret("emulator:./east.db?operationMs=20") });
if (!gone) {
  new Service("orders", { ...common, serviceName: "orders" });
  new Service("returns", { ...common, serviceName: "returns" }, { provider: east });
}
`;

const SECRET_ENDPOINT = "emulator:./biztalk.db?operationMs=20";

describe("biztalk preview of deletes: where it takes the endpoint and its credentials from", function () {
  this.timeout(120_000);
  const project = projectFor({ endpoint: null, program: PROGRAM });

  before(async () => {
    await succeeds(project().run("config", "set", "--secret", "biztalk:endpoint", SECRET_ENDPOINT));
    project().declare({ gone: false } as never);
    await succeeds(project().up());
    project().declare({ gone: true } as never);
  });

  it("from the stack's secret configuration, and from its decrypted state; other resources pass unharmed", async () => {
    const report = await review(project(), 0, "preview", "--save-plan", planOf(project()));
    assert.deepEqual(rulesOf(report), [
      "deletes-without-backup orders",
      "deletes-without-backup returns",
    ]);
    assert.equal(finding(report, "deletes-without-backup", "returns").state, "Active");
    assert.deepEqual(
      report.resources.map(({ name, change }) => [name, change]),
      [
        ["orders", "delete"],
        ["returns", "delete"],
      ],
    );
  });

  it("without the passphrase the engine itself does not begin", async () => {
    const env = { ...project().env, PULUMI_CONFIG_PASSPHRASE: "wrong" };
    const ended = await call(["preview", "-C", project().folder], { env });
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /did not begin.*\n[^]*passphrase/, textOf(ended));
  });

  it("an endpoint that cannot be asked: the delete is not judged, and its plan needs --allow-unknown", async () => {
    // The same endpoint as it was, in a form that the command cannot use.
    await succeeds(
      project().run(
        "config",
        "set",
        "--secret",
        "biztalk:endpoint",
        "emulator:./biztalk.db?operationMs=soon",
      ),
    );
    const report = await review(project(), 0, "preview", "--save-plan", planOf(project()));
    assert.deepEqual(rulesOf(report), [
      "deletes-without-backup returns",
      "delete-not-judged orders",
    ]);
    const ended = await project().biztalk("up", "--plan", planOf(project()));
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /could not be judged: orders\. Nothing was done\./);
    await succeeds(project().run("config", "set", "--secret", "biztalk:endpoint", SECRET_ENDPOINT));
  });

  it("an approved plan of deletes is applied", async () => {
    await review(project(), 0, "preview", "--save-plan", planOf(project()));
    await review(project(), 0, "up", "--plan", planOf(project()));
    assert.deepEqual(await project().control.sent(), ["Create orders", "Delete orders"]);
    assert.equal(project().recorded("returns"), undefined);
  });
});
