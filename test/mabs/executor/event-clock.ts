/** A manual clock with appointments: what others do while somebody sleeps. */
import { ManualClock } from "../../support/manual-clock.js";

/** What happens when its time has come, for instance a service that settles. */
type Event = () => Promise<void> | void;

/** Time passes in sleeps only, and at once; a sleep that passes an event's time lets it happen. */
export class EventClock extends ManualClock {
  readonly #startedAt = this.now();
  #events: { readonly atMs: number; readonly event: Event }[] = [];

  /** Milliseconds since the start of the test. */
  get elapsedMs(): number {
    return this.now() - this.#startedAt;
  }

  /** Plans an event for so many milliseconds after the start of the test. */
  at(atMs: number, event: Event): void {
    this.#events = [...this.#events, { atMs, event }].sort((a, b) => a.atMs - b.atMs);
  }

  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const untilMs = this.elapsedMs + ms;
    for (;;) {
      const [next] = this.#events;
      if (next === undefined || next.atMs > untilMs || signal?.aborted === true) break;
      this.#events = this.#events.slice(1);
      this.advance(Math.max(0, next.atMs - this.elapsedMs));
      await next.event();
    }
    await super.sleep(untilMs - this.elapsedMs, signal);
  }
}
