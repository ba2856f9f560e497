import assert from "node:assert/strict";
import { fails, succeeds } from "./support/outcomes.js";
import { projectFor } from "./support/suite.js";

describe("restartTriggers", function () {
  this.timeout(120_000);
  const project = projectFor({
    program: `"use strict";
const pulumi = require("@pulumi/pulumi");
const { Service } = require("pulumi-biztalk");
const restartTriggers = eval(process.env["TRIGGERS"] ?? "undefined");
new Service("orders", { serviceName: "orders", cloudService: "integration", region: "West Europe", edition: "Premium", units: 1, restartTriggers });
`,
  });

  const trigger = (code: string): void => {
    project().env["TRIGGERS"] = code;
  };

  it("of every kind that Pulumi carries restart when they change", async () => {
    trigger(`["a", { b: 1 }]`);
    await succeeds(project().up());
    await project().control.forget();
    const kinds = [
      `["a", { b: 2 }]`,
      `"text"`,
      "7",
      "true",
      `({ a: [] })`,
      `pulumi.output("later")`,
    ];
    for (const code of [...kinds, `new pulumi.asset.StringAsset("b")`]) {
      trigger(code);
      await succeeds(project().up());
    }
    assert.deepEqual(
      await project().control.sent(),
      Array.from({ length: 7 }, () => "Restart orders"),
    );
    await succeeds(project().run("preview", "--expect-no-changes"));
  });

  for (const [what, code] of Object.entries({
    Date: "new Date(0)",
    Set: "new Set([1])",
    "later Date": "pulumi.output(1).apply(() => new Date(1))",
  })) {
    it(`of what Pulumi does not carry (${what}) are refused with their kind, in preview and update`, async () => {
      trigger(code);
      const kind = what.replace("later ", "");
      for (const outcome of [await fails(project().run("preview")), await fails(project().up())]) {
        assert.match(
          outcome.text,
          new RegExp(`restartTriggers: a ${kind} was given, which Pulumi cannot carry`),
        );
        assert.doesNotMatch(outcome.text, /at .*carried-by-pulumi/);
      }
    });
  }
});
