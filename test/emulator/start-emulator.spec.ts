import assert from "node:assert/strict";
import { startEmulator, type StartedEmulator } from "../../provider/start-emulator.js";
import { makeAuthority } from "../support/certificates.js";
import { pathOf, SUBSCRIPTION } from "../support/start-emulator.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const VERSION = { "x-ms-version": "2013-04-26" };

describe("startEmulator()", () => {
  const file = temporaryFolder();
  const started: StartedEmulator[] = [];
  const start: typeof startEmulator = async (options) => {
    const emulator = await startEmulator(options);
    started.push(emulator);
    return emulator;
  };
  afterEach(async () => {
    for (const each of started.splice(0)) await each.close();
  });

  it("serves both products on a free port of this machine, without a word about anything", async () => {
    const emulator = await start();
    assert.match(emulator.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    const services = await fetch(`${emulator.url}${SUBSCRIPTION}/cloudservices`, {
      headers: VERSION,
    });
    const server = await fetch(`${emulator.url}/BizTalkManagementService/Applications`);
    assert.deepEqual([services.status, server.status], [200, 200]);
  });

  it("is filled, told of faults and asked for its log through the control plane", async () => {
    const emulator = await start({ clock: "virtual", operationMs: 60_000 });
    await emulator.control("PUT", "services/integration/orders", { state: "Active" });
    await emulator.control("POST", "faults", { operation: "Stop", effect: "fail" });
    const path = pathOf("orders").replace("biztalkservices/", "biztalkservices/~/");
    const stop = { method: "POST", headers: VERSION };
    assert.equal((await fetch(`${emulator.url}${path}?comp=stop`, stop)).status, 202);
    const state = async (): Promise<unknown> =>
      ((await emulator.control("GET", "services")) as { state: string }[])[0]?.state;
    assert.equal(await state(), "Stopping");
    await emulator.advance(60_000);
    assert.equal(await state(), "StopFailed");
    const requests = (await emulator.log()).filter(({ kind }) => kind === "request");
    assert.deepEqual(
      requests.map(({ operation }) => operation),
      ["Stop"],
    );
    await emulator.reset();
    assert.deepEqual(await emulator.control("GET", "services"), []);
  });

  it("keeps what is there in a file", async () => {
    const data = file("kept.db");
    const first = await startEmulator({ data });
    await first.control("PUT", "services/integration/orders", {});
    await first.close();
    const second = await start({ data });
    assert.equal(((await second.control("GET", "services")) as unknown[]).length, 1);
  });

  it("serves TLS, and lets in who shows a certificate of its authority", async () => {
    const authority = await makeAuthority("Authority of the tests");
    const tls = { ...(await authority.sign("emulator")), ca: authority.certificate };
    const emulator = await start({ tls });
    assert.match(emulator.url, /^https:/);
    await assert.rejects(fetch(`${emulator.url}/_emulator/health`));
    assert.deepEqual(await emulator.control("GET", "services"), []);
  });

  it("says of certificates that do not fit what is wrong, and leaves nothing open", async () => {
    const authority = await makeAuthority("Authority of the tests");
    const [own, other] = [await authority.sign("a"), await authority.sign("b")];
    const id = "1111";
    const wrong: readonly (readonly [Parameters<typeof startEmulator>[0], RegExp])[] = [
      [{ tls: { ...own, privateKey: other.privateKey } }, /^tls\.privateKey is not the key of/],
      [{ tls: { ...own, ca: "none" } }, /^tls\.ca holds no certificate/],
      [{ subscriptions: [{ id, certificate: "none" }] }, /subscription 1111 holds no certificate/],
      [
        { tls: own, subscriptions: [{ id, certificate: own.certificate }] },
        /subscription 1111 is shown over TLS alone/,
      ],
    ];
    for (const [options, wording] of wrong)
      await assert.rejects(startEmulator(options), { code: "invalid-input", message: wording });
  });

  it("says what is wrong with what it is told, and where it cannot listen", async () => {
    const emulator = await start({ clock: "real" });
    const { port } = new URL(emulator.url);
    const wrong: readonly (readonly [() => Promise<unknown>, RegExp])[] = [
      [
        () => emulator.control("PUT", "services/a/orders", { state: "Actve" }),
        /^PUT \/_emulator\/services\/a\/orders: state: "Actve" is not a state; one of Active, /,
      ],
      [() => emulator.advance(1), /the clock is real/],
      [() => startEmulator({ port: Number(port) }), /cannot listen.*port 0/],
      [() => startEmulator({ data: file("none/there.db") }), /none\/there\.db/],
    ];
    for (const [asked, wording] of wrong)
      await assert.rejects(asked, { code: "invalid-input", message: wording });
  });
});
