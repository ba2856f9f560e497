import assert from "node:assert/strict";
import { openStore } from "../../../provider/emulator/index.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { freshServers, startServer, type Shown, type TestServer } from "../support/start-server.js";

const POPULATION = {
  seed: 7,
  instances: [
    { count: 3, state: "Active", application: "Billing", host: "ProcessingHost" },
    { count: 2, state: "Suspended", class: "Messaging", errorCode: "0xC0C01620", errorText: "no" },
    { state: "Completed with discarded messages", messages: 2, ageMs: 3_600_000 },
  ],
};

const seed = (server: TestServer, body: object) =>
  server.control<{ count: number }>("PUT", "instances", body);

describe("a population", () => {
  const server = freshServers();
  const path = temporaryFolder();

  it("is what was asked for, as the list shows it", async () => {
    assert.deepEqual(await seed(server(), POPULATION), { count: 6 });
    const instances = await server().client.instances();
    const told = instances.map(({ state, class: of, application, errorCode }) =>
      [state?.base, of, application, errorCode?.toString(16)].join(", "),
    );
    assert.deepEqual(told.toSorted(), [
      "Active, Orchestration, Billing, ",
      "Active, Orchestration, Billing, ",
      "Active, Orchestration, Billing, ",
      "Completed with discarded messages, Orchestration, BizTalk Application 1, c0c01b4c",
      "Suspended (resumable), Messaging, BizTalk Application 1, c0c01620",
      "Suspended (resumable), Messaging, BizTalk Application 1, c0c01620",
    ]);
    const active = instances.find(({ application }) => application === "Billing");
    assert.equal(active?.machine, "BIZTALK01");
    assert.equal(active.createdAt?.text, "2016-05-16T08:00:00.000+00:00");
    assert.equal(active.suspendedAt, null);
  });

  it("is listed whole where it is long, and empty where it is none", async () => {
    for (const count of [1_000, 2_001]) {
      await seed(server(), { instances: [{ count, state: "Dehydrated", messages: 2 }] });
      assert.equal(new Set((await server().client.instances()).map(({ id }) => id)).size, count);
      assert.equal((await server().client.messages()).length, 2 * count);
    }
    await seed(server(), { instances: [] });
    assert.deepEqual(await server().client.instances(), []);
    assert.equal((await server().raw("GET", "/OperationalData/Messages")).body, "[]");
  });

  it("is the same for the same seed, and another for another", async () => {
    const ids = async (body: object): Promise<string[]> => {
      await seed(server(), body);
      return (await server().client.instances()).map(({ id }) => id);
    };
    const first = await ids(POPULATION);
    assert.deepEqual(await ids(POPULATION), first);
    assert.notDeepEqual(await ids({ ...POPULATION, seed: 8 }), first);
    assert.equal((await ids({ ...POPULATION, keep: true })).length, 12);
  });

  it("has messages in the states that follow from those of their instances", async () => {
    await seed(server(), {
      instances: [
        { state: "Active", messages: 2 },
        { state: "Suspended (resumable)" },
        { state: "Dehydrated", class: "Messaging" },
        { state: "Scheduled" },
        { state: "Completed with discarded messages" },
      ],
    });
    const states = (await server().client.messages()).map(({ state }) => state);
    assert.deepEqual(states.toSorted(), [
      "Consumed",
      "In Process",
      "Queued (scheduled for later delivery)",
      "Queued (waiting to retry)",
      "Suspended (not-resumable)",
      "Suspended (resumable)",
    ]);
  });

  it("loses the messages of what is terminated, but for those that another refers to", async () => {
    await seed(server(), {
      instances: [
        { count: 2, state: "Suspended (resumable)", shareMessages: true },
        { state: "Suspended (resumable)", application: "Billing" },
      ],
    });
    const [one] = (await server().client.instances()).filter(
      (each) => each.application !== "Billing",
    );
    await server().client.operate("Terminate", one?.id ?? "");
    const messages = await server().client.messages();
    assert.equal(messages.length, 2);
    assert.equal(messages.filter(({ instanceId }) => instanceId === one?.id).length, 0);
  });

  it("is tracked as started, and once as what it ended as", async () => {
    await seed(server(), { instances: [{ count: 2, state: "Active" }, { state: "Dehydrated" }] });
    await server().control("POST", "events", { event: "COMPLETE", count: 1 });
    await server().control("POST", "events", { event: "Terminate", state: "Dehydrated" });
    const tracked = await server().client.trackedInstances();
    assert.deepEqual(tracked.map(({ state }) => state).toSorted(), [
      "Completed",
      "Started",
      "Terminated",
    ]);
    const terminated = tracked.find(({ state }) => state === "Terminated");
    assert.equal(terminated?.errorCode, 0xc0c01e05);
    assert.equal(terminated.endedAt?.hasOffset, false);
    const events = await server().client.trackedMessageEvents();
    assert.deepEqual(
      events.map(({ eventType }) => eventType),
      ["Receive", "Receive", "Receive"],
    );
  });

  it("completes by itself in time, after it was picked up", async () => {
    await server().control("PUT", "pickup", { hold: false });
    await seed(server(), {
      instances: [
        { count: 2, state: "Active", completesInMs: 5_000 },
        { state: "Ready to run", completesInMs: 6_000 },
        { state: "Scheduled", completesInMs: 6_000 },
        { state: "In Breakpoint", completesInMs: 1 },
        { state: "Suspended (resumable)", completesInMs: 1 },
      ],
    });
    const count = async () => (await server().client.instances()).length;
    server().clock.advance(4_999);
    assert.equal(await count(), 6);
    server().clock.advance(1);
    assert.equal(await count(), 4);
    server().clock.advance(1_000);
    assert.equal(await count(), 2);
  });

  it("is refused in words where it cannot be", async () => {
    const refused = async (instance: object): Promise<string> => {
      const body = JSON.stringify({ instances: [instance] });
      const headers = { "content-type": "application/json" };
      const response = await fetch(`${server().url}/_emulator/instances`, {
        method: "PUT",
        headers,
        body,
      });
      assert.equal(response.status, 400);
      return response.text();
    };
    assert.match(
      await refused({ state: "Hibernated" }),
      /\\"Hibernated\\" is not a state of an instance; one of Ready to run,/,
    );
    assert.match(
      await refused({ class: "Robot" }),
      /\\"Robot\\" is not a class; one of Orchestration,/,
    );
    assert.match(
      await refused({ state: "Reserved1", class: "Messaging" }),
      /only an orchestration can be in a breakpoint/,
    );
    assert.match(
      await refused({ state: "Scheduled", pending: "suspend" }),
      /nothing can be pending in it/,
    );
    await server().control("POST", "hosts/BizTalkServerApplication/stop");
    assert.match(await refused({ state: "Active" }), /it runs nowhere, so nothing of it is Active/);
  });

  it("is kept in a file, with what is held, and gone after a reset", async () => {
    const file = path("group.db");
    const first = await startServer({ store: openStore(file) });
    await seed(first, POPULATION);
    const before = await first.control<Shown[]>("GET", "instances");
    await first.close();
    const second = await startServer({ store: openStore(file), hold: false });
    assert.deepEqual(await second.control<Shown[]>("GET", "instances"), before);
    assert.equal((await second.control<{ pickup: string }>("GET", "health")).pickup, "held");
    await second.control("POST", "reset");
    assert.deepEqual(await second.client.instances(), []);
    assert.equal((await second.client.hosts()).length, 2);
    assert.equal((await second.control<{ pickup: string }>("GET", "health")).pickup, "free");
    await second.close();
  });
});
