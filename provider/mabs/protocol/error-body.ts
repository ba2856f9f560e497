/**
 * Errors on the wire: codes, HTTP statuses, and the `Error` document (docs/protocol.md, Errors).
 */
import { buildXml, parseXml, textAt } from "./xml.js";

/**
 * Codes and their HTTP status. `PreconditionFailed` is D-8; the others are the error table's, or
 * what any server answers (docs/protocol.md, Errors).
 */
export const WIRE_ERRORS = {
  MissingOrIncorrectVersionHeader: 400, // Bad Request
  InvalidXmlRequest: 400,
  MissingOrInvalidRequiredQueryParameter: 400,
  InvalidHttpVerb: 400,
  BadRequest: 400,
  AuthenticationFailed: 403, // Forbidden
  SubscriptionDisabled: 403,
  ResourceNotFound: 404, // Not Found
  ConflictError: 409, // Conflict
  PreconditionFailed: 412, // Precondition Failed
  TooManyRequests: 429, // Too Many Requests
  InternalError: 500, // Internal Server Error
  OperationTimedOut: 500,
  ServerBusy: 503, // Service Unavailable
} as const satisfies Record<string, number>;

/** A code of the error document. */
export type WireErrorCode = keyof typeof WIRE_ERRORS;

/** The one code that says of a service, container or operation that there is none (error table). */
export const NOT_FOUND_CODE: WireErrorCode = "ResourceNotFound";

/**
 * The text with which the chart's page says that an operation is not allowed in the present state.
 */
export const OPERATION_NOT_ALLOWED = "Operation not allowed";

/** The content of an error document. */
export interface WireError {
  readonly code: string;
  readonly message: string;
}

/** Writes an error document. */
export function writeError(code: WireErrorCode, message: string): string {
  return buildXml("Error", { Code: code, Message: message }, { namespace: true });
}

/** Reads an error document; `undefined` when the text is none. */
export function readError(text: string): WireError | undefined {
  try {
    const error = parseXml(text, "Error");
    return { code: textAt(error, "Code") ?? "", message: textAt(error, "Message") ?? "" };
  } catch {
    return undefined;
  }
}
