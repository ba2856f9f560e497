/** `npm run simulate -- --histories N --seed S`: any number of histories, from any seed. */
import { parseArgs } from "node:util";
import { systemClock } from "../../provider/clock.js";
import { Machine } from "./machine.js";
import { search } from "./search.js";

/** A fast-check run keeps every history's seed: it is cut into runs of this size. */
const BATCH = 5_000;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { histories: { type: "string", default: "5000" }, seed: { type: "string", default: "1" } },
  });
  const [histories, seed] = [Number(values.histories), Number(values.seed)];
  if (!Number.isInteger(histories) || !Number.isInteger(seed) || histories < 1) {
    process.stderr.write("--histories and --seed are whole numbers\n");
    return 1;
  }
  const startedAt = systemClock.now();
  const machine = new Machine();
  let played = 0;
  let report = "";
  for (let batch = 0; played < histories && report === ""; batch += 1) {
    const found = await search(machine, { histories: Math.min(BATCH, histories - played), seed: seed + batch });
    played += found.histories;
    report = found.report;
    const seconds = Math.round((systemClock.now() - startedAt) / 1000);
    process.stderr.write(`${played} histories, ${seconds} s\n`);
  }
  await machine.close();
  const seconds = Math.round((systemClock.now() - startedAt) / 1000);
  process.stdout.write(`seed ${seed}, ${played} histories, ${seconds} s, violations: ${report === "" ? 0 : 1}\n`);
  if (report !== "") process.stdout.write(`${report}\n`);
  return report === "" ? 0 : 1;
}

void main().then((code) => {
  process.exitCode = code;
});
