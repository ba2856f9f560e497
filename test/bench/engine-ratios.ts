/** The provider's cost under the real engine, as ratios to a provider that only waits, in the same run. */
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

/** Runs both fleets command by command, so that what else the machine does falls on both. */
async function measure(ours: Fleet, waiting: Fleet): Promise<{ ours: Measured; waiting: Record<Command, number> }> {
  const times: Partial<Record<Command, number>> = {};
  const others: Partial<Record<Command, number>> = {};
  let measured = { lists: 0, upBytes: 0, polls: 0, stateBytes: 0 };
  for (const command of COMMANDS) {
    const before = requests(await ours.log()).length;
    others[command] = await waiting.time(command);
    times[command] = await ours.time(command);
    const sent = requests(await ours.log()).slice(before);
    if (command === "preview")
      measured = { ...measured, lists: sent.filter(({ operation }) => operation === "List").length };
    if (command !== "up") continue;
    const upBytes = sent.reduce((sum, { responseBytes }) => sum + responseBytes, 0);
    const polls = sent.filter(({ operation }) => operation === "Poll").length;
    measured = { ...measured, upBytes, polls, stateBytes: Math.max(...(await ours.stateBytes())) };
  }
  return { ours: { times: times as Record<Command, number>, ...measured }, waiting: others as Record<Command, number> };
}

/** Measures a fleet of `count` services; response bytes for each service as well, for comparison between sizes. */
export async function measureEngine(engine: Engine, count: number): Promise<Figure[]> {
  const ours = await makeFleet(engine, count, true);
  const waiting = await makeFleet(engine, count, false);
  try {
    const { ours: measured, waiting: others } = await measure(ours, waiting);
    const ratios = COMMANDS.map((command): Figure => {
      const [own, other] = [measured.times[command], others[command]];
      const note = `${(own / 1000).toFixed(1)} s to ${(other / 1000).toFixed(1)} s`;
      return {
        name: `${command} of ${String(count)} services, ratio to waiting only`,
        value: own / other,
        unit: "",
        bound: 1.25,
        note,
      };
    });
    const perService = measured.upBytes / count;
    return [
      ...ratios,
      { name: `list requests in a preview of ${String(count)}`, value: measured.lists, unit: "", bound: 1 },
      {
        name: "polls missing to two for each operation",
        value: Math.max(0, 2 - measured.polls / count),
        unit: "",
        bound: 0,
      },
      { name: `response bytes in up, for each of ${String(count)}`, value: perService, unit: "bytes", bound: 8192 },
      { name: "state for each service", value: measured.stateBytes, unit: "bytes", bound: 4096 },
    ];
  } finally {
    ours.close();
    waiting.close();
  }
}
