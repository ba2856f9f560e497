/** A run on an application or a host instance that stopped before its end. */
import { ProviderError, type ErrorCode } from "../../errors.js";

/** What the run had come to. */
export interface RunDetails {
  /** What was done before, a line each. */
  readonly done: readonly string[];
  /** Whether anything was sent that changes something. */
  readonly isSent: boolean;
}

/** Why it stopped, and what was done before. */
export class ServerStepFailure extends ProviderError {
  override readonly name = "ServerStepFailure";
  readonly details: RunDetails;

  constructor(code: ErrorCode, message: string, details: RunDetails, options?: ErrorOptions) {
    super(code, message, options);
    this.details = details;
  }
}
