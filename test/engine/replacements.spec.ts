import assert from "node:assert/strict";
import { errorsOn, fails, planOn, succeeds } from "./support/outcomes.js";
import { service, withOptions } from "./support/program.js";
import { projectFor } from "./support/suite.js";
import { SECRET_STORE } from "../support/backup-store.js";

describe("a replacement by another serviceName or cloudService", function () {
  this.timeout(120_000);
  const project = projectFor();
  const declare = (name: string, differs: object = {}): void => {
    project().declare({ orders: service(name, { units: 1, ...differs }) });
  };
  beforeEach(async () => {
    if (project().recorded("orders") !== undefined) await succeeds(project().destroy());
    declare("orders");
    await succeeds(project().up());
    await project().control.forget();
  });

  for (const [what, differs] of [
    ["serviceName", { serviceName: "billing" }],
    ["cloudService", { cloudService: "elsewhere" }],
  ] as const) {
    it(`${what}: is refused without consent, in preview and update, with the ways out`, async () => {
      declare("orders", differs);
      const [error = ""] = errorsOn(await fails(project().preview()), "orders");
      assert.match(
        error,
        /replacement of orders \(Active\), which would delete it and what it holds/,
      );
      assert.match(error, /acceptDataLoss: "orders\/replace"/);
      assert.match(error, /restoreFrom/);
      assert.match(error, /backupBeforeDelete: true/);
      await fails(project().up(), 'acceptDataLoss: "orders/replace"');
      assert.deepEqual(await project().control.sent(), []);
    });
  }

  it("with consent is a warning in the preview, and then carried out", async () => {
    declare("billing", { acceptDataLoss: "orders/replace" });
    const preview = await succeeds(project().preview());
    assert.match(planOn(preview, "orders"), /Replaces orders.*Delete \(destroys\)/);
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Delete orders", "Create billing"]);
  });

  it("a consent to another incident is none", async () => {
    declare("billing", { acceptDataLoss: "orders/Disabled" });
    await fails(project().up(), 'acceptDataLoss: "orders/replace"', '"orders/Disabled"');
    assert.deepEqual(await project().control.sent(), []);
  });

  it("with a backup before it needs no consent: the backup is taken by what the program says now", async () => {
    declare("billing", {
      backupBeforeDelete: true,
      backup: { name: "nightly-1", store: SECRET_STORE },
    });
    const preview = await succeeds(project().preview());
    assert.match(planOn(preview, "orders"), /Backup.*Delete/);
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), [
      "Backup orders",
      "Delete orders",
      "Create billing",
      "Backup billing",
    ]);
  });

  it("with restoreFrom needs no consent: the new service is made from a backup", async () => {
    declare("orders", { backup: { name: "nightly-2", store: SECRET_STORE } });
    await succeeds(project().up());
    await project().control.forget();
    declare("billing", {
      restoreFrom: { name: "nightly-2", store: SECRET_STORE },
      state: "Suspended",
    });
    await succeeds(project().preview());
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Delete orders", "Restore billing"]);
  });

  it("with a restoreFrom that it was made from before needs consent: what came since is not in it", async () => {
    declare("orders", { backup: { name: "nightly-4", store: SECRET_STORE } });
    await succeeds(project().up());
    const restoreFrom = { name: "nightly-4", store: SECRET_STORE };
    declare("orders", { restoreFrom });
    await succeeds(project().up());
    await project().control.forget();
    declare("billing", { restoreFrom });
    await fails(project().preview(), 'acceptDataLoss: "orders/replace"');
    assert.deepEqual(await project().control.sent(), []);
  });

  it("with retainOnDelete leaves the old one behind, also where the program gives that only now", async () => {
    project().declare({
      orders: withOptions(service("billing", { units: 1 }), { retainOnDelete: true }),
    });
    const preview = await succeeds(project().preview());
    assert.match(planOn(preview, "orders"), /orders is left behind as it is/);
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Create billing"]);
    assert.equal((await project().control.view("orders"))?.state, "Active");
    await project().control.reset();
    await succeeds(project().refresh());
  });

  it("of a service that was never created loses nothing", async () => {
    await project().control.place("orders", "CreatedFailed");
    declare("billing");
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Delete orders", "Create billing"]);
  });

  it("is reported by biztalk preview with what is lost and the last backup", async () => {
    declare("orders", { backup: { name: "nightly-3", store: SECRET_STORE } });
    await succeeds(project().up());
    declare("billing", { acceptDataLoss: "orders/replace" });
    const { code, stdout } = await project().biztalk(
      "preview",
      "--stack",
      "dev",
      "--report",
      "text",
    );
    assert.equal(code, 0, stdout);
    assert.match(stdout, /warning destroys.*orders/);
    assert.match(stdout, /nightly-3/);
  });
});

describe("replaceWith", function () {
  this.timeout(120_000);
  const project = projectFor({
    program: `"use strict";
const { Service } = require("pulumi-biztalk");
const base = { cloudService: "integration", region: "West Europe", edition: "Premium", units: 1 };
const name = process.env["NAMED"] ?? "orders";
const orders = new Service("orders", { ...base, serviceName: name, acceptDataLoss: "orders/replace" });
new Service("ledger", { ...base, serviceName: "ledger" }, process.env["WITH"] === "yes" ? { replaceWith: [orders] } : {});
`,
  });

  it("is refused in preview and update alike", async () => {
    await succeeds(project().up());
    await project().control.forget();
    project().env["WITH"] = "yes";
    project().env["NAMED"] = "billing";
    await fails(project().run("preview"), "replaceWith cannot work here");
    await fails(project().up(), "replaceWith cannot work here");
    assert.equal((await project().control.view("ledger"))?.state, "Active");
    assert.ok(!(await project().control.sent()).includes("Delete ledger"));
  });
});
