/**
 * The sixteen states of a BizTalk service, in the order of the service state chart, and the
 * transitional states that are not in the chart. Pure data: nothing here may know of time, HTTP or
 * Pulumi.
 */

/**
 * The rows of the chart, canonical spelling (irregular forms such as `SuspendedFailed` are the
 * chart's own).
 */
export const STATES = [
  "Active",
  "Disabled",
  "Suspended",
  "Stopped",
  "ServiceUpdateFailed",
  "DisableFailed",
  "EnableFailed",
  "StartFailed",
  "StopFailed",
  "RestartFailed",
  "SuspendedFailed",
  "ResumeFailed",
  "CreatedFailed",
  "RestoreFailed",
  "ConfigUpdateFailed",
  "ScaleFailed",
] as const;

/** A row of the service state chart. */
export type State = (typeof STATES)[number];

/** The power states: what a user may ask for. */
export const POWERS = ["Active", "Stopped", "Suspended"] as const satisfies readonly State[];

/** A power state. */
export type Power = (typeof POWERS)[number];

/**
 * Names of states in which an operation is under way. Not in the chart; nothing but waiting is
 * possible.
 *
 * `settles` is the state expected when the operation succeeds, `absent` when the service is gone,
 * and `null` where the state that follows depends on where the operation started (BackingUp returns
 * to the state before). Source: `Creating` and `Updating` are documented or a sibling's, the others
 * follow the same pattern (D-10).
 */
export const TRANSITIONAL_STATES = {
  Creating: { settles: "Active" },
  Updating: { settles: "Active" },
  Starting: { settles: "Active" },
  Stopping: { settles: "Stopped" },
  Restarting: { settles: "Active" },
  Suspending: { settles: "Suspended" },
  Resuming: { settles: "Active" },
  Deleting: { settles: "absent" },
  BackingUp: { settles: null },
  Restoring: { settles: "Suspended" },
} as const satisfies Record<string, { readonly settles: State | "absent" | null }>;

/** A state in which an operation is under way. */
export type TransitionalState = keyof typeof TRANSITIONAL_STATES;

const DISPLAY_NAMES: Partial<Record<State, string>> = {
  ServiceUpdateFailed: "Service Update Failed",
};

/**
 * Other spellings that are accepted on input: the regular forms and the chart's display name
 * (D-34).
 */
const OTHER_SPELLINGS: Readonly<Record<string, State>> = {
  suspendfailed: "SuspendedFailed",
  createfailed: "CreatedFailed",
};

const folded = (text: string): string => text.replaceAll(/\s+/g, "").toLowerCase();

const STATE_BY_FOLDED_NAME: ReadonlyMap<string, State> = new Map([
  ...STATES.map((state) => [folded(state), state] as const),
  ...Object.entries(OTHER_SPELLINGS),
]);

const TRANSITIONAL_BY_FOLDED_NAME: ReadonlyMap<string, TransitionalState> = new Map(
  (Object.keys(TRANSITIONAL_STATES) as TransitionalState[]).map(
    (state) => [folded(state), state] as const,
  ),
);

/** The chart's printed name: only `ServiceUpdateFailed` differs ("Service Update Failed"). */
export function displayState(state: State): string {
  return DISPLAY_NAMES[state] ?? state;
}

/**
 * Reads a state in any accepted spelling, blanks and letter case ignored; `undefined` when it is no
 * row of the chart.
 */
export function parseState(text: string): State | undefined {
  return STATE_BY_FOLDED_NAME.get(folded(text));
}

/**
 * Reads the name of a transitional state, blanks and letter case ignored; `undefined` when it is
 * none.
 */
export function parseTransitionalState(text: string): TransitionalState | undefined {
  return TRANSITIONAL_BY_FOLDED_NAME.get(folded(text));
}

/** Whether a text is, letter for letter, a power state. */
export function isPower(text: string): text is Power {
  return (POWERS as readonly string[]).includes(text);
}
