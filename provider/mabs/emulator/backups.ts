/** Backups in storage accounts, what a restore makes of them, and names that are not free yet. */
import { createHash } from "node:crypto";
import {
  EDITIONS,
  editionHas,
  isLowerEdition,
  RESTORES_ANY_VERSION,
  type Edition,
} from "../chart/index.js";
import {
  OPERATION_NOT_ALLOWED,
  writeBackupDetails,
  writeNameAvailability,
  type BackupBody,
  type ServiceRef,
  type Settings,
} from "../protocol/index.js";
import { connectionPart } from "./connection-part.js";
import type { BackupRecord, ServiceRecord, ServiceRecords } from "./records.js";
import { found, refused, type Reply } from "./reply.js";
import { backupKey, type World } from "./world.js";

/** The version of a service that says none. */
export const VERSION_DEFAULT = "1.1.0";

/**
 * The account that a connection string names; without one a digest stands for it, since the text
 * holds keys.
 */
export function accountOf(store: string): string {
  const named = connectionPart(store, "AccountName");
  return named ?? createHash("sha256").update(store).digest("hex").slice(0, 16);
}

function backupAt(world: World, { name, store }: Partial<BackupBody>): BackupRecord | undefined {
  if (name === undefined || store === undefined) return undefined;
  return world.records.backups.get(backupKey(accountOf(store), name));
}

const isHeld = ({ records, now }: World, name: string): boolean =>
  (records.heldNames.get(name.toLowerCase())?.until ?? 0) > now;

/**
 * The answer to a service that is to be made under a name that is not free; `undefined` when it is.
 */
export function refuseTakenName(world: World, { serviceName }: ServiceRef): Reply | undefined {
  // A name is a host name, {name}.biztalk.windows.net, so no two containers have the same (D-50).
  const other = world.records.services.named(serviceName)[0];
  if (other !== undefined) {
    const where = `there is a service ${other.name} in cloud service ${other.cloudService}`;
    return refused("ConflictError", `The name ${serviceName} is not available: ${where}.`);
  }
  if (!isHeld(world, serviceName)) return undefined;
  return refused("ConflictError", `The name ${serviceName} is not available yet.`);
}

/** POST `op=checknameavailability`: whichever container is asked about. */
export function checkName(world: World, { serviceName }: Pick<ServiceRef, "serviceName">): Reply {
  const exists = world.records.services.named(serviceName).length > 0;
  return found(writeNameAvailability(!exists && !isHeld(world, serviceName)));
}

/** POST `op=getbackup`: what is known of a backup. */
export function getBackup(world: World, asked: Partial<BackupBody>): Reply {
  const backup = backupAt(world, asked);
  return found(
    writeBackupDetails(backup === undefined ? null : { ...backup, newVersion: VERSION_DEFAULT }),
  );
}

/** Writes a backup of a service as it is. */
export function keepBackup(
  records: ServiceRecords,
  service: ServiceRecord,
  account: string,
  backup: { readonly name: string; readonly takenAt: string },
): void {
  const { edition, version, units, configuration, name } = service;
  records.backups.put(backupKey(account, backup.name), {
    ...backup,
    account,
    service: name,
    edition,
    version,
    units,
    configuration,
  });
}

/** What a restored service begins with. */
export interface Restored {
  readonly edition: Edition;
  readonly units: number;
  readonly version: string;
  readonly configuration: Settings;
  readonly lastBackup: { readonly name: string; readonly takenAt: string };
}

/** Makes of a backup what a restored service begins with; settings that are given win (D-49). */
export function restored(
  world: World,
  from: Partial<BackupBody>,
  edition: Edition | undefined,
  settings: Settings,
): Restored | Reply {
  const backup = backupAt(world, from);
  if (backup === undefined) return refused("BadRequest", "There is no such backup in that store.");
  const target = edition ?? backup.edition;
  if (!editionHas(target, "Backup")) {
    return refused(
      "ConflictError",
      `${OPERATION_NOT_ALLOWED}: edition ${target} does not have Restore`,
    );
  }
  if (isLowerEdition(target, backup.edition)) {
    return refused(
      "ConflictError",
      `A backup of edition ${backup.edition} is not restored to edition ${target}.`,
    );
  }
  if (backup.version !== VERSION_DEFAULT && !RESTORES_ANY_VERSION[world.rules.profile]) {
    return refused(
      "ConflictError",
      `The backup is of version ${backup.version}, a new service has ${VERSION_DEFAULT}.`,
    );
  }
  return {
    edition: target,
    units: Math.min(backup.units, EDITIONS[target].unitsMax),
    version: VERSION_DEFAULT,
    configuration: { ...backup.configuration, ...settings },
    lastBackup: { name: backup.name, takenAt: backup.takenAt },
  };
}
