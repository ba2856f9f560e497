/** The plan of a policy of instances (docs/bts.md, B-63 to B-69). */
import { instanceSteps, lossOf } from "./instance-steps.js";
import { judgeInstance, type Judgement } from "./judge-instance.js";
import { matching } from "./match.js";
import { inOrder, isActed, withLosses } from "./order-matches.js";
import { unlessKnown } from "./plan-result.js";
import type { InstanceMatch, InstancePlan } from "./plan-shapes.js";
import { policyNotes } from "./policy-notes.js";
import { policyRefusals } from "./policy-refusals.js";
import { hostRuns } from "./running-hosts.js";
import type { InstancePolicy, Population } from "./shapes.js";
import { countOf, statesOf } from "./words.js";

/** How often a policy resumes the same instance unless it says so (docs/bts.md, B-69). */
const DEFAULT_ATTEMPTS = 3;

/** What a plan depends on besides what was asked and seen. */
export interface PolicyContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How often this policy has resumed an instance, by its id. */
  readonly attempted?: ReadonlyMap<string, number>;
}

const TRIED_TOO_OFTEN = "docs/bts.md, B-69";

function judge(
  policy: InstancePolicy,
  population: Population,
  context: PolicyContext,
): Judgement[] {
  const { action, match, attempts = DEFAULT_ATTEMPTS } = policy;
  const moment = { now: context.now, destructive: action === "terminate" };
  return matching(population.instances, match, moment).map((instance) => {
    const judgement = judgeInstance(instance, action, hostRuns(population, instance.host));
    const tried = action === "resume" ? (context.attempted?.get(instance.id) ?? 0) : 0;
    if (!isActed(judgement) || tried < attempts) return judgement;
    const times = `resumed ${countOf(tried, "time")} by this policy`;
    const why = `${times}, attempts is ${String(attempts)}`;
    return {
      ...judgement,
      outcome: "skipped",
      yields: instance.state,
      why,
      source: TRIED_TOO_OFTEN,
    };
  });
}

function countsOf(matches: readonly InstanceMatch[]): InstancePlan["counts"] {
  const counts = { immediate: 0, pending: 0, refused: 0, skipped: 0 };
  for (const { outcome } of matches) counts[outcome] += 1;
  return counts;
}

const NOTHING = {
  matches: [],
  counts: { immediate: 0, pending: 0, refused: 0, skipped: 0 },
  messagesLost: null,
} as const;

/**
 * Plans a policy: `noop` where nothing matches or nothing of it can or need be done, `refused`
 * where the policy as a whole is; what the chart refuses of single instances is in `matches`.
 */
export function planInstances(
  policy: InstancePolicy,
  population: Population,
  context: PolicyContext,
): InstancePlan {
  const unknown = unlessKnown(policy.unknown);
  if (unknown !== undefined) return { ...unknown, ...NOTHING };
  const ordered = inOrder(judge(policy, population, context));
  const matches = withLosses(ordered, policy.action, population.messages);
  const acted = matches.filter(isActed);
  const states = statesOf(matches.map(({ instance }) => instance));
  const seen = `${countOf(matches.length, "instance")}${states === "" ? "" : ` (${states})`}`;
  const refusals = policyRefusals({ policy, acted, seen });
  const steps = refusals.length > 0 ? [] : instanceSteps(matches, policy);
  const verdict = refusals.length > 0 ? "refused" : steps.length > 0 ? "legal" : "noop";
  return {
    verdict,
    observed: matches.length === 0 ? null : { state: seen },
    steps,
    refusals,
    notes: policyNotes(policy, matches, population),
    matches,
    counts: countsOf(matches),
    messagesLost: lossOf(acted),
  };
}
