import assert from "node:assert/strict";
import { freshServers } from "../support/start-server.js";

const GROUP = {
  hosts: [{ name: "ProcessingHost" }, { name: "SendHost" }],
  applications: [
    {
      name: "Billing",
      references: ["BizTalk.System", "Shared"],
      orchestrations: [{ name: "Billing.Process", host: "ProcessingHost" }],
      sendPorts: [
        { name: "Out", host: "SendHost", adapter: "FILE", ordered: true },
        { name: "Out 2", host: "SendHost", state: "Stopped" },
      ],
      sendPortGroups: [{ name: "All", state: "Bound" }],
      receiveLocations: [
        { name: "In file", port: "In", adapter: "FILE" },
        { name: "In ftp", port: "In", enabled: false },
      ],
    },
    { name: "Shared", sendPorts: [{ name: "Archive" }] },
  ],
};

const ALL_ON = {
  StartAllOrchestrations: true,
  StartAllSendPorts: true,
  StartAllSendPortGroups: true,
  EnableAllReceiveLocations: true,
  DeployAllPolicies: false,
  StartReferencedApplications: false,
};

const NONE_OFF = {
  UnenlistAllOrchestrations: false,
  UnenlistAllSendPorts: false,
  UnenlistAllSendPortGroups: false,
  DisableAllReceiveLocations: false,
  UndeployAllPolicies: false,
  StopReferencedApplications: false,
  SuspendRunningInstances: false,
};

describe("applications of the emulated group", () => {
  const server = freshServers();
  beforeEach(() => server().control("PUT", "group", GROUP));

  const stateOf = async (name: string) => (await server().client.application(name))?.state;

  it("have the state of their parts", async () => {
    assert.equal(await stateOf("billing"), "PartiallyStarted");
    assert.equal(await stateOf("Shared"), "Started");
    assert.equal(await stateOf("BizTalk.System"), "NotApplicable");
    assert.equal(await stateOf("Nothing"), undefined);
  });

  it("are listed with their parts, and receive ports that know the application", async () => {
    const { client } = server();
    assert.deepEqual(await client.receivePorts(), [
      { name: "In", application: "Billing", receiveLocations: ["In file", "In ftp"] },
    ]);
    const locations = (await client.receiveLocations()).map(({ name, enabled }) => [name, enabled]);
    assert.deepEqual(locations, [
      ["In file", true],
      ["In ftp", false],
    ]);
    const ports = (await client.sendPorts()).map(({ name, state, ordered }) => [
      name,
      state,
      ordered,
    ]);
    assert.deepEqual(ports, [
      ["Archive", "Started", false],
      ["Out", "Started", true],
      ["Out 2", "Stopped", false],
    ]);
    assert.equal((await client.sendPortGroups())[0]?.state, "Bound");
    const billing = await client.application("Billing");
    assert.deepEqual(billing?.references, ["BizTalk.System", "Shared"]);
    const waits = (await client.subscriptions()).filter(({ instanceId }) => instanceId === null);
    assert.deepEqual(
      waits.map(({ serviceType }) => serviceType),
      ["Billing.Process", "Archive", "Out", "Out 2"],
    );
  });

  it("start with all options, and close their intake alone", async () => {
    const { client } = server();
    await client.startApplication("Billing", ALL_ON);
    assert.equal(await stateOf("Billing"), "Started");
    await client.stopApplication("Billing", { ...NONE_OFF, DisableAllReceiveLocations: true });
    assert.equal(await stateOf("Billing"), "PartiallyStarted");
    assert.ok((await client.receiveLocations()).every(({ enabled }) => !enabled));
    await client.switchReceiveLocation("Enable", "In", "In ftp");
    const open = (await client.receiveLocations()).filter(({ enabled }) => enabled);
    assert.deepEqual(
      open.map(({ name }) => name),
      ["In ftp"],
    );
  });

  it("suspend their instances where told to, and no others", async () => {
    await server().control("PUT", "instances", {
      instances: [
        { state: "Active", application: "Billing", host: "ProcessingHost" },
        { state: "Dehydrated", application: "Billing", host: "ProcessingHost" },
        { state: "Dehydrated", application: "Shared", host: "ProcessingHost" },
      ],
    });
    const options = { ...NONE_OFF, SuspendRunningInstances: true };
    await server().client.stopApplication("Billing", options);
    const shown = await server().control<{ application: string; shown: string }[]>(
      "GET",
      "instances",
    );
    assert.deepEqual(shown.map((each) => `${each.application}: ${each.shown}`).toSorted(), [
      "Billing: Active, Pending suspend",
      "Billing: Suspended (resumable)",
      "Shared: Dehydrated",
    ]);
  });

  it("end the instances of what they unenlist, suspended ones included", async () => {
    await server().control("PUT", "instances", {
      instances: [
        { state: "Suspended (resumable)", application: "Billing" },
        { state: "Dehydrated", application: "Billing", class: "Messaging" },
      ],
    });
    const { client } = server();
    await client.stopApplication("Billing", { ...NONE_OFF, UnenlistAllOrchestrations: true });
    const left = await client.instances();
    assert.deepEqual(
      left.map((each) => each.class),
      ["Messaging"],
    );
    assert.equal((await client.orchestrations())[0]?.state, "Unenlisted");
    await client.stopApplication("Billing", { ...NONE_OFF, UnenlistAllSendPorts: true });
    assert.deepEqual(await client.instances(), []);
  });

  it("leave what they refer to alone unless it is named", async () => {
    const { client } = server();
    const off = { ...NONE_OFF, UnenlistAllSendPorts: true };
    await client.stopApplication("Billing", off);
    assert.equal(await stateOf("Shared"), "Started");
    await client.stopApplication("Billing", { ...off, StopReferencedApplications: true });
    assert.equal(await stateOf("Shared"), "Stopped");
    await client.startApplication("Billing", { ...ALL_ON, StartReferencedApplications: true });
    assert.equal(await stateOf("Shared"), "Started");
  });

  it("are refused where they are the system's or not there", async () => {
    const { client } = server();
    const system = client.stopApplication("BizTalk.System", NONE_OFF);
    await assert.rejects(system, {
      code: "operation-not-allowed",
      errorCode: "SYSTEM_APPLICATION",
    });
    await assert.rejects(client.startApplication("Nothing", ALL_ON), { code: "not-found" });
  });

  it("have parts that are switched one by one", async () => {
    const { client } = server();
    await client.switchOrchestration("Unenlist", "Billing", "Billing.Process");
    await client.switchOrchestration("Enlist", "Billing", "Billing.Process");
    assert.equal((await client.orchestrations())[0]?.state, "Enlisted");
    await client.switchSendPort("Unenlist", "Out");
    await client.switchSendPort("Start", "Out 2");
    const ports = (await client.sendPorts()).map(({ name, state }) => `${name}: ${state ?? "?"}`);
    assert.deepEqual(ports, ["Archive: Started", "Out: Bound", "Out 2: Started"]);
    await client.switchSendPortGroup("Start", "All");
    assert.equal((await client.sendPortGroups())[0]?.state, "Started");
    await assert.rejects(client.switchSendPort("Start", "Nowhere"), { code: "not-found" });
    await assert.rejects(client.switchReceiveLocation("Disable", "In", "Nowhere"), {
      code: "not-found",
    });
  });
});
