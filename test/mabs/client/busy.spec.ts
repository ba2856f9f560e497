import assert from "node:assert/strict";
import { createManagementClient } from "../../../provider/mabs/client/index.js";
import { createEmulator } from "../../../provider/emulator/index.js";
import { emulatedServices } from "../../../provider/mabs/emulator/index.js";
import { ManualClock } from "../../support/manual-clock.js";
import {
  errorAnswer,
  rejection,
  scriptedEndpoints,
  SUBSCRIPTION_ID,
} from "../../support/scripted-endpoint.js";
import { ORDERS } from "../../support/orders.js";

const STOP = { operation: "Stop", service: ORDERS } as const;

describe("an endpoint that is busy", () => {
  const endpoint = scriptedEndpoints();

  /** Status, code of the document, code of the error. */
  const table = [
    [429, "TooManyRequests", "busy"],
    [429, "SomethingElse", "busy"],
    [503, "ServerBusy", "busy"],
    [500, "ServerBusy", "busy"],
    // Whether anything was taken is open: the table of errors has 503 for ServerBusy alone.
    [503, "SomethingElse", "unavailable"],
    [500, "OperationTimedOut", "unavailable"],
  ] as const;
  for (const [status, wire, code] of table) {
    it(`${status} ${wire} is ${code}, and says when to come back if it was told`, async () => {
      const told = errorAnswer(status, wire, "later", { "retry-after": "17" });
      const { client, seen, clock } = await endpoint(told, errorAnswer(status, wire, "later"));
      const first = await rejection(client.send(STOP));
      assert.equal(first.code, code);
      assert.match(first.message, /later.*come back in 17 s/);
      const second = await rejection(client.send(STOP));
      assert.equal(second.code, code);
      assert.doesNotMatch(second.message, /come back/);
      assert.equal(seen.length, 2, "each was sent once");
      assert.deepEqual(clock.sleeps, []);
    });
  }

  it("429 without a document is busy, 503 without one is not", async () => {
    const { client } = await endpoint(
      { status: 429, body: "slow down" },
      { status: 503, body: "<html/>" },
    );
    assert.equal((await rejection(client.send(STOP))).code, "busy");
    assert.equal((await rejection(client.send(STOP))).code, "unavailable");
  });

  const asks = [
    ["Sat, 21 Nov 2026 10:00:00 GMT", /come back after Sat, 21 Nov 2026 10:00:00 GMT\.$/],
    ["", /later$/],
    ["soon", /later$/],
  ] as const;
  for (const [value, text] of asks) {
    it(`a Retry-After of "${value}" is said as it is, or not at all`, async () => {
      const { client } = await endpoint(
        errorAnswer(429, "TooManyRequests", "later", { "retry-after": value }),
      );
      assert.match((await rejection(client.send(STOP))).message, text);
    });
  }

  it("429 without a document keeps its Retry-After", async () => {
    const { client } = await endpoint({ status: 429, body: "", headers: { "retry-after": "9" } });
    assert.match((await rejection(client.send(STOP))).message, /come back in 9 s\.$/);
  });

  it("is not what says that an operation is not allowed", async () => {
    const { client } = await endpoint(errorAnswer(503, "ServerBusy", "Operation not allowed"));
    assert.equal((await rejection(client.send(STOP))).code, "operation-not-allowed");
  });

  it("is asked again for what only reads, as late as it says: 429 like 503", async () => {
    const busy = errorAnswer(429, "TooManyRequests", "later", { "retry-after": "3" });
    const { client, clock, seen } = await endpoint(busy, errorAnswer(503, "ServerBusy", "later"), {
      status: 200,
      body: "<CloudServices/>",
    });
    assert.deepEqual(await client.list(), []);
    assert.equal(seen.length, 3);
    assert.deepEqual(clock.sleeps, [3_000, 400]);
  });
});

describe("the emulator's interruptions, as the client meets them in process", () => {
  const clock = new ManualClock();
  const emulator = createEmulator({ clock, products: [emulatedServices({ operationMs: 0 })] });
  const client = createManagementClient({
    endpoint: "emulator:orders.db",
    subscriptionId: SUBSCRIPTION_ID,
    clock,
    transport: (request) => emulator.request(request),
  });
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const headers = { "content-type": "application/json" };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await emulator.request({
      method,
      url: `/_emulator/${path}`,
      headers,
      ...content,
    });
    return answer.body === "" ? undefined : JSON.parse(answer.body);
  };
  const logged = async (operation: string): Promise<number[]> =>
    ((await control("GET", "log")) as { kind: string; operation: string; status: number }[])
      .filter((entry) => entry.kind === "request" && entry.operation === operation)
      .map(({ status }) => status);

  beforeEach(async () => {
    await control("POST", "reset");
    await control("PUT", "services/integration/orders", { state: "Active" });
  });
  after(() => emulator.close());

  for (const [effect, status, state] of [
    ["drop-before", 0, "Active"],
    ["drop-after", 202, "Stopped"],
  ] as const) {
    it(`${effect} of an operation is unavailable, was cut, and was sent once`, async () => {
      await control("POST", "faults", { operation: "Stop", effect });
      const { code, message } = await rejection(client.send(STOP));
      assert.equal(code, "unavailable");
      assert.match(message, /ECONNRESET: the connection was cut/);
      assert.deepEqual(await logged("Stop"), [status]);
      assert.equal((await client.read(ORDERS))?.state, state);
    });

    it(`${effect} of a read is met by another read`, async () => {
      await control("POST", "faults", { operation: "Get", effect });
      assert.equal((await client.read(ORDERS))?.state, "Active");
      assert.deepEqual(await logged("Get"), [status === 0 ? 0 : 200, 200]);
    });
  }

  for (const status of [429, 503]) {
    it(`reject with ${status} is busy, with the seconds it asks for, and was sent once`, async () => {
      await control("POST", "faults", {
        operation: "Stop",
        effect: "reject",
        status,
        retryAfter: 12,
      });
      const { code, message } = await rejection(client.send(STOP));
      assert.equal(code, "busy");
      assert.match(message, /come back in 12 s/);
      assert.deepEqual(await logged("Stop"), [status]);
    });
  }
});
