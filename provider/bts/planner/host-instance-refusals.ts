/** Why a host instance is not started or stopped (docs/bts.md, B-29, B-76 to B-78). */
import type { Refusal } from "../../plan/plan-shapes.js";
import {
  HOST_INSTANCE_REFUSALS,
  stepHostInstance,
  type HostInstance,
  type HostInstanceState,
} from "../chart/index.js";
import { consents, consentTo, otherConsent } from "./consent.js";
import type { Content } from "./drain.js";
import { refusal } from "./refusals.js";
import type { HostInstanceGoal } from "./shapes.js";
import { countOf, statesOf } from "./words.js";

/** What can be asked of a host instance over the REST service. */
type Operation = "Start" | "Stop";

const OPERATIONS: readonly Operation[] = ["Start", "Stop"];

/** `Processing on BTS01`. */
export const nameOf = ({ hostName, machine }: HostInstanceGoal): string =>
  `${hostName} on ${machine}`;

/** The name that a consent has. */
const consentName = ({ hostName, machine }: HostInstanceGoal): string => `${hostName}/${machine}`;

/** The release has no way to it. */
export const refuseRelease = (goal: HostInstanceGoal): Refusal =>
  refusal({
    headline: `Operation not allowed: host instance ${nameOf(goal)} on BizTalk Server 2016.`,
    operation: "Start, Stop",
    state: "not known",
    seen: "the REST service of 2016, which has no host instances",
    next: "use BizTalk Server 2020, which has them, or the console",
    source: "docs/bts.md, B-76",
  });

/** There is none. */
export const refuseAbsent = (goal: HostInstanceGoal): Refusal =>
  refusal({
    rule: "input-not-accepted",
    headline: `Input not accepted: there is no host instance ${nameOf(goal)}.`,
    operation: "Start, Stop",
    state: "absent",
    next: "install it first, or mend hostName and machine",
    source: "docs/bts.md, B-76",
  });

const legalIn = (hostInstance: HostInstance): Operation[] =>
  OPERATIONS.filter((operation) => !("refuse" in stepHostInstance(hostInstance, operation)));

/** What the chart refuses; `undefined` where it does not. */
export function refuseByChart(
  goal: HostInstanceGoal,
  hostInstance: HostInstance,
  operation: Operation,
): Refusal | undefined {
  const result = stepHostInstance(hostInstance, operation);
  if (!("refuse" in result)) return undefined;
  const { because, next } = HOST_INSTANCE_REFUSALS[result.refuse];
  const { state, disabled } = hostInstance;
  return refusal({
    headline: `Operation not allowed: ${operation} of ${nameOf(goal)}: ${because}.`,
    operation,
    state,
    seen: `${state}${disabled ? ", disabled" : ""} (${result.refuse})`,
    legalHere: legalIn(hostInstance),
    next,
    source: "docs/bts.md, B-29",
  });
}

/** The cluster starts and stops it. */
export const refuseClustered = (
  goal: HostInstanceGoal,
  state: HostInstanceState,
  operation: Operation,
): Refusal =>
  refusal({
    headline: `Operation not allowed: ${operation} of ${nameOf(goal)}, which is clustered.`,
    operation,
    state,
    next: "use the cluster's own administration, which would take it for a failure",
    source: "docs/bts.md, B-77",
  });

/** A drain would end instances and nobody consents to it. */
export function refuseTerminating(
  goal: HostInstanceGoal,
  state: HostInstanceState,
  { left }: Content,
): Refusal | undefined {
  const name = consentName(goal);
  if (goal.drain?.action !== "terminate" || left.length === 0) return undefined;
  if (consents(goal.acceptDataLoss, name)) return undefined;
  const count = countOf(left.length, "instance");
  return refusal({
    headline: `Operation not allowed: Drain that terminates ${count} without consent.`,
    operation: "Drain",
    state,
    seen: `${count} (${statesOf(left)})`,
    permits: [consentTo(name)],
    next: 'drain with action "wait" or "suspend"',
    hints: otherConsent(goal.acceptDataLoss, name),
    source: "docs/bts.md, B-66",
  });
}
