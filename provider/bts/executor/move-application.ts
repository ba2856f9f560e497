/** Carries out the plan of an application: opens, closes, drains, starts, stops. */
import { messageOf, ProviderError, ResponseError } from "../../errors.js";
import type { Waiting } from "../../run/until.js";
import type { ApplicationStep } from "../planner/index.js";
import type { StartOptions, StopOptions } from "../protocol/index.js";
import { failureOf, reach, sendOnce, type Attempt } from "./attempt.js";
import { drainInstances, linesOf, type DrainJob } from "./drain-instances.js";
import type { ClosedLocation, ServerJournal } from "./server-journal.js";
import type { ApplicationPort } from "./port.js";

/** What is to be done to one application. */
export interface ApplicationJob {
  readonly name: string;
  readonly steps: readonly ApplicationStep[];
  /** How it is drained, where a step does. */
  readonly drain: DrainJob | undefined;
  /** What a refusal enables again: what is enabled now, and what a drain before has closed. */
  readonly reopens: readonly ClosedLocation[];
  /** Instances that are there, by a fresh read: a stop that must find none looks for them. */
  readonly present: () => Promise<readonly string[]>;
  /** Receive locations that are enabled, by a fresh read. */
  readonly enabled: () => Promise<readonly ClosedLocation[]>;
  /** Whether a state is what was asked for. */
  readonly isReached: (state: string) => boolean;
  /** How long a start or a stop is waited for, in milliseconds. */
  readonly operationMs: number;
}

/** What a run works with. */
export interface ApplicationRun extends Waiting {
  readonly port: ApplicationPort;
  readonly journal: ServerJournal;
}

interface Moving extends Attempt {
  readonly port: ApplicationPort;
  readonly journal: ServerJournal;
  readonly job: ApplicationJob;
}

const nameOf = ({ receivePort, name }: ClosedLocation): string => `${receivePort}/${name}`;

/** Enables receive locations that are not, one after the other, and says which could not be. */
async function open(moving: Moving, asked: readonly ClosedLocation[]): Promise<string[]> {
  const { port, journal, job } = moving;
  const enabled = new Set((await job.enabled()).map(nameOf));
  const locations = asked.filter((location) => !enabled.has(nameOf(location)));
  const left: ClosedLocation[] = [];
  const reasons: string[] = [];
  for (const location of locations) {
    try {
      const { receivePort, name } = location;
      const untold = await sendOnce(moving, () =>
        port.switchReceiveLocation("Enable", receivePort, name),
      );
      if (untold === undefined) continue;
      reasons.push(`${nameOf(location)}: ${untold}`);
    } catch (reason) {
      reasons.push(`${nameOf(location)}: ${messageOf(reason)}`);
    }
    left.push(location);
  }
  await journal.writeClosed(job.name, left);
  return reasons;
}

async function openIntake(moving: Moving, opens: readonly ClosedLocation[]): Promise<void> {
  const reasons = await open(moving, opens);
  if (reasons.length === 0) return;
  throw new ProviderError(
    "operation-failed",
    `receive locations of ${moving.job.name} could not be enabled:\n${reasons.join("\n")}`,
  );
}

async function stateOf({ port, job }: Moving): Promise<string> {
  const seen = await port.application(job.name);
  return seen === null ? "absent" : (seen.state ?? seen.stateText);
}

/** Sends a start or a stop and waits for what it is for: then no drain is under way any more. */
async function move(moving: Moving, request: () => Promise<void>): Promise<void> {
  const { job, journal } = moving;
  const { operationMs: timeoutMs, isReached } = job;
  const untold = await sendOnce(moving, request);
  await reach(moving, { timeoutMs, look: () => stateOf(moving), isReached, untold });
  await journal.writeClosed(job.name, []);
}

/** What is closed is noted before: whatever happens then, the next run knows what to open. */
async function closeIntake(moving: Moving, { options }: ApplicationStep): Promise<void> {
  const { port, journal, job } = moving;
  await journal.writeClosed(job.name, job.reopens);
  const untold = await sendOnce(moving, () =>
    port.stopApplication(job.name, options as StopOptions),
  );
  await reach(moving, {
    timeoutMs: job.operationMs,
    look: async () => `${String((await job.enabled()).length)} receive locations enabled`,
    isReached: (seen) => seen.startsWith("0 "),
    untold,
  });
}

async function stop(moving: Moving, step: ApplicationStep): Promise<void> {
  const { port, job } = moving;
  const left = step.onlyWhenEmpty === true ? await job.present() : [];
  if (left.length > 0) {
    const what = `${job.name} is not stopped: ${String(left.length)} left, seen just before.`;
    throw new ProviderError("diverged", [what, ...linesOf(left)].join("\n"));
  }
  await move(moving, () => port.stopApplication(job.name, step.options as StopOptions));
}

async function start(moving: Moving, { options }: ApplicationStep): Promise<void> {
  const { port, job } = moving;
  await move(moving, () => port.startApplication(job.name, options as StartOptions));
}

const STEPS: Readonly<
  Record<ApplicationStep["operation"], (moving: Moving, step: ApplicationStep) => Promise<void>>
> = {
  "Open intake": (moving, { opens = [] }) => openIntake(moving, opens),
  "Close intake": closeIntake,
  Drain: async (moving) => {
    const { port, job } = moving;
    if (job.drain !== undefined) await drainInstances(moving, port, job.drain);
  },
  Start: start,
  Stop: stop,
  // An application has no transition that could be waited for.
  Wait: () => Promise.resolve(),
};

/**
 * What becomes of the intake that a drain has closed: it is opened again where the stop is not
 * going to be done. After an interruption, or without an answer, the next run goes on.
 */
async function openAgain(moving: Moving, reason: unknown): Promise<string[]> {
  const { job, journal } = moving;
  if (journal.closed(job.name).length === 0) return [];
  const isOver = reason instanceof ProviderError && ["deadline", "diverged"].includes(reason.code);
  const names = job.reopens.map(nameOf).join(", ");
  if (!isOver && !(reason instanceof ResponseError))
    return [`Its intake is closed (${names}): the next \`pulumi up\` goes on from there.`];
  const reasons = await open(moving, job.reopens);
  return reasons.length === 0
    ? [`Enabled again: ${names}.`]
    : [`Not enabled again, do it by hand or run \`pulumi up\` again:`, ...reasons];
}

/**
 * Carries out steps in their order.
 *
 * @returns what was done, a line each.
 * @throws {ServerStepFailure} with what was done before.
 */
export async function moveApplication(
  run: ApplicationRun,
  job: ApplicationJob,
): Promise<readonly string[]> {
  const moving: Moving = { ...run, job, name: job.name, done: [], isSent: false };
  try {
    for (const step of job.steps) {
      run.progress(`${job.name}: ${step.operation}`);
      await STEPS[step.operation](moving, step);
      if (step.operation !== "Drain") moving.done.push(step.operation);
    }
    return moving.done;
  } catch (reason) {
    throw failureOf(moving, reason, await openAgain(moving, reason));
  }
}
