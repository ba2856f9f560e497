/**
 * The backup that a service is restored from, and what is wrong with it (docs/planner.md,
 * Replacement).
 */
import {
  editionHas,
  isLowerEdition,
  RESTORES_ANY_VERSION,
  type Edition,
  type Profile,
} from "../chart/index.js";
import { BACKUP_GUIDE, type Cause } from "./refusals.js";
import type { RestoreSource } from "./shapes.js";
import { describeBackup } from "./steps.js";

/** What is lost by any restore, for the notes of a plan (backup and restore guide). */
export const BACKUP_LACKS =
  "A backup lacks hybrid connections and messages in open batches, and EDI " +
  "control numbers used since may repeat.";

/** The service that a backup is to be restored into. */
interface NewService {
  readonly edition: Edition;
  /** The service version that it would have, where that is known. */
  readonly newVersion: string | undefined;
  readonly profile: Profile;
}

/**
 * Everything that stands between a backup and a service of an edition; `undefined` when nothing
 * that is known does. All of it is one cause, with every input that it takes, or with `null` where
 * one part of it is not to be mended.
 */
export function sourceProblem(
  backup: RestoreSource,
  { edition, newVersion, profile }: NewService,
): Cause | undefined {
  const { name, version } = backup;
  const refuse = (
    whys: readonly string[],
    permits: Cause["permits"],
    source = BACKUP_GUIDE,
  ): Cause => ({
    headline:
      `Operation not allowed: Restore from ${describeBackup(backup)}: ` + `${whys.join(", and ")}.`,
    operation: "Restore",
    permits,
    source,
  });
  if (!editionHas(edition, "Backup")) {
    return refuse(
      [`edition ${edition} has no backup and restore`],
      null,
      `editions chart, column ${edition}`,
    );
  }
  // Before what an input could mend: nothing mends this.
  const isOther = version !== undefined && newVersion !== undefined && version !== newVersion;
  if (isOther && !RESTORES_ANY_VERSION[profile]) {
    return refuse([`it is of service version ${version}, a new service has ${newVersion}`], null);
  }
  const problems = [
    ...(backup.missing
      ? [
          {
            why: "the endpoint has no such backup in that store",
            permit: "restoreFrom: { name, store }",
          },
        ]
      : backup.withoutStore
        ? [
            {
              why: "the program gives no store for it",
              permit: `restoreFrom: { name: "${name}", store }`,
            },
          ]
        : []),
    ...(backup.edition !== undefined && isLowerEdition(edition, backup.edition)
      ? [
          {
            why: `it is of edition ${backup.edition}, which is higher than ${edition}`,
            permit: `edition: "${backup.edition}"`,
          },
        ]
      : []),
  ];
  if (problems.length === 0) return undefined;
  return refuse(
    problems.map(({ why }) => why),
    problems.map(({ permit }) => permit),
  );
}
