/** A run that did not get through its plan: what was done, where it stopped, and why. */
import { ProviderError, type ErrorCode } from "../../errors.js";
import type { Step } from "../planner/index.js";
import type { Service } from "../protocol/index.js";
import type { OneShots } from "./journal-entry.js";

/** Everything a message and a partial failure need. */
export interface StepFailureDetails {
  /** Steps that were executed, in order. */
  readonly done: readonly Step[];
  /** The step at which the run stopped. */
  readonly at: Step;
  /** The service as it was last read; `undefined` when it could not be read after the stop. */
  readonly service: Service | null | undefined;
  /** Whether a request that changes something has left the provider in this run, or may have. */
  readonly sent: boolean;
  /** One-shots that were served before the stop. */
  readonly served: OneShots;
}

/**
 * Thrown by `executePlan`. Nothing is retried: recovery starts from the next checked plan (PR-7).
 */
export class StepFailure extends ProviderError {
  override readonly name = "StepFailure";
  readonly details: StepFailureDetails;

  constructor(
    code: ErrorCode,
    message: string,
    details: StepFailureDetails,
    options?: ErrorOptions,
  ) {
    super(code, message, options);
    this.details = details;
  }
}
