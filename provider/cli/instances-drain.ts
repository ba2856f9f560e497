/** `biztalk instances drain`: waits until nothing that matches is left, or gets it out. */
import type { ServerConnection } from "../bts/connection/index.js";
import { drainInstances } from "../bts/executor/index.js";
import { drainJob } from "../bts/lifecycle/index.js";
import { readPopulation } from "../bts/judge/population.js";
import {
  contentOf,
  describeDrain,
  matching,
  planDrain,
  type Content,
  type Drain,
  type Match,
} from "../bts/planner/index.js";
import { systemClock } from "../clock.js";
import { ProviderError } from "../errors.js";
import { EXIT_CODES } from "./exit-codes.js";
import { matchOf, type InstanceFilter } from "./instance-filter.js";
import { isAgreed } from "./is-agreed.js";
import { withConnection, type ServerOptions } from "./server-connection.js";
import { writeJson, type Terminal } from "./terminal.js";

/** What the command was given. */
export interface DrainOptions extends ServerOptions, InstanceFilter {
  readonly action: Drain["action"];
  readonly deadlineMs: number;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly format: "text" | "json";
}

const isEverything = (match: Match): boolean => Object.keys(match).length === 0;

/** What matches now, by a fresh read. */
async function contentNow({ client }: ServerConnection, match: Match): Promise<Content> {
  const { instances } = await readPopulation(client, false);
  return contentOf(matching(instances, match, { now: systemClock.now(), destructive: false }));
}

/** What a drain has come to, for a person or a program. */
function report(
  terminal: Terminal,
  { format, action }: DrainOptions,
  { left, suspended }: Content,
  text: string,
): void {
  if (format === "json") {
    writeJson(terminal, { drained: left.length === 0, left, suspended });
    return;
  }
  const drain = { action, deadlineMs: 0, onDeadline: "refuse" } as const;
  const lines = describeDrain(planDrain(drain, { left, suspended }));
  terminal.out(`${[...lines, text].join("\n")}\n`);
}

async function drain(
  terminal: Terminal,
  options: DrainOptions,
  connection: ServerConnection,
  signal: AbortSignal,
): Promise<boolean> {
  const match = matchOf(options);
  const { action, deadlineMs } = options;
  const job = drainJob({ action, deadlineMs, onDeadline: "refuse" }, () =>
    contentNow(connection, match),
  );
  const progress = (line: string): void => {
    terminal.progress(line);
  };
  const attempt = { clock: systemClock, signal, progress, name: "instances", done: [] };
  try {
    await drainInstances({ ...attempt, isSent: false }, connection.client, job);
    return true;
  } catch (reason) {
    if (!(reason instanceof ProviderError) || reason.code !== "deadline") throw reason;
    return false;
  }
}

/**
 * Drains; the exit code. Nothing is stopped and no receive location is disabled: what comes in goes
 * on coming in.
 */
export async function drainCommand(
  terminal: Terminal,
  options: DrainOptions,
  signal: AbortSignal,
): Promise<number> {
  const match = matchOf(options);
  if (isEverything(match))
    throw new ProviderError(
      "invalid-input",
      "a drain of every instance has to be meant: narrow it, for instance --application NAME, " +
        "or give --all.",
    );
  return withConnection(terminal, options, async (connection) => {
    const before = await contentNow(connection, match);
    if (options.dryRun) {
      report(terminal, options, before, `${String(before.left.length)} left; nothing was sent`);
      return EXIT_CODES.done;
    }
    const ends = options.action === "terminate" && before.left.length > 0;
    if (ends && !(await isAgreed(terminal, options))) {
      report(terminal, options, before, `${String(before.left.length)} left`);
      terminal.error("Nothing was sent. To terminate them: --yes");
      return EXIT_CODES.refused;
    }
    const isDrained = await drain(terminal, options, connection, signal);
    const after = await contentNow(connection, match);
    const left = `${String(after.left.length)} left at the deadline`;
    report(terminal, options, after, isDrained ? "drained" : left);
    return isDrained ? EXIT_CODES.done : EXIT_CODES.stepFailed;
  });
}
