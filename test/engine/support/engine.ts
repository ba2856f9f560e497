import { systemClock } from "../../../provider/clock.js";
import { ensureEngine, type Engine } from "../../../provider/engine/index.js";

/** The first use on a machine may build the engine. */
const ENGINE_TIMEOUT_MS = 900_000;

let found: Promise<Engine> | undefined;

/** The engine, looked for once in a run of the tests. */
export function engine(): Promise<Engine> {
  const say = (line: string): void => void process.stderr.write(`    ${line}\n`);
  found ??= ensureEngine({ env: process.env, clock: systemClock, say });
  return found;
}

/** Has the engine at hand before the first test of a `describe`, however long that takes. */
export function needEngine(): void {
  before(async function () {
    this.timeout(ENGINE_TIMEOUT_MS);
    await engine();
  });
}
