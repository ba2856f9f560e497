/** Carries out the plan of a host instance: waits, drains, stops, starts. */
import { ProviderError } from "../../errors.js";
import { isSameName } from "../../same-name.js";
import type { Waiting } from "../../run/until.js";
import type { HostInstanceStep } from "../planner/index.js";
import { failureOf, reach, sendOnce, type Attempt } from "./attempt.js";
import { drainInstances, type DrainJob } from "./drain-instances.js";
import type { HostInstancePort } from "./port.js";

/** What is to be done to one host instance. */
export interface HostInstanceJob {
  readonly hostName: string;
  readonly machine: string;
  readonly steps: readonly HostInstanceStep[];
  readonly drain: DrainJob | undefined;
  /** How long a start, a stop or a transition is waited for, in milliseconds. */
  readonly operationMs: number;
}

/** What a run works with. */
export interface HostInstanceRun extends Waiting {
  readonly port: HostInstancePort;
}

async function stateOf(port: HostInstancePort, job: HostInstanceJob): Promise<string> {
  const all = await port.hostInstances();
  const seen = all.find(
    ({ host, machine }) => isSameName(host, job.hostName) && isSameName(machine, job.machine),
  );
  return seen === undefined ? "absent" : (seen.state ?? seen.stateText);
}

async function carryOut(
  attempt: Attempt,
  port: HostInstancePort,
  job: HostInstanceJob,
  { operation, yields }: HostInstanceStep,
): Promise<void> {
  if (operation === "Drain") {
    if (job.drain !== undefined) await drainInstances(attempt, port, job.drain);
    return;
  }
  const { hostName, machine } = job;
  const untold =
    operation === "Wait"
      ? undefined
      : await sendOnce(attempt, () => port.switchHostInstance(operation, hostName, machine));
  await reach(attempt, {
    timeoutMs: job.operationMs,
    look: () => stateOf(port, job),
    isReached: (state) => state === yields,
    untold,
  });
  attempt.done.push(operation);
}

/**
 * Carries out steps in their order.
 *
 * @returns what was done, a line each.
 * @throws {ServerStepFailure} with what was done before.
 */
export async function moveHostInstance(
  { port, ...waiting }: HostInstanceRun,
  job: HostInstanceJob,
): Promise<readonly string[]> {
  const name = `${job.hostName} on ${job.machine}`;
  const attempt: Attempt = { ...waiting, name, done: [], isSent: false };
  try {
    for (const step of job.steps) {
      waiting.progress(`${name}: ${step.operation}`);
      await carryOut(attempt, port, job, step);
    }
    return attempt.done;
  } catch (reason) {
    if (!(reason instanceof ProviderError)) throw reason;
    throw failureOf(attempt, reason);
  }
}
