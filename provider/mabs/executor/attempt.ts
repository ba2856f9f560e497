/** One attempt at one operation, and the run that stops at it. */
import {
  FOUNDING_OPERATIONS,
  NOTHING_LEGAL,
  type FoundingOperation,
  type Operation,
} from "../chart/index.js";
import { messageOf, ProviderError, type ErrorCode } from "../../errors.js";
import type { Step } from "../planner/index.js";
import type { Service } from "../protocol/index.js";
import { limited, type Job, type Progress, type Run } from "./job.js";
import type { JournalEntry } from "./journal-entry.js";
import { StepFailure } from "./step-failure.js";
import { settled } from "./wait.js";

/** What is attempted, and how far the run had come before. */
export interface Attempt {
  readonly run: Run;
  readonly job: Job;
  readonly step: Step;
  /** The step's own operation, or what follows it (PR-8). */
  readonly operation: Operation | FoundingOperation;
  readonly before: Progress;
}

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
  return new StepFailure(
    code,
    message,
    details,
    reason === undefined ? undefined : { cause: reason },
  );
}

/** Waits until no transition is under way. */
export async function settledOrFail(
  run: Run,
  job: Job,
  step: Step,
  progress: Progress,
): Promise<Service | null> {
  try {
    return await settled(run, job.service, limited(run, job, job.settleMs));
  } catch (reason) {
    const code = reason instanceof ProviderError ? reason.code : "unavailable";
    const stuck = code === "deadline" ? `. ${NOTHING_LEGAL}; Delete with forceDelete: true` : "";
    throw failure(code, `${messageOf(reason)}${stuck}`, step, progress, reason);
  }
}

/** Writes to the journal; a journal that cannot be written stops the run. */
export async function note(
  { run, job, step }: Attempt,
  progress: Progress,
  entry: JournalEntry,
): Promise<void> {
  try {
    await run.journal.write(job.service, entry);
  } catch (reason) {
    throw failure("journal", messageOf(reason), step, progress, reason);
  }
}
