/** `biztalk.InstancePolicy`: instances that match are resumed, suspended or terminated. */
import { createHash } from "node:crypto";
import { ProviderError } from "../../errors.js";
import { firstLines } from "../../plan/first-lines.js";
import { parsePolicy, POLICY_INPUTS } from "../inputs/index.js";
import { actOnInstances, saveMessages, type InstanceOutcome } from "../executor/index.js";
import { readPopulation } from "../judge/population.js";
import {
  describeMatches,
  describePlan,
  isActed,
  matching,
  planInstances,
  type InstancePlan,
  type InstancePolicy,
} from "../planner/index.js";
import { ServerStepFailure } from "../executor/index.js";
import type { About, Ended, Kind, KindRun } from "./kind.js";
import { resumedAgain, resumedBefore } from "./resumed-before.js";

const OUTCOMES = ["done", "pending", "refused", "gone", "moved", "finished", "untold"] as const;

/** How many of those that are not done are told one by one. */
const TOLD = 8;

const idsOf = ({ steps }: InstancePlan): string[] => [
  ...new Set(steps.flatMap((step) => step.ids)),
];

/** Says which instances are meant: what was approved is this set and no other. */
const setOf = (plan: InstancePlan): string =>
  createHash("sha256").update(idsOf(plan).toSorted().join()).digest("hex").slice(0, 12);

/** `3 done, 1 pending`. */
function countsOf(outcomes: readonly InstanceOutcome[]): string {
  const counts = OUTCOMES.map((kind) => {
    const count = outcomes.filter(({ outcome }) => outcome === kind).length;
    return count === 0 ? "" : `${String(count)} ${kind}`;
  });
  return counts.filter((text) => text !== "").join(", ");
}

/** A line for each that is not done, of those asked for; the first of them. */
function linesOf(
  outcomes: readonly InstanceOutcome[],
  kinds: readonly InstanceOutcome["outcome"][],
): string[] {
  const those = outcomes.filter(({ outcome }) => kinds.includes(outcome));
  return firstLines(those, TOLD, ({ id, operation, outcome, detail }) => {
    const why = detail === null ? "" : `, ${detail.split("\n", 1)[0]?.slice(0, 160) ?? ""}`;
    return `${id}: ${operation} ${outcome}${why}`;
  });
}

/** What the instances have come to, as outputs show it. */
const seenOf = (outcomes: readonly InstanceOutcome[]): Ended["seen"] => ({
  outcome: outcomes.length === 0 ? "nothing to do" : countsOf(outcomes),
  notDone: linesOf(outcomes, ["pending", "refused", "gone", "moved", "finished", "untold"]),
});

async function apply(
  { session, timeoutMs: settleMs, progress }: KindRun,
  { name, saveMessages: file }: InstancePolicy,
  plan: InstancePlan,
): Promise<Ended> {
  const { client: port, clock, signal } = session;
  if (file !== undefined && plan.steps.length > 0)
    await saveMessages(port, new Set(idsOf(plan)), { input: "saveMessages", file, adds: true });
  try {
    const outcomes = await actOnInstances({ port, clock, signal, settleMs, progress }, plan.steps);
    const failed = linesOf(outcomes, ["refused", "untold"]);
    const failures = [
      `${name}: ${countsOf(outcomes)}.`,
      ...failed,
      "The next `pulumi up` reads again and goes on from there.",
    ];
    return { seen: seenOf(outcomes), failures: failed.length === 0 ? [] : failures };
  } catch (reason) {
    if (!(reason instanceof ProviderError)) throw reason;
    const details = { done: [], isSent: true };
    throw new ServerStepFailure(reason.code, reason.message, details, { cause: reason });
  }
}

/** The kind. */
export const instancePolicy: Kind<InstancePolicy, InstancePlan> = {
  inputNames: POLICY_INPUTS,
  identity: [],
  live: [],
  parse: (given, { name }) => parsePolicy(given, name),
  idOf: (_, { name }) => name,
  judge: async ({ lists, clock }, goal, { kept }) => {
    const population = await readPopulation(lists, goal.action === "terminate");
    const now = clock.now();
    const moment = { now, destructive: goal.action === "terminate" };
    const ids = matching(population.instances, goal.match, moment).map(({ id }) => id);
    return planInstances(goal, population, { now, attempted: resumedBefore(kept, ids) });
  },
  keep: ({ matches, steps }, { kept }: About) => {
    const resumed = matches.filter((each) => isActed(each)).map(({ instance }) => instance.id);
    const isResuming = steps.some(({ operation }) => operation === "Resume");
    const present = matches.map(({ instance }) => instance.id);
    return isResuming ? resumedAgain(kept, resumed, present) : kept;
  },
  linesOf: (plan) => [
    ...describePlan(plan),
    ...(plan.steps.length === 0 ? [] : [`Instances: ${setOf(plan)}`]),
  ],
  details: (plan) => {
    if (plan.matches.length === 0) return plan.verdict === "unknown" ? plan.notes : [];
    return [
      ...(plan.verdict === "refused" ? [] : describePlan(plan)),
      ...describeMatches(plan),
      ...plan.notes,
    ];
  },
  apply,
  // What a policy has done stays as it was; what matches now is the next preview's to say.
  observe: () => Promise.resolve({}),
  leave: () => ["The policy ends: no instance is touched."],
};
