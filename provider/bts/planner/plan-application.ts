/** The plan of an application: Started or Stopped, drained before where the program wants it. */
import {
  APPLICATION_OPERATIONS,
  APPLICATION_STATES,
  applicationSatisfies,
  stepApplication,
  type ApplicationState,
} from "../chart/index.js";
import type { Refusal } from "../../plan/plan-shapes.js";
import { START_OPTIONS, STOP_OPTIONS, unenlists } from "./application-options.js";
import {
  afterStart,
  afterStop,
  enabledLocations,
  hasUnenlisted,
  isDisabled,
  partsLeft,
} from "./application-parts.js";
import {
  refuseAbsent,
  refuseEndless,
  refuseParts,
  refuseSystem,
  stopRefusals,
} from "./application-refusals.js";
import { closeSteps, openSteps, startStep, stopStep } from "./application-steps.js";
import { consents } from "./consent.js";
import {
  contentOfApplication,
  drainContent,
  drainCounts,
  drainStep,
  planDrain,
  type Content,
} from "./drain.js";
import { drainNotes } from "./drain-notes.js";
import { unlessKnown } from "./plan-result.js";
import type { ApplicationPlan } from "./plan-shapes.js";
import type {
  ApplicationGoal,
  ObservedApplication,
  Population,
  ReceiveLocationName,
} from "./shapes.js";
import { countOf } from "./words.js";

/** What is known from before. */
export interface ApplicationContext {
  /** Receive locations that an unfinished drain has closed. */
  readonly closed?: readonly ReceiveLocationName[];
}

const stateOf = ({ state }: ObservedApplication): ApplicationState | undefined =>
  (Object.keys(APPLICATION_STATES) as ApplicationState[]).find((each) => each === state);

const planOf = (
  application: ObservedApplication | null,
  parts: Partial<ApplicationPlan> & Pick<ApplicationPlan, "verdict">,
): ApplicationPlan => ({
  observed: application === null ? null : { state: application.state },
  steps: [],
  refusals: [],
  notes: [],
  drain: null,
  ...parts,
});

const refused = (application: ObservedApplication | null, refusals: Refusal[]): ApplicationPlan =>
  planOf(application, { verdict: "refused", refusals });

/** Parts that stay off, because PartiallyStarted is enough. */
function satisfiedNotes(goal: ApplicationGoal, application: ObservedApplication): string[] {
  if (goal.state === "Stopped" || application.state !== "PartiallyStarted") return [];
  const off = partsLeft(afterStart(application, CLEARED));
  return off === "" ? [] : [`Not started, and left so: ${off}; strict: true starts them.`];
}

const CLEARED = {
  ...START_OPTIONS,
  StartAllOrchestrations: false,
  StartAllSendPorts: false,
  StartAllSendPortGroups: false,
  EnableAllReceiveLocations: false,
};

/** Nothing to do but to open again what a drain that did not end has closed. */
function planSatisfied(
  goal: ApplicationGoal,
  application: ObservedApplication,
  closed: readonly ReceiveLocationName[],
): ApplicationPlan {
  const steps = goal.state === "Started" ? openSteps(application, closed) : [];
  const verdict = steps.length > 0 ? "legal" : "noop";
  return planOf(application, { verdict, steps, notes: satisfiedNotes(goal, application) });
}

function startNotes(application: ObservedApplication, { suspended }: Content): string[] {
  const resumable = suspended.filter(({ state }) => state === "Suspended (resumable)").length;
  const right = APPLICATION_OPERATIONS["Start, all options"].right;
  return [
    ...(resumable === 0
      ? []
      : [`Starting can resume ${countOf(resumable, "suspended instance")} by itself.`]),
    ...(hasUnenlisted(application) ? [`Needs the right of ${right}.`] : []),
  ];
}

function planStart(
  goal: ApplicationGoal,
  application: ObservedApplication,
  population: Population,
  closed: readonly ReceiveLocationName[],
): ApplicationPlan {
  const options = { ...START_OPTIONS, ...goal.startOptions };
  const after = afterStart(application, options);
  if (!applicationSatisfies("Started", after.state, goal.strict))
    return refused(application, [refuseParts(goal, application, after)]);
  const content = contentOfApplication(goal.name, population);
  const opening = options.EnableAllReceiveLocations ? [] : openSteps(application, closed);
  const steps = [...opening, startStep(application, options)];
  return planOf(application, { verdict: "legal", steps, notes: startNotes(application, content) });
}

const RIGHTS_OF_FULL_STOP =
  "Unenlisting needs the right of Administrators: operators get 403, after what came before it.";

function planStop(
  goal: ApplicationGoal,
  application: ObservedApplication,
  population: Population,
  closed: readonly ReceiveLocationName[],
): ApplicationPlan {
  const options = { ...STOP_OPTIONS, ...goal.stopOptions };
  const after = afterStop(application, options);
  if (!applicationSatisfies("Stopped", after.state))
    return refused(application, [refuseParts(goal, application, after)]);
  if (goal.drain?.suspended === "block" && goal.drain.action === "suspend")
    return refused(application, [refuseEndless(goal, application)]);
  const content = drainContent(goal, population);
  const stillClosed = closed.filter((location) => isDisabled(application, location));
  const reopens = [...stillClosed, ...enabledLocations(application)];
  const drain = goal.drain === undefined ? null : planDrain(goal.drain, content, reopens);
  const refusals = stopRefusals({ goal, application, options, content });
  if (refusals.length > 0) return planOf(application, { verdict: "refused", refusals, drain });
  const isConsented = consents(goal.acceptDataLoss, goal.name);
  const before = drain === null ? [] : closeSteps(application);
  const closedState = before.at(-1)?.yields ?? application.state;
  const draining = drain === null ? [] : [drainStep(drain, closedState)];
  const rest = stopStep(
    { ...application, state: closedState },
    options,
    unenlists(options) && !isConsented,
  );
  const notes = [
    ...(drain === null ? [] : [drainCounts(drain, population), ...drainNotes(drain)]),
    ...(unenlists(options) ? [RIGHTS_OF_FULL_STOP] : []),
  ];
  return planOf(application, {
    verdict: "legal",
    steps: [...before, ...draining, rest],
    notes,
    drain,
  });
}

/** Plans an application; `null` where there is none of that name. */
export function planApplication(
  goal: ApplicationGoal,
  application: ObservedApplication | null,
  population: Population,
  { closed = [] }: ApplicationContext = {},
): ApplicationPlan {
  const unknown = unlessKnown(goal.unknown);
  if (unknown !== undefined) return { ...unknown, drain: null };
  if (application === null) return refused(null, [refuseAbsent(goal)]);
  const state = stateOf(application);
  if (state === undefined) {
    const note = `The application is in state "${application.state}", which nobody knows.`;
    return planOf(application, { verdict: "unknown", notes: [note] });
  }
  const { isSystem } = application;
  if ("refuse" in stepApplication({ isSystem, state }, "Start, all options"))
    return refused(application, [refuseSystem(goal, application)]);
  if (applicationSatisfies(goal.state, state, goal.strict))
    return planSatisfied(goal, application, closed);
  const plan = goal.state === "Started" ? planStart : planStop;
  return plan(goal, application, population, closed);
}
