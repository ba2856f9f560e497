/** Why an application is not started or stopped (docs/bts.md, B-71, B-72, B-75). */
import type { Refusal } from "../../plan/plan-shapes.js";
import { unenlists, type StopOptions } from "./application-options.js";
import { partsLeft, type PartsAfter } from "./application-parts.js";
import { consents, consentTo, otherConsent } from "./consent.js";
import type { Content } from "./drain.js";
import { refusal } from "./refusals.js";
import type { ApplicationGoal, ObservedApplication } from "./shapes.js";
import { countOf, statesOf } from "./words.js";

const operationOf = ({ state }: ApplicationGoal): "Start" | "Stop" =>
  state === "Started" ? "Start" : "Stop";

/** There is none. */
export const refuseAbsent = (goal: ApplicationGoal): Refusal =>
  refusal({
    rule: "input-not-accepted",
    headline: `Input not accepted: there is no application "${goal.name}".`,
    operation: operationOf(goal),
    state: "absent",
    next: "deploy it first, or mend the name: this resource manages the state of one that is there",
    source: "docs/bts.md, B-71",
  });

/** It is one of the product's own. */
export const refuseSystem = (goal: ApplicationGoal, { state }: ObservedApplication): Refusal =>
  refusal({
    headline: `Operation not allowed: ${operationOf(goal)} of system application "${goal.name}".`,
    operation: operationOf(goal),
    state,
    next: "leave it to BizTalk Server, whose own applications need it",
    source: "docs/bts.md, B-30",
  });

/** The options do not lead to what was asked. */
export function refuseParts(
  goal: ApplicationGoal,
  { state }: ObservedApplication,
  after: PartsAfter,
): Refusal {
  const operation = operationOf(goal);
  const how = operation === "Start" ? "not started" : "started";
  return refusal({
    rule: "input-not-accepted",
    headline: `Input not accepted: the options leave ${partsLeft(after)} ${how}.`,
    operation,
    state,
    seen: `state ${state}, which they make ${after.state}; ${goal.state} was asked for`,
    permits: after.left.map(({ option }) => option),
    source: "docs/bts.md, B-71",
  });
}

/** A drain that suspends what must not be suspended never ends. */
export const refuseEndless = (goal: ApplicationGoal, { state }: ObservedApplication): Refusal =>
  refusal({
    rule: "input-not-accepted",
    headline: "Input not accepted: a drain that suspends can never be done where suspended blocks.",
    operation: "Drain",
    state,
    permits: ['drain.suspended: "list"'],
    next: `wait instead of suspending in ${goal.name}`,
    source: "docs/bts.md, B-75",
  });

/** What a stop would be done to. */
export interface StopSubject {
  readonly goal: ApplicationGoal;
  readonly application: ObservedApplication;
  readonly options: StopOptions;
  readonly content: Content;
}

/** What is there when the stop is due, as far as a drain does not get it out. */
function leftAtStop({
  goal: { drain },
  content: { left, suspended },
}: StopSubject): Content["left"] {
  const ends = drain !== undefined && drain.action !== "suspend";
  const certain = ends && (drain.onDeadline === "refuse" || drain.action === "terminate");
  return certain ? suspended : [...left, ...suspended];
}

function refuseTerminating({ goal, application, content }: StopSubject): Refusal | undefined {
  if (goal.drain?.action !== "terminate" || content.left.length === 0) return undefined;
  const count = countOf(content.left.length, "instance");
  return refusal({
    headline: `Operation not allowed: Drain that terminates ${count} without consent.`,
    operation: "Drain",
    state: application.state,
    seen: `${count} (${statesOf(content.left)})`,
    permits: [consentTo(goal.name)],
    next: 'drain with action "wait" or "suspend"',
    hints: otherConsent(goal.acceptDataLoss, goal.name),
    source: "docs/bts.md, B-66",
  });
}

function refuseUnenlisting(subject: StopSubject): Refusal | undefined {
  const { goal, application, options } = subject;
  const left = leftAtStop(subject);
  if (!unenlists(options) || left.length === 0) return undefined;
  const count = countOf(left.length, "instance");
  const drains = goal.drain === undefined ? 'set drain, for instance { action: "wait" }, and ' : "";
  return refusal({
    headline: `Operation not allowed: Stop that unenlists with ${count} left, without consent.`,
    operation: "Stop",
    state: application.state,
    seen: `${count} (${statesOf(left)})`,
    permits: [consentTo(goal.name)],
    next: `${drains}resume or terminate what is suspended before`,
    hints: [
      "What unenlisting does to instances is documented nowhere: it counts as ending them.",
      ...otherConsent(goal.acceptDataLoss, goal.name),
    ],
    source: "docs/bts.md, B-72",
  });
}

/** What needs a consent that is not given. */
export const stopRefusals = (subject: StopSubject): Refusal[] =>
  consents(subject.goal.acceptDataLoss, subject.goal.name)
    ? []
    : [refuseTerminating(subject) ?? [], refuseUnenlisting(subject) ?? []].flat();
