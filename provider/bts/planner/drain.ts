/**
 * What is left in an application or a host instance, and the step that gets it out
 * (docs/bts.md, B-73 to B-75).
 */
import type { Step } from "../../plan/plan-shapes.js";
import type { Risk } from "../../plan/risk.js";
import { judgeInstance, type Judgement } from "./judge-instance.js";
import { inOrder, withLosses } from "./order-matches.js";
import type { DrainPlan } from "./plan-shapes.js";
import { isSameName } from "../../same-name.js";
import type {
  ApplicationGoal,
  Drain,
  ObservedInstance,
  Population,
  ReceiveLocationName,
} from "./shapes.js";
import { lossOf } from "./instance-steps.js";
import { countOf, durationOf, statesOf } from "./words.js";

/** States in which an instance has stopped for good, unless somebody resumes it. */
const SUSPENDED: readonly string[] = [
  "Suspended (resumable)",
  "Suspended (not-resumable)",
  "Completed with discarded messages",
];

/** States of an instance that is in the memory of a Windows service. */
const IN_MEMORY: readonly string[] = ["Active", "In Breakpoint"];

/** States of an instance that no Windows service holds. */
const ELSEWHERE: readonly string[] = [
  "Ready to run",
  "Scheduled",
  "Dehydrated",
  "In Breakpoint (Dehydrated)",
  ...SUSPENDED,
];

/** What something holds. */
export interface Content {
  /** What keeps it from being drained. */
  readonly left: readonly ObservedInstance[];
  /** What has stopped for good. */
  readonly suspended: readonly ObservedInstance[];
}

/** The engine's own instances come and go with the engine and are nobody's to wait for. */
const isCounted = ({ class: class_ }: ObservedInstance): boolean => class_ !== "Internal";

/** Whether an instance has stopped for good. */
export const isSuspended = ({ state }: ObservedInstance): boolean => SUSPENDED.includes(state);

/** Instances as a drain counts them; one in an unknown state keeps it from being done. */
export function contentOf(instances: readonly ObservedInstance[]): Content {
  const own = instances.filter(isCounted);
  return {
    left: own.filter((each) => !isSuspended(each)),
    suspended: own.filter(isSuspended),
  };
}

/** What an application holds. */
export const contentOfApplication = (name: string, { instances }: Population): Content =>
  contentOf(instances.filter((each) => isSameName(each.application, name)));

/**
 * What a drain of an application has to get out: everything, where suspended instances block it.
 */
export function drainContent({ name, drain }: ApplicationGoal, population: Population): Content {
  const { left, suspended } = contentOfApplication(name, population);
  return drain?.suspended === "block"
    ? { left: [...left, ...suspended], suspended: [] }
    : { left, suspended };
}

/** A machine by its name or by its name and domain. */
const isOn = (machine: string, { machine: other }: ObservedInstance): boolean =>
  other === undefined ||
  isSameName(other, machine) ||
  isSameName(other.split(".", 1)[0], machine) ||
  isSameName(other, machine.split(".", 1)[0] ?? "");

/**
 * What a host instance holds in memory. Where the list does not say which machine works on an
 * instance, or knows its state by a text of its own, it may be this one.
 */
export function contentOfHostInstance(
  { hostName, machine }: { readonly hostName: string; readonly machine: string },
  { instances }: Population,
): Content {
  const own = instances.filter(
    (each) =>
      isSameName(each.host, hostName) &&
      isOn(machine, each) &&
      isCounted(each) &&
      !ELSEWHERE.includes(each.state),
  );
  return { left: own, suspended: [] };
}

/** Instances that a stop of the Windows service dehydrates. */
export const inMemory = ({ left }: Content): ObservedInstance[] =>
  left.filter(({ state }) => IN_MEMORY.includes(state));

const RISKS = {
  wait: "none",
  suspend: "interrupts",
  terminate: "destroys",
} as const satisfies Record<Drain["action"], Risk>;

/** `wait` judges nothing: every instance is left alone. */
function judge(instances: readonly ObservedInstance[], action: Drain["action"]): Judgement[] {
  const judged = instances.map((each) =>
    judgeInstance(each, action === "wait" ? "suspend" : action),
  );
  const waiting = (each: Judgement): Judgement => ({
    ...each,
    outcome: "skipped",
    yields: each.instance.state,
    why: "it is waited for",
    code: null,
  });
  return inOrder(action === "wait" ? judged.map(waiting) : judged);
}

/** What a drain does, with what is left now. */
export function planDrain(
  drain: Drain,
  content: Content,
  reopens: readonly ReceiveLocationName[] = [],
): DrainPlan {
  const { action, deadlineMs, onDeadline } = drain;
  return {
    left: judge(content.left, action),
    suspended: judge(content.suspended, "wait").map((each) => ({
      ...each,
      why: "it is suspended, and not waited for",
    })),
    reopens,
    action,
    deadlineMs,
    onDeadline,
  };
}

const OUTCOMES = [
  ["immediate", "at once"],
  ["pending", "pending"],
  ["refused", "refused"],
] as const;

function detailsOf({ left, action }: DrainPlan, messages: Population["messages"]): string[] {
  if (action === "wait") return [];
  const counts = OUTCOMES.flatMap(([outcome, words]) => {
    const count = left.filter((each) => each.outcome === outcome).length;
    return count === 0 ? [] : [`${String(count)} ${words}`];
  });
  if (action !== "terminate" || left.length === 0) return counts;
  const lost = lossOf(withLosses(left, action, messages));
  return [
    ...counts,
    lost === null ? "messages lost: not known" : `${countOf(lost, "message")} lost`,
  ];
}

/**
 * How many instances are left now, by state, and what comes of them. Not in the step: they come and
 * go, and a plan that was approved is one of what is done.
 */
export function drainCounts(plan: DrainPlan, { messages }: Population): string {
  const states = statesOf(plan.left.map(({ instance }) => instance));
  const now = `${countOf(plan.left.length, "instance")} now${states === "" ? "" : ` (${states})`}`;
  return `Drain: ${[now, ...detailsOf(plan, messages)].join(", ")}.`;
}

/** The step: what is done to whatever is left, for how long, and what then. */
export function drainStep(
  { action, deadlineMs, onDeadline }: DrainPlan,
  state: string,
): Step<"Drain"> {
  return {
    operation: "Drain",
    expects: state,
    yields: "drained",
    onFailure: state,
    serves: `${action} up to ${durationOf(deadlineMs)}, then ${onDeadline}`,
    risk: RISKS[action],
    detour: false,
    source: "docs/bts.md, B-73",
  };
}
