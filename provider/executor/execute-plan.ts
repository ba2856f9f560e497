/**
 * Carries out the steps of a checked plan: observe, compare, send, poll, observe (design section 7).
 *
 * Only steps of the plan are sent, in order; a step already satisfied is skipped; any other divergence ends the run and
 * says what moved (PR-7). Every request that changes something is in the journal before it leaves.
 */
import {
  EDITIONS,
  FOUNDING_OPERATIONS,
  legal,
  parseState,
  type EditionRules,
  type Operation,
  type Profile,
} from "../chart/index.js";
import { ProviderError, messageOf, type ErrorCode } from "../errors.js";
import type { Step } from "../planner/index.js";
import type { Service, ServiceBody, ServiceRef } from "../protocol/index.js";
import type { Journal, JournalEntry, OneShots } from "./journal.js";
import type { ServicePort } from "./port.js";
import { carriedOver, requestFor, servedBy } from "./request-for.js";
import { isSatisfied } from "./satisfied.js";
import { StepFailure } from "./step-failure.js";
import { ended, settled, type Waiting } from "./wait.js";

/** What a run works with. */
export interface Run extends Waiting {
  readonly port: ServicePort;
  readonly journal: Journal;
}

/** What a run is to do. */
export interface Job {
  readonly service: ServiceRef;
  /** The resource on whose behalf it is done. */
  readonly urn: string;
  readonly region: string;
  readonly profile: Profile;
  readonly steps: readonly Step[];
  /** The values that Create, Scale and Update Configuration send; secrets are in `configuration`. */
  readonly desired: ServiceBody;
  readonly backup?: { readonly name: string; readonly store: string };
  /** One-shots that are due, by the change they make. */
  readonly due: OneShots;
  /** How long a transition, and how long an operation may take, in milliseconds. */
  readonly settleMs: number;
  readonly operationMs: number;
}

/** What a run did. */
export interface Executed {
  readonly done: readonly Step[];
  /** The service at the end; `null` when it is gone. */
  readonly service: Service | null;
  readonly served: OneShots;
}

interface Progress {
  readonly done: readonly Step[];
  readonly service: Service | null;
  readonly served: OneShots;
  readonly sent: boolean;
}

/** Codes with which an endpoint says that it did not take a request: nothing of it is left to look for. */
const NOT_TAKEN: ReadonlySet<ErrorCode> = new Set([
  "operation-not-allowed",
  "diverged",
  "not-found",
  "unauthenticated",
  "request-refused",
]);

const stateOf = (service: Service | null): string => service?.state ?? "absent";

function failure(code: ErrorCode, message: string, step: Step, progress: Progress, reason?: unknown): StepFailure {
  const details = { ...progress, at: step };
  return new StepFailure(code, message, details, reason === undefined ? undefined : { cause: reason });
}

/** Sends an operation and waits for its end; the journal knows before, between and after. */
async function operate(
  run: Run,
  job: Job,
  step: Step,
  operation: Operation | "Create" | "Restore",
  before: Progress,
): Promise<Progress> {
  const { journal, port } = run;
  if (run.signal.aborted)
    throw failure("interrupted", `the process was asked to end before ${operation} was sent`, step, before);
  const entry = journal.read(job.service);
  const serves = servedBy(operation, step, job);
  const noted = {
    createdBy: operation === "Create" ? job.urn : (entry?.createdBy ?? null),
    operation,
    etag: before.service?.etag ?? null,
    serves,
    served: { ...entry?.served, ...carriedOver(entry, job.due) },
  };
  const note = async (progress: Progress, entry: JournalEntry): Promise<void> => {
    try {
      await journal.write(job.service, entry);
    } catch (reason) {
      throw failure("journal", messageOf(reason), step, progress, reason);
    }
  };
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
    const createdBy = entry?.createdBy ?? null;
    await note(before, { ...noted, createdBy, serves: {}, phase: "done", operationId: null });
    const moved = code === "diverged" ? "the service changed since it was observed" : "the endpoint refused it";
    throw failure(code, `${operation} was not taken: ${moved} (${messageOf(reason)})`, step, before, reason);
  }
  await note(sent, { ...noted, phase: "accepted", operationId });
  const error = await outcome(run, job, operation, operationId, step, sent);
  const service = await settledOrFail(run, job, step, sent);
  const succeeded = error === undefined;
  const served = succeeded ? { ...sent.served, ...serves } : sent.served;
  const servedNow = succeeded ? { ...noted.served, ...serves } : noted.served;
  const after = { ...sent, service, served };
  await note(after, { ...noted, served: servedNow, phase: "done", operationId });
  run.progress(`${operation}: ${succeeded ? "done" : "failed"}`);
  if (error !== undefined) {
    throw failure(
      "operation-failed",
      `${operation} failed: ${error}. The service is in state ${stateOf(service)}.`,
      step,
      after,
    );
  }
  return after;
}

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
    const status = await ended(run, job.service, { id, name: operation }, job.operationMs);
    return status.result === "Failed" ? (status.error?.message ?? "the endpoint gives no reason") : undefined;
  } catch (reason) {
    const code = reason instanceof ProviderError ? reason.code : "unavailable";
    // Decision 13: after a Delete, a 404 on the operation is its success.
    if (operation === "Delete" && code === "not-found") return undefined;
    throw failure(
      code,
      `${operation} was accepted; ${messageOf(reason)}. The next run goes on from there.`,
      step,
      progress,
      reason,
    );
  }
}

async function settledOrFail(run: Run, job: Job, step: Step, progress: Progress): Promise<Service | null> {
  try {
    return await settled(run, job.service, job.settleMs);
  } catch (reason) {
    const code = reason instanceof ProviderError ? reason.code : "unavailable";
    throw failure(code, messageOf(reason), step, progress, reason);
  }
}

/** Whether an operation makes a service where there is none. */
const isFounding = (operation: string): boolean => FOUNDING_OPERATIONS.some((each) => each === operation);

/** One step: observe, compare with what it expects, act, observe. */
async function executeStep(run: Run, job: Job, step: Step, before: Progress): Promise<Progress> {
  const service = await settledOrFail(run, job, step, before);
  const now = { ...before, service };
  const state = stateOf(service);
  if (step.operation === "Wait") {
    if (state === step.yields) return { ...now, done: [...now.done, step] };
    const message = `expected the service to settle in ${step.yields}, it is in ${state}`;
    throw failure("diverged", message, step, now);
  }
  if (isSatisfied(step, service, job)) {
    run.progress(`${step.operation}: not needed any more`);
    return now;
  }
  const chartState = parseState(state);
  const allowed =
    chartState === undefined
      ? state === "absent" && isFounding(step.operation)
      : legal(chartState, step.operation as Operation, job.profile);
  if (state !== step.expects || !allowed) {
    throw failure(
      "diverged",
      `${step.operation} expects the service in ${step.expects}, it is in ${state}: nothing was sent for it`,
      step,
      now,
    );
  }
  const after = await operate(run, job, step, step.operation, now);
  return contingent(run, job, step, after);
}

/** PR-8: after Update Configuration from a failed state, Restart (or Stop) when the service is not Active. */
async function contingent(run: Run, job: Job, step: Step, after: Progress): Promise<Progress> {
  const { contingent: next } = step;
  const state = stateOf(after.service);
  const done = { ...after, done: [...after.done, step] };
  if (next === undefined || state === next.unless) {
    if (state === step.yields || next !== undefined) return done;
    throw failure(
      "diverged",
      `after ${step.operation} the service is in ${state}, expected ${step.yields}`,
      step,
      done,
    );
  }
  const chartState = parseState(state);
  if (chartState === undefined || !legal(chartState, next.operation, job.profile)) {
    throw failure(
      "diverged",
      `after ${step.operation} the service is in ${state}, where ${next.operation} is not legal`,
      step,
      done,
    );
  }
  return operate(run, job, step, next.operation, done);
}

/**
 * Executes the steps of a checked plan.
 *
 * @returns the steps that were executed, the service at the end, and the one-shots that were served.
 * @throws {StepFailure} when a step failed, the service moved, a deadline passed, or the process is to end.
 */
export async function executePlan(run: Run, job: Job): Promise<Executed> {
  let progress: Progress = { done: [], service: null, served: {}, sent: false };
  for (const step of job.steps) progress = await executeStep(run, job, step, progress);
  const service = job.steps.length === 0 ? await run.port.read(job.service) : progress.service;
  return { done: progress.done, service, served: progress.served };
}
