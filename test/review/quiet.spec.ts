import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ModuleKind, transpileModule } from "typescript";
import { packageRoot } from "../../provider/package-root.js";
import { succeeds } from "../engine/support/outcomes.js";
import { projectFor } from "../engine/support/suite.js";
import { finding, review, rulesOf } from "./support.js";

const program = (example: string): string =>
  transpileModule(readFileSync(join(packageRoot(), "examples", example, "index.ts"), "utf8"), {
    compilerOptions: { module: ModuleKind.CommonJS },
  }).outputText;

describe("no false alarm: examples/orders after a clean up", function () {
  this.timeout(120_000);
  const project = projectFor({ program: program("orders") });

  it("creates without an error", async () => {
    const report = await review(project(), 0, "preview");
    // One service is suspended as soon as it is there: what is new has nothing that could be interrupted.
    assert.deepEqual(rulesOf(report), []);
    await succeeds(project().up());
  });

  it("has 0 findings in a second preview, and no drift", async () => {
    assert.deepEqual(rulesOf(await review(project(), 0, "preview", "--expect-no-changes")), []);
    assert.deepEqual(rulesOf(await review(project(), 0, "drift")), []);
  });
});

/** Every judged input of the second service depends on an output of the first, which is not known in a preview. */
const UNKNOWN = `"use strict";
const { Service } = require("pulumi-biztalk");
const place = { cloudService: "integration", region: "West Europe" };
const first = new Service("first", { ...place, serviceName: "firstone", edition: "Premium" });
const later = (value) => first.etag.apply(() => value);
new Service("second", { ...place, serviceName: "second", edition: later("Premium"), units: later(99), state: later("Stopped"), adopt: true });
new Service("nameless", { ...place, serviceName: later("nameless"), edition: "Premium" });
`;

describe("no false alarm: what is not known yet", function () {
  this.timeout(120_000);
  const project = projectFor({ program: UNKNOWN });

  it("is not refused, and said to be not judged; the plan needs --allow-unknown", async () => {
    await project().control.place("second", "Suspended");
    const plan = join(project().folder, "plan.json");
    const report = await review(project(), 0, "preview", "--save-plan", plan);
    assert.deepEqual(rulesOf(report), ["not-judged nameless", "not-judged second"]);
    assert.equal(
      finding(report, "not-judged", "second").asked,
      "edition known at up, units known at up, state known at up",
    );
    assert.match(
      finding(report, "not-judged", "second").message,
      /values that are known at `up` only/,
    );
    const { code, stderr } = await project().biztalk("up", "--plan", plan);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /could not be judged: nameless, second\. Nothing was done\..*--allow-unknown/,
    );
    assert.deepEqual(await project().control.sent(), []);
  });
});

/** The same, with values that are legal when they are known. */
const LEGAL = UNKNOWN.replace("later(99)", "later(2)").replace(
  'later("Stopped")',
  'later("Active")',
);

describe("what was not judged, approved all the same", function () {
  this.timeout(120_000);
  const project = projectFor({ program: LEGAL });

  it("is applied with --allow-unknown", async () => {
    await project().control.place("second", "Active", { units: 1 });
    const plan = join(project().folder, "plan.json");
    await review(project(), 0, "preview", "--save-plan", plan);
    await review(project(), 0, "up", "--plan", plan, "--allow-unknown");
    const sent = [...(await project().control.sent())].sort();
    assert.deepEqual(sent, ["Create firstone", "Create nameless", "Scale second"]);
  });
});
