/** From answers to the domain's errors. */
import type { RefusedAnswer } from "../../http/http.js";
import { ResponseError, type ErrorCode } from "../../errors.js";
import {
  NOT_FOUND_CODE,
  OPERATION_NOT_ALLOWED,
  readError,
  type WireError,
} from "../protocol/index.js";

/** HTTP statuses and the code they mean; the text "Operation not allowed" wins over any (D-7). */
const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: "unauthenticated", // Unauthorized
  403: "unauthenticated", // Forbidden
  412: "diverged", // Precondition Failed
  429: "busy", // Too Many Requests
  500: "unavailable", // Internal Server Error: "retry", says the error table
  502: "unavailable", // Bad Gateway
  503: "unavailable", // Service Unavailable
  504: "unavailable", // Gateway Timeout
};

/** 404, which means nothing without its code. */
const NOT_FOUND = 404;

/**
 * Codes of the error document that say more than their status: busy means that nothing was taken.
 */
const CODE_OF_ERROR: Readonly<Record<string, ErrorCode>> = { ServerBusy: "busy" };

/**
 * Codes that a status alone is trusted for: a proxy that asks for credentials, throttles or is
 * down.
 */
const WITHOUT_DOCUMENT: ReadonlySet<ErrorCode> = new Set([
  "unauthenticated",
  "unavailable",
  "busy",
]);

/**
 * What a Retry-After header asks for: seconds or a date (RFC 9110, section 10.2.3); nothing else is
 * said again.
 */
function later(retryAfter: string | undefined): string {
  const text = retryAfter?.trim() ?? "";
  if (/^\d+$/.test(text)) return ` It asks to come back in ${text} s.`;
  return text === "" || Number.isNaN(Date.parse(text))
    ? ""
    : ` It asks to come back after ${text}.`;
}

/** What to do about credentials: the same request would be refused again. */
const CHECK_CREDENTIALS =
  "Check the client certificate and its private key (biztalk:certificate, " +
  "biztalk:privateKey), biztalk:subscriptionId, and whether the " +
  "subscription is enabled.";

/** Where a 404 may come from when it is not the service's, and what to look at. */
const CHECK_PATH =
  "It does not say that the service is gone: check the host and path of " +
  "biztalk:endpoint, biztalk:subscriptionId, and any proxy in between.";

/** A message as a sentence, so that another one can follow. */
const sentence = (message: string): string =>
  /[.!?]\s*$/.test(message) ? message.trimEnd() : `${message}.`;

/** What an error document means: its text, its code, its status, in this order. */
function codeOf(status: number, { code, message }: WireError): ErrorCode {
  if (message.toLowerCase().includes(OPERATION_NOT_ALLOWED.toLowerCase()))
    return "operation-not-allowed";
  // Only the documented code says that there is none: a 404 of a proxy or of a wrong path must
  // delete nobody's state.
  if (status === NOT_FOUND) return code === NOT_FOUND_CODE ? "not-found" : "bad-response";
  return CODE_OF_ERROR[code] ?? CODE_OF_STATUS[status] ?? "request-refused";
}

/** What a person can do about an answer; empty where the message says enough. */
function hintFor(code: ErrorCode, status: number): string {
  if (code === "unauthenticated") return ` ${CHECK_CREDENTIALS}`;
  return code === "bad-response" && status === NOT_FOUND ? ` ${CHECK_PATH}` : "";
}

/**
 * The error for an answer that is no 2xx.
 *
 * Without an error document a 5xx is `unavailable`, a 401 or 403 `unauthenticated`, and anything
 * else `bad-response`: a 404 from a web server that is no management endpoint must never be read as
 * "the service is gone". Nor must a 404 with another code than `ResourceNotFound`.
 */
export function toResponseError(answer: RefusedAnswer): ResponseError {
  const { status, body, method, path, endpoint, retryAfter } = answer;
  const error = readError(body);
  const asked = `${method} ${path}`;
  const where = `endpoint ${endpoint} answered ${String(status)}`;
  if (error === undefined) {
    const known = CODE_OF_STATUS[status];
    const code = known !== undefined && WITHOUT_DOCUMENT.has(known) ? known : "bad-response";
    const next = hintFor(code, status);
    const hint = `without an Error document: is this a management endpoint?${next}`;
    return new ResponseError(code, { status }, `${where} to ${asked} ${hint}${later(retryAfter)}`);
  }
  const code = codeOf(status, error);
  const to = code === "bad-response" ? ` to ${asked}` : "";
  const next = `${hintFor(code, status)}${later(retryAfter)}`;
  const message = next === "" ? error.message : `${sentence(error.message)}${next}`;
  return new ResponseError(
    code,
    { status, errorCode: error.code },
    `${where}${to} (${error.code}): ${message}`,
  );
}
