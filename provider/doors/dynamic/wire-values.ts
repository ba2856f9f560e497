/**
 * The boundary to Pulumi's dynamic-provider host: values that survive it, and errors that a person
 * reads without a stack.
 */
import { messageOf } from "../../errors.js";
import { PROVIDER } from "./hidden-names.js";

/**
 * Plain JSON: what is undefined goes away, what JSON cannot hold is a defect and throws here,
 * before it can hang.
 */
export function toWire(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}

/** An error whose text is all there is: the host prints stacks otherwise. */
export function toPlainError(reason: unknown): Error {
  const error = new Error(messageOf(reason), { cause: reason });
  error.stack = "";
  return error;
}

/**
 * A partial failure: the engine records the resource with these properties and shows the reasons.
 * Without `__provider` in the properties nothing could ever be done with the resource again.
 */
export function partialFailure(
  id: string,
  properties: Readonly<Record<string, unknown>>,
  provider: unknown,
  reasons: string,
): Error {
  const error = Object.assign(new Error(reasons), {
    id,
    properties: toWire({ ...properties, [PROVIDER]: provider }),
    // One: the engine numbers several as that many errors.
    reasons: [reasons],
  });
  error.stack = "";
  return error;
}
