/** Plans of BizTalk Server as lines for a person. */
import { planLines, type PlanWords } from "../../plan/describe-plan.js";
import { describeState } from "./judge-instance.js";
import type {
  ApplicationPlan,
  HostInstancePlan,
  InstanceMatch,
  InstancePlan,
} from "./plan-shapes.js";
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

const OUTCOMES: Record<InstanceMatch["outcome"], (match: InstanceMatch) => string> = {
  immediate: ({ yields }) => `to ${yields} at once`,
  pending: ({ yields }) => `to ${yields}, until it is picked up`,
  refused: ({ code, why, source }) => `refused, ${code ?? ""}: ${why ?? ""} [${source}]`,
  skipped: ({ why }) => `left alone: ${why ?? ""}`,
};

function lineOf(match: InstanceMatch): string {
  const { instance, outcome, messagesLost } = match;
  const type = instance.serviceType === undefined ? "" : ` ${instance.serviceType}`;
  const application = instance.application === undefined ? "" : ` of ${instance.application}`;
  const lost =
    messagesLost === null || messagesLost === 0 ? "" : `; ${countOf(messagesLost, "message")} lost`;
  const what = `${instance.id}: ${instance.class}${type}${application}`;
  return `${what}, ${describeState(instance)}: ${OUTCOMES[outcome](match)}${lost}`;
}

/** The matches of a policy: counts by state, the first of them, and how many more there are. */
export function describeMatches({ matches }: InstancePlan): string[] {
  const counts = countByState(matches.map(({ instance }) => instance));
  const more = matches.length - LISTED_MATCHES;
  return [
    ...counts.map(([state, count]) => `${state}: ${String(count)}`),
    ...matches.slice(0, LISTED_MATCHES).map(lineOf),
    ...(more > 0 ? [`and ${String(more)} more`] : []),
  ];
}
