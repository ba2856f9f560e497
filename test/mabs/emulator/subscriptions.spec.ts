import assert from "node:assert/strict";
import { createManagementClient } from "../../../provider/mabs/client/index.js";
import { startEmulator, type StartedEmulator } from "../../../provider/start-emulator.js";
import { makeAuthority, type Authority, type PemPair } from "../../support/certificates.js";
import { ManualClock } from "../../support/manual-clock.js";
import { rejection } from "../../support/scripted-endpoint.js";

const OURS = "11111111-2222-3333-4444-555555555555";
const THEIRS = "99999999-2222-3333-4444-555555555555";
const OPEN = "77777777-2222-3333-4444-555555555555";

describe("subscriptions with a management certificate of their own", () => {
  let authority: Authority;
  let ours: PemPair;
  let theirs: PemPair;
  let second: PemPair;
  let emulator: StartedEmulator;

  before(async () => {
    authority = await makeAuthority("Authority of the tests");
    [ours, theirs] = [await authority.sign("ours"), await authority.sign("theirs")];
    second = await authority.sign("second");
    emulator = await startEmulator({
      tls: { ...(await authority.sign("emulator")), ca: authority.certificate },
      subscriptions: [
        { id: OURS.toUpperCase(), certificate: ours.certificate },
        { id: THEIRS, certificate: theirs.certificate },
        { id: THEIRS, certificate: second.certificate },
        { id: OPEN },
      ],
    });
  });
  after(() => emulator.close());

  const clientOf = (subscriptionId: string, shown: PemPair) =>
    createManagementClient({
      endpoint: emulator.url,
      subscriptionId,
      clock: new ManualClock(),
      tls: { ...shown, ca: authority.certificate },
    });

  it("answer whoever shows it", async () => {
    assert.deepEqual(await clientOf(OURS, ours).list(), []);
    assert.deepEqual(await clientOf(THEIRS, theirs).list(), []);
    assert.deepEqual(await clientOf(THEIRS, second).list(), [], "a second certificate");
  });

  it("refuse another one's with 403 AuthenticationFailed, and the client says what to check", async () => {
    for (const [id, shown] of [
      [OURS, theirs],
      [THEIRS, ours],
    ] as const) {
      const { code, message } = await rejection(clientOf(id, shown).list());
      assert.equal(code, "unauthenticated");
      assert.match(message, /answered 403 \(AuthenticationFailed\)/);
      assert.match(message, /not a management certificate of this subscription/);
      assert.match(message, /Check the client certificate.*biztalk:subscriptionId/);
      assert.doesNotMatch(message, /BEGIN|PRIVATE/);
    }
  });

  it("are known or refused, with or without a certificate", async () => {
    assert.deepEqual(await clientOf(OPEN, theirs).list(), []);
    const unknown = await rejection(clientOf("00000000-0000-0000-0000-000000000000", ours).list());
    assert.match(unknown.message, /403 .*The subscription is not known here/);
  });

  it("leave nothing of the certificates in the log", async () => {
    const log = JSON.stringify(await emulator.log());
    assert.doesNotMatch(log, /BEGIN|MII/);
  });
});
