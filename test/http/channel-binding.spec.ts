import assert from "node:assert/strict";
import { createHash, X509Certificate } from "node:crypto";
import { channelBinding } from "../../provider/http/channel-binding.js";
import { makeAuthority, type Authority, type PemPair } from "../support/certificates.js";
import { rejection } from "../support/scripted-endpoint.js";
import { acceptors } from "./support/acceptor.js";
import { clientOf, OPERATOR } from "./support/client.js";

/**
 * DER of `SEQUENCE { tbs, SEQUENCE { algorithm }, signature }` with nothing in it but an algorithm.
 */
const certificateWith = (algorithm: string): Buffer => {
  const body = `3000${algorithm}0300`;
  return Buffer.from(`30${(body.length / 2).toString(16).padStart(2, "0")}${body}`, "hex");
};

/** What MS-NLMP makes of the hash of a certificate. */
const bindingOf = (digest: Buffer): string => {
  const data = Buffer.concat([Buffer.from("tls-server-end-point:"), digest]);
  const head = Buffer.alloc(20);
  head.writeUInt32LE(data.length, 16);
  return createHash("md5").update(head).update(data).digest("hex");
};

describe("channelBinding()", () => {
  // The structure for a SHA-256 hash of 32 bytes, written down as bytes: lengths, kind, hash.
  it("is the MD5 of a structure without addresses", () => {
    const certificate = certificateWith("300b06092a864886f70d01010b");
    const hash = createHash("sha256").update(certificate).digest("hex");
    const structure = `${"00".repeat(16)}35000000746c732d7365727665722d656e642d706f696e743a${hash}`;
    const expected = createHash("md5").update(Buffer.from(structure, "hex")).digest("hex");
    assert.equal(channelBinding(certificate).toString("hex"), expected);
  });

  const algorithms = [
    ["MD5 with RSA", "300b06092a864886f70d010104", "sha256"],
    ["SHA-1 with RSA", "300b06092a864886f70d010105", "sha256"],
    ["SHA-256 with RSA", "300b06092a864886f70d01010b", "sha256"],
    ["SHA-384 with RSA", "300b06092a864886f70d01010c", "sha384"],
    ["SHA-512 with RSA", "300b06092a864886f70d01010d", "sha512"],
    ["ECDSA with SHA-256", "300a06082a8648ce3d040302", "sha256"],
    ["ECDSA with SHA-384", "300a06082a8648ce3d040303", "sha384"],
    ["ECDSA with SHA-512", "300a06082a8648ce3d040304", "sha512"],
    [
      "RSASSA-PSS with SHA-512",
      "301c06092a864886f70d01010a300fa00d300b0609608648016503040203",
      "sha512",
    ],
    ["Ed25519", "300506032b6570", "sha256"],
  ] as const;
  for (const [name, algorithm, hash] of algorithms) {
    it(`has ${hash} for a certificate signed by ${name}`, () => {
      const certificate = certificateWith(algorithm);
      const digest = createHash(hash).update(certificate).digest();
      assert.equal(channelBinding(certificate).toString("hex"), bindingOf(digest));
    });
  }
});

describe("a sign-in by NTLM over TLS", () => {
  const start = acceptors();
  let authority: Authority;
  let tls: PemPair;
  let other: PemPair;

  const digestOf = ({ certificate }: PemPair): Buffer =>
    createHash("sha256").update(new X509Certificate(certificate).raw).digest();

  before(async () => {
    authority = await makeAuthority("Authority of the tests");
    tls = await authority.sign("bts");
    other = await authority.sign("a proxy in between");
  });

  it("is let in where a channel binding is required, on each new connection", async () => {
    const acceptor = await start({ tls, binding: digestOf(tls), ends: "answers" });
    const client = clientOf(acceptor.url, { ca: authority.certificate });
    await client.get();
    await client.put("body");
    assert.deepEqual(
      acceptor.arrivals.map(({ connection, status }) => [connection, status]),
      [
        [1, 401],
        [1, 200],
        [2, 401],
        [2, 200],
      ],
    );
  });

  it("is let in where none is required", async () => {
    const acceptor = await start({ tls });
    await clientOf(acceptor.url, { ca: authority.certificate }).get();
    assert.equal(acceptor.arrivals.at(-1)?.status, 200);
  });

  it("is refused where another one ends TLS in between, and the message says what to look at", async () => {
    const acceptor = await start({ tls: other, binding: digestOf(tls) });
    const { code, message } = await rejection(
      clientOf(acceptor.url, { ca: authority.certificate }).put("body"),
    );
    assert.equal(code, "unauthenticated");
    assert.match(message, /requires channel binding, nothing in between may end TLS/);
    assert.equal(acceptor.arrivals.length, 2);
  });

  it("is refused without TLS where a channel binding is required", async () => {
    const acceptor = await start({ binding: digestOf(tls) });
    assert.equal((await rejection(clientOf(acceptor.url).get())).code, "unauthenticated");
    assert.equal(acceptor.arrivals.length, 2);
  });

  it("sends nothing to a server whose authority is not known: the message says which setting to give", async () => {
    const acceptor = await start({ tls });
    const { code, message } = await rejection(
      clientOf(acceptor.url, { signIn: OPERATOR }).put("body"),
    );
    assert.equal(code, "unavailable");
    assert.match(message, /authority is not known: give it as the authority/);
    assert.deepEqual(acceptor.arrivals, []);
  });
});
