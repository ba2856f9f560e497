/** What an action would do to one instance, by the chart (docs/bts.md, B-62, B-64). */
import {
  citeInstance,
  displayInstance,
  displayState,
  INSTANCE_OPERATIONS,
  INSTANCE_REFUSALS,
  stepInstance,
  type Instance,
  type InstanceOperation,
  type InstanceRefusal,
} from "../chart/index.js";
import { chartInstance, unknownPartOf } from "./chart-instance.js";
import type { ObservedInstance, PolicyAction } from "./shapes.js";

/** The chart's operation of an action. */
export const OPERATIONS = {
  resume: "Resume",
  suspend: "Suspend",
  terminate: "Terminate",
} as const satisfies Record<PolicyAction, InstanceOperation>;

/** The operations that the REST service has; the debugger's are not among them. */
const OF_REST = new Set<InstanceOperation>(Object.values(OPERATIONS));

/** What comes of an action on one instance. */
export interface Judgement {
  readonly instance: ObservedInstance;
  /** `pending` waits until it is picked up; `refused` by the chart; `skipped` is left alone. */
  readonly outcome: "immediate" | "pending" | "refused" | "skipped";
  /** Where it leads, in the chart's words; the state as it is where nothing is sent. */
  readonly yields: string;
  /** Why it is refused or skipped. */
  readonly why: string | null;
  readonly code: InstanceRefusal | null;
  /** What is legal instead, over the REST service. */
  readonly legalHere: readonly InstanceOperation[];
  readonly source: string;
}

/** What an action wants and the chart refuses because it is so already (docs/bts.md, B-64). */
const SATISFIED: readonly {
  readonly action: PolicyAction;
  readonly code: InstanceRefusal;
  readonly pending: Instance["pending"];
}[] = [
  { action: "suspend", code: "ALREADY_SUSPENDED", pending: "none" },
  { action: "suspend", code: "PENDING_OPERATION", pending: "suspend" },
  { action: "terminate", code: "PENDING_OPERATION", pending: "terminate" },
  { action: "resume", code: "NOT_SUSPENDED", pending: "none" },
];

const legalFor = (instance: Instance): InstanceOperation[] =>
  INSTANCE_OPERATIONS.filter(
    (operation) => OF_REST.has(operation) && stepInstance(instance, operation).answer !== "refused",
  );

/** Since when something is pending, as it came. */
const sinceOf = ({ pending }: ObservedInstance): string =>
  typeof pending?.since === "string" ? ` since ${pending.since}` : "";

/** An instance's state for people, with what is pending and since when. */
export function describeState(observed: ObservedInstance): string {
  const { state, pending } = observed;
  return pending === undefined
    ? state
    : `${state}, Pending ${pending.operation}${sinceOf(observed)}`;
}

const unjudged = (instance: ObservedInstance): Judgement => ({
  instance,
  outcome: "skipped",
  yields: instance.state,
  why: `its ${unknownPartOf(instance)} is not known, and nothing is done to what is not known`,
  code: null,
  legalHere: [],
  source: "docs/bts.md, B-62",
});

/**
 * Judges one instance.
 *
 * @param hostRunning - whether a host instance of its host is known to run, or may.
 */
export function judgeInstance(
  observed: ObservedInstance,
  action: PolicyAction,
  hostRunning = true,
): Judgement {
  const instance = chartInstance(observed);
  if (instance === undefined) return unjudged(observed);
  const outcome = stepInstance(instance, OPERATIONS[action], { hostRunning });
  const common = { instance: observed, source: citeInstance(instance) };
  if (outcome.answer !== "refused") {
    const isPending = outcome.answer === "pending";
    const yields = isPending ? displayInstance(outcome.instance) : displayState(outcome.instance);
    return {
      ...common,
      outcome: isPending ? "pending" : "immediate",
      yields,
      why: null,
      code: null,
      legalHere: legalFor(instance),
    };
  }
  const { code } = outcome;
  const isSatisfied = SATISFIED.some(
    (row) => row.action === action && row.code === code && row.pending === instance.pending,
  );
  const { because, next } = INSTANCE_REFUSALS[code];
  return {
    ...common,
    outcome: isSatisfied ? "skipped" : "refused",
    yields: observed.state,
    why: isSatisfied
      ? `it is ${describeState(observed)} already`
      : `it is ${describeState(observed)}: ${because}; next: ${next}`,
    code,
    legalHere: legalFor(instance),
  };
}
