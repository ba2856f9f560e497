/**
 * Carries out the steps of a checked plan: observe, compare, send, poll, observe
 * (docs/architecture.md, The calls of Pulumi).
 *
 * Only steps of the plan are sent, in order; a step already satisfied is skipped; any other
 * divergence ends the run and says what moved (PR-7). Every request that changes something is in
 * the journal before it leaves.
 */
import { legal, parseState, RESULTS, type Operation } from "../chart/index.js";
import { messageOf, ProviderError } from "../../errors.js";
import type { Step } from "../planner/index.js";
import type { Service } from "../protocol/index.js";
import { limited, stateOf, type Job, type Progress, type Run } from "./job.js";
import type { OneShots } from "./journal-entry.js";
import { failure, isFounding, settledOrFail } from "./attempt.js";
import { operate } from "./operate.js";
import { isSatisfied } from "./satisfied.js";
import { nameFree } from "./wait.js";

/** What a run did. */
export interface Executed {
  readonly done: readonly Step[];
  /** The service at the end; `null` when it is gone. */
  readonly service: Service | null;
  readonly served: OneShots;
}

/** The name that a deleted service has left may not be free at once (backup and restore guide). */
async function waitForName(run: Run, job: Job, step: Step, now: Progress): Promise<void> {
  try {
    await nameFree(run, job.service, limited(run, job, job.settleMs));
  } catch (reason) {
    const code = reason instanceof ProviderError ? reason.code : "unavailable";
    const pending =
      step.operation === "Restore"
        ? `. Pending: Restore from backup ${job.restoreFrom?.name ?? ""}`
        : "";
    throw failure(code, `${messageOf(reason)}${pending}`, step, now, reason);
  }
}

/**
 * Whether a step may be executed in a state: by the chart, or by the one written exception (PR-9,
 * forceDelete).
 */
function mayExecute(step: Step, state: string, job: Job): boolean {
  const known = parseState(state);
  if (known !== undefined) return legal(known, step.operation as Operation, job.profile);
  if (state === "absent") return isFounding(step.operation);
  return job.force === true && step.operation === "Delete";
}

/** What a Wait yields where nobody can say what the transition ends in. */
export const SETTLED = "settled";

/** One step: observe, compare with what it expects, act, observe. */
async function executeStep(run: Run, job: Job, step: Step, before: Progress): Promise<Progress> {
  if (job.endsAt !== undefined && run.clock.now() >= job.endsAt) {
    throw failure(
      "deadline",
      `the time limit of this run has passed before ${step.operation}`,
      step,
      before,
    );
  }
  const service =
    job.force === true
      ? await run.port.read(job.service)
      : await settledOrFail(run, job, step, before);
  const now = { ...before, service };
  const state = stateOf(service);
  if (step.operation === "Wait") {
    if (state === step.yields || step.yields === SETTLED)
      return { ...now, done: [...now.done, step] };
    const message = `expected the service to settle in ${step.yields}, it is in ${state}`;
    throw failure("diverged", message, step, now);
  }
  if (isSatisfied(step, service, job, now.served)) {
    run.progress(`${step.operation}: not needed any more`);
    return now;
  }
  if (state !== step.expects || !mayExecute(step, state, job)) {
    throw failure(
      "diverged",
      `${step.operation} expects the service in ${step.expects}, it is in ` +
        `${state}: nothing was sent for it`,
      step,
      now,
    );
  }
  if (isFounding(step.operation)) await waitForName(run, job, step, now);
  const after = await operate({ run, job, step, operation: step.operation, before: now });
  return contingent(run, job, step, after);
}

/**
 * PR-8: after Update Configuration from a failed state, Restart (or Stop) when the service is not
 * Active.
 */
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
  // What it would do is there already.
  if (state === RESULTS[next.operation].yields) return done;
  const chartState = parseState(state);
  if (chartState === undefined || !legal(chartState, next.operation, job.profile)) {
    throw failure(
      "diverged",
      `after ${step.operation} the service is in ${state}, where ${next.operation} is not legal`,
      step,
      done,
    );
  }
  return operate({ run, job, step, operation: next.operation, before: done });
}

/**
 * Executes the steps of a checked plan.
 *
 * @returns the steps that were executed, the service at the end, and the one-shots that were
 * served.
 * @throws {StepFailure} when a step failed, the service moved, a deadline passed, or the process is
 * to end.
 */
export async function executePlan(run: Run, job: Job): Promise<Executed> {
  let progress: Progress = { done: [], service: null, served: {}, sent: false };
  for (const step of job.steps) progress = await executeStep(run, job, step, progress);
  const service = job.steps.length === 0 ? await run.port.read(job.service) : progress.service;
  return { done: progress.done, service, served: progress.served };
}
