/**
 * A run that stopped after a request that changes something: the engine records what has become of
 * the resource.
 */
import { ProviderError, type ErrorCode } from "../errors.js";

/** Thrown by `create` and `update`; each door tells the engine in its own way. */
export class PartialFailure<Outputs> extends ProviderError {
  override readonly name = "PartialFailure";
  readonly id: string;
  readonly outputs: Outputs;

  /** @param reasons - lines for a person, the cause first. */
  constructor(code: ErrorCode, reasons: readonly string[], id: string, outputs: Outputs) {
    super(code, reasons.join("\n"));
    this.id = id;
    this.outputs = outputs;
  }
}
