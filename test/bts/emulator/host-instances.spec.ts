import assert from "node:assert/strict";
import { freshServers, OPERATION_MS } from "../support/start-server.js";

const GROUP = {
  hosts: [
    { name: "SendHost", machines: [{ name: "BT01" }, { name: "BT02" }] },
    { name: "Spare", machines: [{ name: "BT01", state: "Stopped", disabled: true }] },
    { name: "Web", type: "Isolated", machines: [{ name: "BT01" }] },
  ],
};

describe("host instances of the emulated group", () => {
  const server = freshServers();
  beforeEach(async () => {
    await server().control("PUT", "group", GROUP);
    await server().control("PUT", "instances", { instances: [{ count: 40, host: "SendHost" }] });
  });

  const states = async () =>
    (await server().client.hostInstances()).map(
      ({ host, machine, state, disabled }) =>
        `${host}/${machine}: ${state ?? "?"}${disabled ? ", disabled" : ""}`,
    );

  const machines = async (): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const { machine } of await server().client.instances()) {
      counts[machine ?? "none"] = (counts[machine ?? "none"] ?? 0) + 1;
    }
    return counts;
  };

  it("are listed with their states, the isolated one as unknown", async () => {
    assert.deepEqual(await states(), [
      "SendHost/BT01: Running",
      "SendHost/BT02: Running",
      "Spare/BT01: Stopped, disabled",
      "Web/BT01: Unknown",
    ]);
    const { BT01 = 0, BT02 = 0 } = await machines();
    assert.equal(BT01 + BT02, 40);
    assert.ok(BT01 > 5 && BT02 > 5);
  });

  it("stop in time, dehydrate what they hold, and nothing that another one holds", async () => {
    const before = await machines();
    await server().client.switchHostInstance("Stop", "SendHost", "BT01");
    assert.equal((await states())[0], "SendHost/BT01: Stop pending");
    assert.deepEqual(await machines(), before);
    server().clock.advance(OPERATION_MS);
    assert.equal((await states())[0], "SendHost/BT01: Stopped");
    assert.deepEqual(await machines(), { none: before["BT01"], BT02: before["BT02"] });
    const dehydrated = (await server().client.instances()).filter(
      ({ state }) => state?.base === "Dehydrated",
    );
    assert.equal(dehydrated.length, before["BT01"]);
  });

  it("start in time, and what waits is picked up on any of them", async () => {
    await server().control("POST", "hosts/SendHost/stop");
    await server().client.switchHostInstance("Start", "SendHost", "BT02");
    assert.equal((await states())[1], "SendHost/BT02: Start pending");
    server().clock.advance(OPERATION_MS);
    assert.equal((await states())[1], "SendHost/BT02: Running");
    await server().control("POST", "events", { event: "PICKUP" });
    assert.deepEqual(await machines(), { BT02: 40 });
  });

  it("do nothing where they are so already, and refuse with a code", async () => {
    const { client } = server();
    await client.switchHostInstance("Start", "SendHost", "BT01");
    await client.switchHostInstance("Stop", "Spare", "BT01");
    const refusals = [
      ["Start", "Spare", "DISABLED"],
      ["Stop", "Web", "ISOLATED"],
    ] as const;
    for (const [verb, host, errorCode] of refusals) {
      await assert.rejects(client.switchHostInstance(verb, host, "BT01"), { errorCode });
    }
    await client.switchHostInstance("Stop", "SendHost", "BT01");
    await assert.rejects(client.switchHostInstance("Start", "SendHost", "BT01"), {
      errorCode: "BUSY",
    });
    await assert.rejects(client.switchHostInstance("Start", "SendHost", "BT09"), {
      code: "not-found",
    });
  });

  it("are switched at once by the control plane, all of a host or one machine's", async () => {
    await server().control("POST", "hosts/sendhost/stop", { machine: "bt01" });
    assert.deepEqual((await states()).slice(0, 2), [
      "SendHost/BT01: Stopped",
      "SendHost/BT02: Running",
    ]);
    await server().control("POST", "hosts/SendHost/stop");
    assert.deepEqual(await machines(), { none: 40 });
  });

  it("keep what they hold when another one starts", async () => {
    await server().control("POST", "hosts/SendHost/stop", { machine: "BT02" });
    await server().control("PUT", "instances", { instances: [{ count: 8, host: "SendHost" }] });
    await server().control("POST", "hosts/SendHost/start", { machine: "BT02" });
    await server().control("POST", "events", { event: "SUSPEND" });
    assert.deepEqual(await machines(), { BT01: 8 });
  });

  it("let a resume go where the host runs", async () => {
    await server().control("POST", "hosts/SendHost/stop", { machine: "BT01" });
    await server().control("PUT", "instances", {
      instances: [{ count: 3, state: "Suspended (resumable)", host: "SendHost" }],
    });
    for (const { id } of await server().client.instances())
      await server().client.operate("Resume", id);
    assert.deepEqual(await machines(), { BT02: 3 });
  });
});
