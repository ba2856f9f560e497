/** `biztalk.Application`: started or stopped, drained before where the program wants it. */
import { applicationSatisfies, type ApplicationState } from "../chart/index.js";
import { APPLICATION_INPUTS, parseApplication } from "../inputs/index.js";
import { moveApplication, type DrainJob } from "../executor/index.js";
import { readApplication } from "../judge/observed-application.js";
import { readPopulation } from "../judge/population.js";
import type { ServerSession } from "../judge/server-session.js";
import {
  contentOfApplication,
  drainContent,
  instanceLine,
  planApplication,
  type ApplicationGoal,
  type ApplicationPlan,
} from "../planner/index.js";
import { drainJob } from "./drain-job.js";
import type { Kind } from "./kind.js";
import { TOLD_WITH_DRAIN } from "./told-with-drain.js";

/** Reads the server itself, whatever was seen before. */
const freshPopulation = ({ client }: ServerSession) => readPopulation(client, false);

function drainOf(session: ServerSession, goal: ApplicationGoal): DrainJob | undefined {
  const { drain } = goal;
  if (drain === undefined) return undefined;
  return drainJob(drain, async () => drainContent(goal, await freshPopulation(session)));
}

async function enabledLocations({ client }: ServerSession, name: string) {
  const application = await readApplication(client, name);
  return (application?.receivePorts ?? []).flatMap(({ name: receivePort, locations }) =>
    locations.flatMap((each) => (each.enabled ? [{ receivePort, name: each.name }] : [])),
  );
}

const stateOf = async ({ client }: ServerSession, name: string): Promise<string | undefined> => {
  const seen = await client.application(name);
  return seen === null ? undefined : (seen.state ?? seen.stateText);
};

/** The kind. */
export const application: Kind<ApplicationGoal, ApplicationPlan> = {
  inputNames: APPLICATION_INPUTS,
  identity: ["applicationName"],
  live: ["state"],
  parse: parseApplication,
  idOf: ({ name }) => name,
  judge: async ({ lists, journal }, goal) => {
    const [seen, population] = await Promise.all([
      readApplication(lists, goal.name),
      readPopulation(lists, goal.state === "Stopped"),
    ]);
    return planApplication(goal, seen, population, { closed: journal.closed(goal.name) });
  },
  ...TOLD_WITH_DRAIN,
  apply: async ({ session, timeoutMs, progress }, goal, plan) => {
    const { client: port, journal, clock, signal } = session;
    const { name } = goal;
    await moveApplication(
      { port, journal, clock, signal, progress },
      {
        name,
        steps: plan.steps,
        drain: drainOf(session, goal),
        reopens: plan.drain?.reopens ?? journal.closed(name),
        present: async () => {
          const { left, suspended } = contentOfApplication(name, await freshPopulation(session));
          return [...left, ...suspended].map(instanceLine);
        },
        enabled: () => enabledLocations(session, name),
        isReached: (state) =>
          applicationSatisfies(goal.state, state as ApplicationState, goal.strict),
        operationMs: timeoutMs,
      },
    );
    return { seen: { state: (await stateOf(session, name)) ?? "absent" }, failures: [] };
  },
  observe: async (session, { name }) => {
    const state = await stateOf(session, name);
    return state === undefined ? null : { state };
  },
  leave: (session, { name }) => {
    const closed = session?.journal.closed(name) ?? [];
    const names = closed.map((each) => `${each.receivePort}/${each.name}`).join(", ");
    return [
      `Application ${name} is left as it is.`,
      ...(closed.length === 0 ? [] : [`A drain of it has closed its intake (${names}).`]),
    ];
  },
};
