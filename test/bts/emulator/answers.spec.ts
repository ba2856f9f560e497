/**
 * What a sender gets that does something wrong: where a server was seen to answer, in its words.
 */
import assert from "node:assert/strict";
import { ID, serverFor, startServer } from "../support/start-server.js";

const messageOf = (body: string): unknown => (JSON.parse(body) as { Message: unknown }).Message;

describe("the emulated REST service answers", () => {
  const server = serverFor();

  it("an id that is none as a server was seen to", async () => {
    for (const verb of ["Suspend", "Resume", "Terminate"]) {
      const answer = await server().raw(
        "PUT",
        `/OperationalData/Instances/${verb}/%7BinstanceId%7D`,
      );
      assert.equal(answer.status, 400);
      assert.equal(answer.body, '{"Message":"Please provide a valid instance Id"}');
    }
  });

  it("an application and a receive port that are not there as a server was seen to", async () => {
    const orchestration = await server().raw("PUT", "/Orchestrations/Nowhere/It/Start");
    assert.equal(orchestration.status, 404);
    assert.equal(messageOf(orchestration.body), "Application with name Nowhere does not exists.");
    const location = await server().raw("PUT", "/ReceiveLocations/Enable/Nowhere/It");
    assert.equal(location.status, 404);
    assert.equal(messageOf(location.body), "ReceivePort with name Nowhere does not exist.");
  });

  it("an instance that is not there, and an operation that is refused, with a code", async () => {
    const missing = await server().raw("PUT", `/OperationalData/Instances/Suspend/${ID}`);
    assert.equal(missing.status, 404);
    assert.equal(messageOf(missing.body), `NOT_FOUND: there is no instance ${ID}.`);
    await server().place("Suspended (not-resumable)");
    const refused = await server().raw(
      "PUT",
      `/OperationalData/Instances/Resume/${ID.toUpperCase()}`,
    );
    assert.equal(refused.status, 400);
    assert.equal(
      messageOf(refused.body),
      "NOT_RESUMABLE: Resume is not possible in Suspended (not-resumable).",
    );
  });

  it("an instance of the engine's own with a refusal, and shows it in no list", async () => {
    await server().place("Active", { class: "Tracking" });
    assert.deepEqual(await server().client.instances(), []);
    assert.deepEqual(await server().client.messages(), []);
    for (const operation of ["Suspend", "Resume", "Terminate"]) {
      assert.equal(await server().happen(operation), "INTERNAL_CLASS");
    }
  });

  it("an operation that is taken with its status, or an empty object where told to", async () => {
    const path = `/OperationalData/Instances/Suspend/${ID}`;
    await server().place("Dehydrated");
    const done = await server().raw("PUT", path);
    assert.deepEqual([done.status, done.body], [200, '"Succeeded"']);
    await server().place("Active");
    assert.equal((await server().raw("PUT", path)).body, '"Pending"');
    const other = await startServer({ answers: "empty" });
    await other.place("Active");
    assert.equal((await other.raw("PUT", path)).body, "{}");
    await other.close();
  });

  it("a part with 204 and nothing", async () => {
    const orchestrations = [{ name: "Billing.Process" }];
    const applications = [{ name: "Billing", orchestrations }];
    await server().control("PUT", "group", { hosts: [{ name: "SendHost" }], applications });
    const answer = await server().raw("PUT", "/Orchestrations/Billing/Billing.Process/Stop");
    assert.deepEqual([answer.status, answer.body], [204, ""]);
    assert.equal((await server().client.orchestrations())[0]?.state, "Enlisted");
  });

  it("its bare address with 500, a path or verb it does not have as ASP.NET does", async () => {
    for (const path of ["", "/"]) {
      const root = await server().raw("GET", path);
      assert.equal(root.status, 500);
      assert.match(root.body, /^<!DOCTYPE html>/);
    }
    const unknown = await server().raw("GET", "/Parties");
    assert.equal(unknown.status, 404);
    assert.match(
      String(messageOf(unknown.body)),
      /^No HTTP resource was found that matches the request URI/,
    );
    assert.equal((await server().raw("POST", "/Applications")).status, 405);
  });

  it("in JSON of the kind that was asked for, and not in XML", async () => {
    const asked = (accept: string) => server().raw("GET", "/Hosts", { headers: { accept } });
    const plain = await asked("application/json");
    assert.equal(plain.headers.get("content-type"), "application/json; charset=utf-8");
    assert.equal(
      (await asked("text/json")).headers.get("content-type"),
      "text/json; charset=utf-8",
    );
    assert.equal((await asked("application/xml")).status, 406);
    assert.equal((await asked("text/html,application/xml,*/*")).status, 200);
  });

  it("a body that is too large, or has no options, with a message", async () => {
    const large = await server().raw("PUT", "/Applications/X/Start", {
      body: "x".repeat(9_000_000),
    });
    assert.equal(large.status, 413);
    assert.match(String(messageOf(large.body)), /too large/);
    for (const body of ["", "StartAllSendPorts", "[]"]) {
      const none = await server().raw("PUT", "/Applications/BizTalk%20Application%201/Stop", {
        body,
      });
      assert.equal(none.status, 400);
      assert.equal(messageOf(none.body), "Please provide the application stop options");
    }
  });
});

describe("the emulated REST service of 2016", () => {
  const server = serverFor({ release: "2016" });

  it("has no host instances, and its client says which release has them", async () => {
    assert.equal((await server().raw("GET", "/HostInstances")).status, 404);
    assert.equal((await server().raw("PUT", "/HostInstances/A/B/Stop")).status, 404);
    assert.equal(await server().client.release(), "2016");
    await assert.rejects(server().client.switchHostInstance("Stop", "A", "B"), {
      code: "unsupported",
    });
  });

  it("has everything else", async () => {
    const { client } = server();
    assert.deepEqual(
      (await client.hosts()).map(({ name, type, isDefault }) => [name, type, isDefault]),
      [
        ["BizTalkServerApplication", "InProcess", true],
        ["BizTalkServerIsolatedHost", "Isolated", false],
      ],
    );
    assert.deepEqual(
      (await client.applications()).map(({ name, state, isSystem }) => [name, state, isSystem]),
      [
        ["BizTalk Application 1", "NotApplicable", false],
        ["BizTalk.System", "NotApplicable", true],
      ],
    );
  });

  it("lists a cache's subscription and not its instance, which refuses everything", async () => {
    const { client } = server();
    const [cache] = await client.subscriptions();
    assert.equal(cache?.class, "Internal");
    assert.deepEqual(await client.instances(), []);
    const refused = client.operate("Terminate", cache.instanceId ?? "");
    await assert.rejects(refused, { code: "operation-not-allowed", errorCode: "INTERNAL_CLASS" });
  });
});
