import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { packageRoot } from "../../provider/package-root.js";
import { linkPackages } from "../support/linked-package.js";
import { fails, says, succeeds } from "../engine/support/outcomes.js";
import { service } from "../engine/support/program.js";
import { projectFor } from "../engine/support/suite.js";
import { finding, review, rulesOf } from "../review/support.js";

const PACK = join(packageRoot(), "provider", "policy", "pack", "pulumi-analyzer-biztalk");

describe("the policy pack under the real engine", function () {
  this.timeout(120_000);
  const project = projectFor();
  const withPack = (config: object): string[] => {
    const file = join(project().folder, "policies.json");
    writeFileSync(file, JSON.stringify(config));
    return ["--policy-pack", PACK, "--policy-pack-config", file];
  };

  before(async () => {
    linkPackages(project().folder, "@pulumi/policy");
    project().declare({ orders: service("orders", { units: 1, state: "Active" }) });
    await succeeds(project().up());
  });

  it("shows what a plan costs under Policies, and lets it pass", async () => {
    project().declare({ orders: service("orders", { units: 1, state: "Stopped" }) });
    const outcome = await succeeds(project().run("preview", ...withPack({})));
    says(
      outcome,
      /\[advisory\] {2}interrupts .*orders\)/,
      "orders: Stop: Active to Stopped (interrupts)",
    );
  });

  it("shows what is refused", async () => {
    await project().control.place("orders", "Stopped", { units: 1 });
    project().declare({ orders: service("orders", { units: 3, state: "Stopped" }) });
    const outcome = await fails(
      project().run("preview", ...withPack({})),
      "[mandatory]  operation-not-allowed",
    );
    says(outcome, "orders: Operation not allowed: Scale in state Stopped.");
    await project().control.place("orders", "Active", { units: 1 });
  });

  it("enforces a team's rule; biztalk preview ends with 5 when nothing else stands against it", async () => {
    project().declare({ orders: service("orders", { units: 3, state: "Active" }) });
    const config = { "maximum-units": { enforcementLevel: "mandatory", units: 2 } };
    const report = await review(project(), 5, "preview", "--", ...withPack(config));
    assert.deepEqual(rulesOf(report), ["policy-violated orders"]);
    const found = finding(report, "policy-violated", "orders");
    assert.equal(found.source, "policy biztalk/maximum-units");
    assert.match(found.message, /orders: 3 units; 2 at most\.$/);
    assert.deepEqual(await project().control.sent(), ["Create orders"]);
  });

  it("works as a folder where the language host knows policy packs; where it is older, the engine says so", async () => {
    const outcome = await project().run("preview", "--policy-pack", dirname(PACK));
    if (outcome.code === 0) says(outcome, "biztalk@v0.2.0");
    else says(outcome, "could not read plugin", "not supported");
    // What a language host starts: a main of the folder's own package.
    const read = (name: string): string => readFileSync(join(dirname(PACK), name), "utf8");
    const main = "index.cjs";
    assert.equal((JSON.parse(read("package.json")) as { main: string }).main, main);
    assert.deepEqual(
      (parse(read("PulumiPolicy.yaml")) as { runtime: string; main: string }).main,
      main,
    );
    assert.ok(read(main).includes("definePack"));
  });
});
