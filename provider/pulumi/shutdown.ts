/**
 * Ending in good order: on SIGINT or SIGTERM waiting stops, calls under way answer, and the process
 * ends within 5 s.
 */

/** Runs a call and counts it as under way until it has answered. */
export type During = <T>(work: () => Promise<T>) => Promise<T>;

/** Shorter than the 5 s after which the engine kills the process. */
const GRACE_MS = 4_000;

/** What an answer needs to get out of the process. */
const FLUSH_MS = 250;

/** What ending needs. */
export interface ShutdownOptions {
  /** Aborted when the process is asked to end. */
  readonly ending: AbortController;
  readonly wait: (ms: number) => Promise<void>;
  /** Done when the process is ended and no call is under way: the engine has had every answer. */
  readonly atRest: () => Promise<void>;
}

/** Listens for the signals of this process. */
export function listenForShutdown(
  process: NodeJS.Process,
  { ending, wait, atRest }: ShutdownOptions,
): During {
  const underWay = new Set<Promise<unknown>>();
  const answer = async (): Promise<void> => {
    if (underWay.size === 0) return atRest();
    await Promise.allSettled([...underWay]);
    // The host writes an answer after the call has ended.
    await wait(FLUSH_MS);
  };
  const end = (): void => {
    ending.abort(new Error("the process was asked to end"));
    const ended = Promise.race([answer(), wait(GRACE_MS)]);
    void ended.catch(() => undefined).then(() => process.exit(0));
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  return async (work) => {
    const call = work();
    underWay.add(call);
    try {
      return await call;
    } finally {
      underWay.delete(call);
    }
  };
}
