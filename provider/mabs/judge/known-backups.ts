/**
 * Which backup a service is made or replaced from, and what is known of it (docs/planner.md,
 * Replacement).
 */
import { defined } from "../../defined.js";
import { parseState, parseTransitionalState } from "../chart/index.js";
import type { JournalEntry, OneShots } from "../executor/index.js";
import { isDeleteOnly, type KnownBackup, type RestoreSource } from "../planner/index.js";
import type { BackupBody, Service } from "../protocol/index.js";
import type { Question } from "./question.js";
import type { Session } from "./session.js";
import { isUnknown } from "../../pulumi/unknown.js";
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
  /** What is in the store already under the name of a backup that is due. */
  readonly inUse?: KnownBackup;
  /** The stack knows the service and has not deleted it: one that is gone has vanished. */
  readonly isVanished: boolean;
}

/** Operations after which a replacement has its Delete behind it, where there is no service. */
const AFTER_DELETE: ReadonlySet<string> = new Set(["Delete", "Create", "Restore"]);

/**
 * The backup of a Restore that is pending: the service was deleted for it, and no new one has been
 * made.
 */
export function pendingRestore(entry: JournalEntry | undefined): KnownBackup | undefined {
  if (entry?.replacing?.founding !== "Restore" || !AFTER_DELETE.has(entry.operation))
    return undefined;
  return entry.replacing.backup ?? undefined;
}

/**
 * Whether a replacement or delete under way has its Delete behind it: one that failed has left the
 * service.
 */
function hasDeleted(entry: JournalEntry | undefined): boolean {
  if (
    (entry?.replacing ?? null) === null ||
    entry === undefined ||
    !AFTER_DELETE.has(entry.operation)
  )
    return false;
  return entry.operation !== "Delete" || entry.phase !== "done" || entry.etag === null;
}

/** Whichever was taken last; of one whose time is not known, the one that is recorded later. */
function newest(candidates: readonly (KnownBackup | undefined)[]): KnownBackup | undefined {
  return candidates
    .filter((each) => each !== undefined)
    .reduce<KnownBackup | undefined>((last, each) => {
      if (last === undefined) return each;
      if (last.name === each.name) return { ...each, ...last };
      return (each.takenAt ?? "") > (last.takenAt ?? "~") ? each : last;
    }, undefined);
}

/**
 * The last backup: the newest of those that the service shows, that the stack has recorded, and
 * that this machine's journal holds for this life of the resource. Of one that only a name is known
 * of, the endpoint is asked for its time.
 */
async function lastBackup(
  session: Session,
  question: Question,
  due: OneShots,
  inUse: KnownBackup | undefined,
): Promise<KnownBackup | undefined> {
  const { live, completed, inputs, service, life, generation } = question;
  const entry = session.journal.read(service);
  const recorded = entry?.life === life ? (entry?.lastBackup ?? undefined) : undefined;
  // One that is due was not taken, whatever the inputs of a run that was left incomplete say.
  const named = due.backup === undefined ? completed.backup : undefined;
  const seen = live?.lastBackup;
  // Of a service that is gone every one-shot is due: what the store has under the program's name is
  // its backup, taken perhaps by a run that was killed. It is offered, and restored by nothing but
  // the program's word.
  if (named === undefined) return newest([seen, recorded, live === null ? inUse : undefined]);
  const isTold = [seen, recorded].some((each) => each?.name === named.name);
  const store = storeOf(inputs, named.name) ?? named.store;
  const asks = !isTold && recorded !== undefined && !isUnknown(store);
  const told = asks ? await session.findBackup(service, { name: named.name, store }) : undefined;
  const { takenAt } = told ?? {};
  const ofState = { name: named.name, ...defined({ takenAt }) };
  // The journal is the newer one only for a run that the state has not recorded.
  const isJournalNewer = (entry?.generation ?? 0) > generation;
  return newest(isJournalNewer ? [seen, recorded, ofState] : [seen, ofState, recorded]);
}

/**
 * The backup that is in the store already under a name to which one is due; nothing where the name
 * is free.
 */
async function backupInUse(
  session: Session,
  question: Question,
  due: OneShots,
): Promise<KnownBackup | undefined> {
  const { service, inputs, completed, urn } = question;
  const { backup } = inputs;
  if (due.backup === undefined || backup === undefined || isUnknown(backup.store)) return undefined;
  const { name } = backup;
  if (session.notes.claimBackup(backup, urn)) return { name };
  const found = await session.findBackup(service, backup);
  if (found === null) return undefined;
  if (found !== undefined) {
    const { takenAt, edition, version, units } = found;
    return JSON.parse(JSON.stringify({ name, takenAt, edition, version, units })) as KnownBackup;
  }
  // The endpoint cannot say: what is recorded here is what is known.
  const recorded = session.journal.read(service)?.lastBackup;
  return recorded?.name === name || completed.backup?.name === name ? { name } : undefined;
}

/**
 * What a new service is to be made from, by the order in docs/planner.md, Replacement; nothing for
 * one that needs none.
 */
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
    if (pending !== undefined && (!isNewlyAsked || asked.name === pending.name))
      return { ...pending, pending: true };
    return asked === undefined || isNewlyAsked ? asked : { ...asked, stale: true };
  }
  const state = parseState(live.state);
  if (state !== undefined && isDeleteOnly(state)) {
    return (
      (isNewlyAsked ? asked : undefined) ??
      pending ??
      (state === "RestoreFailed" ? asked : undefined) ??
      last ??
      asked
    );
  }
  return inputs.edition !== undefined && inputs.edition !== live.edition ? last : undefined;
}

/**
 * The store that a backup is in: the one that the program names with it, or else the one it takes
 * backups to.
 */
export function storeOf(
  { restoreFrom, backup }: Question["inputs"],
  name: string,
): string | undefined {
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
 * Name of the backup that a replacement or delete under way has taken, while the service is as that
 * left it: a backup that something has happened after must be taken again. Of a Backup whose end
 * nobody has seen the ETag is not known.
 */
export function takenFor(
  entry: JournalEntry | undefined,
  live: Service | null,
): string | undefined {
  const isUnderWay = entry !== undefined && ["Backup", "Delete"].includes(entry.operation);
  const isOpenBackup = entry?.operation === "Backup" && entry.phase !== "done";
  return isUnderWay && (isOpenBackup || entry.etag === live?.etag)
    ? entry.replacing?.backup?.name
    : undefined;
}

/**
 * Collects what is known of backups. Asks the endpoint where one would be taken or restored and its
 * store is known.
 */
export async function backupsKnown(
  session: Session,
  question: Question,
  due: OneShots,
): Promise<BackupsKnown> {
  const entry = unrecorded(session.journal.read(question.service), question);
  const inUse = await backupInUse(session, question, due);
  const last = await lastBackup(session, question, due, inUse);
  const from = chosen(question, entry, last);
  const taken = takenFor(entry, question.live);
  const base = {
    isVanished: question.isRecorded && !hasDeleted(entry),
    ...defined({ last, forDelete: taken, inUse }),
  };
  if (from === undefined) return base;
  const { name, takenAt, edition, version, units, pending, stale } = from;
  const plain = JSON.parse(
    JSON.stringify({ name, takenAt, edition, version, units, pending, stale }),
  ) as RestoreSource;
  const store = storeOf(question.inputs, name);
  if (store === undefined) return { ...base, from: { ...plain, withoutStore: true } };
  if (isUnknown(store)) return { ...base, from: plain };
  const { newVersion, unconfirmed, ...details } = await asked(session, question, { name, store });
  // What was recorded, or tried before, needs nobody to confirm it.
  const isRecorded =
    name === last?.name || pending === true || name === question.completed.restoreFrom?.name;
  const found = {
    ...plain,
    ...details,
    ...(unconfirmed === undefined || isRecorded ? {} : { unconfirmed }),
  };
  return { ...base, from: found, ...defined({ newVersion }) };
}
