/** Why a policy of instances is refused as a whole (docs/bts.md, B-63, B-65, B-66). */
import type { Refusal } from "../../plan/plan-shapes.js";
import { displayState, INSTANCES, stepInstance, type Instance } from "../chart/index.js";
import { consents, consentTo, otherConsent } from "./consent.js";
import { lossOf } from "./instance-steps.js";
import { OPERATIONS } from "./judge-instance.js";
import { matchesEverything } from "./match.js";
import type { InstanceMatch } from "./plan-shapes.js";
import { refusal } from "./refusals.js";
import { isSameName } from "../../same-name.js";
import type { InstancePolicy } from "./shapes.js";
import { countOf, listed } from "./words.js";

/** What a policy would touch. */
export interface Extent {
  readonly policy: InstancePolicy;
  readonly acted: readonly InstanceMatch[];
  /** Everything that matches, counted by state. */
  readonly seen: string;
}

const isCalled = ({ pending, ...state }: Instance, name: string): boolean =>
  [displayState(state), `Pending ${pending}`].some((each) => isSameName(each, name));

/** Whether the chart has the action in none of the states that are asked for. */
function isNever({ match: { states = [] }, action }: InstancePolicy): boolean {
  const asked = INSTANCES.filter((each) => states.some((name) => isCalled(each, name)));
  const refuses = (each: Instance): boolean =>
    stepInstance(each, OPERATIONS[action]).answer === "refused";
  return asked.length > 0 && asked.every(refuses);
}

function messagesOf(acted: readonly InstanceMatch[]): string {
  const lost = lossOf(acted);
  return lost === null
    ? "which messages would be lost is not known"
    : `${countOf(lost, "message")} would be lost`;
}

function refuseEverything({ policy, seen }: Extent): Refusal | undefined {
  if (policy.match.all === true || !matchesEverything(policy.match)) return undefined;
  return refusal({
    rule: "input-not-accepted",
    headline: "Input not accepted: match leaves no instance out.",
    operation: OPERATIONS[policy.action],
    state: seen,
    seen,
    permits: ["match.all: true"],
    next: "say which are meant, for instance by application and states",
    source: "docs/bts.md, B-63",
  });
}

function refuseNever(extent: Extent): Refusal | undefined {
  const { policy, seen } = extent;
  if (!isNever(policy)) return undefined;
  const states = listed(policy.match.states ?? []);
  return refusal({
    rule: "input-not-accepted",
    headline: `Operation not allowed: ${OPERATIONS[policy.action]} in ${states}.`,
    operation: OPERATIONS[policy.action],
    state: states,
    seen,
    next: "ask for a state and an action that go together: biztalk chart instance",
    source: `service instance states, ${states}`,
  });
}

function refuseLimit({ policy: { action, limit }, acted, seen }: Extent): Refusal | undefined {
  if (limit === undefined || acted.length <= limit) return undefined;
  const would = `${OPERATIONS[action]} of ${countOf(acted.length, "instance")}`;
  return refusal({
    headline: `Operation not allowed: ${would}, limit is ${String(limit)}.`,
    operation: OPERATIONS[action],
    state: seen,
    seen,
    permits: [`limit: ${String(acted.length)}`],
    next: "narrow the match; none is touched where more than the limit would be",
    source: "docs/bts.md, B-65",
  });
}

function refuseWithoutConsent({ policy, acted, seen }: Extent): Refusal | undefined {
  const { action, acceptDataLoss, name } = policy;
  if (action !== "terminate" || acted.length === 0) return undefined;
  if (consents(acceptDataLoss, name)) return undefined;
  const would = `Terminate of ${countOf(acted.length, "instance")}`;
  return refusal({
    headline: `Operation not allowed: ${would} without consent.`,
    operation: "Terminate",
    state: seen,
    seen: `${seen}; ${messagesOf(acted)}`,
    permits: [consentTo(name)],
    hints: otherConsent(acceptDataLoss, name),
    source: "docs/bts.md, B-66",
  });
}

const REFUSALS = [refuseEverything, refuseNever, refuseLimit, refuseWithoutConsent] as const;

/** All that hold, so that everything that is to be set is told at once. */
export const policyRefusals = (extent: Extent): Refusal[] =>
  REFUSALS.flatMap((refuse) => refuse(extent) ?? []);
