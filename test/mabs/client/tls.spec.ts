import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { openBackend, readSettings } from "../../../provider/mabs/connection/index.js";
import { createManagementClient } from "../../../provider/mabs/client/index.js";
import { createEmulator, type Emulator } from "../../../provider/emulator/index.js";
import { emulatedServices } from "../../../provider/mabs/emulator/index.js";
import { makeAuthority, type Authority, type PemPair } from "../../support/certificates.js";
import { ManualClock } from "../../support/manual-clock.js";
import { rejection, SUBSCRIPTION_ID } from "../../support/scripted-endpoint.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

describe("mutual TLS", () => {
  const file = temporaryFolder();
  let ours: Authority;
  let theirs: Authority;
  let operator: PemPair;
  let emulator: Emulator;
  let url: string;

  before(async () => {
    ours = await makeAuthority("Authority of the tests");
    theirs = await makeAuthority("Another authority");
    const server = await ours.sign("emulator");
    operator = await ours.sign("operator");
    emulator = createEmulator(
      { clock: new ManualClock(), products: [emulatedServices()] },
      { ...server, ca: ours.certificate },
    );
    url = await emulator.listen({ port: 0 });
  });
  after(() => emulator.close());

  it("is what the emulator serves when it is given certificates", () => {
    assert.match(url, /^https:\/\/127\.0\.0\.1:\d+$/);
  });

  it("lets a client in with certificate, key and authority as texts", async () => {
    const env = {
      BIZTALK_CERTIFICATE: operator.certificate,
      BIZTALK_PRIVATE_KEY: operator.privateKey,
      BIZTALK_CA: ours.certificate,
    };
    const settings = readSettings((key) => (key === "endpoint" ? url : undefined), env);
    const backend = await openBackend(settings, new ManualClock());
    assert.deepEqual(await backend.client.list(), []);
    await backend.close();
  });

  it("lets a client in with certificate, key and authority in files", async () => {
    const stack: Record<string, string> = {
      endpoint: url,
      certificate: file("operator.pem"),
      privateKey: file("operator.key"),
      ca: file("ca.pem"),
    };
    writeFileSync(file("operator.pem"), operator.certificate);
    writeFileSync(file("operator.key"), operator.privateKey);
    writeFileSync(file("ca.pem"), ours.certificate);
    const backend = await openBackend(
      readSettings((key) => stack[key], {}),
      new ManualClock(),
    );
    const service = { cloudService: "integration", serviceName: "orders" };
    const id = await backend.client.send({
      operation: "Create",
      service,
      body: { edition: "Basic", configuration: {} },
    });
    assert.notEqual(id, "");
    assert.equal((await backend.client.read(service))?.state, "Creating");
    await backend.close();
  });

  describe("turns away", () => {
    const refusal = async (tls: {
      certificate?: string;
      privateKey?: string;
      ca?: string;
    }): Promise<string> => {
      const options = {
        endpoint: url,
        subscriptionId: SUBSCRIPTION_ID,
        clock: new ManualClock(),
        tls,
      };
      const { code, message } = await rejection(createManagementClient(options).list());
      assert.equal(code, "unavailable");
      assert.ok(message.includes(url), message);
      return message;
    };

    it("a client without a certificate, and the message says which settings to give", async () => {
      assert.match(
        await refusal({ ca: ours.certificate }),
        /client certificate.*biztalk:certificate/,
      );
    });

    it("a client with another authority's certificate, and the message speaks of the certificate", async () => {
      const stranger = await theirs.sign("stranger");
      assert.match(
        await refusal({ ...stranger, ca: ours.certificate }),
        /client certificate|biztalk:certificate/,
      );
    });

    it("nobody, when the client does not know the server's authority: the message says to give it", async () => {
      assert.match(await refusal(operator), /authority.*biztalk:ca/);
      assert.match(await refusal({ ...operator, ca: theirs.certificate }), /authority.*biztalk:ca/);
    });

    it("a client whose key does not fit its certificate, without its key in the message", async () => {
      const other = await ours.sign("other");
      const message = await refusal({
        ...operator,
        privateKey: other.privateKey,
        ca: ours.certificate,
      });
      assert.match(message, /key/i);
      assert.doesNotMatch(message, /PRIVATE KEY/);
    });

    it("nobody, when the server's certificate has expired or is not valid yet: the reason is said", async () => {
      const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
      for (const [from, to, wording] of [
        ["2001-01-01", "2002-01-01", /its certificate has expired/],
        ["2097-01-01", "2098-01-01", /its certificate is not valid yet/],
      ] as const) {
        const pair = await ours.sign("late", { notBefore: day(from), notAfter: day(to) });
        const late = createEmulator(
          { clock: new ManualClock(), products: [emulatedServices()] },
          pair,
        );
        const tls = { ca: ours.certificate };
        const endpoint = await late.listen({ port: 0 });
        const options = {
          endpoint,
          subscriptionId: SUBSCRIPTION_ID,
          clock: new ManualClock(),
          tls,
        };
        const { message } = await rejection(createManagementClient(options).list());
        assert.match(message, wording);
        await late.close();
      }
    });

    it("who speaks plain HTTP to it, or TLS to a plain port: one sentence says what to write", async () => {
      const plain = createEmulator({ clock: new ManualClock(), products: [emulatedServices()] });
      const plainUrl = await plain.listen({ port: 0 });
      const ask = async (endpoint: string): Promise<string> => {
        const options = { endpoint, subscriptionId: SUBSCRIPTION_ID, clock: new ManualClock() };
        return (await rejection(createManagementClient(options).list())).message;
      };
      assert.match(await ask(plainUrl.replace("http:", "https:")), /write http:\/\/ instead/);
      assert.match(
        await ask(url.replace("https:", "http:")),
        /write https:\/\/ instead of http:\/\//,
      );
      await plain.close();
    });
  });
});
