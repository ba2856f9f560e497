/** Answers as values: a status, a body, and headers; whoever serves them puts them on the wire. */
import { writeError, WIRE_ERRORS, type WireErrorCode } from "../protocol/index.js";

/** An answer of the management API. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly operationId?: string;
  readonly retryAfter?: number;
  /** The connection is cut instead of answered. */
  readonly cut?: true;
  /** How long the answer is held back. */
  readonly delayMs?: number;
  /** The request arrives a second time, so much later, and that copy's answer is the one that is given. */
  readonly repeatAfterMs?: number;
}

/** 202 with the id of the operation. */
export function accepted(operationId: string): Reply {
  return { status: 202, body: "", operationId };
}

/** 200 with a document. */
export function found(body: string): Reply {
  return { status: 200, body };
}

/** An error document with the status of its code. */
export function refused(code: WireErrorCode, message: string): Reply {
  return { status: WIRE_ERRORS[code], body: writeError(code, message) };
}
