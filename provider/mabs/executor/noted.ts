/** What the journal is told of an attempt: before it is sent, and when it has succeeded. */
import { defined } from "../../defined.js";
import { isPower, parseEdition, type FoundingOperation, type Power } from "../chart/index.js";
import type { KnownBackup, Step } from "../planner/index.js";
import type { OperationStatus, Service } from "../protocol/index.js";
import { isFounding, type Attempt } from "./attempt.js";
import type { Job } from "./job.js";
import type { JournalEntry } from "./journal-entry.js";
import { carriedOver, servedBy } from "./request-for.js";

/** An entry without how far its operation has come. */
export type Noted = Omit<JournalEntry, "phase" | "operationId">;

/** The entry of this life of the resource: what is left of another one says nothing of it. */
export function ownEntry({ run, job }: Attempt): JournalEntry | undefined {
  const entry = run.journal.read(job.service);
  return entry?.life === job.life ? entry : undefined;
}

/**
 * How an operation that was accepted in an earlier run, and whose end nobody has seen, has ended;
 * where it can be polled.
 */
async function statusOfOpen(
  { run, job }: Attempt,
  entry: JournalEntry | undefined,
): Promise<OperationStatus | undefined> {
  if (entry?.phase !== "accepted" || entry.operationId === null) return undefined;
  if (Object.keys(entry.serves).every((kind) => kind in job.due)) return undefined;
  return run.port.poll(job.service, entry.operationId).catch(() => undefined);
}

/** Who made the service, and from where. */
function madeBy(
  { operation, job }: Attempt,
  entry: JournalEntry | undefined,
): Pick<JournalEntry, "createdBy" | "origin"> {
  const isMaker = isFounding(operation);
  const origin = isMaker ? job.origin : entry?.origin;
  return {
    createdBy: isMaker ? job.urn : (entry?.createdBy ?? null),
    ...defined({ origin }),
  };
}

/**
 * What tells the work of a founding operation from somebody else's service; a Restore brings its
 * own units.
 */
export function foundedBy(
  operation: FoundingOperation,
  { desired: { edition, units } }: Job,
): NonNullable<JournalEntry["founded"]> {
  return {
    ...defined({ edition }),
    ...(operation === "Create" ? { units: units ?? 1 } : {}),
  };
}

/**
 * The power that a plan leads to, from the step on with which this provider moves the service away
 * from it: what a run that is cut off has left to do, also where no power is managed.
 */
function targetOf(
  { step, job: { steps } }: Attempt,
  before: JournalEntry | undefined,
): Power | null {
  const last = steps.at(-1)?.yields ?? "";
  if (!isPower(last)) return null;
  return isPower(step.yields) && step.yields !== last ? last : (before?.target ?? null);
}

/** What a write to the journal keeps of the entry before it, and what it says of this operation. */
export async function notedFor(attempt: Attempt): Promise<Noted> {
  const { run, job, step, operation, before } = attempt;
  const { service } = before;
  const entry = ownEntry(attempt);
  const carried = carriedOver(entry, job, service, await statusOfOpen(attempt, entry));
  const open = service === null ? (entry?.replacing ?? null) : null;
  return {
    ...madeBy(attempt, entry),
    ...defined({ life: job.life }),
    ...(entry?.taken === undefined ? {} : { taken: entry.taken }),
    operation,
    at: new Date(run.clock.now()).toISOString(),
    etag: service?.etag ?? null,
    serves: servedBy(operation, step, job),
    served: carried.served,
    ...(Object.keys(carried.uncertain).length > 0 ? { uncertain: carried.uncertain } : {}),
    ...(job.generation === undefined ? {} : { generation: job.generation, due: job.due }),
    ...(isFounding(operation) ? { founded: foundedBy(operation, job) } : {}),
    replacing: job.replacing ?? open,
    lastBackup: entry?.lastBackup ?? null,
    target: targetOf(attempt, entry),
  };
}

/** What is known of a backup that has just been taken. */
function takenBackup(service: Service | null, { backup }: Job): KnownBackup | null {
  if (service === null || backup === undefined) return null;
  const { edition, version, units, lastBackup } = service;
  const seen = lastBackup?.name === backup.name ? lastBackup : { name: backup.name };
  return { ...seen, ...defined({ edition: parseEdition(edition) }), version, units };
}

/**
 * What a success adds: nothing remains after the last step, one-shots were served, a backup is
 * known, a replacement is over.
 */
export function closed(
  noted: Noted,
  job: Job,
  step: Step,
  service: Service | null,
): Pick<JournalEntry, "target" | "served" | "replacing" | "lastBackup"> {
  const { operation, served, serves } = noted;
  const backup = operation === "Backup" ? takenBackup(service, job) : null;
  const replacing = isFounding(operation) ? null : (noted.replacing ?? null);
  return {
    target: step === job.steps.at(-1) ? null : (noted.target ?? null),
    served: { ...served, ...serves },
    replacing: replacing === null || backup === null ? replacing : { ...replacing, backup },
    lastBackup: backup ?? noted.lastBackup ?? null,
  };
}
