/**
 * Channel binding: a sign-in says which TLS connection it is for, so that who sits in between
 * cannot use it (Extended Protection for Authentication). Kind `tls-server-end-point` of RFC 5929,
 * as NTLM carries it.
 */
import { createHash } from "node:crypto";

/** The prefix of the kind, and one colon (RFC 5929, section 4; RFC 5056, section 2.1). */
const PREFIX = "tls-server-end-point:";

/**
 * Hashes by the object identifier that stands in a certificate's signature algorithm, as DER. MD5,
 * SHA-1 and all that is not named here are SHA-256 (RFC 5929, section 4.1). For RSASSA-PSS the hash
 * is among the parameters.
 */
const HASHES: readonly (readonly [oid: string, hash: string])[] = [
  ["06092a864886f70d01010c", "sha384"], // sha384WithRSAEncryption
  ["06092a864886f70d01010d", "sha512"], // sha512WithRSAEncryption
  ["06082a8648ce3d040303", "sha384"], // ecdsa-with-SHA384
  ["06082a8648ce3d040304", "sha512"], // ecdsa-with-SHA512
  ["0609608648016503040202", "sha384"], // id-sha384
  ["0609608648016503040203", "sha512"], // id-sha512
];

/** Where the content of the DER value at `offset` begins and ends (X.690, 8.1.3). */
function contentAt(der: Buffer, offset: number): { readonly start: number; readonly end: number } {
  const first = der.readUInt8(offset + 1);
  if (first < 0x80) return { start: offset + 2, end: offset + 2 + first };
  const size = first & 0x7f;
  const start = offset + 2 + size;
  return { start, end: start + der.readUIntBE(offset + 2, size) };
}

/**
 * `Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature }` (RFC 5280, section
 * 4.1).
 */
function signatureHash(certificate: Buffer): string {
  const { start } = contentAt(certificate, 0);
  const algorithmAt = contentAt(certificate, start).end;
  const algorithm = certificate
    .subarray(algorithmAt, contentAt(certificate, algorithmAt).end)
    .toString("hex");
  return HASHES.find(([oid]) => algorithm.includes(oid))?.[1] ?? "sha256";
}

/**
 * The binding to a server with this certificate (DER): the 16 bytes of MsvAvChannelBindings, which
 * are the MD5 of a `gss_channel_bindings_struct` without addresses (MS-NLMP, 2.2.2.1; RFC 2744,
 * section 3.11).
 */
export function channelBinding(certificate: Buffer): Buffer {
  const digest = createHash(signatureHash(certificate)).update(certificate).digest();
  const data = Buffer.concat([Buffer.from(PREFIX, "ascii"), digest]);
  const addresses = Buffer.alloc(16);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(data.length);
  return createHash("md5")
    .update(Buffer.concat([addresses, length, data]))
    .digest();
}
