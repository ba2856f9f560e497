/**
 * In which order the instances of a policy are asked, and what terminating them would lose
 * (docs/bts.md, B-65, B-67).
 */
import { messagesLost } from "../chart/index.js";
import { STATE_NAMES } from "./chart-instance.js";
import type { Judgement } from "./judge-instance.js";
import type { InstanceMatch } from "./plan-shapes.js";
import type { ObservedMessage, PolicyAction } from "./shapes.js";

/** What can vanish with a suspended instance that could be resumed, as a routing failure report. */
const VANISHING = ["Suspended (not-resumable)", "Completed with discarded messages"];

/** Whether an instance is terminated in a second round, after a fresh read. */
export const isVanishing = ({ instance }: Judgement): boolean => VANISHING.includes(instance.state);

/** Whether something is sent. */
export const isActed = ({ outcome }: Judgement): boolean =>
  outcome === "immediate" || outcome === "pending";

const rankOf = (state: string): number => {
  const rank = STATE_NAMES.indexOf(state);
  return rank < 0 ? STATE_NAMES.length : rank;
};

const compareTexts = (one: string, other: string): number =>
  one === other ? 0 : one < other ? -1 : 1;

/** In the chart's order of states, in which those that can vanish are last, then by id. */
export const inOrder = (judgements: readonly Judgement[]): Judgement[] =>
  judgements.toSorted(
    ({ instance: one }, { instance: other }) =>
      rankOf(one.state) - rankOf(other.state) ||
      compareTexts(one.state, other.state) ||
      compareTexts(one.id, other.id),
  );

/**
 * How many messages are gone with each instance that is terminated. One that several of them refer
 * to is gone with the last, so the numbers add up.
 */
export function withLosses(
  ordered: readonly Judgement[],
  action: PolicyAction,
  messages: readonly ObservedMessage[] | undefined,
): InstanceMatch[] {
  if (action !== "terminate") return ordered.map((each) => ({ ...each, messagesLost: 0 }));
  if (messages === undefined) return ordered.map((each) => ({ ...each, messagesLost: null }));
  const acted = ordered.filter(isActed).map(({ instance }) => instance.id);
  const lost = messagesLost(messages, new Set(acted));
  const places = new Map(acted.map((id, place) => [id, place]));
  const last = new Map<string, number>();
  for (const { messageId, instanceId } of messages)
    if (lost.has(messageId))
      last.set(messageId, Math.max(last.get(messageId) ?? 0, places.get(instanceId) ?? 0));
  const counts = new Map<number, number>();
  for (const place of last.values()) counts.set(place, (counts.get(place) ?? 0) + 1);
  return ordered.map((each) => ({
    ...each,
    messagesLost: counts.get(places.get(each.instance.id) ?? -1) ?? 0,
  }));
}
