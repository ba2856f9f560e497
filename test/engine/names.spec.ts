import assert from "node:assert/strict";
import { fails, says, succeeds } from "./support/outcomes.js";
import { service } from "./support/program.js";
import { projectFor } from "./support/suite.js";

describe("names that move between resources", function () {
  this.timeout(120_000);
  const project = projectFor();
  const named = (serviceName: string, was: string, differs: object = {}) =>
    service(serviceName, { units: 1, adopt: true, acceptDataLoss: `${was}/replace`, ...differs });
  const untouched = async (): Promise<void> => {
    assert.deepEqual(await project().control.sent(), []);
    for (const name of ["alphaone", "bravoone"])
      assert.equal((await project().control.view(name))?.state, "Active", name);
  };

  before(async () => {
    project().declare({
      a: service("alphaone", { units: 1 }),
      b: service("bravoone", { units: 1 }),
    });
    await succeeds(project().up());
    await project().control.forget();
  });

  it("a swap is refused in preview and update, and the answer says how a resource is renamed", async () => {
    project().declare({ a: named("bravoone", "alphaone"), b: named("alphaone", "bravoone") });
    const preview = await fails(project().preview());
    // Whichever is asked first finds the other's service there; the second one, that it is another resource's.
    says(preview, /the new name is not free: (alphaone|bravoone)/, "pulumi state rename");
    await fails(project().up(), "the new name is not free", "`aliases`");
    await untouched();
  });

  it("a shift is refused in preview and update, whichever resource is asked first", async () => {
    for (const order of [
      ["a", "b"],
      ["b", "a"],
    ]) {
      const shifted: Record<string, ReturnType<typeof service>> = {
        a: named("bravoone", "alphaone"),
        b: service("charlieone", { units: 1 }),
      };
      project().declare(
        Object.fromEntries(order.map((name) => [name, shifted[name] ?? service(name)])),
      );
      await fails(project().preview(), "bravoone");
      await fails(
        project().up(),
        /replacement of bravoone|the new name is not free|is the service of/,
      );
      await untouched();
    }
  });

  it("a new resource does not get the name of one that is called otherwise in the same run", async () => {
    project().declare({
      a: service("alphaone", { units: 1 }),
      b: service("charlieone", { units: 1, acceptDataLoss: "bravoone/replace" }),
      c: service("bravoone", { units: 1, adopt: true }),
    });
    await fails(project().preview(), /is the service of|claims it in the same program/);
    await untouched();
    await fails(project().up(), /is the service of|claims it in the same program/);
    // Without a preview b, which may be replaced, may have been begun before c was refused.
    const sent = await project().control.sent();
    const ofB = ["Delete bravoone", "Create charlieone"];
    assert.deepEqual(
      sent.filter((operation) => !ofB.includes(operation)),
      [],
    );
  });
});

describe("a new name that is not free", function () {
  this.timeout(120_000);
  const project = projectFor();

  it("is found out before the old service is deleted: it is held, or another container's", async () => {
    project().declare({ orders: service("orders", { units: 1 }) });
    await succeeds(project().up());
    await project().control.place("theirsone", "Active");
    await project().control.forget();
    const renamed = { units: 1, acceptDataLoss: "orders/replace", cloudService: "elsewhere" };
    project().declare({ orders: service("theirsone", renamed) });
    await fails(project().preview(), "the new name theirsone is not available");
    await fails(project().up(), "the new name theirsone is not available");
    assert.deepEqual(await project().control.sent(), []);
  });
});

describe("a container that follows from the region", function () {
  this.timeout(120_000);
  const project = projectFor();
  const inRegion = (region: string, more: object = {}) => {
    const { args } = service("orders", { units: 1, ...more });
    return { args: { ...args, cloudService: undefined, region } };
  };

  it("stays what it is, however the region is written, and with another one given", async () => {
    project().declare({ orders: inRegion("West Europe") });
    await succeeds(project().up());
    assert.equal(project().recorded("orders")?.id, "biztalk-west-europe/orders");
    await project().control.forget();
    project().declare({ orders: inRegion("WestEurope") });
    await succeeds(project().run("preview", "--expect-no-changes"));
    await succeeds(project().up());
    project().declare({ orders: inRegion("North Europe") });
    await fails(project().preview(), "Region refused");
    await fails(project().up(), "Region refused");
    assert.deepEqual(await project().control.sent(), []);
    assert.equal((await project().control.view("orders"))?.state, "Active");
  });
});

describe("adopt", function () {
  this.timeout(120_000);
  const project = projectFor({ endpoint: "emulator:./first.db?operationMs=20" });

  it("left in the program permits nothing at another endpoint", async () => {
    project().declare({ orders: service("orders", { units: 1, state: "Active", adopt: true }) });
    await succeeds(project().up());
    await project().control.place("orders", "Stopped", { units: 2 });
    project().useEndpoint("emulator:./biztalk.db?operationMs=20");
    await fails(
      project().preview(),
      "Endpoint change refused",
      'adopt: "emulator:./biztalk.db/integration/orders"',
    );
    await fails(project().up(), "Endpoint change refused");
    project().declare({});
    await fails(project().up(), "emulator:./first.db");
    assert.deepEqual(await project().control.sent(), []);
    assert.equal((await project().control.view("orders"))?.units, 2);
  });

  it("that names the service there takes it over, and nothing but that", async () => {
    const adopt = "emulator:./biztalk.db/integration/orders";
    project().declare({ orders: service("orders", { units: 2, adopt }) });
    await succeeds(project().up());
    assert.deepEqual(await project().control.sent(), []);
    await project().control.place("billing", "Active", { units: 1 });
    await project().control.forget();
    project().declare({
      orders: service("orders", { units: 2, adopt }),
      billing: service("billing", { adopt }),
    });
    await fails(
      project().preview(),
      "billing in cloud service integration exists already",
      "which is another service",
    );
    assert.deepEqual(await project().control.sent(), []);
  });
});
