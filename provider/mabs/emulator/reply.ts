/** Answers as values: a status, a body, and headers; whoever serves them puts them on the wire. */
import type { Answer } from "../../emulator/answer.js";
import { writeError, WIRE_ERRORS, type WireErrorCode } from "../protocol/index.js";

/** An answer of the management API. */
export interface Reply extends Answer {
  /** What goes into the header that names the operation; the request's own id unless given. */
  readonly operationId?: string;
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

/** An error document with a status, and with the code that goes with it. */
export function rejected(status: number, message: string): Reply {
  const codes = Object.entries(WIRE_ERRORS) as [WireErrorCode, number][];
  const code = codes.findLast(([, each]) => each === status)?.[0] ?? "InternalError";
  return { status, body: writeError(code, message) };
}
