/** Ending in good order: on SIGINT or SIGTERM waiting stops, calls under way answer, and the process ends within 5 s. */

/** Wraps calls so that they can be waited for. */
export interface Shutdown {
  readonly signal: AbortSignal;
  /** Runs a call and counts it as under way until it has answered. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

/** Shorter than the 5 s after which the engine kills the process. */
const GRACE_MS = 4_000;

/** Listens for the signals of this process. */
export function listenForShutdown(process: NodeJS.Process, wait: (ms: number) => Promise<void>): Shutdown {
  const controller = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const end = (): void => {
    controller.abort(new Error("the process was asked to end"));
    const answered = Promise.allSettled([...underWay]);
    void Promise.race([answered, wait(GRACE_MS)]).then(() => {
      // The answers are written after the calls have ended: one turn of the event loop for them.
      setImmediate(() => process.exit(0));
    });
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  return {
    signal: controller.signal,
    during: async (work) => {
      const call = work();
      underWay.add(call);
      try {
        return await call;
      } finally {
        underWay.delete(call);
      }
    },
  };
}
