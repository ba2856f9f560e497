import assert from "node:assert/strict";
import { rejection } from "../../support/scripted-endpoint.js";
import { scriptedServers, type Scripted } from "../support/scripted-server.js";

const ID = "522b325c-2677-4d17-9e6d-cd49b9b9f8de";
const BASE = "/BizTalkManagementService";
const NOTHING: Scripted = { status: 200, body: "[]" };
const DONE: Scripted = { status: 204 };
const NO_ROUTE: Scripted = {
  status: 404,
  body: '{"Message":"No HTTP resource was found that matches the request URI."}',
};

const START = {
  StartAllOrchestrations: true,
  StartAllSendPorts: false,
  StartAllSendPortGroups: false,
  EnableAllReceiveLocations: true,
  DeployAllPolicies: false,
  StartReferencedApplications: false,
};

describe("what the client of BizTalk Server sends", () => {
  const serve = scriptedServers();

  it("is a GET for each list, that asks for JSON", async () => {
    const { client, seen } = await serve("2020", ...Array.from({ length: 13 }, () => NOTHING));
    const lists = [
      await client.instances(),
      await client.messages(),
      await client.subscriptions(),
      await client.trackedInstances(),
      await client.trackedMessageEvents(),
      await client.applications(),
      await client.orchestrations(),
      await client.sendPorts(),
      await client.sendPortGroups(),
      await client.receivePorts(),
      await client.receiveLocations(),
      await client.hosts(),
      await client.hostInstances(),
    ];
    assert.ok(lists.every((list) => list.length === 0));
    assert.ok(
      seen.every(
        ({ method, headers }) => method === "GET" && headers.accept === "application/json",
      ),
    );
    assert.deepEqual(
      seen.map(({ path }) => path.replace(BASE, "")),
      [
        "/OperationalData/Instances",
        "/OperationalData/Messages",
        "/OperationalData/Subscriptions",
        "/OperationalData/TrackedServiceInstances",
        "/OperationalData/TrackedMessageEvents",
        "/Applications",
        "/Orchestrations",
        "/SendPorts",
        "/SendPortGroups",
        "/ReceivePorts",
        "/ReceiveLocations",
        "/Hosts",
        "/HostInstances",
      ],
    );
  });

  it("is a PUT without a body, that says so, for an instance and for a part", async () => {
    const { client, seen } = await serve(
      "2020",
      { status: 200, body: '"Pending"' },
      DONE,
      DONE,
      DONE,
    );
    await client.operate("Suspend", ID);
    await client.switchReceiveLocation("Disable", "In", "In file");
    await client.switchOrchestration("Stop", "Billing", "Billing.Process");
    await client.switchHostInstance("Start", "SendHost", "BT01");
    for (const { method, body, headers } of seen) {
      assert.deepEqual([method, body, headers["content-length"]], ["PUT", "", "0"]);
      assert.equal(headers["transfer-encoding"], undefined);
    }
    assert.deepEqual(
      seen.map(({ path }) => path.replace(BASE, "")),
      [
        `/OperationalData/Instances/Suspend/${ID}`,
        "/ReceiveLocations/Disable/In/In%20file",
        "/Orchestrations/Billing/Billing.Process/Stop",
        "/HostInstances/SendHost/BT01/Start",
      ],
    );
  });

  it("has every option of an application in its body", async () => {
    const { client, seen } = await serve("2016", DONE);
    await client.startApplication("Billing", START);
    assert.deepEqual(JSON.parse(seen[0]?.body ?? ""), START);
    assert.equal(seen[0]?.headers["content-type"], "application/json; charset=utf-8");
  });

  it("is a GET again where the service has an error inside, and a PUT never again", async () => {
    const down: Scripted = { status: 500, body: "Object reference not set" };
    const { client, seen, clock } = await serve("2020", down, "cut", NOTHING, down, "cut");
    assert.deepEqual(await client.instances(), []);
    assert.deepEqual(clock.sleeps, [200, 400]);
    assert.equal((await rejection(client.operate("Terminate", ID))).code, "unavailable");
    assert.equal((await rejection(client.operate("Terminate", ID))).code, "unavailable");
    assert.equal(seen.length, 5);
  });

  it("is nothing at all for an id that is none, or a name that leads elsewhere", async () => {
    const { client, seen } = await serve("2020");
    const error = await rejection(client.operate("Resume", "{instanceId}"));
    assert.equal(error.code, "invalid-input");
    assert.match(
      error.message,
      /^Resume Instance: "\{instanceId\}" is not an instance's id; one is as /,
    );
    for (const name of ["", "..", " "]) {
      const refused = await rejection(client.switchSendPort("Stop", name));
      assert.equal(refused.message, `Stop Send Port: name cannot be "${name}"`);
    }
    assert.equal(seen.length, 0);
  });

  it("finds out the release once, and refuses what 2016 does not have", async () => {
    const { client, seen } = await serve(undefined, NO_ROUTE, NOTHING);
    const error = await rejection(client.switchHostInstance("Stop", "SendHost", "BT01"));
    assert.equal(error.code, "unsupported");
    assert.match(
      error.message,
      /^Stop Host Instance: the REST service of BizTalk Server 2016 at .* has no host instances/,
    );
    assert.equal((await rejection(client.hostInstances())).code, "unsupported");
    assert.equal(await client.release(), "2016");
    assert.deepEqual(
      seen.map(({ method, path }) => [method, path.replace(BASE, "")]),
      [
        ["GET", "/HostInstances"],
        ["GET", "/Hosts"],
      ],
    );
  });

  it("takes no release from a server that has nothing of the service", async () => {
    const { client } = await serve(undefined, NO_ROUTE, NO_ROUTE, NOTHING);
    assert.equal((await rejection(client.release())).code, "bad-response");
    assert.equal(await client.release(), "2020");
  });
});
