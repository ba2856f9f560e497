/**
 * Waiting with a deadline: looks again and again, a little later each time, and says from time to
 * time that it does.
 */
import type { Clock } from "../clock.js";
import { ProviderError } from "../errors.js";

/** What waiting needs. */
export interface Waiting {
  readonly clock: Clock;
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
  /** A line for whoever watches; not kept. */
  readonly progress: (line: string) => void;
}

/**
 * The first wait, how much longer each next one is, and the longest: about 25 looks in the first
 * half minute.
 */
const FIRST_MS = 100;
const FACTOR = 1.2;
const LONGEST_MS = 5_000;

/** How often a wait says that it is still there. */
const PROGRESS_EVERY_MS = 10_000;

/** One look at what is waited for. */
export interface Look<T> {
  /** What is seen; `undefined` while it is not over. */
  readonly end: T | undefined;
  /** What a message says was seen last. */
  readonly seen: string;
}

/** What is waited for, and for how long. */
export interface Question<T> {
  /** What is waited for, for messages. */
  readonly what: string;
  readonly timeoutMs: number;
  readonly look: () => Promise<Look<T>>;
}

/**
 * Looks until it is over, or the deadline has passed. A look that fails for a passing reason is
 * made again.
 *
 * @throws {ProviderError} `deadline` with what was seen last; `interrupted` when the process is
 * asked to end.
 */
export async function until<T>(
  waiting: Waiting,
  { what, timeoutMs, look }: Question<T>,
): Promise<T> {
  const { clock, signal, progress } = waiting;
  const startedAt = clock.now();
  let seen: string;
  let progressAt = startedAt;
  for (let delayMs = FIRST_MS; ; delayMs = Math.min(delayMs * FACTOR, LONGEST_MS)) {
    try {
      const looked = await look();
      if (looked.end !== undefined) return looked.end;
      seen = looked.seen;
    } catch (reason) {
      if (!(reason instanceof ProviderError) || !reason.retryable) throw reason;
      seen = reason.message;
    }
    const elapsedMs = clock.now() - startedAt;
    if (elapsedMs >= timeoutMs) {
      const seconds = String(Math.round(timeoutMs / 1000));
      throw new ProviderError(
        "deadline",
        `${what} has not ended within ${seconds} s; last seen: ${seen}`,
      );
    }
    if (clock.now() - progressAt >= PROGRESS_EVERY_MS) {
      progressAt = clock.now();
      progress(
        `${what}: ${seen} for ${String(Math.round(elapsedMs / 1000))} s; Ctrl-C ` +
          "waits for this step to end",
      );
    }
    // The last look is at the deadline itself.
    await sleepUnlessEnding(clock, Math.min(delayMs, timeoutMs - elapsedMs), signal);
  }
}

async function sleepUnlessEnding(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (reason) {
    throw new ProviderError("interrupted", "the process was asked to end while waiting", {
      cause: reason,
    });
  }
}

/** Waits as long as between the first two looks: what has just been accepted has not ended yet. */
export const beforeFirst = ({ clock, signal }: Waiting, timeoutMs: number): Promise<void> =>
  sleepUnlessEnding(clock, Math.min(FIRST_MS, timeoutMs), signal);
