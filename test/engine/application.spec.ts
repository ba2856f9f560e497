/** `biztalk.Application` under the real engine. */
import assert from "node:assert/strict";
import { eventually } from "./support/eventually.js";
import { errorsOn, fails, saidOn, says, succeeds } from "./support/outcomes.js";
import { serverProjectFor, type DeclaredOnServer } from "./support/server-project.js";

const application = (args: Readonly<Record<string, unknown>>): DeclaredOnServer => ({
  class: "Application",
  args: { applicationName: "Orders", ...args },
});

const GROUP = {
  hosts: [{ name: "Processing", machines: [{ name: "BTS01" }] }],
  applications: [
    {
      name: "Orders",
      orchestrations: [{ name: "Orders.Process", host: "Processing" }],
      sendPorts: [{ name: "ToBilling" }],
      receiveLocations: [
        { name: "File", port: "In" },
        { name: "Http", port: "In", enabled: false },
        { name: "Ftp", port: "Partners" },
      ],
    },
  ],
};

const RUNNING = {
  count: 2,
  state: "Active",
  class: "Orchestration",
  application: "Orders",
  host: "Processing",
};

const DRAIN = { action: "wait", deadline: "1s" };

describe("an application", function () {
  this.timeout(180_000);
  const server = serverProjectFor();
  const operations = async () => (await server().sent()).map(({ operation }) => String(operation));
  const populate = (...instances: readonly object[]) =>
    server().control("PUT", "instances", { seed: 1, instances });

  beforeEach(async () => {
    await server().control("PUT", "group", GROUP);
    await populate();
    await server().forget();
  });
  afterEach(async () => {
    server().declare({});
    await succeeds(server().project.up());
  });

  it("is stopped after its drain, started again, and left as it is by destroy", async () => {
    const { project } = server();
    await populate(RUNNING);
    server().declare({
      orders: application({ state: "Stopped", drain: { action: "wait", deadline: "1m" } }),
    });
    const preview = await succeeds(project.preview());
    const said = saidOn(preview, "orders");
    assert.match(said, /Close intake: PartiallyStarted to PartiallyStarted, 2 receive locations/);
    assert.match(said, /Drain: 2 instances now \(2 Active\)/);
    assert.match(said, /Stop: PartiallyStarted to Stopped/);
    const up = project.start("up", "--yes", "--skip-preview");
    await eventually(async () => (await operations()).length === 1);
    assert.equal((await server().instances()).length, 2);
    await server().control("POST", "events", { event: "Instance completes" });
    await succeeds(up.outcome);
    assert.deepEqual(await operations(), ["Stop Application", "Stop Application"]);
    assert.equal(project.recorded("orders")?.outputs["state"], "Stopped");
    await server().forget();
    await succeeds(project.preview("--expect-no-changes"));
    server().declare({ orders: application({ state: "Started" }) });
    await succeeds(project.up());
    assert.deepEqual(await operations(), ["Start Application"]);
    await server().forget();
    says(await succeeds(project.destroy()), "Application Orders is left as it is");
    assert.deepEqual(await operations(), []);
  });

  it("is stopped again where somebody else has started it, and a refresh sees that", async () => {
    const { project } = server();
    server().declare({ orders: application({ state: "Stopped" }) });
    await succeeds(project.up());
    await succeeds(project.preview("--expect-no-changes"));
    const started = { ...GROUP.applications[0], name: "Orders" };
    await server().control("PUT", "group", { ...GROUP, applications: [started] });
    assert.equal((await succeeds(project.preview())).steps["orders"], "update");
    await succeeds(project.run("refresh", "--yes"));
    assert.equal(project.recorded("orders")?.outputs["state"], "PartiallyStarted");
    await server().forget();
    await succeeds(project.up());
    assert.deepEqual(await operations(), ["Stop Application"]);
    assert.equal(project.recorded("orders")?.outputs["state"], "Stopped");
  });

  it("opens exactly what it closed where the drain is refused, and goes on in the next run", async () => {
    const { project } = server();
    await populate(RUNNING);
    server().declare({ orders: application({ state: "Stopped", drain: DRAIN }) });
    const refused = await fails(
      project.up(),
      "Orders is not drained: 2 left at the deadline",
      "Enabled again: In/File, Partners/Ftp",
    );
    assert.match(refused.text, /Run `pulumi up` again/);
    assert.deepEqual(await operations(), [
      "Stop Application",
      "Enable Receive Location",
      "Enable Receive Location",
    ]);
    assert.equal(project.recorded("orders")?.outputs["state"], "PartiallyStarted");
    await populate();
    await server().forget();
    await succeeds(project.up());
    assert.deepEqual(await operations(), ["Stop Application", "Stop Application"]);
  });

  it("is refused where a stop would end instances, unless that is consented to", async () => {
    const { project } = server();
    await populate(RUNNING);
    server().declare({ orders: application({ state: "Stopped" }) });
    const preview = await fails(project.preview());
    assert.match(errorsOn(preview, "orders").join(), /acceptDataLoss: "Orders\/terminate"/);
    await fails(project.up(), "without consent");
    assert.deepEqual(await operations(), []);
    server().declare({
      orders: application({
        state: "Stopped",
        drain: { action: "terminate", deadline: "1m" },
        acceptDataLoss: "Orders/terminate",
      }),
    });
    await succeeds(project.up());
    assert.deepEqual(await operations(), [
      "Stop Application",
      "Terminate Instance",
      "Terminate Instance",
      "Stop Application",
    ]);
  });

  it("names every bad input, and an application that is not there", async () => {
    const { project } = server();
    server().declare({
      wrong: application({
        state: "Running",
        drain: { action: "wait", deadline: "30" },
        colour: 1,
      }),
      absent: application({ applicationName: "Ordrs", state: "Started" }),
      system: application({ applicationName: "BizTalk.System", state: "Stopped" }),
    });
    const preview = await fails(project.preview());
    const wrong = errorsOn(preview, "wrong").join("\n");
    for (const name of ["state", "drain.deadline", "colour"])
      assert.ok(wrong.includes(`${name}: `), `${name} is not named in\n${wrong}`);
    assert.match(errorsOn(preview, "absent").join(), /there is no application "Ordrs"/);
    assert.match(errorsOn(preview, "system").join(), /system application/);
    assert.deepEqual(await operations(), []);
  });
});
