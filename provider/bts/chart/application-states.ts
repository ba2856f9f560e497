/**
 * States of an application, what starting and stopping one leads to, and which of them a wish is
 * content with. Pure data.
 */

/** The words of the REST service, with what they mean (docs/bts.md, B-30). */
export const APPLICATION_STATES = {
  Started: "everything in it is started or enabled",
  PartiallyStarted: "some of it is started or enabled",
  Stopped: "nothing in it is started or enabled",
  NotApplicable: "there is nothing in it that could be started",
} as const satisfies Record<string, string>;

/** A state of an application. */
export type ApplicationState = keyof typeof APPLICATION_STATES;

/** What may be asked for. */
export type ApplicationPower = "Started" | "Stopped";

/**
 * What a wish is content with; `unless strict`: what somebody disabled on purpose stays disabled
 * (docs/bts.md, B-30).
 */
const APPLICATION_SATISFIES = {
  Started: {
    Started: "yes",
    PartiallyStarted: "unless strict",
    Stopped: "no",
    NotApplicable: "yes",
  },
  Stopped: { Started: "no", PartiallyStarted: "no", Stopped: "yes", NotApplicable: "yes" },
} as const satisfies Record<
  ApplicationPower,
  Record<ApplicationState, "yes" | "no" | "unless strict">
>;

/** Whether an application in a state is what was asked for. */
export function applicationSatisfies(
  wanted: ApplicationPower,
  state: ApplicationState,
  strict = false,
): boolean {
  const row: Record<ApplicationState, "yes" | "no" | "unless strict"> =
    APPLICATION_SATISFIES[wanted];
  return row[state] === "yes" || (row[state] === "unless strict" && !strict);
}

/**
 * The state of an application by its parts: how many are started or enabled, and how many are not.
 */
export function applicationStateOf({
  on,
  off,
}: {
  readonly on: number;
  readonly off: number;
}): ApplicationState {
  if (on + off === 0) return "NotApplicable";
  if (on === 0) return "Stopped";
  return off === 0 ? "Started" : "PartiallyStarted";
}

/**
 * Start, and the three stops in the words of the page "How to Start and Stop a BizTalk
 * Application": what becomes of running instances, and which right is needed.
 */
export const APPLICATION_OPERATIONS = {
  "Start, all options": {
    instances: "run",
    right: "Operators, Administrators where something is not enlisted",
  },
  "Start, some options": {
    instances: "run",
    right: "Operators, Administrators where something is not enlisted",
  },
  "Partial Stop - Allow running instances to continue": {
    instances: "continue",
    right: "Operators",
  },
  "Partial Stop - Suspend running instances": { instances: "are suspended", right: "Operators" },
  "Full Stop - Terminate instances": { instances: "are terminated", right: "Administrators" },
} as const satisfies Record<string, { readonly instances: string; readonly right: string }>;

/** What can be asked of an application. */
export type ApplicationOperation = keyof typeof APPLICATION_OPERATIONS;

/**
 * What an operation on an application leads to; `by its parts` is one that `applicationStateOf`
 * tells.
 */
export type ApplicationResult =
  { readonly to: ApplicationState | "by its parts" } | { readonly refuse: "SYSTEM_APPLICATION" };

/** One row. */
interface ApplicationStep {
  readonly operations: readonly ApplicationOperation[];
  readonly when: { readonly isSystem?: boolean; readonly state?: ApplicationState };
  readonly result: ApplicationResult;
  readonly source: string;
}

const ALL = Object.keys(APPLICATION_OPERATIONS) as readonly ApplicationOperation[];
const START_ALL = "Start, all options";
const START_SOME = "Start, some options";
const CLOSE_INTAKE = "Partial Stop - Allow running instances to continue";
const PAGE = "page How to Start and Stop a BizTalk Application; docs/bts.md, B-30";

/** What each operation leads to: the first row that fits decides. */
const APPLICATION_STEPS: readonly ApplicationStep[] = [
  {
    operations: ALL,
    when: { isSystem: true },
    result: { refuse: "SYSTEM_APPLICATION" },
    source: "docs/bts.md, B-30",
  },
  {
    operations: ALL,
    when: { state: "NotApplicable" },
    result: { to: "NotApplicable" },
    source: "docs/bts.md, B-30",
  },
  { operations: [START_ALL], when: {}, result: { to: "Started" }, source: PAGE },
  { operations: [START_SOME], when: { state: "Started" }, result: { to: "Started" }, source: PAGE },
  {
    operations: [CLOSE_INTAKE],
    when: { state: "Stopped" },
    result: { to: "Stopped" },
    source: PAGE,
  },
  {
    operations: [START_SOME, CLOSE_INTAKE],
    when: {},
    result: { to: "by its parts" },
    source: PAGE,
  },
  { operations: ALL, when: {}, result: { to: "Stopped" }, source: PAGE },
];

/** What an operation leads to. */
export function stepApplication(
  application: { readonly isSystem: boolean; readonly state: ApplicationState },
  operation: ApplicationOperation,
): ApplicationResult {
  const step = APPLICATION_STEPS.find(
    ({ operations, when }) =>
      operations.includes(operation) &&
      (when.isSystem ?? application.isSystem) === application.isSystem &&
      (when.state ?? application.state) === application.state,
  );
  if (step === undefined) throw new Error(`the chart of applications has no row for ${operation}`);
  return step.result;
}
