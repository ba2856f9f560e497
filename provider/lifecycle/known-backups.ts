/** Which backup a service is made or replaced from, and what is known of it (planning rules, section 3). */
import { parseState, parseTransitionalState } from "../chart/index.js";
import type { JournalEntry, OneShots } from "../executor/index.js";
import { isDeleteOnly, type KnownBackup, type RestoreSource } from "../planner/index.js";
import type { BackupBody, Service } from "../protocol/index.js";
import type { Question } from "./judge.js";
import type { Session } from "./session.js";
import { isUnknown } from "./unknown.js";
import { unrecorded } from "./unrecorded.js";

/** What the planner is told of backups. */
export interface BackupsKnown {
  /** The last one that is known. */
  readonly last?: KnownBackup;
  /** What a new service is made from. */
  readonly from?: RestoreSource;
  readonly newVersion?: string;
  /** The name of a backup that a replacement or delete under way has taken. */
  readonly forDelete?: string;
}

/** Operations after which a replacement has its Delete behind it, where there is no service. */
const AFTER_DELETE: ReadonlySet<string> = new Set(["Delete", "Create", "Restore"]);

/** The backup of a Restore that is pending: the service was deleted for it, and no new one has been made. */
export function pendingRestore(entry: JournalEntry | undefined): KnownBackup | undefined {
  if (entry?.replacing?.founding !== "Restore" || !AFTER_DELETE.has(entry.operation)) return undefined;
  return entry.replacing.backup ?? undefined;
}

/** The last backup: as the service shows it, or as this stack's journal or state recorded it. */
function lastBackup(
  { live, completed }: Question,
  due: OneShots,
  entry: JournalEntry | undefined,
): KnownBackup | undefined {
  const recorded = entry?.lastBackup ?? undefined;
  const seen = live?.lastBackup;
  if (seen !== undefined) return recorded?.name === seen.name ? { ...recorded, ...seen } : seen;
  // One that is due was not taken, whatever the inputs of a run that was left incomplete say.
  const named = due.backup === undefined ? completed.backup : undefined;
  return recorded ?? (named === undefined ? undefined : { name: named.name });
}

/** What a new service is to be made from, by the order of the planning rules; nothing for one that needs none. */
function chosen(
  question: Question,
  entry: JournalEntry | undefined,
  last: KnownBackup | undefined,
): RestoreSource | undefined {
  const { live, inputs, completed } = question;
  const asked = inputs.restoreFrom;
  const isNewlyAsked = asked !== undefined && asked.name !== completed.restoreFrom?.name;
  const pending = pendingRestore(entry);
  if (live === null || parseTransitionalState(live.state) === "Deleting") {
    if (pending !== undefined && (!isNewlyAsked || asked.name === pending.name)) return { ...pending, pending: true };
    return asked;
  }
  const state = parseState(live.state);
  if (state !== undefined && isDeleteOnly(state)) {
    return (
      (isNewlyAsked ? asked : undefined) ?? pending ?? (state === "RestoreFailed" ? asked : undefined) ?? last ?? asked
    );
  }
  return inputs.edition !== undefined && inputs.edition !== live.edition ? last : undefined;
}

/** The store that a backup is in: the one that the program names with it, or else the one it takes backups to. */
export function storeOf({ restoreFrom, backup }: Question["inputs"], name: string): string | undefined {
  return restoreFrom?.name === name ? restoreFrom.store : (backup?.store ?? restoreFrom?.store);
}

async function asked(
  session: Session,
  question: Question,
  body: BackupBody,
): Promise<Partial<RestoreSource> & { readonly newVersion?: string }> {
  const known = await session.findBackup(question.service, body);
  return known === null ? { missing: true } : (known ?? { unconfirmed: true });
}

/**
 * Name of the backup that a replacement or delete under way has taken, while the service is as that left it: a backup
 * that something has happened after must be taken again. Of a Backup whose end nobody has seen the ETag is not known.
 */
export function takenFor(entry: JournalEntry | undefined, live: Service | null): string | undefined {
  const isUnderWay = entry !== undefined && ["Backup", "Delete"].includes(entry.operation);
  const isOpenBackup = entry?.operation === "Backup" && entry.phase !== "done";
  return isUnderWay && (isOpenBackup || entry.etag === live?.etag) ? entry.replacing?.backup?.name : undefined;
}

/** Collects what is known of backups. Asks the endpoint where one would be restored and its store is known. */
export async function backupsKnown(session: Session, question: Question, due: OneShots): Promise<BackupsKnown> {
  const entry = session.journal.read(question.service);
  const last = lastBackup(question, due, entry);
  const from = chosen(question, entry, last);
  const taken = takenFor(unrecorded(entry, question.generation), question.live);
  const base = {
    ...(last === undefined ? {} : { last }),
    ...(taken === undefined ? {} : { forDelete: taken }),
  };
  if (from === undefined) return base;
  const { name, takenAt, edition, version, units, pending } = from;
  const plain = JSON.parse(JSON.stringify({ name, takenAt, edition, version, units, pending })) as RestoreSource;
  const store = storeOf(question.inputs, name);
  if (store === undefined) return { ...base, from: { ...plain, withoutStore: true } };
  if (isUnknown(store)) return { ...base, from: plain };
  const { newVersion, unconfirmed, ...details } = await asked(session, question, { name, store });
  // What was recorded, or tried before, needs nobody to confirm it.
  const isRecorded = name === last?.name || pending === true || name === question.completed.restoreFrom?.name;
  const found = { ...plain, ...details, ...(unconfirmed === undefined || isRecorded ? {} : { unconfirmed }) };
  return { ...base, from: found, ...(newVersion === undefined ? {} : { newVersion }) };
}
