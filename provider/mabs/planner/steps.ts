/** Turns the moves of a route into the steps of a plan. */
import {
  citeRow,
  RESULTS,
  type Edition,
  type Power,
  type Profile,
  type State,
} from "../chart/index.js";
import type { Differences } from "./differences.js";
import { recoversInPlace } from "./observed-power.js";
import type { Move } from "./route.js";
import type { Desired, KnownBackup, Observed, Step } from "./shapes.js";

/** States from which PR-8 gives Update Configuration a contingent next step. */
const CONTINGENT_FROM: ReadonlySet<string> = new Set([
  "StartFailed",
  "StopFailed",
  "RestartFailed",
]);

/** What the name of a setting begins with, in a field that is not known yet and in a step. */
const SETTING = "configuration.";

/** What the steps of a route are described by. */
export interface StepContext {
  readonly observed: Observed | null;
  readonly desired: Desired;
  readonly differences: Pick<Differences, "settings" | "due">;
  readonly profile: Profile;
  readonly power: Power | undefined;
  /** The edition that a service had before and has when it is made anew, where they differ. */
  readonly editions?: { readonly from: Edition; readonly to: Edition };
}

/** A backup as a plan names it: absolute time, never an age (a plan holds no clock). */
export function describeBackup({ name, takenAt }: KnownBackup): string {
  return `backup ${name}, ${takenAt === undefined ? "time not known" : `taken ${takenAt}`}`;
}

/** A step that leaves a failed state is its recovery, whatever else it is good for. */
const recoveryOrState = (move: Move): string =>
  move.from !== "absent" && recoversInPlace(move.from) ? "recovery" : "state";

/**
 * The settings that an Update Configuration serves, by name: those that differ, then those not
 * known yet.
 */
function settingsServed({ desired, differences }: StepContext): string {
  const unknown = (desired.unknown ?? [])
    .filter((field) => field.startsWith(SETTING))
    .map((f) => f.slice(SETTING.length));
  const shown = (name: string): string =>
    `${SETTING}${name}${desired.secrets?.includes(name) === true ? " [secret]" : ""}`;
  const known = differences.settings.filter((name) => !unknown.includes(name)).map(shown);
  const names = [...known, ...unknown.map((name) => `${shown(name)} (value known at up)`)];
  return names.length > 0 ? names.join(", ") : "configuration, sent again";
}

/** What a new service is made from, and its edition where that changes. */
function madeFrom({ desired, editions }: StepContext, operation: "Create" | "Restore"): string {
  const source =
    operation === "Restore" && desired.restoreFrom !== undefined
      ? [describeBackup(desired.restoreFrom)]
      : [];
  const edition = editions === undefined ? [] : [`edition ${editions.from} -> ${editions.to}`];
  return [...source, ...edition].join(", ") || "service";
}

function servedBy(move: Move, context: StepContext): string {
  const { observed, desired, differences } = context;
  switch (move.operation) {
    case "Scale":
      return observed !== null && desired.units !== undefined && desired.units !== observed.units
        ? `units ${String(observed.units)} -> ${String(desired.units)}`
        : `units ${String(desired.units ?? observed?.units)}, sent again`;
    case "Update Configuration":
      return settingsServed(context);
    case "Backup":
      return desired.backup === undefined
        ? "backup before Delete"
        : `backup ${desired.backup.name}`;
    case "Create":
    case "Restore":
      return madeFrom(context, move.operation);
    case "Restart":
      return differences.due.restart ? "restartTriggers" : recoveryOrState(move);
    case "Start":
    case "Stop":
    case "Suspend":
    case "Resume":
    case "Delete":
      return recoveryOrState(move);
  }
}

/**
 * The authority of an operation in a state: the row that allows it, or what founds a service where
 * there is none.
 */
export function authorityOf(
  operation: Move["operation"],
  from: Move["from"],
  profile?: Profile,
): string {
  return from === "absent" ? RESULTS[operation].source : citeRow(from, profile);
}

/** The step for one move; its legality was decided by the search. */
export function toStep(move: Move, context: StepContext): Step {
  const result = RESULTS[move.operation];
  const step: Step = {
    operation: move.operation,
    expects: move.from,
    yields: move.to,
    onFailure: result.onFailure === "same" ? move.from : result.onFailure,
    serves: servedBy(move, context),
    risk: result.risk,
    detour: move.detour,
    source: authorityOf(move.operation, move.from, context.profile),
  };
  if (move.operation === "Restore" && context.desired.restoreFrom !== undefined) {
    const { name, takenAt, edition, version, units } = context.desired.restoreFrom;
    const known = { takenAt, edition, version, units };
    const given = Object.fromEntries(
      Object.entries(known).filter(([, value]) => value !== undefined),
    );
    return { ...step, backup: { name, ...given } };
  }
  if (move.operation !== "Update Configuration" || !CONTINGENT_FROM.has(move.from)) return step;
  return {
    ...step,
    contingent: { operation: context.power === "Stopped" ? "Stop" : "Restart", unless: "Active" },
  };
}

/**
 * The Delete of a service in any state of the chart, for its own sake or to make another in its
 * place.
 */
export function deleteStep(state: State, serves: "delete" | "replacement" = "delete"): Step {
  const { risk } = RESULTS.Delete;
  const source = citeRow(state);
  return {
    operation: "Delete",
    expects: state,
    yields: "absent",
    onFailure: state,
    serves,
    risk,
    detour: false,
    source,
  };
}

/** Waiting for an operation that is already under way (PR-9). */
export function waitStep(transitional: string, settles: string): Step {
  return {
    operation: "Wait",
    expects: transitional,
    yields: settles,
    onFailure: transitional,
    serves: "transition",
    risk: "none",
    detour: false,
    source: "docs/planner.md, PR-9",
  };
}
