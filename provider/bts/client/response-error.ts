/** From answers of the management REST service to the domain's errors. */
import { ResponseError, type ErrorCode } from "../../errors.js";
import type { RefusedAnswer } from "../../http/http.js";
import { isMarkup, readServerError, type ServerError } from "../protocol/index.js";

/**
 * HTTP statuses and the code they mean. A 500 is what the service answers to whatever goes wrong
 * inside it.
 */
const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: "unauthenticated",
  403: "unauthenticated",
  429: "busy",
  500: "unavailable",
  502: "unavailable",
  503: "unavailable",
  504: "unavailable",
};

const NOT_FOUND = 404;

const CHECK_ADDRESS = "does biztalk:serverEndpoint end with /BizTalkManagementService?";

/** What a person can do about an answer; empty where the message says enough. */
function hintFor(status: number, body: string): string {
  if (status === 401) {
    return (
      " Check biztalk:serverUser and biztalk:serverPassword, and how the server wants to be" +
      " signed in to."
    );
  }
  if (status === 403) {
    return (
      " The user is known there and may not do this: instances, and stopping an application in" +
      " part, are for BizTalk Server Operators; host instances, and stopping an application" +
      " fully, for Administrators. Who may use the REST service at all is in its web.config," +
      " where letter case counts."
    );
  }
  if (!isMarkup(body)) return "";
  return status === 500
    ? ` Its bare address answers so, which is normal: ${CHECK_ADDRESS}`
    : ` It is a page: ${CHECK_ADDRESS}`;
}

/**
 * What a refusal of the emulator's, or of a server's that says codes, means (docs/bts.md, B-45).
 */
function codeOf(status: number, error: ServerError | undefined): ErrorCode {
  const known = CODE_OF_STATUS[status];
  // IIS says these in a page of its own.
  if (error === undefined) return known ?? "bad-response";
  if (error.code === "NOT_FOUND" || status === NOT_FOUND) return "not-found";
  if (known !== undefined) return known;
  return error.code === undefined ? "request-refused" : "operation-not-allowed";
}

const sentence = (message: string): string =>
  /[.!?]\s*$/.test(message) ? message.trimEnd() : `${message}.`;

/**
 * The error for an answer that is no 2xx.
 *
 * A 404 counts as "there is none" only where the service itself says so: one that is a page comes
 * from a web server that has no such path, and is `bad-response`.
 */
export function toResponseError(answer: RefusedAnswer): ResponseError {
  const { status, body, method, path, endpoint, retryAfter } = answer;
  const error = readServerError(body);
  const code = codeOf(status, error);
  const said = `endpoint ${endpoint} answered ${status} to ${method} ${path}`;
  const what = error === undefined ? " without a message." : `: ${sentence(error.message)}`;
  const later = retryAfter === undefined ? "" : ` It asks to come back after ${retryAfter}.`;
  return new ResponseError(
    code,
    { status, ...(error?.code === undefined ? {} : { errorCode: error.code }) },
    `${said}${what}${hintFor(status, body)}${later}`,
  );
}
