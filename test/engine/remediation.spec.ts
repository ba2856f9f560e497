import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { linkPackages } from "../support/linked-package.js";
import { fails, succeeds } from "./support/outcomes.js";
import { service } from "./support/program.js";
import { projectFor } from "./support/suite.js";

/** A pack whose only policy gives every service five units, after its plan was made. */
const PACK = `"use strict";
const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("remedy", {
  policies: [{
    name: "five-units",
    description: "Five units.",
    enforcementLevel: "remediate",
    remediateResource: (args) => args.type.endsWith("biztalk:Service") ? { ...args.props, units: 5 } : undefined,
  }],
});
`;

const RUNNER = `#!/bin/sh
cd "$(dirname "$0")" || exit 1
exec node "$(node -p 'require.resolve("@pulumi/pulumi/cmd/run-policy-pack")')" "$1" "."
`;

describe("a policy that remediates inputs", function () {
  this.timeout(120_000);
  const project = projectFor();
  let pack = "";

  before(() => {
    linkPackages(project().folder, "@pulumi/policy");
    const folder = join(project().folder, "remedy");
    mkdirSync(folder);
    writeFileSync(
      join(folder, "PulumiPolicy.yaml"),
      "name: remedy\nruntime: nodejs\nmain: index.js\n",
    );
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ name: "remedy", version: "1.0.0" }),
    );
    writeFileSync(join(folder, "index.js"), PACK);
    pack = join(folder, "pulumi-analyzer-remedy");
    writeFileSync(pack, RUNNER);
    chmodSync(pack, 0o755);
  });

  it("has nothing sent: the plan that was shown is that of other inputs", async () => {
    project().declare({ orders: service("orders", { units: 1 }) });
    await fails(project().up("--policy-pack", pack), "units was changed after the plan was made");
    assert.deepEqual(await project().control.sent(), []);
    await succeeds(project().up());
    await project().control.forget();
    project().declare({ orders: service("orders", { units: 2 }) });
    await fails(project().up("--policy-pack", pack), "units was changed after the plan was made");
    assert.deepEqual(await project().control.sent(), []);
  });

  it("changes nothing where the program says what the policy wants", async () => {
    project().declare({ orders: service("orders", { units: 5 }) });
    await succeeds(project().up("--policy-pack", pack));
    assert.deepEqual(await project().control.sent(), ["Scale orders"]);
  });
});
