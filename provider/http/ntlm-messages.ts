/**
 * The three messages of NTLM (MS-NLMP), by @node-ntlm/core, held to NTLMv2 and with a channel
 * binding. The only importer of that package (docs/decisions/0013-ntlm.md).
 */
import {
  createNTHashedPasswordV1,
  createType1Message,
  createType3Message,
  parseType2Message,
  type Type2Message,
} from "@node-ntlm/core";
import { ProviderError } from "../errors.js";

/** Who signs in. What is kept is the password's hash, which NTLM needs instead of the password. */
export interface NtlmAccount {
  /** The user as it was given, for messages. */
  readonly shown: string;
  readonly domain: string;
  readonly user: string;
  readonly hash: Buffer;
}

/**
 * MS-NLMP, 2.2.2.5. Without the three there is no NTLMv2 response, or none that the server could
 * read.
 */
const NEEDED_FLAGS: readonly (readonly [flag: number, name: string])[] = [
  [0x0000_0001, "Unicode"],
  [0x0008_0000, "extended session security"],
  [0x0080_0000, "target information"],
];

/** MS-NLMP, 2.2.2.1: the ids of the pairs in the target information. */
const AV_EOL = 0;
const AV_CHANNEL_BINDINGS = 10;

/** What the package writes as it is: it turns anything else in a domain into `%20` and the like. */
const PLAIN_DOMAIN = /^[A-Za-z0-9@*_+./-]*$/;

/** We say nothing of the machine that we run on. */
const WORKSTATION = "";

/**
 * Reads a user: `DOMAIN\user`, `user@domain`, or a user of the server's own domain.
 *
 * @throws ProviderError `invalid-input`; `setting` is what the user is called in the message.
 */
export function ntlmAccount(shown: string, password: string, setting: string): NtlmAccount {
  const backslash = shown.indexOf("\\");
  const domain = shown.slice(0, Math.max(backslash, 0));
  const user = shown.slice(backslash + 1);
  if (user === "" || backslash === 0) {
    throw new ProviderError(
      "invalid-input",
      `${setting} "${shown}" names no user. Accepted: DOMAIN\\user, user@domain.`,
    );
  }
  if (!PLAIN_DOMAIN.test(domain)) {
    const why = "has a domain with characters that cannot be sent by NTLM here";
    throw new ProviderError(
      "invalid-input",
      `${setting} "${shown}" ${why}. Give it in the form user@domain.`,
    );
  }
  return { shown, domain, user, hash: createNTHashedPasswordV1(password) };
}

/** The first message, as a header: that NTLM is wanted, and nothing of who wants it. */
export const negotiateHeader = (): string =>
  createType1Message({ domain: "", workstation: WORKSTATION });

/** The server's challenge, from the token of its 401. */
export interface Challenge {
  readonly message: Type2Message;
  readonly targetInfo: Buffer;
}

/**
 * Reads a challenge.
 *
 * @throws Error with a text for people, when it is none, or when only NTLMv1 could answer it, which
 * is never sent.
 */
export function readChallenge(token: string): Challenge {
  const message = parse(token);
  const missing = NEEDED_FLAGS.filter(([flag]) => (message.negotiateFlags & flag) === 0).map(
    ([, name]) => name,
  );
  const { targetInfo } = message;
  if (missing.length > 0 || targetInfo === undefined) {
    throw new Error(
      `it asks for NTLMv1, which is not sent (its challenge has no ${missing.join(", no ")})`,
    );
  }
  return { message, targetInfo };
}

function parse(token: string): Type2Message {
  const bytes = Buffer.from(token, "base64");
  if (bytes.length < 48 || bytes.toString("latin1", 0, 8) !== "NTLMSSP\0")
    throw new Error("its challenge is not NTLM's");
  return parseType2Message(`NTLM ${token}`);
}

/** The pairs of a target information without the one that ends them. */
function pairsOf(targetInfo: Buffer): Buffer {
  let offset = 0;
  while (offset + 4 <= targetInfo.length && targetInfo.readUInt16LE(offset) !== AV_EOL) {
    offset += 4 + targetInfo.readUInt16LE(offset + 2);
  }
  if (offset > targetInfo.length)
    throw new Error("the target information of its challenge is cut off");
  return targetInfo.subarray(0, offset);
}

/** The target information that goes back: the server's, and the binding before its end. */
function bound(targetInfo: Buffer, binding: Buffer): Buffer {
  const pair = Buffer.alloc(4);
  pair.writeUInt16LE(AV_CHANNEL_BINDINGS, 0);
  pair.writeUInt16LE(binding.length, 2);
  const end = Buffer.alloc(4);
  return Buffer.concat([pairsOf(targetInfo), pair, binding, end]);
}

/** The third message, as a header. `binding` is the one of the connection where it is over TLS. */
export function authenticateHeader(
  { message, targetInfo }: Challenge,
  account: NtlmAccount,
  binding?: Buffer,
): string {
  const answered =
    binding === undefined ? message : { ...message, targetInfo: bound(targetInfo, binding) };
  return createType3Message(answered, {
    domain: account.domain,
    workstation: WORKSTATION,
    username: account.user,
    // It is needed for an LM hash alone, which NTLMv2 has no place for.
    password: "",
    nt_password: account.hash,
  });
}
