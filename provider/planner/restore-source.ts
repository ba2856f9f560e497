/** The backup that a service is restored from, and what is wrong with it (planning rules, section 3). */
import { editionHas, isLowerEdition, type Edition } from "../chart/index.js";
import type { RestoreSource } from "./shapes.js";
import { describeBackup } from "./steps.js";

/** What is lost by any restore, for the notes of a plan (backup and restore guide; fact sheet, section 8.2). */
export const BACKUP_LACKS =
  "A backup lacks hybrid connections and messages in open batches, and EDI control numbers used since may repeat.";

/** Why a backup cannot be restored, and the input that would permit it. */
export interface SourceProblem {
  readonly headline: string;
  readonly permit: string | null;
  readonly source: string;
}

const GUIDE = "backup and restore guide; management API fact sheet, section 8.2";

/**
 * What stands between a backup and a service of an edition; `undefined` when nothing that is known does.
 *
 * @param newVersion - the service version that the new service would have.
 */
export function sourceProblem(
  backup: RestoreSource,
  edition: Edition,
  newVersion: string | undefined,
): SourceProblem | undefined {
  const refuse = (why: string, permit: string | null, source = GUIDE): SourceProblem => ({
    headline: `Operation not allowed: Restore from ${describeBackup(backup)}: ${why}.`,
    permit,
    source,
  });
  if (!editionHas(edition, "Backup")) {
    return refuse(`edition ${edition} has no backup and restore`, null, `editions chart, column ${edition}`);
  }
  // Before what an input could mend: nothing mends this.
  if (backup.version !== undefined && newVersion !== undefined && backup.version !== newVersion) {
    return refuse(`it is of service version ${backup.version}, a new service has ${newVersion}`, null);
  }
  if (backup.missing) return refuse("the endpoint has no such backup in that store", "restoreFrom: { name, store }");
  if (backup.edition !== undefined && isLowerEdition(edition, backup.edition)) {
    return refuse(
      `it is of edition ${backup.edition}, which is higher than ${edition}`,
      `edition: "${backup.edition}"`,
    );
  }
  if (backup.withoutStore) {
    return refuse("the program gives no store for it", `restoreFrom: { name: "${backup.name}", store }`);
  }
  return undefined;
}
