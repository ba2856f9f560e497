/** One operation: written to the journal, sent once, polled to its end, and what became of the service. */
import {
  EDITIONS,
  FOUNDING_OPERATIONS,
  isPower,
  type EditionRules,
  type FoundingOperation,
  type Operation,
  type Power,
} from "../chart/index.js";
import { messageOf, ProviderError, type ErrorCode } from "../errors.js";
import type { KnownBackup, Step } from "../planner/index.js";
import type { OperationStatus, Service } from "../protocol/index.js";
import { limited, stateOf, type Job, type Progress, type Run } from "./job.js";
import type { JournalEntry } from "./journal.js";
import { carriedOver, requestFor, servedBy } from "./request-for.js";
import { StepFailure } from "./step-failure.js";
import { ended, settled } from "./wait.js";

/** Codes with which an endpoint says that it did not take a request: nothing of it is left to look for. */
const NOT_TAKEN: ReadonlySet<ErrorCode> = new Set([
  "operation-not-allowed",
  "diverged",
  "not-found",
  "unauthenticated",
  "request-refused",
  "busy",
]);

/** Whether an operation makes a service where there is none. */
export const isFounding = (operation: string): operation is FoundingOperation =>
  FOUNDING_OPERATIONS.some((each) => each === operation);

/** A run that stops at a step. */
export function failure(
  code: ErrorCode,
  message: string,
  step: Step,
  progress: Progress,
  reason?: unknown,
): StepFailure {
  const details = { ...progress, at: step };
  return new StepFailure(code, message, details, reason === undefined ? undefined : { cause: reason });
}

/** Waits until no transition is under way. */
export async function settledOrFail(run: Run, job: Job, step: Step, progress: Progress): Promise<Service | null> {
  try {
    return await settled(run, job.service, limited(run, job, job.settleMs));
  } catch (reason) {
    const code = reason instanceof ProviderError ? reason.code : "unavailable";
    const stuck = code === "deadline" ? ". Legal here: nothing, until it has ended; Delete with forceDelete: true" : "";
    throw failure(code, `${messageOf(reason)}${stuck}`, step, progress, reason);
  }
}

/** How an operation that was accepted in an earlier run, and whose end nobody has seen, has ended; where it can be polled. */
async function statusOfOpen(run: Run, job: Job, entry: JournalEntry | undefined): Promise<OperationStatus | undefined> {
  if (entry?.phase !== "accepted" || entry.operationId === null) return undefined;
  if (Object.keys(entry.serves).every((kind) => kind in job.due)) return undefined;
  return run.port.poll(job.service, entry.operationId).catch(() => undefined);
}

/** What a write to the journal keeps of the entry before it, and what it says of this operation. */
async function notedFor(
  run: Run,
  job: Job,
  step: Step,
  operation: Operation | FoundingOperation,
  { service }: Progress,
) {
  const entry = run.journal.read(job.service);
  const carried = carriedOver(entry, job, service, await statusOfOpen(run, job, entry));
  const open = service === null ? (entry?.replacing ?? null) : null;
  return {
    createdBy: isFounding(operation) ? job.urn : (entry?.createdBy ?? null),
    operation,
    etag: service?.etag ?? null,
    serves: servedBy(operation, step, job),
    served: carried.served,
    ...(Object.keys(carried.uncertain).length > 0 ? { uncertain: carried.uncertain } : {}),
    ...(job.generation === undefined ? {} : { generation: job.generation, due: job.due }),
    ...(isFounding(operation) ? { founded: foundedBy(operation, job) } : {}),
    replacing: job.replacing ?? open,
    lastBackup: entry?.lastBackup ?? null,
    target: targetOf(step, job, entry),
  };
}

/** What tells the work of a founding operation from somebody else's service; a Restore brings its own units. */
function foundedBy(
  operation: FoundingOperation,
  { desired: { edition, units } }: Job,
): NonNullable<JournalEntry["founded"]> {
  return {
    ...(edition === undefined ? {} : { edition }),
    ...(operation === "Create" ? { units: units ?? 1 } : {}),
  };
}

/**
 * The power that a plan leads to, from the step on with which this provider moves the service away from it: what a run
 * that is cut off has left to do, also where no power is managed.
 */
function targetOf(step: Step, { steps }: Job, before: JournalEntry | undefined): Power | null {
  const last = steps.at(-1)?.yields ?? "";
  if (!isPower(last)) return null;
  return isPower(step.yields) && step.yields !== last ? last : (before?.target ?? null);
}

/** What is known of a backup that has just been taken. */
function takenBackup(service: Service | null, { backup }: Job): KnownBackup | null {
  if (service === null || backup === undefined) return null;
  const { edition, version, units, lastBackup } = service;
  const seen = lastBackup?.name === backup.name ? lastBackup : { name: backup.name };
  return { ...seen, edition, version, units };
}

/** What a success adds: nothing remains after the last step, one-shots were served, a backup is known, a replacement is over. */
function closed(
  noted: Awaited<ReturnType<typeof notedFor>>,
  job: Job,
  step: Step,
  service: Service | null,
): Pick<JournalEntry, "target" | "served" | "replacing" | "lastBackup"> {
  const { operation, served, serves } = noted;
  const backup = operation === "Backup" ? takenBackup(service, job) : null;
  const replacing = isFounding(operation) ? null : noted.replacing;
  return {
    target: step === job.steps.at(-1) ? null : noted.target,
    served: { ...served, ...serves },
    replacing: replacing === null || backup === null ? replacing : { ...replacing, backup },
    lastBackup: backup ?? noted.lastBackup,
  };
}

/** Sends an operation and waits for its end; the journal knows before, between and after. */
export async function operate(
  run: Run,
  job: Job,
  step: Step,
  operation: Operation | FoundingOperation,
  before: Progress,
): Promise<Progress> {
  const { journal, port } = run;
  if (run.signal.aborted)
    throw failure("interrupted", `the process was asked to end before ${operation} was sent`, step, before);
  const noted = await notedFor(run, job, step, operation, before);
  const note = async (progress: Progress, entry: JournalEntry): Promise<void> => {
    try {
      await journal.write(job.service, entry);
    } catch (reason) {
      throw failure("journal", messageOf(reason), step, progress, reason);
    }
  };
  const entryBefore = journal.read(job.service);
  await note(before, { ...noted, phase: "sending", operationId: null });
  run.progress(`${operation}: sent`);
  const sent = { ...before, sent: true };
  let operationId: string;
  try {
    operationId = await port.send(requestFor(job, operation, before.service));
  } catch (reason) {
    const code = reason instanceof ProviderError ? reason.code : "unavailable";
    if (!NOT_TAKEN.has(code)) {
      const message = `${operation} was sent and no usable answer came (${messageOf(reason)}): it is not known whether it was taken. The next run looks before it sends anything.`;
      throw failure("unavailable", message, step, sent, reason);
    }
    // Nothing of it is left to look for: what was known before is known again.
    await note(before, entryBefore ?? { ...noted, createdBy: null, ...NOTHING_LEFT });
    throw failure(
      code,
      `${operation} was not taken: ${WHY[code] ?? "the endpoint refused it"} (${messageOf(reason)})`,
      step,
      before,
      reason,
    );
  }
  await note(sent, { ...noted, phase: "accepted", operationId });
  const error = await outcome(run, job, operation, operationId, step, sent);
  const service = await settledOrFail(run, job, step, sent);
  if (error !== undefined) {
    const after = { ...sent, service };
    await note(after, { ...noted, etag: service?.etag ?? null, phase: "done", operationId, serves: {} });
    run.progress(`${operation}: failed`);
    const message = `${operation} failed: ${error}. The service is in state ${stateOf(service)}.`;
    throw failure("operation-failed", message, step, after);
  }
  const after = { ...sent, service, served: { ...sent.served, ...noted.serves } };
  const etag = service?.etag ?? null;
  await note(after, { ...noted, ...closed(noted, job, step, service), etag, phase: "done", operationId });
  run.progress(`${operation}: done`);
  return after;
}

/** The first operation of a service that was not taken. */
const NOTHING_LEFT = { serves: {}, target: null, phase: "done", operationId: null } as const;

/** What a refusal without a request that was taken means for a person. */
const WHY: Readonly<Partial<Record<ErrorCode, string>>> = {
  diverged: "the service changed since it was observed",
  busy: "the endpoint is busy",
};

/** Polls to the end; where an edition has no poll, the state that is reached tells. */
async function outcome(
  run: Run,
  job: Job,
  operation: string,
  id: string,
  step: Step,
  progress: Progress,
): Promise<string | undefined> {
  const edition = progress.service?.edition ?? job.desired.edition;
  const rules: EditionRules | undefined = edition === undefined ? undefined : EDITIONS[edition];
  if (rules?.poll === false) {
    const service = await settledOrFail(run, job, step, progress);
    return stateOf(service) === step.yields ? undefined : `it ended in state ${stateOf(service)}`;
  }
  try {
    const status = await ended(run, job.service, { id, name: operation }, limited(run, job, job.operationMs));
    return status.result === "Failed" ? (status.error?.message ?? "the endpoint gives no reason") : undefined;
  } catch (reason) {
    const code = reason instanceof ProviderError ? reason.code : "unavailable";
    // Decision 13: after a Delete, a 404 on the operation is its success.
    if (operation === "Delete" && code === "not-found") return undefined;
    const message = `${operation} was accepted; ${messageOf(reason)}. The next run goes on from there.`;
    throw failure(code, message, step, progress, reason);
  }
}
