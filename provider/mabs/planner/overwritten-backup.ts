/**
 * A Backup never goes to the name of one that is there: it would be overwritten, and what it holds
 * is perhaps all there is.
 */
import { BACKUP_GUIDE, type Cause } from "./refusals.js";
import type { Desired } from "./shapes.js";

/** The input that a Backup without a name of its own needs. */
export const NEW_BACKUP = "backup: { name, store } with a new name";

/**
 * What stands against a route whose Backup would overwrite another one; `undefined` where none
 * would.
 */
export function overwrites({ backup }: Desired, route: readonly string[]): Cause | undefined {
  if (backup?.inUse === undefined || !route.includes("Backup")) return undefined;
  const { takenAt, edition } = backup.inUse;
  const taken = takenAt === undefined ? "time not known" : `taken ${takenAt}`;
  const known = edition === undefined ? taken : `${taken}, edition ${edition}`;
  return {
    headline:
      `Operation not allowed: Backup to ${backup.name}: there is one of that ` +
      `name (${known}), and it would be overwritten.`,
    operation: "Backup",
    permits: [NEW_BACKUP],
    source: BACKUP_GUIDE,
  };
}
