/**
 * The nine operations of the service state chart, and the two that bring a service into being.
 * Pure data: the names are the chart's columns, letter for letter.
 */

/** The columns of the chart, left to right: table 1, then table 2. */
export const OPERATIONS = [
  "Start",
  "Stop",
  "Restart",
  "Suspend",
  "Resume",
  "Delete",
  "Scale",
  "Update Configuration",
  "Backup",
] as const;

/** A column of the service state chart. */
export type Operation = (typeof OPERATIONS)[number];

/** Operations that are no columns of the chart because they start where there is no service yet. */
export const FOUNDING_OPERATIONS = ["Create", "Restore"] as const;

/** An operation that makes a service where there is none. */
export type FoundingOperation = (typeof FOUNDING_OPERATIONS)[number];

const folded = (text: string): string => text.replaceAll(/[\s_-]+/g, "").toLowerCase();

const BY_FOLDED_NAME: ReadonlyMap<string, Operation | FoundingOperation> = new Map(
  [...OPERATIONS, ...FOUNDING_OPERATIONS].map(
    (operation) => [folded(operation), operation] as const,
  ),
);

/**
 * Reads the name of an operation, blanks, hyphens and letter case ignored (`UpdateConfiguration` is
 * accepted).
 */
export function parseOperation(text: string): Operation | FoundingOperation | undefined {
  return BY_FOLDED_NAME.get(folded(text));
}
