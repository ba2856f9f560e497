/**
 * What the pages and the decisions say, in tables of their own: docs/chart.md, docs/planner.md
 * (Results), docs/protocol.md (Editions, Decisions), docs/emulator.md (Decided here). Nothing here
 * is read from the code under test.
 */

/** What an operation leads to. */
interface Facts {
  readonly during: string;
  /** `=` is the state before. */
  readonly success: string;
  readonly failure: string;
}

/** Each operation, in the words of the log. */
export const OPERATION_FACTS: Readonly<Record<string, Facts>> = {
  Create: { during: "Creating", success: "Active", failure: "CreatedFailed" },
  Restore: { during: "Restoring", success: "Suspended", failure: "RestoreFailed" },
  Start: { during: "Starting", success: "Active", failure: "StartFailed" },
  Stop: { during: "Stopping", success: "Stopped", failure: "StopFailed" },
  Restart: { during: "Restarting", success: "Active", failure: "RestartFailed" },
  Suspend: { during: "Suspending", success: "Suspended", failure: "SuspendedFailed" },
  Resume: { during: "Resuming", success: "Active", failure: "ResumeFailed" },
  Delete: { during: "Deleting", success: "gone", failure: "=" },
  Scale: { during: "Updating", success: "Active", failure: "ScaleFailed" },
  "Update Configuration": { during: "Updating", success: "Active", failure: "ConfigUpdateFailed" },
  Backup: { during: "BackingUp", success: "=", failure: "=" },
};

/** The row of an operation. */
export function factsOf(operation: string): Facts {
  const facts = OPERATION_FACTS[operation];
  if (facts === undefined) throw new Error(`no row for ${operation}`);
  return facts;
}

/** Where a transition begins that nobody's operation began; `Active` where there is no row. */
export const PLACED_BEFORE: Readonly<Record<string, string>> = {
  Creating: "CreatedFailed",
  Restoring: "RestoreFailed",
  Starting: "Stopped",
  Resuming: "Suspended",
};

/** The editions, lowest first: most units, and the operations that it does not have. */
const EDITION_FACTS: Readonly<Record<string, readonly [number, string]>> = {
  Free: [1, "Start Stop Restart Suspend Resume Scale Backup Poll"],
  Developer: [1, "Scale Backup"],
  Basic: [8, ""],
  Standard: [8, ""],
  Premium: [8, ""],
};

/** All of them, lowest first. */
export const EDITION_ORDER = Object.keys(EDITION_FACTS);

/** Whether there is such an edition. */
export const isEdition = (name: string): boolean => name in EDITION_FACTS;

/** How many units it may have. */
export const mostUnits = (edition: string): number => EDITION_FACTS[edition]?.[0] ?? 0;

/** Whether it has an operation; a poll counts as one. */
export const has = (edition: string, operation: string): boolean =>
  EDITION_FACTS[edition]?.[1].split(" ").includes(operation) === false;

/** The HTTP statuses of an error, and the code in its document. */
export const CODES = {
  400: "BadRequest",
  404: "ResourceNotFound",
  409: "ConflictError",
  412: "PreconditionFailed",
} as const;

/** A status that refuses. */
export type Refusal = keyof typeof CODES;
