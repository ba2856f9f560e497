/** From answers and transport faults to the domain's errors. */
import { messageOf, ProviderError, type ErrorCode } from "../errors.js";
import { OPERATION_NOT_ALLOWED, readError } from "../protocol/index.js";

/** HTTP statuses and the code they mean; the text "Operation not allowed" wins over any (decision 7). */
const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: "unauthenticated", // Unauthorized
  403: "unauthenticated", // Forbidden
  404: "not-found", // Not Found
  412: "diverged", // Precondition Failed
  429: "busy", // Too Many Requests
  500: "unavailable", // Internal Server Error: "retry", says the error table
  502: "unavailable", // Bad Gateway
  503: "unavailable", // Service Unavailable
  504: "unavailable", // Gateway Timeout
};

/** Codes of the error document that say more than their status: busy means that nothing was taken. */
const CODE_OF_ERROR: Readonly<Record<string, ErrorCode>> = { ServerBusy: "busy" };

/** An endpoint refused a request, and says so with an error document or without. */
export class ResponseError extends ProviderError {
  override readonly name = "ResponseError";
  readonly status: number;

  constructor(code: ErrorCode, status: number, message: string) {
    super(code, message);
    this.status = status;
  }
}

/** Codes that a status alone is trusted for: a proxy that asks for credentials, throttles or is down. */
const WITHOUT_DOCUMENT: ReadonlySet<ErrorCode> = new Set(["unauthenticated", "unavailable", "busy"]);

/** What a Retry-After header asks for: seconds or a date (RFC 9110, section 10.2.3); nothing else is said again. */
function later(retryAfter: string | undefined): string {
  const text = retryAfter?.trim() ?? "";
  if (/^\d+$/.test(text)) return ` It asks to come back in ${text} s.`;
  return text === "" || Number.isNaN(Date.parse(text)) ? "" : ` It asks to come back after ${text}.`;
}

/**
 * The error for an answer that is no 2xx.
 *
 * Without an error document a 5xx is `unavailable`, a 401 or 403 `unauthenticated`, and anything else `bad-response`: a
 * 404 from a web server that is no management endpoint must never be read as "the service is gone".
 */
export function toResponseError(answer: {
  status: number;
  body: string;
  method: string;
  endpoint: string;
  retryAfter?: string | undefined;
}): ResponseError {
  const { status, body, method, endpoint, retryAfter } = answer;
  const error = readError(body);
  const where = `endpoint ${endpoint} answered ${String(status)}`;
  if (error === undefined) {
    const known = CODE_OF_STATUS[status];
    const code = known !== undefined && WITHOUT_DOCUMENT.has(known) ? known : "bad-response";
    const hint = "without an Error document: is this a management endpoint?";
    return new ResponseError(code, status, `${where} to ${method} ${hint}${later(retryAfter)}`);
  }
  const notAllowed = error.message.toLowerCase().includes(OPERATION_NOT_ALLOWED.toLowerCase());
  const code = notAllowed
    ? "operation-not-allowed"
    : (CODE_OF_ERROR[error.code] ?? CODE_OF_STATUS[status] ?? "request-refused");
  return new ResponseError(code, status, `${where} (${error.code}): ${error.message}${later(retryAfter)}`);
}

/** The platform's codes and what they mean for a person. */
const MEANING: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name cannot be looked up now",
  ECONNRESET: "the connection was cut; where a client certificate is asked for, this one may not be accepted",
  ECONNABORTED: "no answer within the time limit",
  ETIMEDOUT: "no answer within the time limit",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed: give its authority as biztalk:ca",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate's authority is not known: give it as biztalk:ca",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate's authority is not known: give it as biztalk:ca",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate's authority is not known: give it as biztalk:ca",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host name",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    "it wants a client certificate: give biztalk:certificate and biztalk:privateKey",
};

/** The error for a request that got no answer. `cause` is what was caught. */
export function toTransportError(reason: unknown, endpoint: string): ProviderError {
  if (reason instanceof ProviderError) return reason;
  const code = typeof reason === "object" && reason !== null && "code" in reason ? String(reason.code) : "";
  const meaning = MEANING[code] ?? messageOf(reason);
  const detail = code === "" ? meaning : `${code}: ${meaning}`;
  return new ProviderError("unavailable", `endpoint ${endpoint} does not answer (${detail})`, { cause: reason });
}
