/** How soon `biztalk emulator` is ready, from the start of the process to its line. */
import type { Figure } from "./figure.js";
import { serveEmulator } from "./served-emulator.js";

const RUNS = 7;

/** The median of some starts. */
export async function measureEmulatorReady(): Promise<Figure[]> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const served = await serveEmulator();
    times.push(served.readyMs);
    await served.close();
  }
  const median = times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN;
  return [
    { name: `emulator ready, median of ${String(RUNS)}`, value: median, unit: "ms", bound: 300 },
  ];
}
