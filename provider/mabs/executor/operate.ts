/**
 * One operation: written to the journal, sent once, polled to its end, and what became of the
 * service.
 */
import { canPoll } from "../chart/index.js";
import { messageOf, ProviderError } from "../../errors.js";
import { failure, note, settledOrFail, type Attempt } from "./attempt.js";
import { limited, stateOf, type Progress } from "./job.js";
import { closed, notedFor } from "./noted.js";
import { submit } from "./submit.js";
import { ended } from "./wait.js";

/**
 * Sends an operation and waits for its end; the journal knows before, between and after.
 *
 * @returns how far the run has come with it.
 * @throws {StepFailure} when it was not taken, has failed, or is not known to have ended.
 */
export async function operate(attempt: Attempt): Promise<Progress> {
  const { run, job, step, operation, before } = attempt;
  if (run.signal.aborted)
    throw failure(
      "interrupted",
      `the process was asked to end before ${operation} was sent`,
      step,
      before,
    );
  const noted = await notedFor(attempt);
  const sent = { ...before, sent: true };
  const operationId = await submit(attempt, noted, sent);
  await note(attempt, sent, { ...noted, phase: "accepted", operationId });
  const error = await outcome(attempt, operationId, sent);
  const service = await settledOrFail(run, job, step, sent);
  const etag = service?.etag ?? null;
  if (error !== undefined) {
    const after = { ...sent, service };
    await note(attempt, after, { ...noted, etag, phase: "done", operationId, serves: {} });
    run.progress(`${operation}: failed`);
    const message = `${operation} failed: ${error}. The service is in state ${stateOf(service)}.`;
    throw failure("operation-failed", message, step, after);
  }
  const after = { ...sent, service, served: { ...sent.served, ...noted.serves } };
  await note(attempt, after, {
    ...noted,
    ...closed(noted, job, step, service),
    etag,
    phase: "done",
    operationId,
  });
  run.progress(`${operation}: done`);
  return after;
}

/**
 * The end as the state shows it: where an edition has no poll, or no answer has named the
 * operation.
 */
async function outcomeByState(
  { run, job, step }: Attempt,
  sent: Progress,
): Promise<string | undefined> {
  const service = await settledOrFail(run, job, step, sent);
  return stateOf(service) === step.yields ? undefined : `it ended in state ${stateOf(service)}`;
}

/** Why an operation failed; `undefined` when it has succeeded. Polls to the end. */
async function outcome(
  attempt: Attempt,
  id: string | null,
  sent: Progress,
): Promise<string | undefined> {
  const { run, job, step, operation } = attempt;
  const edition = sent.service?.edition ?? job.desired.edition;
  if (id === null || (edition !== undefined && !canPoll(edition)))
    return outcomeByState(attempt, sent);
  try {
    const status = await ended(
      run,
      job.service,
      { id, name: operation },
      limited(run, job, job.operationMs),
    );
    return status.result === "Failed"
      ? (status.error?.message ?? "the endpoint gives no reason")
      : undefined;
  } catch (reason) {
    const code = reason instanceof ProviderError ? reason.code : "unavailable";
    // D-13: after a Delete, a 404 on the operation is its success.
    if (operation === "Delete" && code === "not-found") return undefined;
    const message =
      `${operation} was accepted; ${messageOf(reason)}. The next run goes on ` + "from there.";
    throw failure(code, message, step, sent, reason);
  }
}
