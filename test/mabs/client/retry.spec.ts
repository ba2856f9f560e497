import assert from "node:assert/strict";
import {
  errorAnswer,
  rejection,
  scriptedEndpoints,
  type ScriptedAnswer,
} from "../../support/scripted-endpoint.js";
import { ORDERS } from "../../support/orders.js";

const NONE: ScriptedAnswer = { status: 200, body: "<CloudServices/>" };
const BUSY = errorAnswer(503, "ServerBusy", "later");
const BROKEN = errorAnswer(500, "InternalError", "oops");

describe("a GET", () => {
  const endpoint = scriptedEndpoints();

  const passing: readonly (readonly [string, ScriptedAnswer])[] = [
    ["500", BROKEN],
    ["503", BUSY],
    ["503 without an error document", { status: 503, body: "<html>busy</html>" }],
    ["502 of a proxy", { status: 502, body: "Bad Gateway" }],
    ["a connection that is cut", "cut"],
  ];

  for (const [what, answer] of passing) {
    it(`is sent again after ${what}`, async () => {
      const { client, clock, seen } = await endpoint(answer, NONE);
      assert.deepEqual(await client.list(), []);
      assert.equal(seen.length, 2);
      assert.deepEqual(clock.sleeps, [200]);
    });
  }

  it("waits 200, 400 and 800 ms, and gives up after the fourth time", async () => {
    const { client, clock, seen, url } = await endpoint(BUSY, BROKEN, "cut", BUSY, NONE);
    const { code, message } = await rejection(client.list());
    assert.equal(code, "busy");
    assert.ok(message.includes(url), message);
    assert.match(message, /503.*ServerBusy.*later/);
    assert.equal(seen.length, 4);
    assert.deepEqual(clock.sleeps, [200, 400, 800]);
  });

  it("has another correlation id or the same, but always the same request otherwise", async () => {
    const { client, seen } = await endpoint(BUSY, NONE);
    await client.list();
    assert.deepEqual(
      seen.map(({ method, path }) => `${method} ${path}`),
      Array(2).fill("GET /11111111-2222-3333-4444-555555555555/cloudservices?detailLevel=full"),
    );
  });

  it("waits as long as Retry-After says, at most 30 s", async () => {
    const after = (seconds: string): ScriptedAnswer =>
      errorAnswer(503, "ServerBusy", "later", { "retry-after": seconds });
    const { client, clock } = await endpoint(after("7"), after("3600"), after("0"), NONE);
    await client.list();
    assert.deepEqual(clock.sleeps, [7000, 30_000, 0]);
  });

  for (const text of ["Wed, 21 Oct 2015 07:28:00 GMT", "soon", ""]) {
    it(`waits as usual when Retry-After is "${text}"`, async () => {
      const { client, clock } = await endpoint(
        errorAnswer(503, "ServerBusy", "later", { "retry-after": text }),
        NONE,
      );
      await client.list();
      assert.deepEqual(clock.sleeps, [200]);
    });
  }

  const final: readonly (readonly [string, ScriptedAnswer])[] = [
    ["400", errorAnswer(400, "BadRequest", "no")],
    ["403", errorAnswer(403, "AuthenticationFailed", "no")],
    ["404", errorAnswer(404, "ResourceNotFound", "no")],
    ["409", errorAnswer(409, "ConflictError", "no")],
    ["an answer that is no protocol document", { status: 200, body: "<html/>" }],
  ];

  for (const [what, answer] of final) {
    it(`is not sent again after ${what}`, async () => {
      const { client, clock, seen } = await endpoint(answer, NONE);
      await rejection(client.list());
      assert.equal(seen.length, 1);
      assert.deepEqual(clock.sleeps, []);
    });
  }

  it("that reads, looks at a container or polls is sent again like the list", async () => {
    const { client, seen } = await endpoint(
      BUSY,
      errorAnswer(404, "ResourceNotFound", "gone"),
      BUSY,
      errorAnswer(404, "ResourceNotFound", "gone"),
      BUSY,
      errorAnswer(404, "ResourceNotFound", "gone"),
      BUSY,
      { status: 202, body: "<OperationStatus><Result>Succeeded</Result></OperationStatus>" },
    );
    assert.equal(await client.read(ORDERS), null);
    assert.equal(await client.readContainer("integration"), null);
    assert.deepEqual(await client.poll(ORDERS, "124"), { result: "Succeeded" });
    assert.equal(seen.length, 8);
  });
});

describe("a request that changes something", () => {
  const endpoint = scriptedEndpoints();
  const body = { configuration: { trackingStore: "User ID=u" } };
  const requests = [
    { operation: "Create", service: ORDERS, body: { ...body, edition: "Premium" } },
    { operation: "Scale", service: ORDERS, body: { units: 2, configuration: {} }, etag: "e" },
    { operation: "Update Configuration", service: ORDERS, body, etag: "e" },
    { operation: "Start", service: ORDERS },
    { operation: "Stop", service: ORDERS, etag: "e" },
    { operation: "Backup", service: ORDERS, backup: { name: "abc", store: "AccountKey=k" } },
    { operation: "Delete", service: ORDERS, etag: "e" },
  ] as const;

  for (const request of requests) {
    it(`is never sent again: ${request.operation}`, async () => {
      for (const answer of [BROKEN, BUSY, "cut"] as const) {
        const { client, clock, seen } = await endpoint(answer, {
          status: 202,
          headers: { "x-ms-request-id": "1" },
        });
        const { code } = await rejection(client.send(request));
        // Busy says that nothing was taken; the others leave it open. Neither is a reason to send it again.
        assert.equal(code, answer === BUSY ? "busy" : "unavailable");
        assert.equal(seen.length, 1);
        assert.deepEqual(clock.sleeps, []);
      }
    });
  }
});
