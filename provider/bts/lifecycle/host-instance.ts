/** `biztalk.HostInstance`: running or stopped, restarted, drained before. */
import { isDeepStrictEqual } from "node:util";
import { HOST_INSTANCE_INPUTS, parseHostInstance } from "../inputs/index.js";
import { moveHostInstance, type DrainJob } from "../executor/index.js";
import { readPopulation } from "../judge/population.js";
import type { ServerSession } from "../judge/server-session.js";
import {
  contentOfHostInstance,
  planHostInstance,
  type HostInstanceGoal,
  type HostInstancePlan,
  type ObservedHostInstance,
  type Population,
} from "../planner/index.js";
import { isSameName } from "../../same-name.js";
import { drainJob } from "./drain-job.js";
import type { About, Kind } from "./kind.js";
import { TOLD_WITH_DRAIN } from "./told-with-drain.js";

const observedIn = (
  { hostInstances = [] }: Population,
  goal: HostInstanceGoal,
): ObservedHostInstance | null =>
  hostInstances.find(
    ({ hostName, machine }) =>
      isSameName(hostName, goal.hostName) && isSameName(machine, goal.machine),
  ) ?? null;

/** Triggers that differ from those of the last run that was recorded; none of a new resource. */
const isRestartDue = (given: About["recorded"], recorded: About["recorded"]): boolean =>
  recorded !== undefined &&
  given?.["restartTriggers"] !== undefined &&
  !isDeepStrictEqual(given["restartTriggers"], recorded["restartTriggers"]);

function drainOf(session: ServerSession, goal: HostInstanceGoal): DrainJob | undefined {
  if (goal.drain === undefined) return undefined;
  return drainJob(goal.drain, async () =>
    contentOfHostInstance(goal, await readPopulation(session.client, false)),
  );
}

async function seenNow(
  session: ServerSession,
  goal: HostInstanceGoal,
): Promise<Pick<ObservedHostInstance, "state" | "disabled"> | null> {
  const seen = observedIn(await readPopulation(session.client, false), goal);
  return seen === null ? null : { state: seen.state, disabled: seen.disabled };
}

/** The kind. */
export const hostInstance: Kind<HostInstanceGoal, HostInstancePlan> = {
  inputNames: HOST_INSTANCE_INPUTS,
  identity: ["hostName", "machine"],
  live: ["state"],
  parse: (given, { recorded }) => parseHostInstance(given, isRestartDue(given, recorded)),
  idOf: ({ hostName, machine }) => `${hostName}/${machine}`,
  judge: async ({ lists, journal }, goal) => {
    const release = await lists.release();
    const population = await readPopulation(lists, goal.drain?.action === "terminate");
    // A restart that was cut off between its two halves has left it stopped.
    const isHalfDone = goal.state === undefined && journal.isRestarting(goal);
    const asked = isHalfDone ? { ...goal, state: "Running" as const } : goal;
    return planHostInstance(asked, observedIn(population, goal), population, release);
  },
  ...TOLD_WITH_DRAIN,
  apply: async ({ session, timeoutMs, progress }, goal, plan) => {
    const { client: port, journal, clock, signal } = session;
    const { hostName, machine } = goal;
    const operations = plan.steps.map(({ operation }) => operation);
    const isRestart = operations.includes("Stop") && operations.includes("Start");
    if (isRestart) await journal.writeRestarting(goal, true);
    await moveHostInstance(
      { port, clock, signal, progress },
      {
        hostName,
        machine,
        steps: plan.steps,
        drain: drainOf(session, goal),
        operationMs: timeoutMs,
      },
    );
    if (isRestart || journal.isRestarting(goal)) await journal.writeRestarting(goal, false);
    return { seen: (await seenNow(session, goal)) ?? { state: "absent" }, failures: [] };
  },
  observe: seenNow,
  leave: (_, { hostName, machine }) => [
    `Host instance ${hostName} on ${machine} is left as it is.`,
  ],
};
