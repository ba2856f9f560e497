/**
 * Backups that a service's schedule takes and purges (docs/protocol.md, Backups; D-57).
 */
import { editionHas, legal, parseState } from "../chart/index.js";
import { accountOf, keepBackup } from "./backups.js";
import type { ScheduleRecord, ServiceRecord } from "./records.js";
import { backupKey, isoTime, keyOf, putService, type World } from "./world.js";

const DAY_MS = 24 * 3_600_000;

/** A schedule as the service's settings have it; days. */
interface Schedule {
  readonly store: string;
  readonly frequency: number;
  /** Nothing is purged without it. */
  readonly retention: number | undefined;
  readonly keepsOne: boolean;
}

function scheduleOf({ configuration }: ServiceRecord): Schedule | undefined {
  const store = configuration["backupSchedule.store"];
  const frequency = configuration["backupSchedule.frequencyDays"];
  const retention = configuration["backupSchedule.retentionDays"];
  if (typeof store !== "string" || typeof frequency !== "number" || frequency < 1) return undefined;
  return {
    ...{ store, frequency },
    retention: typeof retention === "number" ? retention : undefined,
    keepsOne: configuration["backupSchedule.keepAtLeastOne"] === true,
  };
}

/** The service, date and time: the characters that a backup's name may have. */
const nameAt = (service: string, at: number): string =>
  `${service.toLowerCase()}-${isoTime(at).slice(0, 16).replaceAll(/\D/g, "-")}`;

/**
 * Says when the next backup of a service is due; `from` is when its schedule began, or the last one
 * was due.
 */
export function schedule({ records }: World, service: ServiceRecord, from: number): void {
  const key = keyOf(service.cloudService, service.name);
  const before = records.schedules.get(key);
  const frequency = scheduleOf(service)?.frequency;
  if (frequency === undefined) {
    if (before !== undefined) records.schedules.delete(key);
    return;
  }
  if (before?.frequency === frequency) return;
  const dueAt = from + frequency * DAY_MS;
  records.schedules.put(key, { key, frequency, dueAt, kept: before?.kept ?? [] }, dueAt);
}

/** Whether a service can be backed up in the state that it is in. */
function canBackUp({ state: shown, edition }: ServiceRecord, { rules }: World): boolean {
  const state = parseState(shown);
  const isLegal = state !== undefined && legal(state, "Backup", rules.profile);
  return isLegal && editionHas(edition, "Backup");
}

/**
 * Takes the backup that is due, and purges those whose time is over.
 *
 * @returns when the next one is due; `undefined` where there is no schedule any more.
 */
export function takeScheduled(world: World, due: ScheduleRecord): ScheduleRecord | undefined {
  const { records } = world;
  const service = records.services.get(due.key);
  const scheduled = service === undefined ? undefined : scheduleOf(service);
  if (service === undefined || scheduled === undefined) {
    records.schedules.delete(due.key);
    return undefined;
  }
  const { store, frequency, retention = Infinity, keepsOne } = scheduled;
  const account = accountOf(store);
  const backup = { name: nameAt(service.name, due.dueAt), takenAt: isoTime(due.dueAt) };
  const takes = canBackUp(service, world);
  const taken = { ...backup, account };
  const all = takes ? [...due.kept, taken] : due.kept;
  const oldest = due.dueAt - retention * DAY_MS;
  const kept = all.filter(
    ({ takenAt }, index) => Date.parse(takenAt) > oldest || (keepsOne && index === all.length - 1),
  );
  for (const each of all)
    if (!kept.includes(each)) records.backups.delete(backupKey(each.account, each.name));
  const next = { key: due.key, frequency, dueAt: due.dueAt + frequency * DAY_MS, kept };
  records.schedules.put(due.key, next, next.dueAt);
  if (!takes) return next;
  keepBackup(records, service, account, backup);
  putService(world, { ...service, lastBackup: backup });
  records.log.append({
    kind: "transition",
    at: backup.takenAt,
    service: service.name,
    operation: "scheduled backup",
    from: service.state,
    to: service.state,
  });
  return next;
}
