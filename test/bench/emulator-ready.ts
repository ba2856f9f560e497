/** How soon `biztalk emulator` is ready, from the start of the process to its line. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { packageRoot } from "../../provider/engine/index.js";
import { milliseconds, type Figure } from "./figure.js";

const RUNS = 7;

async function readyOnce(): Promise<number> {
  const startedAt = milliseconds();
  const child = spawn(process.execPath, [
    join(packageRoot(), "dist", "cli", "main.js"),
    "emulator",
    "--port",
    "0",
  ]);
  await once(child.stdout, "data");
  const elapsed = milliseconds() - startedAt;
  child.kill("SIGTERM");
  await once(child, "exit");
  return elapsed;
}

/** The median of some starts. */
export async function measureEmulatorReady(): Promise<Figure[]> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) times.push(await readyOnce());
  const median = times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN;
  return [
    { name: `emulator ready, median of ${String(RUNS)}`, value: median, unit: "ms", bound: 300 },
  ];
}
