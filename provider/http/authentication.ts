/**
 * What signs requests in, and what it says when it is not let in.
 *
 * An authenticator is handed a request and a way to send the messages ("legs") that it takes: Basic
 * takes one, NTLM takes two or three on one connection. It never learns what a request is about,
 * and no secret leaves it but in the header that it has sent.
 */
import type { Agent } from "node:http";
import { ProviderError } from "../errors.js";
import type { HttpRequest, ReceivedAnswer } from "./message.js";

/** RFC 9110, section 15.5.2: not applied, for want of credentials. */
export const UNAUTHORIZED = 401;

/** One message on the way to an answer. */
export interface Leg {
  /** The header `Authorization`; `undefined` sends none. */
  readonly authorization: string | undefined;
  /**
   * Without it the request goes out empty: a message that is only there to be answered 401 carries
   * nothing.
   */
  readonly withBody: boolean;
  /** Whose connection it goes over; `undefined` means any. */
  readonly agent?: Agent;
}

/** Sends the request of the moment as a leg. It rejects with `unavailable` when nothing answers. */
export type SendLeg = (leg: Leg) => Promise<ReceivedAnswer>;

/** Signs requests in. */
export interface Authenticator {
  /**
   * Sends a request, signed in, and resolves with its answer, which is never a 401.
   *
   * It rejects with `unauthenticated` when it is not let in. The request's body is in one leg at
   * most, unless the request is a GET.
   */
  send(request: HttpRequest, sendLeg: SendLeg): Promise<ReceivedAnswer>;
}

/** What the settings are called, for messages. */
export interface SignInSettingNames {
  readonly user: string;
  readonly password: string;
  readonly authorization: string;
}

/** Where to sign in, for messages and for what depends on the transport. */
export interface SignInContext {
  /** The URL. */
  readonly endpoint: string;
  readonly settings: SignInSettingNames;
}

/** The endpoint does not let in. */
export class SignInRefusal extends ProviderError {
  /** What the endpoint offered with its last 401, in its order: `Negotiate`, `NTLM`, `Basic`. */
  readonly offered: readonly string[];
  /** Whether it judged the credentials, rather than never asking for them. */
  readonly judged: boolean;

  constructor(
    message: string,
    { offered, judged }: { readonly offered: readonly string[]; readonly judged: boolean },
  ) {
    super("unauthenticated", message);
    this.offered = offered;
    this.judged = judged;
  }
}

/** The challenges of a 401, one text for each (RFC 9110, section 11.6.1). */
function challengesOf(answer: ReceivedAnswer): string[] {
  // A comma in quotes, as in `Basic realm="a, b"`, separates nothing.
  const header = (answer.header("www-authenticate") ?? "").replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  return header
    .split(",")
    .map((part) => part.trim())
    .filter((part) => /^[^\s=]+(\s|$)/.test(part));
}

/** The schemes that a 401 offers, each once, in its order and spelling. */
export function offeredBy(answer: ReceivedAnswer): string[] {
  return [...new Set(challengesOf(answer).map((challenge) => challenge.replace(/\s.*$/s, "")))];
}

/** Whether a scheme is among those offered; letter case means nothing. */
export const offers = (offered: readonly string[], scheme: string): boolean =>
  offered.some((name) => name.toLowerCase() === scheme.toLowerCase());

/**
 * What a 401 says to us in a scheme, as `NTLM TlRM...` does; `undefined` when it only names the
 * scheme or not even that.
 */
export function tokenFor(scheme: string, answer: ReceivedAnswer): string | undefined {
  for (const challenge of challengesOf(answer)) {
    const [name = "", token = ""] = challenge.split(/\s+/);
    if (name.toLowerCase() === scheme.toLowerCase() && token !== "") return token;
  }
  return undefined;
}

/** "It offers Negotiate, NTLM.", for a message. */
export const sayOffered = (offered: readonly string[]): string =>
  offered.length === 0 ? "It offers no way to sign in." : `It offers ${offered.join(", ")}.`;
