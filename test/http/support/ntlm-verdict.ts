/** What an acceptor of NTLM makes of the messages, from MS-NLMP and by nothing of ours. */
import { createHash, createHmac, randomBytes } from "node:crypto";

/** Who is let in. `hash` is the MD4 of the password in UTF-16LE. */
export interface Member {
  readonly user: string;
  readonly domain: string;
  readonly hash: string;
}

/**
 * Unicode, target name, NTLM, always sign, extended session security, target information (MS-NLMP,
 * 2.2.2.5).
 */
const FLAGS = 0x0088_8205;

const pair = (id: number, value: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, value]);
};

const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");

/** The second message (2.2.1.2). `flags` may leave out what NTLMv2 needs. */
export function challengeMessage(challenge: Buffer, flags = FLAGS): Buffer {
  const target = utf16("CONTOSO");
  const info = Buffer.concat([pair(2, target), pair(1, utf16("BTS01")), pair(0, Buffer.alloc(0))]);
  const head = Buffer.alloc(48);
  head.write("NTLMSSP\0", "latin1");
  head.writeUInt32LE(2, 8);
  head.writeUInt16LE(target.length, 12);
  head.writeUInt16LE(target.length, 14);
  head.writeUInt32LE(48, 16);
  head.writeUInt32LE(flags, 20);
  challenge.copy(head, 24);
  head.writeUInt16LE(info.length, 40);
  head.writeUInt16LE(info.length, 42);
  head.writeUInt32LE(48 + target.length, 44);
  return Buffer.concat([head, target, info]);
}

/** Eight bytes that nobody knows. */
export const newChallenge = (): Buffer => randomBytes(8);

/** Which of the messages it is; 0 for none. */
export const typeOf = (message: Buffer): number =>
  message.length > 12 && message.toString("latin1", 0, 8) === "NTLMSSP\0"
    ? message.readUInt32LE(8)
    : 0;

/** A field of the third message (2.2.1.3) by where its length stands. */
const field = (message: Buffer, at: number): Buffer => {
  const start = message.readUInt32LE(at + 4);
  return message.subarray(start, start + message.readUInt16LE(at));
};

/** The pairs of an NTLMv2 response (2.2.2.7). */
function pairsIn(response: Buffer): Map<number, Buffer> {
  const pairs = new Map<number, Buffer>();
  for (let at = 44; at + 4 <= response.length && response.readUInt16LE(at) !== 0;) {
    const length = response.readUInt16LE(at + 2);
    pairs.set(response.readUInt16LE(at), response.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return pairs;
}

/**
 * What is wrong with a third message; `undefined` lets it in. `binding` is the hash that has to be
 * bound, or none.
 */
export function whyRefused(
  message: Buffer,
  challenge: Buffer,
  member: Member,
  binding?: Buffer,
): string | undefined {
  const response = field(message, 20);
  // An NTLMv1 response has 24 bytes, whatever it was made from.
  if (response.length <= 24) return "not NTLMv2";
  const user = field(message, 36).toString("utf16le");
  const domain = field(message, 28).toString("utf16le");
  if (user.toLowerCase() !== member.user.toLowerCase()) return "unknown user";
  if (domain.toLowerCase() !== member.domain.toLowerCase()) return "wrong domain";
  const key = createHmac("md5", Buffer.from(member.hash, "hex"))
    .update(utf16(user.toUpperCase() + domain))
    .digest();
  const proof = createHmac("md5", key).update(challenge).update(response.subarray(16)).digest();
  if (!proof.equals(response.subarray(0, 16))) return "wrong password";
  if (binding === undefined) return undefined;
  const structure = Buffer.concat([
    Buffer.alloc(20),
    Buffer.from("tls-server-end-point:"),
    binding,
  ]);
  structure.writeUInt32LE(structure.length - 20, 16);
  const expected = createHash("md5").update(structure).digest();
  return pairsIn(response).get(10)?.equals(expected) === true ? undefined : "wrong channel binding";
}
