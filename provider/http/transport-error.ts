/**
 * A request that got no answer: what the platform's code means, in words, and what to do about it.
 */
import { messageOf, ProviderError } from "../errors.js";

/** What the settings are called that a message tells a person to give. */
export interface TlsSettingNames {
  readonly ca: string;
  /** Certificate and key of the client, where the product takes any. */
  readonly client?: string;
}

/** What TLS says of an answer that is not TLS. */
const PLAIN_HTTP = "it does not speak TLS: where it speaks plain HTTP, write http:// instead";

/** The platform's codes and what they mean for a person. */
const MEANING: Readonly<
  Record<string, string | ((settings: TlsSettingNames, endpoint: string) => string)>
> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name cannot be looked up now",
  ECONNRESET: (_, endpoint) =>
    endpoint.startsWith("http:")
      ? "the connection was cut; where it speaks TLS, write https:// instead of http://"
      : "the connection was cut; where a client certificate is asked for, this one may not be " +
        "accepted",
  EPROTO: PLAIN_HTTP,
  ERR_SSL_WRONG_VERSION_NUMBER: PLAIN_HTTP,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: PLAIN_HTTP,
  CERT_HAS_EXPIRED: "its certificate has expired: it needs a new one",
  CERT_NOT_YET_VALID: "its certificate is not valid yet: look at the clocks of both machines",
  ECONNABORTED: "no answer within the time limit",
  ETIMEDOUT: "no answer within the time limit",
  DEPTH_ZERO_SELF_SIGNED_CERT: ({ ca }) =>
    `its certificate is self-signed: give its authority as ${ca}`,
  SELF_SIGNED_CERT_IN_CHAIN: ({ ca }) =>
    `its certificate's authority is not known: give it as ${ca}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ({ ca }) =>
    `its certificate's authority is not known: give it as ${ca}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ({ ca }) =>
    `its certificate's authority is not known: give it as ${ca}`,
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host name",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: ({ client }) =>
    "it wants a client certificate: " +
    (client === undefined ? "none can be given" : `give ${client}`),
};

/** The error for a request that got no answer. `cause` is what was caught. */
export function toTransportError(
  reason: unknown,
  endpoint: string,
  settings: TlsSettingNames,
): ProviderError {
  if (reason instanceof ProviderError) return reason;
  const code =
    typeof reason === "object" && reason !== null && "code" in reason ? String(reason.code) : "";
  const known = MEANING[code] ?? messageOf(reason);
  const meaning = typeof known === "string" ? known : known(settings, endpoint);
  const detail = code === "" ? meaning : `${code}: ${meaning}`;
  return new ProviderError("unavailable", `endpoint ${endpoint} does not answer (${detail})`, {
    cause: reason,
  });
}

/** The codes of a connection that the other side has ended before it answered. */
const CUT: ReadonlySet<unknown> = new Set(["ECONNRESET", "EPIPE"]);

/**
 * Whether an error of `toTransportError` is about a connection that was ended, rather than one that
 * never stood.
 */
export function isCut(reason: unknown): boolean {
  const cause = reason instanceof ProviderError ? reason.cause : undefined;
  return typeof cause === "object" && cause !== null && "code" in cause && CUT.has(cause.code);
}
