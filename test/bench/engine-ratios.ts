/**
 * The provider's cost under the real engine, as ratios to a provider that only waits, in the same
 * run.
 */
import type { LogEntry } from "../../provider/emulator/index.js";
import type { Engine } from "../../provider/engine/index.js";
import { makeFleet, type Command, type Fleet, type ResourceState } from "./fleet.js";
import type { Figure } from "./figure.js";

/** A run of the engine, and what it may cost beside the other provider's. */
interface Run {
  readonly name: string;
  readonly command: Command;
  readonly bound: number;
  /** Whether no resource's state may be another after it. */
  readonly writesNothing?: boolean;
}

/** In this order, on fleets that do not exist before. */
const RUNS: readonly Run[] = [
  { name: "preview", command: "preview", bound: 1.1 },
  { name: "up", command: "up", bound: 1.3 },
  { name: "up without a change", command: "up", bound: 1.1 },
  { name: "up without a change, again", command: "up", bound: 1.1, writesNothing: true },
  { name: "refresh", command: "refresh", bound: 1.3 },
  {
    name: "up without a change after it",
    command: "up",
    bound: 1.1,
    writesNothing: true,
  },
  { name: "destroy", command: "destroy", bound: 1.6 },
];

type RequestEntry = Extract<LogEntry, { kind: "request" }>;

const requests = (log: readonly LogEntry[]): RequestEntry[] =>
  log.filter((entry): entry is RequestEntry => entry.kind === "request");

/** How many resources are another in the state than before. */
function written(before: readonly ResourceState[], after: readonly ResourceState[]): number {
  const texts = new Set(before.map((each) => each.written));
  return after.filter((each) => !texts.has(each.written)).length;
}

/** What the first preview, and the `up` after it, have asked the endpoint. */
function asked(name: string, count: number, sent: readonly RequestEntry[]): Figure[] {
  if (name === "preview") {
    const lists = sent.filter(({ operation }) => operation === "List").length;
    return [{ name: `list requests in a preview of ${count}`, value: lists, unit: "", bound: 1 }];
  }
  if (name !== "up") return [];
  const polls = sent.filter(({ operation }) => operation === "Poll").length;
  const bytes = sent.reduce((sum, { responseBytes }) => sum + responseBytes, 0);
  const missing = Math.max(0, 2 - polls / count);
  return [
    { name: "polls missing to two for each operation", value: missing, unit: "", bound: 0 },
    {
      name: `response bytes in up, for each of ${count}`,
      value: bytes / count,
      unit: "bytes",
      bound: 8192,
    },
  ];
}

/** One run on both fleets, one after the other: what else the machine does falls on both. */
async function compare(run: Run, count: number, ours: Fleet, other: Fleet): Promise<Figure[]> {
  const { name, command, bound, writesNothing = false } = run;
  const before = requests(await ours.log()).length;
  const stateBefore = await ours.state();
  const theirs = await other.spend(command);
  const own = await ours.spend(command);
  const state = await ours.state();
  const ratio: Figure = {
    name: `${name}, of ${count}, ratio to waiting`,
    value: own / theirs,
    unit: "",
    bound,
    note: `${own.toFixed(1)} to ${theirs.toFixed(1)} CPU seconds`,
  };
  const figures = [ratio, ...asked(name, count, requests(await ours.log()).slice(before))];
  if (writesNothing)
    figures.push({
      name: `resources written in ${name}`,
      value: written(stateBefore, state),
      unit: "",
      bound: 0,
    });
  const bytes = Math.max(0, ...state.map(({ text }) => text.length));
  if (command === "up")
    figures.push({
      name: `state of a service after ${name}`,
      value: bytes,
      unit: "bytes",
      bound: 1800,
    });
  return figures;
}

/** Measures a fleet of `count` services beside as many resources that only wait. */
export async function measureEngine(engine: Engine, count: number): Promise<Figure[]> {
  const ours = await makeFleet(engine, count, "ours");
  const other = await makeFleet(engine, count, "waiting");
  try {
    const figures: Figure[] = [];
    for (const run of RUNS) figures.push(...(await compare(run, count, ours, other)));
    return figures;
  } finally {
    for (const fleet of [ours, other]) fleet.close();
  }
}
