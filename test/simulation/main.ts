/**
 * `npm run simulate -- --histories N --seed S [--kind service|stack|server|emulator]`: any number of
 * histories, from any seed, on all cores.
 */
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { systemClock } from "../../provider/clock.js";
import { defined } from "../../provider/defined.js";
import { Machine } from "./machine.js";
import { searchSteps } from "../mabs/emulator/oracle/search-steps.js";
import { search, type Found, type SearchOptions } from "./search.js";
import { ServerMachine } from "./server-machine.js";
import { searchServer } from "./server-search.js";

/** Histories of one process: a run is cut into batches, each with the next seed. */
const BATCH = 2_500;

/**
 * Histories of BizTalk Services, of a BizTalk Server, or of the emulator alone beside the tables of
 * the reference.
 */
interface BatchOptions {
  readonly histories: number;
  readonly seed: number;
  readonly kind?: SearchOptions["kind"] | "server" | "emulator";
}

const KINDS = [undefined, "service", "stack", "server", "emulator"] as const;

/** What a batch has found; of some kinds also how many steps its histories had. */
type BatchFound = Found & { readonly steps?: number };

/** One batch, in a process of its own. */
async function work(options: BatchOptions): Promise<void> {
  if (options.kind === "server") {
    const machine = new ServerMachine();
    process.send?.(await searchServer(machine, options));
    await machine.close();
    return;
  }
  if (options.kind === "emulator") {
    process.send?.(await searchSteps(options));
    return;
  }
  const machine = new Machine();
  const { histories, seed, kind } = options;
  process.send?.(await search(machine, { histories, seed, ...defined({ kind }) }));
  await machine.close();
}

function batch(options: BatchOptions): Promise<BatchFound> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, ["--batch", JSON.stringify(options)]);
    child.once("message", (found) => {
      resolve(found as BatchFound);
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code !== 0)
        reject(new Error(`a batch ended with ${String(code)}: ${JSON.stringify(options)}`));
    });
  });
}

async function run(histories: number, seed: number, kind: BatchOptions["kind"]): Promise<number> {
  const startedAt = systemClock.now();
  const seconds = (): string => String(Math.round((systemClock.now() - startedAt) / 1000));
  const batches = Array.from({ length: Math.ceil(histories / BATCH) }, (_, index) => ({
    histories: Math.min(BATCH, histories - index * BATCH),
    seed: seed + index,
    ...(kind === undefined ? {} : { kind }),
  }));
  let played = 0;
  let steps = 0;
  const reports: string[] = [];
  const worker = async (): Promise<void> => {
    for (
      let next = batches.shift();
      next !== undefined && reports.length === 0;
      next = batches.shift()
    ) {
      const found = await batch(next);
      played += found.histories;
      steps += found.steps ?? 0;
      if (found.report !== "") reports.push(found.report);
      process.stderr.write(`${played} histories, ${seconds()} s\n`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  process.stdout.write(
    `seed ${seed}, ${played} histories${steps === 0 ? "" : ` of ${steps} steps`}, ${seconds()} s, ` +
      `violations: ${reports.length}\n`,
  );
  for (const report of reports) process.stdout.write(`${report}\n`);
  return reports.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      histories: { type: "string", default: "5000" },
      seed: { type: "string", default: "1" },
      kind: { type: "string" },
      batch: { type: "string" },
    },
  });
  if (values.batch !== undefined) {
    await work(JSON.parse(values.batch) as BatchOptions);
    return 0;
  }
  const [histories, seed] = [Number(values.histories), Number(values.seed)];
  const { kind } = values;
  const isKind = KINDS.some((each) => each === kind);
  if (Number.isInteger(histories) && Number.isInteger(seed) && histories > 0 && isKind)
    return run(histories, seed, kind as BatchOptions["kind"]);
  process.stderr.write(
    "--histories and --seed are whole numbers, --kind is service, stack, server or emulator\n",
  );
  return 1;
}

void main().then((code) => {
  process.exitCode = code;
});
