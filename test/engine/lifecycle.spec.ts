import assert from "node:assert/strict";
import { planOn, says, succeeds } from "./support/outcomes.js";
import { service } from "./support/program.js";
import { projectFor } from "./support/suite.js";

const SECRET = "Server=db;Password=top-secret-1";
const SECRET_2 = "Server=db;Password=top-secret-2";

describe("a service under the real engine", function () {
  this.timeout(120_000);
  const project = projectFor();
  /** The program for `orders`, applied; what was sent for it. */
  const apply = async (args: Readonly<Record<string, unknown>>): Promise<readonly string[]> => {
    project().declare({ orders: service("orders", args) });
    await project().control.forget();
    await succeeds(project().up());
    return project().control.sent();
  };

  it("is created Active with one unit when nothing more is said", async () => {
    assert.deepEqual(await apply({}), ["Create orders"]);
    const { id, outputs } = project().recorded("orders") ?? assert.fail("not recorded");
    assert.equal(id, "integration/orders");
    assert.equal(outputs["state"], "Active");
    assert.equal(outputs["units"], 1);
    assert.equal(outputs["lastOperation"], "Create");
    assert.equal(outputs["url"], "https://orders.biztalk.windows.net");
  });

  it("is scaled when the program says other units, and the preview says so", async () => {
    project().declare({ orders: service("orders", { units: 3 }) });
    const preview = await succeeds(project().preview());
    assert.equal(preview.steps["orders"], "update");
    assert.equal(planOn(preview, "orders"), "Plan from Active: Scale (units 1 -> 3).");
    assert.deepEqual(await apply({ units: 3 }), ["Scale orders"]);
    assert.equal((await project().control.view("orders"))?.units, 3);
  });

  it("is configured when a setting changes; the preview warns that it interrupts", async () => {
    const args = { units: 3, configuration: { customDomainUrl: "orders.example.com" } };
    project().declare({ orders: service("orders", args) });
    const preview = await succeeds(project().preview());
    assert.equal(
      planOn(preview, "orders"),
      "Plan from Active: Update Configuration (configuration.customDomainUrl, interrupts).",
    );
    assert.deepEqual(await apply(args), ["Update Configuration orders"]);
    assert.deepEqual((await project().control.view("orders"))?.configuration, {
      customDomainUrl: "orders.example.com",
    });
  });

  it("takes a changed secret setting once, and shows its value nowhere", async () => {
    const texts: string[] = [];
    for (const secret of [SECRET, SECRET_2]) {
      const configuration = { customDomainUrl: "orders.example.com", trackingStore: { secret } };
      project().declare({ orders: service("orders", { units: 3, configuration }) });
      texts.push((await succeeds(project().run("preview", "--diff"))).text);
      await project().control.forget();
      texts.push((await succeeds(project().up("--diff"))).text);
      assert.deepEqual(await project().control.sent(), ["Update Configuration orders"]);
    }
    const journal = project().journalText();
    const log = JSON.stringify(await project().control.log());
    for (const text of [...texts, project().stateText(), journal, log]) {
      assert.ok(!text.includes("top-secret"), "the secret is in clear");
    }
    await succeeds(project().preview("--expect-no-changes"));
  });

  it("is stopped, started, suspended and resumed", async () => {
    assert.deepEqual(await apply({ units: 3, state: "Stopped" }), ["Stop orders"]);
    assert.deepEqual(await apply({ units: 3, state: "Active" }), ["Start orders"]);
    assert.deepEqual(await apply({ units: 3, state: "Suspended" }), ["Suspend orders"]);
    assert.deepEqual(await apply({ units: 3, state: "Active" }), ["Resume orders"]);
  });

  it("is restarted once when its trigger changes", async () => {
    assert.deepEqual(await apply({ units: 3, restartTriggers: "rev-1" }), ["Restart orders"]);
    assert.deepEqual(await apply({ units: 3, restartTriggers: "rev-2" }), ["Restart orders"]);
    assert.deepEqual(await apply({ units: 3, restartTriggers: "rev-2" }), []);
  });

  it("is backed up once for each new name", async () => {
    const backup = (name: string) => ({
      units: 3,
      restartTriggers: "rev-2",
      backup: { name, store: { secret: SECRET } },
    });
    assert.deepEqual(await apply(backup("monday")), ["Backup orders"]);
    assert.deepEqual(await apply(backup("monday")), []);
    assert.deepEqual(await apply(backup("tuesday")), ["Backup orders"]);
    assert.equal((await project().control.view("orders"))?.lastBackup?.name, "tuesday");
  });

  it("is left as it is found where the program is silent", async () => {
    await apply({ edition: "Premium" });
    await project().control.place("orders", "Stopped", { units: 5 });
    assert.deepEqual(await apply({}), []);
    await succeeds(project().refresh());
    assert.deepEqual(await apply({}), []);
    const view = await project().control.view("orders");
    assert.deepEqual([view?.state, view?.units], ["Stopped", 5]);
  });

  it("is deleted by destroy", async () => {
    await project().control.forget();
    await succeeds(project().destroy());
    assert.deepEqual(await project().control.sent(), ["Delete orders"]);
    assert.equal(await project().control.view("orders"), undefined);
    assert.equal(project().recorded("orders"), undefined);
  });

  it("is created Stopped or Suspended in two steps: Active, which a Create yields, is no detour", async () => {
    project().declare({
      orders: service("orders", { state: "Stopped" }),
      invoices: service("invoices", { state: "Suspended" }),
    });
    await project().control.forget();
    says(await succeeds(project().preview()), "Create, Stop", "Create, Suspend");
    await succeeds(project().up());
    assert.deepEqual([...(await project().control.sent())].sort(), [
      "Create invoices",
      "Create orders",
      "Stop orders",
      "Suspend invoices",
    ]);
    assert.equal(project().recorded("orders")?.outputs["state"], "Stopped");
    assert.equal(project().recorded("invoices")?.outputs["state"], "Suspended");
  });
});
