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

/** The code that a status stands for, where no more is known than the status. */
const CODE_OF_STATUS: Readonly<Record<number, WireErrorCode>> = {
  401: "AuthenticationFailed",
  403: "AuthenticationFailed",
  404: "ResourceNotFound",
  409: "ConflictError",
  412: "PreconditionFailed",
  429: "TooManyRequests",
  503: "ServerBusy",
};

/** An error document with a status, and with the code that goes with it. */
export function rejected(status: number, message: string): Reply {
  const code = CODE_OF_STATUS[status] ?? (status < 500 ? "BadRequest" : "InternalError");
  return { status, body: writeError(code, message) };
}
