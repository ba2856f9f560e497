import assert from "node:assert/strict";
import fc from "fast-check";
import {
  authenticateHeader,
  negotiateHeader,
  ntlmAccount,
  readChallenge,
} from "../../provider/http/ntlm-messages.js";
import { whyRefused } from "./support/ntlm-verdict.js";

/** The challenge of MS-NLMP, 4.2.4.3. */
const CHALLENGE = Buffer.from(
  "4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef00000000000000002400240044000000060070170000000f" +
    "53006500720076006500720002000c0044006f006d00610069006e0001000c005300650072007600650072000000" +
    "0000",
  "hex",
);
const SERVER_CHALLENGE = Buffer.from("0123456789abcdef", "hex");

/** The user of that section; the hash of "Password" is in 4.2.2.1.2. */
const MEMBER = { user: "User", domain: "Domain", hash: "a4f49c406510bdcab6824ee7c30fd852" };
const ACCOUNT = ntlmAccount("Domain\\User", "Password", "the user");

const bytesOf = (header: string): Buffer => {
  assert.match(header, /^NTLM [A-Za-z0-9+/]+=*$/);
  return Buffer.from(header.slice("NTLM ".length), "base64");
};

describe("the messages of NTLM", () => {
  it("begin with one that says nothing of who signs in, and from where", () => {
    const message = bytesOf(negotiateHeader());
    assert.equal(message.toString("latin1", 0, 8), "NTLMSSP\0");
    assert.equal(message.readUInt32LE(8), 1);
    // No domain and no workstation: what is behind the header of 40 bytes is nothing.
    assert.equal(message.length, 40);
  });

  it("keep a hash and no password", () => {
    assert.deepEqual(Object.keys(ACCOUNT).toSorted(), ["domain", "hash", "shown", "user"]);
    assert.equal(ACCOUNT.hash.toString("hex"), MEMBER.hash);
  });

  it("read the challenge of MS-NLMP", () => {
    const { message, targetInfo } = readChallenge(CHALLENGE.toString("base64"));
    assert.deepEqual(message.serverChallenge, SERVER_CHALLENGE);
    assert.equal(
      targetInfo.toString("hex"),
      "02000c0044006f006d00610069006e0001000c00530065007200760065007200" + "00000000",
    );
  });

  it("answer it as NTLMv2, to nobody's domain but the account's, with the server's own pairs", () => {
    const message = bytesOf(
      authenticateHeader(readChallenge(CHALLENGE.toString("base64")), ACCOUNT),
    );
    assert.equal(whyRefused(message, SERVER_CHALLENGE, MEMBER), undefined);
    assert.equal(whyRefused(message, Buffer.alloc(8), MEMBER), "wrong password");
    assert.ok(message.includes(Buffer.from("02000c0044006f006d00610069006e0001000c00", "hex")));
  });

  it("are refused in words for whatever else a server sends", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 120 }),
        fc.nat(CHALLENGE.length - 1),
        fc.boolean(),
        (noise, at, isCut) => {
          const changed = Buffer.from(CHALLENGE);
          changed.set(noise.subarray(0, changed.length - at), at);
          for (const bytes of [Buffer.from(noise), isCut ? changed.subarray(0, at) : changed]) {
            try {
              bytesOf(
                authenticateHeader(
                  readChallenge(bytes.toString("base64")),
                  ACCOUNT,
                  Buffer.alloc(16),
                ),
              );
            } catch (reason) {
              assert.ok(reason instanceof Error && reason.message !== "");
              assert.equal(reason.name === "TypeError", false, reason.message);
            }
          }
        },
      ),
    );
  });

  for (const [what, token, why] of [
    ["no message at all", Buffer.alloc(60), /its challenge is not NTLM's/],
    ["one that is cut off", CHALLENGE.subarray(0, 40), /its challenge is not NTLM's/],
    [
      "the first message",
      bytesOf(negotiateHeader()).subarray(0, 40),
      /its challenge is not NTLM's/,
    ],
    ["pairs that are cut off", CHALLENGE.subarray(0, 80), /is cut off/],
  ] as const) {
    it(`are refused for ${what}`, () => {
      const answering = (): string =>
        authenticateHeader(readChallenge(token.toString("base64")), ACCOUNT, Buffer.alloc(16));
      assert.throws(answering, why);
    });
  }
});
