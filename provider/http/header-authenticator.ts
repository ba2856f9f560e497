/** Authentication by one header: Basic (RFC 7617), or whatever the configuration says. */
import { isLoopback } from "../endpoint/endpoint.js";
import { ProviderError } from "../errors.js";
import {
  offeredBy,
  sayOffered,
  SignInRefusal,
  UNAUTHORIZED,
  type Authenticator,
  type SignInContext,
} from "./authentication.js";

/** Why a header with a secret may not go to an endpoint; `undefined` where it may. */
export function whyNoHeaderTo(endpoint: string): string | undefined {
  const { protocol, hostname } = new URL(endpoint);
  if (protocol !== "http:" || isLoopback(hostname)) return undefined;
  return (
    `over http everybody on the way to ${hostname} can read it: use https, or ` +
    "NTLM, which sends no password"
  );
}

/**
 * Sends one header with each request. `what` is what it is called, and `check` what to look at when
 * it is refused.
 */
function oneHeader(
  header: string,
  what: string,
  check: string,
  { endpoint }: SignInContext,
): Authenticator {
  return {
    send: async (_request, sendLeg) => {
      const answer = await sendLeg({ authorization: header, withBody: true });
      if (answer.status !== UNAUTHORIZED) return answer;
      const offered = offeredBy(answer);
      const message = `endpoint ${endpoint} refuses ${what} (401). ${sayOffered(offered)} ${check}`;
      throw new SignInRefusal(message, { offered, judged: true });
    },
  };
}

/**
 * Basic authentication, for an endpoint that `whyNoHeaderTo` has nothing against.
 *
 * @throws ProviderError `invalid-input` for a user with a colon.
 */
export function basicAuthenticator(
  user: string,
  password: string,
  context: SignInContext,
): Authenticator {
  const { settings } = context;
  if (user.includes(":")) {
    throw new ProviderError(
      "invalid-input",
      `${settings.user}: Basic authentication takes no name with a colon.`,
    );
  }
  const header = `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
  const check =
    `Check ${settings.user} and ${settings.password}; they are not tried ` + "again in this run.";
  return oneHeader(header, `the sign-in of ${user} by Basic authentication`, check, context);
}

/**
 * The header as it was given.
 *
 * @throws ProviderError `invalid-input` over http to another machine, and for a text that no header
 * can hold.
 */
export function headerAuthenticator(authorization: string, context: SignInContext): Authenticator {
  const name = context.settings.authorization;
  const reason = whyNoHeaderTo(context.endpoint);
  if (reason !== undefined)
    throw new ProviderError("invalid-input", `${name} is not sent here: ${reason}.`);
  // Node's own error would hold nothing of it either, but comes with the first request instead of
  // at once.
  if (!/^[\x21-\x7e]+( +[\x21-\x7e]+)*$/.test(authorization)) {
    throw new ProviderError(
      "invalid-input",
      `${name} is not a header: ` +
        'one line of printable ASCII is accepted, for example "Bearer TOKEN".',
    );
  }
  const check =
    `Check ${name}; it is not tried again in this run. A Kerberos token ` +
    "serves once and cannot be given there.";
  return oneHeader(authorization, `the header of ${name}`, check, context);
}
