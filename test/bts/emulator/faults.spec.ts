import assert from "node:assert/strict";
import type { LogEntry } from "../../../provider/emulator/index.js";
import { createBtsClient } from "../../../provider/bts/client/index.js";
import { freshServers, ID, OPERATION_MS } from "../support/start-server.js";

const BASIC = `Basic ${Buffer.from("CONTOSO\\operator:secret:1").toString("base64")}`;

describe("scripted faults of the emulated group", () => {
  const server = freshServers({ hold: false });
  const fault = (body: object) => server().control("POST", "faults", body);

  it("turn a request away in the form in which such an answer comes", async () => {
    for (const [status, code] of [
      [400, "request-refused"],
      [401, "unauthenticated"],
      [403, "unauthenticated"],
      [500, "unavailable"],
    ] as const) {
      await fault({ operation: "suspend instance", service: ID, effect: "reject", status });
      await assert.rejects(server().client.operate("Suspend", ID), { code, status });
    }
  });

  it("cut a PUT before or after it took effect, and no PUT is sent again", async () => {
    await server().place("Dehydrated");
    await fault({ operation: "Suspend Instance", effect: "drop-before" });
    await assert.rejects(server().client.operate("Suspend", ID), { code: "unavailable" });
    assert.equal(await server().shown(), "Dehydrated");
    await fault({ operation: "Suspend Instance", effect: "drop-after" });
    await assert.rejects(server().client.operate("Suspend", ID), { code: "unavailable" });
    assert.equal(await server().shown(), "Suspended (resumable)");
    const log = await server().control<LogEntry[]>("GET", "log");
    const puts = log.filter((line) => line.kind === "request" && line.method === "PUT");
    assert.deepEqual(
      puts.map(
        (line) => line.kind === "request" && [line.operation, line.state, line.status, line.fault],
      ),
      [
        ["Suspend Instance", "Dehydrated", 0, "drop-before"],
        ["Suspend Instance", "Dehydrated", 200, "drop-after"],
      ],
    );
  });

  it("let a request be taken without anything coming of it, or stay pending for ever", async () => {
    await server().place("Dehydrated");
    await fault({ operation: "Terminate Instance", effect: "fail" });
    await server().client.operate("Terminate", ID);
    assert.equal(await server().shown(), "Dehydrated");
    await server().place("Active");
    await fault({ operation: "Suspend Instance", effect: "stall" });
    await server().client.operate("Suspend", ID);
    server().clock.advance(100 * OPERATION_MS);
    assert.equal(await server().shown(), "Active, Pending suspend");
    await server().happen("Stop Windows Service");
    server().clock.advance(100 * OPERATION_MS);
    assert.equal(await server().shown(), "Dehydrated, Pending suspend");
  });

  it("have a PUT arrive twice, the second time after it took effect", async () => {
    await server().place("Active");
    await fault({ operation: "Suspend Instance", effect: "repeat" });
    const refused = { code: "operation-not-allowed", errorCode: "PENDING_OPERATION" };
    await assert.rejects(server().client.operate("Suspend", ID), refused);
    server().clock.advance(OPERATION_MS);
    assert.equal(await server().shown(), "Suspended (resumable)");
    await fault({ operation: "Terminate Instance", effect: "repeat" });
    await assert.rejects(server().client.operate("Terminate", ID), { code: "not-found" });
    assert.equal(await server().shown(), "Terminated");
  });

  it("let a host instance fail to start, and an application not stop", async () => {
    const { client } = server();
    await server().control("POST", "hosts/BizTalkServerApplication/stop");
    await fault({ operation: "Start Host Instance", effect: "fail" });
    await client.switchHostInstance("Start", "BizTalkServerApplication", "BIZTALK01");
    assert.equal((await client.hostInstances())[0]?.state, "Start pending");
    server().clock.advance(OPERATION_MS);
    assert.equal((await client.hostInstances())[0]?.state, "Stopped");
    await fault({ operation: "Start Host Instance", effect: "stall" });
    await client.switchHostInstance("Start", "BizTalkServerApplication", "BIZTALK01");
    server().clock.advance(100 * OPERATION_MS);
    assert.equal((await client.hostInstances())[0]?.state, "Start pending");
  });

  it("have a list fail once, which the client asks for again", async () => {
    await server().place("Active");
    await fault({ operation: "List Instances", effect: "reject", status: 503, retryAfter: 2 });
    assert.equal((await server().client.instances()).length, 1);
    assert.deepEqual(server().clock.sleeps, [2_000]);
  });

  it("are refused for names that no product has", async () => {
    const body = JSON.stringify({ operation: "Suspend", effect: "fail" });
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${server().url}/_emulator/faults`, {
      method: "POST",
      headers,
      body,
    });
    assert.equal(response.status, 400);
    assert.match(
      await response.text(),
      /is not an operation; one of Suspend Instance, Resume Instance,/,
    );
  });
});

describe("the emulated REST service behind HTTP Basic", () => {
  const server = freshServers();
  const require = { scheme: "Basic", user: "CONTOSO\\operator", password: "secret:1" };

  it("lets the user in whose password is right, and says to others how to sign in", async () => {
    await server().control("PUT", "authentication", require);
    const right = await server().raw("GET", "/Hosts", { headers: { authorization: BASIC } });
    assert.equal(right.status, 200);
    const password = `Basic ${Buffer.from("CONTOSO\\operator:secret:2").toString("base64")}`;
    const wrong = ["", "Basic", password, "Basic Y29udG9zbzp4", "Negotiate YII="];
    for (const authorization of wrong) {
      const { status, headers, body } = await server().raw("GET", "/Hosts", {
        headers: { authorization },
      });
      assert.equal(status, 401, authorization);
      assert.equal(headers.get("www-authenticate"), 'Basic realm="BizTalkManagementService"');
      assert.match(body, /Access is denied due to invalid credentials/);
    }
    await assert.rejects(server().client.instances(), { code: "unauthenticated", status: 401 });
    await server().control("PUT", "authentication", { scheme: "none" });
    assert.equal((await server().raw("GET", "/Hosts")).status, 200);
  });

  it("changes nothing for somebody who is not let in, and shows no password", async () => {
    await server().place("Dehydrated");
    await server().control("PUT", "authentication", require);
    const endpoint = `${server().url}/BizTalkManagementService`;
    const client = createBtsClient({ endpoint, clock: server().clock, release: "2020" });
    await assert.rejects(client.operate("Terminate", ID), { code: "unauthenticated" });
    const shown = await server().control<{ shown: string }>("GET", `instances/${ID}`);
    assert.equal(shown.shown, "Dehydrated");
    const seen = JSON.stringify([
      await server().control("GET", "log"),
      await server().control("GET", "health"),
    ]);
    assert.doesNotMatch(seen, /secret/);
  });
});
