import assert from "node:assert/strict";
import { errorsOn, fails, succeeds } from "./support/outcomes.js";
import { service, withOptions } from "./support/program.js";
import { projectFor } from "./support/suite.js";

const ORDERS = service("orders", { units: 1 });
const adopting = service("orders", { units: 1, adopt: true });

describe("whose service it is", function () {
  this.timeout(120_000);
  const project = projectFor();
  const urn = (): string => project().recorded("orders")?.urn ?? assert.fail("not recorded");
  const lives = async (): Promise<void> => {
    assert.deepEqual(await project().control.sent(), []);
    assert.equal((await project().control.view("orders"))?.state, "Active");
  };

  before(async () => {
    project().declare({ orders: ORDERS });
    await succeeds(project().up());
    await project().control.forget();
  });

  it("a renamed resource without aliases is refused: its service exists already", async () => {
    project().declare({ renamed: ORDERS });
    const preview = await fails(project().preview());
    const [error = ""] = errorsOn(preview, "renamed");
    assert.ok(error.startsWith("The service orders in cloud service integration exists already"), error);
    assert.match(error, /adopt: true.*`aliases`/);
    await fails(project().up(), "exists already");
    await lives();
  });

  it("two resources that claim one service are refused, letter case ignored", async () => {
    project().declare({ orders: ORDERS, second: service("ORDERS") });
    await fails(project().preview(), "Two resources claim one service");
    await fails(project().up(), "Two resources claim one service");
    await lives();
  });

  it("`up --replace` is refused: it would delete a live service", async () => {
    project().declare({ orders: ORDERS });
    await fails(project().up("--replace", urn()), "Replacement refused");
    await lives();
  });

  it("`pulumi state taint` is refused in preview and update, and untaint takes it back", async () => {
    await succeeds(project().run("state", "taint", urn(), "--yes"));
    await fails(project().preview(), "Replacement refused");
    await fails(project().up(), "Replacement refused");
    await lives();
    await succeeds(project().run("state", "untaint", urn(), "--yes"));
    await succeeds(project().preview("--expect-no-changes"));
  });

  it("another endpoint is refused: the services at the first would be abandoned", async () => {
    project().useEndpoint("emulator:./other.db");
    await fails(project().preview(), "Endpoint change refused", "would be abandoned");
    await fails(project().up(), "Endpoint change refused");
    project().useEndpoint("emulator:./biztalk.db?operationMs=20");
    await lives();
  });

  it("another region of the same container is refused", async () => {
    project().declare({ orders: service("orders", { units: 1, region: "North Europe" }) });
    await fails(project().preview(), "Region refused: cloud service integration is in West Europe");
    await fails(project().up(), "Region refused");
    await lives();
  });

  it("a name in another letter case is the same service", async () => {
    project().declare({ orders: service("Orders", { units: 1 }) });
    await succeeds(project().up());
    await lives();
  });

  it("a renamed resource with aliases keeps its service", async () => {
    project().declare({ renamed: withOptions(ORDERS, { aliases: [{ name: "orders" }] }) });
    await succeeds(project().up());
    assert.equal(project().recorded("orders"), undefined);
    assert.equal(project().recorded("renamed")?.id, "integration/orders");
    await lives();
  });

  it("a renamed resource that adopts takes the service over, and it survives the old one's delete", async () => {
    project().declare({ taker: adopting });
    await succeeds(project().up());
    assert.equal(project().recorded("renamed"), undefined);
    assert.equal(project().recorded("taker")?.outputs["state"], "Active");
    await lives();
  });

  it("another serviceName is a replacement: the old one is deleted, then the new one created", async () => {
    project().declare({ taker: service("billing", { units: 1 }) });
    const preview = await succeeds(project().preview());
    assert.match(preview.steps["taker"] ?? "", /replace/);
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Delete orders", "Create billing"]);
    assert.equal(project().recorded("taker")?.id, "integration/billing");
  });

  it("a service that is in no stack is refused, and taken over as it is with adopt", async () => {
    await project().control.place("invoices", "Stopped", { units: 2, configuration: { trackingStore: "theirs" } });
    await project().control.forget();
    const configuration = { trackingStore: { secret: "ours" } };
    const declared = (more: object) => ({
      taker: service("billing", { units: 1 }),
      invoices: service("invoices", { units: 2, configuration, ...more }),
    });
    project().declare(declared({}));
    await fails(project().up(), "exists already, in state Stopped", "adopt: true");
    project().declare(declared({ adopt: true }));
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), []);
    assert.equal(project().recorded("invoices")?.outputs["state"], "Stopped");
    await succeeds(project().preview("--expect-no-changes"));
  });
});
