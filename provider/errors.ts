/** The errors this package throws on purpose. Anything else that escapes is a bug. */

/**
 * What kinds of error there are, and whether the same request may succeed when it is made again.
 */
export const ERROR_CODES = {
  /** What the user gave is not accepted; the message says what is. */
  "invalid-input": { retryable: false },
  /** The service refuses the operation in its present state. */
  "operation-not-allowed": { retryable: false },
  /** The service changed since it was observed. */
  diverged: { retryable: false },
  /** An operation was accepted and failed. */
  "operation-failed": { retryable: false },
  /** The resource does not exist. */
  "not-found": { retryable: false },
  /** The credentials are not accepted. */
  unauthenticated: { retryable: false },
  /** The endpoint does not answer, or asks to come back later. */
  unavailable: { retryable: true },
  /** The endpoint did not take the request and asks to come back later. */
  busy: { retryable: true },
  /** The endpoint answers something that is not its documented protocol. */
  "bad-response": { retryable: false },
  /** The endpoint refused a request for another reason, given in the message. */
  "request-refused": { retryable: false },
  /** Something did not end within its time limit. */
  deadline: { retryable: false },
  /** The journal cannot be read or written. */
  journal: { retryable: false },
  /** The process was asked to end. */
  interrupted: { retryable: false },
  /** A program that is needed (the Pulumi engine) cannot be had. */
  unsupported: { retryable: false },
} as const satisfies Record<string, { readonly retryable: boolean }>;

/** The code of a `ProviderError`. */
export type ErrorCode = keyof typeof ERROR_CODES;

/**
 * Base of every error this package throws on purpose: a code, and a text that says what to do next.
 */
export class ProviderError extends Error {
  override readonly name: string = "ProviderError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** Whether the same request may succeed when it is made again. */
  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }
}

/** An endpoint refused a request, and says so with an error document or without. */
export class ResponseError extends ProviderError {
  override readonly name = "ResponseError";
  /** The HTTP status. */
  readonly status: number;
  /**
   * The code of the error document, as the protocol spells it (`ConflictError`); `undefined`
   * without a document.
   */
  readonly errorCode: string | undefined;

  constructor(
    code: ErrorCode,
    answer: { readonly status: number; readonly errorCode?: string },
    message: string,
  ) {
    super(code, message);
    this.status = answer.status;
    this.errorCode = answer.errorCode;
  }
}

/** The text of anything that was caught, for a message; never a stack. */
export function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
