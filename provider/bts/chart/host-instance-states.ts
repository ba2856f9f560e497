/**
 * States of a host instance, the Windows service that runs instances, and what can be done in each.
 * Pure data.
 */

/**
 * The states, with where a pending one is expected to settle (page MSBTS_HostInstance.ServiceState;
 * docs/bts.md, B-29).
 */
export const HOST_INSTANCE_STATES = {
  Stopped: { settles: "Stopped" },
  "Start pending": { settles: "Running" },
  "Stop pending": { settles: "Stopped" },
  Running: { settles: "Running" },
  "Continue pending": { settles: "Running" },
  "Pause pending": { settles: "Paused" },
  Paused: { settles: "Paused" },
  Unknown: { settles: "Unknown" },
} as const satisfies Record<string, { readonly settles: string }>;

/** A state of a host instance. */
export type HostInstanceState = keyof typeof HOST_INSTANCE_STATES;

/**
 * What can be asked of a host instance, and which interface takes it: of these the REST service has
 * two.
 */
export const HOST_INSTANCE_OPERATIONS = {
  Start: "REST 2020",
  Stop: "REST 2020",
  Disable: "WMI",
  Enable: "WMI",
  Uninstall: "WMI",
} as const satisfies Record<string, string>;

/** What can be asked of a host instance. */
export type HostInstanceOperation = keyof typeof HOST_INSTANCE_OPERATIONS;

/** Why that is refused, and what would take it away. */
export const HOST_INSTANCE_REFUSALS = {
  ISOLATED: { because: "an isolated host runs in IIS", next: "stop or start its application pool" },
  UNKNOWN_STATE: {
    because: "its state is not known, or no BizTalk tool leads to it",
    next: "look at it on its machine",
  },
  DISABLED: {
    because: "it is disabled",
    next: "enable it in the console; the REST service cannot",
  },
  BUSY: { because: "it is between two states", next: "wait until it has settled" },
  NOT_STOPPED: { because: "it must be stopped first", next: "stop it" },
} as const satisfies Record<string, { readonly because: string; readonly next: string }>;

/** A code of a refusal. */
export type HostInstanceRefusal = keyof typeof HOST_INSTANCE_REFUSALS;

/** A host instance, as far as these rules go. */
export interface HostInstance {
  readonly state: HostInstanceState;
  readonly disabled: boolean;
  readonly isolated: boolean;
}

/** What an operation leads to; `during` is the state until then. `same` changes nothing. */
export type HostInstanceResult =
  | {
      readonly to: HostInstanceState | "Not installed" | "same";
      readonly during?: HostInstanceState;
    }
  | { readonly to: "same"; readonly disabled: boolean }
  | { readonly refuse: HostInstanceRefusal };

/** One row. */
interface HostInstanceStep {
  readonly operations: readonly HostInstanceOperation[];
  readonly when: {
    readonly states?: readonly HostInstanceState[];
    readonly disabled?: boolean;
    readonly isolated?: boolean;
  };
  readonly result: HostInstanceResult;
  readonly source: string;
}

const ALL = Object.keys(HOST_INSTANCE_OPERATIONS) as readonly HostInstanceOperation[];
const DECIDED = "docs/bts.md, B-29";
const PAGES = "pages How to Start, Stop and Delete a Host Instance";
const PENDING = ["Start pending", "Stop pending", "Continue pending", "Pause pending"] as const;

const row = (
  operations: readonly HostInstanceOperation[],
  when: HostInstanceStep["when"],
  result: HostInstanceResult,
  source: string,
): HostInstanceStep => ({ operations, when, result, source });

/** What each operation leads to: the first row that fits decides. */
const HOST_INSTANCE_STEPS: readonly HostInstanceStep[] = [
  row(ALL, { isolated: true }, { refuse: "ISOLATED" }, DECIDED),
  row(ALL, { states: ["Unknown", "Paused"] }, { refuse: "UNKNOWN_STATE" }, DECIDED),
  row(["Start"], { states: ["Stopped"], disabled: true }, { refuse: "DISABLED" }, PAGES),
  row(["Start"], { states: ["Stopped"] }, { during: "Start pending", to: "Running" }, PAGES),
  row(["Start"], { states: ["Start pending", "Running"] }, { to: "same" }, DECIDED),
  row(["Stop"], { states: ["Running"] }, { during: "Stop pending", to: "Stopped" }, PAGES),
  row(["Stop"], { states: ["Stop pending", "Stopped"] }, { to: "same" }, DECIDED),
  row(
    ["Disable"],
    { states: ["Stopped"] },
    { to: "same", disabled: true },
    "page MSBTS_HostInstance.IsDisabled",
  ),
  row(
    ["Enable"],
    { states: ["Stopped"] },
    { to: "same", disabled: false },
    "page MSBTS_HostInstance.IsDisabled",
  ),
  // Set only while stopped, whatever a host instance was set to before it started (docs/bts.md,
  // B-33).
  row(["Enable"], {}, { to: "same" }, DECIDED),
  row(["Uninstall"], { states: ["Stopped"] }, { to: "Not installed" }, PAGES),
  row(["Disable", "Uninstall"], { states: ["Running"] }, { refuse: "NOT_STOPPED" }, PAGES),
  row(ALL, { states: PENDING }, { refuse: "BUSY" }, DECIDED),
];

/** What an operation leads to. */
export function stepHostInstance(
  hostInstance: HostInstance,
  operation: HostInstanceOperation,
): HostInstanceResult {
  const step = HOST_INSTANCE_STEPS.find(
    ({ operations, when }) =>
      operations.includes(operation) &&
      (when.states?.includes(hostInstance.state) ?? true) &&
      (when.disabled ?? hostInstance.disabled) === hostInstance.disabled &&
      (when.isolated ?? hostInstance.isolated) === hostInstance.isolated,
  );
  if (step === undefined)
    throw new Error(`the chart of host instances has no row for ${operation}`);
  return step.result;
}
