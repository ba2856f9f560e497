import { systemClock } from "../../../provider/clock.js";

const EVERY_MS = 20;

/** Waits until something is so; rejects when it is not within the time. */
export async function eventually(
  isSo: () => boolean | Promise<boolean>,
  withinMs = 5_000,
): Promise<void> {
  const startedAt = systemClock.now();
  while (!(await isSo())) {
    if (systemClock.now() - startedAt > withinMs)
      throw new Error(`it was not so within ${withinMs} ms`);
    await systemClock.sleep(EVERY_MS);
  }
}
