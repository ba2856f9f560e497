/**
 * What an earlier run left open: decided from the journal and the service, before anything is
 * planned or sent.
 */
import { defined } from "../../defined.js";
import { parseTransitionalState, RESULTS, type Operation } from "../chart/index.js";
import type { OperationStatus, Service } from "../protocol/index.js";
import type { JournalEntry, OneShots } from "./journal-entry.js";

/** What is known of due one-shots that an earlier run may have served. */
export interface Resumed {
  /** Those still to be served. */
  readonly due: OneShots;
  /** What cannot be known, in words; reported, and not repeated. */
  readonly unknown: readonly string[];
}

type Kind = keyof OneShots;

function same(a: OneShots[Kind], b: OneShots[Kind]): boolean {
  return a !== undefined && a.from === b?.from && a.to === b.to;
}

/** The one-shots that are not among the given ones. */
function without(due: OneShots, others: OneShots): OneShots {
  return Object.fromEntries(
    Object.entries(due).filter(([kind, change]) => !same(change, others[kind as Kind])),
  );
}

/**
 * Those that are done again where nobody can know whether they were: a secret does no harm twice.
 */
const sentAgain = ({ secrets }: OneShots): OneShots => defined({ secrets });

/** Those that are reported where nobody can know whether they were done. */
const reported = (oneShots: OneShots): OneShots => without(oneShots, sentAgain(oneShots));

/** Operations that end in another state than they begin in, so that the result state tells. */
const TELLING: ReadonlySet<string> = new Set(["Create", "Restore", "Start"]);

/**
 * Whether an operation that serves one-shots was taken, by the service as it is now; `unknown` when
 * nothing tells.
 *
 * @param status - of the operation, where it could be polled.
 */
export function wasTaken(
  entry: JournalEntry,
  service: Service,
  status?: OperationStatus,
): boolean | "unknown" {
  const result = RESULTS[entry.operation as Operation];
  if (status?.result === "Succeeded") return true;
  if (status?.result === "Failed") return false;
  if (service.state === result.onFailure) return false;
  if (entry.operation === "Backup" && entry.phase === "accepted")
    return backupShows(entry, service);
  if (entry.phase === "accepted") return true;
  if (service.etag === entry.etag) return false;
  if (parseTransitionalState(service.state) === result.during) return true;
  return TELLING.has(entry.operation) && service.state === result.yields ? true : "unknown";
}

/**
 * What the service's last backup tells of a Backup that was accepted and whose end nobody can tell
 * any more.
 */
function backupShows({ serves }: JournalEntry, { state, lastBackup }: Service): true | "unknown" {
  const isThere = lastBackup !== undefined && lastBackup.name === serves.backup?.to;
  return isThere || parseTransitionalState(state) === "BackingUp" ? true : "unknown";
}

/**
 * Judges due one-shots by the journal's entry and the service as it is now (docs/architecture.md,
 * The journal).
 *
 * Accepted: served, unless its failure is known. Not accepted and ETag unchanged: not sent. Not
 * accepted and ETag changed: the transitional or failed state tells; a secret that may have been
 * sent is sent again, and what else leaves no trace is reported instead of repeated.
 *
 * @param status - of the entry's operation, where it was accepted and could be polled.
 */
export function resume(
  entry: JournalEntry | undefined,
  service: Service | null,
  due: OneShots,
  status?: OperationStatus,
): Resumed {
  if (entry === undefined || service === null) return { due, unknown: [] };
  const open = without(due, entry.served);
  const unserved = without(open, reported(entry.uncertain ?? {}));
  const earlier = kindsIn(open, unserved);
  const known = earlier.length === 0 ? [] : [uncertainText("an operation", earlier)];
  const remaining = without(unserved, entry.serves);
  const kinds = kindsIn(unserved, remaining);
  if (kinds.length === 0 || entry.phase === "done") return { due: unserved, unknown: known };
  const answer = wasTaken(entry, service, status);
  if (answer === false) return { due: unserved, unknown: known };
  if (answer === true) return { due: remaining, unknown: known };
  const unsure = kinds.filter((kind) => kind in reported(unserved));
  return {
    due: { ...remaining, ...sentAgain(unserved) },
    unknown: unsure.length === 0 ? known : [...known, uncertainText(entry.operation, unsure)],
  };
}

/** Kinds that are among the first and not among the second. */
function kindsIn(some: OneShots, others: OneShots): string[] {
  return Object.keys(some).filter((kind) => !(kind in others));
}

/** The inputs that a program changes to have a one-shot done. */
const INPUT_OF: Readonly<Record<string, string>> = {
  restartTriggers: "restartTriggers",
  backup: "backup.name",
};

function uncertainText(operation: string, kinds: readonly string[]): string {
  const what = kinds.map((kind) => INPUT_OF[kind] ?? kind).join(", ");
  return (
    `An earlier run ended while it was sending ${operation} (${what}), and ` +
    `the service has changed since: it is not known whether ${operation} was ` +
    `taken. It is not sent again; change ${what} to have it done.`
  );
}
