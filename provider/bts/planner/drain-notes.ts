/** What a person should know of a drain, a row for each (docs/bts.md, B-73 to B-75). */
import { isSuspended } from "./drain.js";
import { describeState } from "./judge-instance.js";
import type { DrainPlan } from "./plan-shapes.js";
import { countOf, listed, statesOf } from "./words.js";

/** How many pending ones are named. */
const NAMED = 5;

/** All of them; `undefined` where there is nothing to say. */
const NOTES: readonly ((plan: DrainPlan) => string | undefined)[] = [
  ({ suspended }) =>
    suspended.length === 0
      ? undefined
      : `Suspended and not waited for: ${statesOf(suspended.map(({ instance }) => instance))}.`,
  ({ left }) => {
    const count = left.filter(({ instance }) => isSuspended(instance)).length;
    return count === 0
      ? undefined
      : `${countOf(count, "suspended instance")} must be resumed or terminated first.`;
  },
  ({ left, action }) => {
    const count = left.filter(({ instance }) => instance.state.startsWith("In Breakpoint")).length;
    return count === 0 || action !== "wait"
      ? undefined
      : `${countOf(count, "instance")} in a breakpoint: waiting ends no breakpoint.`;
  },
  ({ left }) => {
    const pending = left.filter(({ instance }) => instance.pending !== undefined);
    const named = pending
      .slice(0, NAMED)
      .map(({ instance }) => `${instance.id} (${describeState(instance)})`);
    const more = pending.length - named.length;
    const all = more > 0 ? [...named, `${String(more)} more`] : named;
    return pending.length === 0 ? undefined : `Pending already: ${listed(all)}.`;
  },
  ({ left }) => {
    const count = left.filter(({ source }) => source === "docs/bts.md, B-62").length;
    return count === 0
      ? undefined
      : `${countOf(count, "instance")} in a state or class that is not known: counted as left.`;
  },
  ({ left, onDeadline }) =>
    left.length > 0 && onDeadline === "proceed"
      ? "Where the deadline passes, what is left then is listed and the stop goes on."
      : undefined,
  ({ reopens, onDeadline }) =>
    reopens.length > 0 && onDeadline === "refuse"
      ? `Where it is refused, enabled again: ${listed(
          reopens.map(({ receivePort, name }) => `${receivePort}/${name}`),
        )}.`
      : undefined,
];

/** What holds of this drain. */
export const drainNotes = (plan: DrainPlan): string[] => NOTES.flatMap((note) => note(plan) ?? []);
