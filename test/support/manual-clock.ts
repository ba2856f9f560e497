import type { Clock } from "../../provider/clock.js";

/**
 * A clock that stands still until it is told otherwise. Sleeping moves it, so that waiting takes no
 * time.
 */
export class ManualClock implements Clock {
  /** Every wait that was asked for, in milliseconds. */
  readonly sleeps: number[] = [];
  #now: number;

  constructor(startsAt = "2016-05-16T08:00:00.000Z") {
    this.#now = Date.parse(startsAt);
  }

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) {
      return Promise.reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
    }
    this.sleeps.push(ms);
    this.advance(ms);
    return Promise.resolve();
  }
}
