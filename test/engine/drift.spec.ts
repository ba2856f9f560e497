import assert from "node:assert/strict";
import { fails, planOn, succeeds } from "./support/outcomes.js";
import { service } from "./support/program.js";
import { projectFor } from "./support/suite.js";

describe("drift", function () {
  this.timeout(120_000);
  const project = projectFor();
  const configuration = { customDomainUrl: "orders.example.com" };

  before(async () => {
    project().declare({
      orders: service("orders", { units: 1, state: "Active", configuration }),
      invoices: service("invoices", { units: 1 }),
      billing: service("billing", { units: 1 }),
    });
    await succeeds(project().up());
  });

  it("is seen by a preview without a refresh, and put right by the next up", async () => {
    await project().control.place("orders", "Stopped", { units: 4, configuration });
    await project().control.forget();
    const preview = await succeeds(project().preview());
    assert.equal(preview.steps["orders"], "update");
    assert.equal(preview.steps["invoices"], undefined);
    assert.equal(planOn(preview, "orders"), "Plan from Stopped: Start, Scale (units 4 -> 1).");
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Start orders", "Scale orders"]);
  });

  it("costs one list request in a preview, however many services there are", async () => {
    const before = await project().control.count("List");
    await succeeds(project().preview());
    assert.equal((await project().control.count("List")) - before, 1);
  });

  it("is recorded by a refresh; the preview after it shows the way back", async () => {
    await project().control.place("orders", "Suspended", {
      units: 1,
      configuration: { customDomainUrl: "other.example.com" },
    });
    await project().control.forget();
    await succeeds(project().refresh());
    assert.equal(project().recorded("orders")?.outputs["state"], "Suspended");
    assert.equal(project().recorded("orders")?.inputs["state"], "Suspended");
    const preview = await succeeds(project().preview());
    assert.equal(
      planOn(preview, "orders"),
      "Plan from Suspended: Resume, Update Configuration (configuration.customDomainUrl, interrupts).",
    );
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), [
      "Resume orders",
      "Update Configuration orders",
    ]);
  });

  it("of a service that is gone is an update whose plan is Create, with consent", async () => {
    await project().control.remove("invoices");
    await project().control.forget();
    await fails(project().preview(), "invoices, which this stack knows and which is gone");
    project().declare({
      orders: service("orders", { units: 1, state: "Active", configuration }),
      invoices: service("invoices", { units: 1, acceptDataLoss: "invoices/absent" }),
      billing: service("billing", { units: 1 }),
    });
    const preview = await succeeds(project().preview());
    assert.equal(preview.steps["invoices"], "update");
    assert.deepEqual(planOn(preview, "invoices").split("\n"), [
      "Plan from no service: Create.",
      "The service that this stack knew is gone, and what it held is lost: no backup of it is known.",
    ]);
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Create invoices"]);
  });

  it("of a service that is gone takes it out of the state at a refresh, and the next up creates it", async () => {
    await project().control.remove("invoices");
    await succeeds(project().refresh());
    assert.equal(project().recorded("invoices"), undefined);
    await project().control.forget();
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Create invoices"]);
  });
});

describe("a stack whose services are as the program says", function () {
  this.timeout(120_000);
  const project = projectFor();
  const everything = {
    units: 2,
    state: "Active",
    configuration: {
      customDomainUrl: "orders.example.com",
      trackingStore: { secret: "tracking-1" },
      accessControl: {
        namespace: "orders-ns",
        issuerName: "owner",
        issuerKey: { secret: "key-1" },
      },
      backupSchedule: {
        store: { secret: "store-1" },
        frequencyDays: 1,
        retentionDays: 7,
        keepAtLeastOne: true,
      },
    },
    restartTriggers: { revision: 1, names: ["a", "b"] },
    backup: { name: "before-go-live", store: { secret: "store-1" } },
    timeouts: { settle: "5m" },
  };

  before(async () => {
    project().declare({
      orders: service("orders", everything),
      stopped: service("stopped", { state: "Stopped" }),
      free: service("freeservice", { edition: "Free" }),
      silent: { args: { serviceName: "silent", region: "West Europe", edition: "Basic" } },
    });
    await succeeds(project().up());
    await project().control.forget();
  });

  it("is quiet in a second up", async () => {
    await succeeds(project().up("--expect-no-changes"));
  });

  it("is quiet in a refresh, and in the preview after it", async () => {
    await succeeds(project().refresh("--expect-no-changes"));
    await succeeds(project().preview("--expect-no-changes"));
    await succeeds(project().up("--expect-no-changes"));
    assert.deepEqual(await project().control.sent(), []);
  });
});
