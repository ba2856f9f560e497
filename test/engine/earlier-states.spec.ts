import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../provider/package-root.js";
import { succeeds } from "./support/outcomes.js";
import { service, withOptions } from "./support/program.js";
import { projectFor } from "./support/suite.js";

/** What `pulumi stack export` wrote after two runs of 0.1: one service as it shall be, one left in ScaleFailed. */
const STATE = join(packageRoot(), "test", "engine", "fixtures", "state-0.1.json");

interface Exported {
  readonly deployment: Readonly<Record<string, unknown>>;
}

describe("a state that version 0.1 has written", function () {
  this.timeout(120_000);
  const project = projectFor();
  const orders = (differs: object = {}) =>
    service("orders", {
      ...{ units: 2, state: "Active", restartTriggers: ["one"] },
      backup: { name: "nightly-1", store: { secret: "AccountName=store;AccountKey=key" } },
      configuration: {
        customDomainUrl: "orders.example",
        trackingStore: { secret: "Password=one" },
      },
      ...differs,
    });
  const billing = withOptions(service("billing", { units: 3 }), { ignoreChanges: ["state"] });

  before(async () => {
    const configuration = { customDomainUrl: "orders.example", trackingStore: "Password=one" };
    await project().control.place("orders", "Active", { units: 2, configuration });
    await project().control.place("billing", "ScaleFailed", { units: 1 });
    await project().control.forget();
    // Secrets are encrypted anew, by the stack's own passphrase.
    await succeeds(project().up());
    const own = JSON.parse((await succeeds(project().run("stack", "export"))).stdout) as Exported;
    const earlier = JSON.parse(readFileSync(STATE, "utf8")) as Exported;
    const { secrets_providers: secrets } = own.deployment;
    const file = join(project().folder, "state.json");
    writeFileSync(
      file,
      JSON.stringify({
        ...earlier,
        deployment: { ...earlier.deployment, secrets_providers: secrets },
      }),
    );
    await succeeds(project().run("stack", "import", "--file", file));
  });

  it("is read: what was as it shall be stays so, and what was left incomplete is recovered", async () => {
    project().declare({ orders: orders(), billing });
    await succeeds(project().preview());
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Scale billing"]);
    await succeeds(project().refresh());
    await succeeds(project().up("--expect-no-changes"));
  });

  it("goes on: a change is made once, an option of that time is honoured, and destroy finds both services", async () => {
    await project().control.place("billing", "Stopped", { units: 3 });
    await project().control.forget();
    project().declare({ orders: orders({ restartTriggers: ["two"], units: 3 }), billing });
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Scale orders", "Restart orders"]);
    await succeeds(project().run("preview", "--expect-no-changes"));
    await project().control.forget();
    await succeeds(project().destroy());
    assert.deepEqual([...(await project().control.sent())].sort(), [
      "Delete billing",
      "Delete orders",
    ]);
  });
});
