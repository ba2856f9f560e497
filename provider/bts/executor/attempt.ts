/** One run of steps on one thing: what it has done so far, and how a request is sent. */
import { messageOf, ProviderError, ResponseError } from "../../errors.js";
import { until, type Waiting } from "../../run/until.js";
import { ServerStepFailure } from "./server-step-failure.js";

/** A run while it is made. */
export interface Attempt extends Waiting {
  /** What it is about, for messages. */
  readonly name: string;
  /** What was done, a line each. */
  readonly done: string[];
  /** Whether anything was sent that changes something. */
  isSent: boolean;
}

/**
 * Sends one request that changes something, once. Where there is no answer that says what became
 * of it, whoever asked reads again: nothing is sent twice.
 *
 * @returns what was said instead of an answer; `undefined` where it was taken.
 * @throws {ResponseError} where it was refused: nothing has changed.
 */
export async function sendOnce(
  attempt: Attempt,
  request: () => Promise<void>,
): Promise<string | undefined> {
  try {
    await request();
    attempt.isSent = true;
    return undefined;
  } catch (reason) {
    if (!(reason instanceof ProviderError)) throw reason;
    if (reason instanceof ResponseError && !reason.retryable) throw reason;
    attempt.isSent = true;
    return messageOf(reason);
  }
}

/** A state that is waited for. */
export interface Awaited {
  readonly timeoutMs: number;
  /** The state as it is now, in the words of a person. */
  readonly look: () => Promise<string>;
  readonly isReached: (state: string) => boolean;
  /** What was said instead of an answer, for the message of a wait that does not end. */
  readonly untold?: string | undefined;
}

/**
 * Waits until it is there.
 *
 * @throws {ProviderError} `deadline`, `interrupted`.
 */
export async function reach(attempt: Attempt, awaited: Awaited): Promise<void> {
  const { timeoutMs, look, isReached, untold } = awaited;
  try {
    await until(attempt, {
      what: attempt.name,
      timeoutMs,
      look: async () => {
        const state = await look();
        return { end: isReached(state) ? true : undefined, seen: state };
      },
    });
  } catch (reason) {
    if (untold === undefined || !(reason instanceof ProviderError)) throw reason;
    throw new ProviderError(reason.code, `${reason.message}; the request: ${untold}`, {
      cause: reason,
    });
  }
}

/** The failure of a run: what stopped it, and what was done before. */
export function failureOf(attempt: Attempt, reason: unknown, more: readonly string[] = []): Error {
  if (!(reason instanceof ProviderError)) return reason as Error;
  const { done, isSent } = attempt;
  const message = [reason.message, ...more].join("\n");
  return new ServerStepFailure(reason.code, message, { done, isSent }, { cause: reason });
}
