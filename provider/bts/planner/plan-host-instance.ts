/** The plan of a host instance: Running or Stopped, restarted where due (docs/bts.md, B-76). */
import { HOST_INSTANCE_STATES, type HostInstance, type HostInstanceState } from "../chart/index.js";
import type { Refusal } from "../../plan/plan-shapes.js";
import {
  contentOfHostInstance,
  drainCounts,
  drainStep,
  inMemory,
  planDrain,
  type Content,
} from "./drain.js";
import { drainNotes } from "./drain-notes.js";
import { stopNotes } from "./host-instance-notes.js";
import {
  nameOf,
  refuseAbsent,
  refuseByChart,
  refuseClustered,
  refuseRelease,
  refuseTerminating,
} from "./host-instance-refusals.js";
import { unlessKnown } from "./plan-result.js";
import type { HostInstancePlan, HostInstanceStep } from "./plan-shapes.js";
import { isSameName } from "../../same-name.js";
import type { HostInstanceGoal, ObservedHostInstance, Population, Release } from "./shapes.js";
import { countOf, statesOf } from "./words.js";

type Parts = Partial<HostInstancePlan> & Pick<HostInstancePlan, "verdict">;

const planOf = (observed: ObservedHostInstance | null, parts: Parts): HostInstancePlan => ({
  observed: observed === null ? null : { state: observed.state },
  steps: [],
  refusals: [],
  notes: [],
  drain: null,
  dehydrates: 0,
  ...parts,
});

const refused = (
  observed: ObservedHostInstance | null,
  ...refusals: readonly Refusal[]
): HostInstancePlan => planOf(observed, { verdict: "refused", refusals });

/** A host instance whose state the chart has, and everything that its plan depends on. */
interface Subject {
  readonly goal: HostInstanceGoal;
  readonly observed: ObservedHostInstance;
  /** As it will be when what is under way has settled. */
  readonly settled: HostInstance;
  readonly population: Population;
}

const STATES = Object.keys(HOST_INSTANCE_STATES) as readonly HostInstanceState[];

const stepOf = (
  operation: HostInstanceStep["operation"],
  [expects, yields]: readonly [string, string],
  serves: string,
  source: string,
): HostInstanceStep => ({
  operation,
  expects,
  yields,
  onFailure: expects,
  serves,
  risk: operation === "Stop" ? "interrupts" : "none",
  detour: false,
  source,
});

const START = stepOf(
  "Start",
  ["Stopped", "Running"],
  "state",
  "page How to Start a Host Instance; docs/bts.md, B-29",
);

const STOP = stepOf(
  "Stop",
  ["Running", "Stopped"],
  "state",
  "page How to Stop a Host Instance; docs/bts.md, B-29",
);

/** What the stop drops from memory now: a number of the moment, so no step says it. */
function dehydration(content: Content): string {
  const memory = inMemory(content);
  return memory.length === 0
    ? "The stop finds no instance in memory."
    : `The stop dehydrates ${countOf(memory.length, "instance")} now (${statesOf(memory)}).`;
}

/** Waiting for what is under way; none where it rests. */
function waitSteps({ observed, settled }: Subject): HostInstanceStep[] {
  if (observed.state === settled.state) return [];
  return [stepOf("Wait", [observed.state, settled.state], "transition", "docs/bts.md, B-29")];
}

function planStop(subject: Subject, restarts: boolean): HostInstancePlan {
  const { goal, observed, settled, population } = subject;
  const content = contentOfHostInstance(goal, population);
  const drain = goal.drain === undefined ? null : planDrain(goal.drain, content);
  const ending = refuseTerminating(goal, settled.state, content);
  if (ending !== undefined) return { ...refused(observed, ending), drain };
  const notes = stopNotes({ goal, hostInstance: observed, content, population, restarts });
  return planOf(observed, {
    verdict: "legal",
    steps: [
      ...waitSteps(subject),
      ...(drain === null ? [] : [drainStep(drain, settled.state)]),
      STOP,
      ...(restarts ? [{ ...START, serves: "restart" }] : []),
    ],
    notes: [
      ...(drain === null ? [] : [drainCounts(drain, population), ...drainNotes(drain)]),
      dehydration(content),
      ...notes,
    ],
    drain,
    dehydrates: inMemory(content).length,
  });
}

/** Nothing to do but to wait. */
function planSettled(subject: Subject, notes: readonly string[] = []): HostInstancePlan {
  const steps = waitSteps(subject);
  const verdict = steps.length > 0 ? "legal" : "noop";
  return planOf(subject.observed, { verdict, steps, notes });
}

/** Why a restart that is due leaves a host instance alone (docs/bts.md, B-78). */
function leftAlone({ goal, settled }: Subject): string | undefined {
  const why = [
    ...(settled.state === "Stopped" ? ["it is stopped"] : []),
    ...(settled.disabled ? ["it is disabled and would not start again"] : []),
    ...(goal.clustered === true ? ["it is clustered"] : []),
  ];
  return why.length === 0 ? undefined : `Not restarted: ${why.join(", ")}.`;
}

/** What has to be done, if anything: the first row that fits decides. */
function operationFor({ goal, settled, population }: Subject): "Start" | "Stop" | "none" {
  if (goal.state === undefined || goal.state === settled.state) return "none";
  // The cluster decides on which machine it runs: one is enough.
  const own = population.hostInstances?.filter((each) => isSameName(each.hostName, goal.hostName));
  const runs = own?.some(({ state }) => state === "Running") ?? false;
  if (goal.state === "Running") return goal.clustered === true && runs ? "none" : "Start";
  return "Stop";
}

function planSubject(subject: Subject): HostInstancePlan {
  const { goal, observed, settled } = subject;
  const operation = operationFor(subject);
  const restarts = operation === "none" && goal.restart === true && goal.state !== "Stopped";
  const due = operation === "none" && restarts ? "Stop" : operation;
  const alone = restarts ? leftAlone(subject) : undefined;
  if (alone !== undefined) return planSettled(subject, [alone]);
  if (due === "none") return planSettled(subject);
  if (goal.clustered === true) return refused(observed, refuseClustered(goal, settled.state, due));
  const chart = refuseByChart(goal, settled, due);
  if (chart !== undefined) return refused(observed, chart);
  if (due === "Stop") return planStop(subject, restarts);
  return planOf(observed, { verdict: "legal", steps: [...waitSteps(subject), START] });
}

/** Plans a host instance; `null` where there is none on that machine. */
export function planHostInstance(
  goal: HostInstanceGoal,
  observed: ObservedHostInstance | null,
  population: Population,
  release: Release,
): HostInstancePlan {
  const unknown = unlessKnown(goal.unknown);
  if (unknown !== undefined) return { ...unknown, drain: null, dehydrates: 0 };
  if (release === "2016") return refused(null, refuseRelease(goal));
  if (observed === null) return refused(null, refuseAbsent(goal));
  const state = STATES.find((each) => each === observed.state);
  if (state === undefined) {
    const note = `${nameOf(goal)} is in state "${observed.state}", which nobody knows.`;
    return planOf(observed, { verdict: "unknown", notes: [note] });
  }
  const { disabled, isolated } = observed;
  const asked = goal.state === "Stopped" ? "Stop" : "Start";
  const chart = refuseByChart(goal, { state, disabled, isolated }, asked);
  if (isolated && chart !== undefined) return refused(observed, chart);
  const settled = { state: HOST_INSTANCE_STATES[state].settles, disabled, isolated };
  return planSubject({ goal, observed, settled, population });
}
