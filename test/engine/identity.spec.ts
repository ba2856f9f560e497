import assert from "node:assert/strict";
import { errorsOn, fails, succeeds } from "./support/outcomes.js";
import { service, withOptions } from "./support/program.js";
import { projectFor } from "./support/suite.js";

const ORDERS = service("orders", { units: 1 });
/** Told of a replacement that the engine was asked for on its command line, in whichever way it comes to light. */
const WOULD_DELETE = /would delete (this|the live) service/;

const adopting = service("orders", { units: 1, adopt: true });

describe("whose service it is", function () {
  this.timeout(120_000);
  const project = projectFor();
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
    assert.ok(
      error.startsWith("The service orders in cloud service integration exists already"),
      error,
    );
    assert.match(error, /adopt: true.*`aliases`/);
    await fails(project().up(), "exists already");
    await lives();
  });

  it("two resources that claim one service are refused, letter case ignored", async () => {
    project().declare({ orders: ORDERS, second: service("ORDERS") });
    await fails(project().preview(), "Two resources claim one service");
    // Whichever is asked first: the second may be told that the service exists already.
    await fails(project().up(), /Two resources claim one service|exists already/);
    await lives();
  });

  it("another endpoint is refused: the services at the first would be abandoned", async () => {
    project().declare({ orders: ORDERS });
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
    project().declare({
      taker: service("billing", { units: 1, acceptDataLoss: "orders/replace" }),
    });
    const preview = await succeeds(project().preview());
    assert.match(preview.steps["taker"] ?? "", /replace/);
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), ["Delete orders", "Create billing"]);
    assert.equal(project().recorded("taker")?.id, "integration/billing");
  });

  it("a service that is in no stack is refused, and taken over as it is with adopt", async () => {
    await project().control.place("invoices", "Stopped", {
      units: 2,
      configuration: { trackingStore: "theirs" },
    });
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

describe("a replacement that the program does not ask for", function () {
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

  it("by `pulumi state taint` is refused in preview and update, and untaint takes it back", async () => {
    await succeeds(project().run("state", "taint", urn(), "--yes"));
    await fails(project().preview(), WOULD_DELETE);
    await fails(project().up(), WOULD_DELETE);
    await lives();
    await succeeds(project().run("state", "untaint", urn(), "--yes"));
    await succeeds(project().preview("--expect-no-changes"));
  });

  it("by `--replace` is refused in a preview", async () => {
    await fails(project().preview("--replace", urn()), WOULD_DELETE);
  });

  it("by `--replace` is refused in an update", async () => {
    await fails(project().up("--replace", urn()), WOULD_DELETE);
    await lives();
  });
});

describe("an endpoint that was changed", function () {
  this.timeout(120_000);
  // What the project's control plane shows is the second endpoint; the stack starts at the first.
  const project = projectFor({ endpoint: "emulator:./first.db?operationMs=20" });

  it("is not used for what the program drops in the same run when nothing else is left", async () => {
    project().declare({ orders: ORDERS });
    await succeeds(project().up());
    await project().control.place("orders", "Active", { units: 7 });
    project().useEndpoint("emulator:./biztalk.db?operationMs=20");
    project().declare({});
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), []);
    assert.equal((await project().control.view("orders"))?.units, 7);
  });

  it("does not have a namesake there deleted when a resource leaves the program and another moves", async () => {
    const invoices = service("invoices", { adopt: true });
    project().useEndpoint("emulator:./first.db?operationMs=20");
    project().declare({ orders: ORDERS, invoices });
    await succeeds(project().up());
    project().useEndpoint("emulator:./biztalk.db?operationMs=20");
    project().declare({ invoices });
    await fails(project().up(), "emulator:./first.db");
    assert.ok(!(await project().control.sent()).includes("Delete orders"));
    assert.equal((await project().control.view("orders"))?.units, 7);
    assert.ok(
      project().recorded("orders") !== undefined,
      "the service at the first endpoint is not forgotten",
    );
  });
});
