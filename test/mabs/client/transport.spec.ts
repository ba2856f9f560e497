import assert from "node:assert/strict";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import sinon from "sinon";
import {
  createManagementClient,
  type ManagementClient,
} from "../../../provider/mabs/client/index.js";
import { toTransportError } from "../../../provider/http/transport-error.js";
import { ManualClock } from "../../support/manual-clock.js";
import { rejection, scriptedEndpoints, SUBSCRIPTION_ID } from "../../support/scripted-endpoint.js";

const SECRET = "c2VjcmV0";

/** A port that was free a moment ago, and that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("an endpoint that does not answer", () => {
  const endpoint = scriptedEndpoints();

  afterEach(() => {
    sinon.restore();
  });

  it("is unavailable when nothing listens there, and the message says so", async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const clock = new ManualClock();
    const client = createManagementClient({
      endpoint: url,
      subscriptionId: SUBSCRIPTION_ID,
      clock,
    });
    const { code, message } = await rejection(client.list());
    assert.equal(code, "unavailable");
    assert.ok(message.includes(url), message);
    assert.match(message, /nothing listens there/);
    assert.deepEqual(clock.sleeps, [200, 400, 800]);
  });

  it("is unavailable when it cuts the connection, and the message says so", async () => {
    const { client, url } = await endpoint("cut");
    const { code, message } = await rejection(
      client.send({ operation: "Stop", service: { cloudService: "c", serviceName: "orders" } }),
    );
    assert.equal(code, "unavailable");
    assert.ok(message.includes(url), message);
    assert.match(message, /the connection was cut/);
  });

  it("is unavailable when it has said nothing for 30 s; the request is not sent again, its secrets are nowhere", async () => {
    const timers = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { client, url, seen, arrival } = await endpoint("silence");
    const sending = rejection(
      client.send({
        operation: "Backup",
        service: { cloudService: "c", serviceName: "orders" },
        backup: { name: "abc", store: SECRET },
      }),
    );
    await arrival;
    timers.tick(30_000);
    const error = await sending;
    assert.equal(error.code, "unavailable");
    assert.ok(error.message.includes(url), error.message);
    assert.match(error.message, /no answer within the time limit/);
    assert.equal(seen.length, 1);
    assert.ok(!inspect(error, { depth: 12, showHidden: true }).includes(SECRET));
  });

  it("is unavailable when the emulator inside the process throws", async () => {
    const client: ManagementClient = createManagementClient({
      endpoint: "emulator:orders.db",
      subscriptionId: SUBSCRIPTION_ID,
      clock: new ManualClock(),
      transport: () => Promise.reject(new Error("database is locked")),
    });
    const { code, message } = await rejection(client.list());
    assert.equal(code, "unavailable");
    assert.match(message, /emulator:orders\.db.*database is locked/);
  });
});

describe("toTransportError()", () => {
  const SETTINGS = { ca: "biztalk:ca", client: "biztalk:certificate and biztalk:privateKey" };

  const meanings = [
    ["ECONNREFUSED", /nothing listens there/],
    ["ENOTFOUND", /host name is not known/],
    ["ECONNRESET", /connection was cut/],
    ["ECONNABORTED", /time limit/],
    ["ETIMEDOUT", /time limit/],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", /biztalk:ca/],
    ["SELF_SIGNED_CERT_IN_CHAIN", /biztalk:ca/],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /biztalk:ca/],
    ["ERR_TLS_CERT_ALTNAME_INVALID", /another host name/],
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", /client certificate.*biztalk:certificate/],
    ["ESOMETHING", /text of the platform/],
  ] as const;

  for (const [code, wording] of meanings) {
    it(`says what ${code} means`, () => {
      const reason = Object.assign(new Error("text of the platform"), { code });
      const error = toTransportError(reason, "https://host.example", SETTINGS);
      assert.equal(error.code, "unavailable");
      assert.ok(
        error.message.includes("https://host.example") && error.message.includes(code),
        error.message,
      );
      assert.match(error.message, wording);
    });
  }

  it("says the text of anything else", () => {
    assert.match(
      toTransportError("just text", "https://host.example", SETTINGS).message,
      /just text/,
    );
  });
});
