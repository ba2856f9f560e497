/**
 * The provider's cost under the real engine, as ratios to a provider that only waits, in the same
 * run.
 */
import type { LogEntry } from "../../provider/emulator/index.js";
import type { Engine } from "../../provider/engine/index.js";
import { makeFleet, type Fleet } from "./fleet.js";
import type { Figure } from "./figure.js";

const COMMANDS = ["preview", "up", "refresh", "destroy"] as const;

type Command = (typeof COMMANDS)[number];

interface Measured {
  readonly times: Readonly<Record<Command, number>>;
  readonly lists: number;
  readonly upBytes: number;
  readonly polls: number;
  readonly stateBytes: number;
}

type RequestEntry = Extract<LogEntry, { kind: "request" }>;

const requests = (log: readonly LogEntry[]): RequestEntry[] =>
  log.filter((entry): entry is RequestEntry => entry.kind === "request");

type Times = Record<Command, number>;

/** Runs the fleets command by command, so that what else the machine does falls on all. */
async function measure(
  ours: Fleet,
  others: readonly Fleet[],
): Promise<{ ours: Measured; others: readonly Times[] }> {
  const times: Partial<Times> = {};
  const otherTimes: Partial<Times>[] = others.map(() => ({}));
  let measured = { lists: 0, upBytes: 0, polls: 0, stateBytes: 0 };
  for (const command of COMMANDS) {
    const before = requests(await ours.log()).length;
    for (const [index, fleet] of others.entries()) {
      otherTimes[index] = { ...otherTimes[index], [command]: await fleet.time(command) };
    }
    times[command] = await ours.time(command);
    const sent = requests(await ours.log()).slice(before);
    if (command === "preview")
      measured = {
        ...measured,
        lists: sent.filter(({ operation }) => operation === "List").length,
      };
    if (command !== "up") continue;
    const upBytes = sent.reduce((sum, { responseBytes }) => sum + responseBytes, 0);
    const polls = sent.filter(({ operation }) => operation === "Poll").length;
    measured = { ...measured, upBytes, polls, stateBytes: Math.max(...(await ours.stateBytes())) };
  }
  // Each command was timed for each fleet above.
  return { ours: { times: times as Times, ...measured }, others: otherTimes as Times[] };
}

const OTHERS = ["waiting", "waiting, state as large"] as const;

function ratios(count: number, own: Times, others: readonly Times[]): Figure[] {
  return OTHERS.flatMap((kind, index) =>
    COMMANDS.map((command): Figure => {
      const [ours, other] = [own[command], others[index]?.[command] ?? NaN];
      const note = `${(ours / 1000).toFixed(1)} s to ${(other / 1000).toFixed(1)} s`;
      return {
        name: `${command} of ${String(count)}, ratio to ${kind}`,
        value: ours / other,
        unit: "",
        bound: 1.25,
        note,
      };
    }),
  );
}

/**
 * Measures a fleet of `count` services; response bytes for each service as well, for comparison
 * between sizes.
 */
export async function measureEngine(engine: Engine, count: number): Promise<Figure[]> {
  const ours = await makeFleet(engine, count, "ours");
  const others = await Promise.all(OTHERS.map((kind) => makeFleet(engine, count, kind)));
  try {
    const { ours: measured, others: otherTimes } = await measure(ours, others);
    const perService = measured.upBytes / count;
    const pollsMissing = Math.max(0, 2 - measured.polls / count);
    return [
      ...ratios(count, measured.times, otherTimes),
      {
        name: `list requests in a preview of ${String(count)}`,
        value: measured.lists,
        unit: "",
        bound: 1,
      },
      { name: "polls missing to two for each operation", value: pollsMissing, unit: "", bound: 0 },
      {
        name: `response bytes in up, for each of ${String(count)}`,
        value: perService,
        unit: "bytes",
        bound: 8192,
      },
      { name: "state for each service", value: measured.stateBytes, unit: "bytes", bound: 4096 },
    ];
  } finally {
    for (const fleet of [ours, ...others]) fleet.close();
  }
}
