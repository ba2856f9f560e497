/** Plans of BizTalk Server as lines for a person. */
import { planLines, type PlanWords } from "../../plan/describe-plan.js";
import { firstLines } from "../../plan/first-lines.js";
import { describeState, type Judgement } from "./judge-instance.js";
import type { ApplicationPlan, HostInstancePlan, DrainPlan, InstancePlan } from "./plan-shapes.js";
import type { ObservedInstance } from "./shapes.js";
import { countByState, countOf } from "./words.js";

const WORDS: PlanWords = {
  display: (state) => state,
  nothing: "nothing there",
  silent: ["state", "transition"],
};

/** A plan as lines: the verdict with what was seen, then its steps or its refusals. */
export const describePlan = (plan: ApplicationPlan | HostInstancePlan | InstancePlan): string[] =>
  planLines(plan, WORDS);

/** How many matches are listed one by one. */
const LISTED_MATCHES = 20;

const OUTCOMES: Record<Judgement["outcome"], (judgement: Judgement) => string> = {
  immediate: ({ yields }) => `to ${yields} at once`,
  pending: ({ yields }) => `to ${yields}, until it is picked up`,
  refused: ({ code, why, source }) => `refused, ${code ?? ""}: ${why ?? ""} [${source}]`,
  skipped: ({ why }) => `left alone: ${why ?? ""}`,
};

/** One instance as a line, with its state. */
export function instanceLine(instance: ObservedInstance): string {
  const type = instance.serviceType === undefined ? "" : ` ${instance.serviceType}`;
  const application = instance.application === undefined ? "" : ` of ${instance.application}`;
  const what = `${instance.id}: ${instance.class}${type}${application}`;
  return `${what}, ${describeState(instance)}`;
}

/** An instance and what comes of it. */
function lineOf(match: Judgement & { readonly messagesLost?: number | null }): string {
  const { instance, outcome, messagesLost = null } = match;
  const lost =
    messagesLost === null || messagesLost === 0 ? "" : `; ${countOf(messagesLost, "message")} lost`;
  return `${instanceLine(instance)}: ${OUTCOMES[outcome](match)}${lost}`;
}

/** Counts by state, the first of them, and how many more there are. */
function listOf(matches: readonly Parameters<typeof lineOf>[0][]): string[] {
  const counts = countByState(matches.map(({ instance }) => instance));
  return [
    ...counts.map(([state, count]) => `${state}: ${String(count)}`),
    ...firstLines(matches, LISTED_MATCHES, lineOf),
  ];
}

/** The matches of a policy: counts by state, then one by one, at most twenty. */
export const describeMatches = ({ matches }: InstancePlan): string[] => listOf(matches);

/** What a drain has to get out, in the same way; what is suspended and not waited for follows. */
export const describeDrain = ({ left, suspended }: DrainPlan): string[] =>
  listOf([...left, ...suspended]);
