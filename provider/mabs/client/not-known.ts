/** Answers that say that something is not there, or that a question is not understood. */
import { ProviderError, type ErrorCode } from "../../errors.js";

/** What an endpoint answers to a question that is not its own. */
const NOT_KNOWN: ReadonlySet<ErrorCode> = new Set(["not-found", "request-refused", "bad-response"]);

/** Whether an endpoint says that it does not know the question. */
export const isNotKnown = (reason: unknown): boolean =>
  reason instanceof ProviderError && NOT_KNOWN.has(reason.code);

/** Whether an endpoint says, in the documented way, that there is none. */
export const isNotFound = (reason: unknown): boolean =>
  reason instanceof ProviderError && reason.code === "not-found";
