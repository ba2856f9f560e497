/** `create` and `update`: carry out the checked plan, and record what became of it. */
import { defined } from "../../defined.js";
import { ProviderError } from "../../errors.js";
import {
  executePlan,
  StepFailure,
  type Executed,
  type Job,
  type JournalEntry,
} from "../executor/index.js";
import { closeEntry } from "../judge/close-entry.js";
import { jobFor } from "../judge/job.js";
import type { Session } from "../judge/session.js";
import { describeStep } from "../planner/index.js";
import { serviceKey, type Service } from "../protocol/index.js";
import { toFailure } from "./apply-failure.js";
import { applying, idOf, lineOf, type Applying, type ApplyRequest } from "./applying.js";
import { dueByOutputs, refuseBlindOneShot } from "./due-by-outputs.js";
import { outputsOf } from "./outputs.js";
import type { ServiceOutputs } from "./service-states.js";

/** What became of it. */
export interface Applied {
  readonly id: string;
  readonly outputs: ServiceOutputs;
}

/**
 * Notes that the service is this resource's from this run on, and that this run has been at it, for
 * other provider processes: what another resource of the run deletes is not this service, and what
 * follows from it no preview has known.
 */
async function makeOwn(
  { journal, run, notes }: Session,
  { service, urn, life }: Job,
  live: Service | null,
): Promise<void> {
  const nothing: JournalEntry = {
    createdBy: null,
    operation: "none",
    phase: "done",
    etag: live?.etag ?? null,
    operationId: null,
    serves: {},
    served: {},
  };
  const entry = journal.read(service);
  const before: JournalEntry = entry?.life === life && entry !== undefined ? entry : nothing;
  const replaced = notes.replacedOf(urn);
  const instead = replaced === undefined ? undefined : serviceKey(replaced.service);
  const taken = { run, urn, ...defined({ instead }) };
  await journal.write(service, { ...before, ...defined({ life }), taken });
}

async function execute(session: Session, what: Applying, job: Job): Promise<Executed> {
  const { client, journal, clock, signal } = session;
  const progress = what.log.progress(job.urn);
  try {
    await refuseBlindOneShot(session, what, job);
    return await executePlan({ port: client, journal, clock, signal, progress }, job);
  } catch (reason) {
    throw reason instanceof StepFailure ? await toFailure(session, what, job, reason) : reason;
  }
}

/**
 * Carries out the checked plan and returns id and outputs.
 *
 * @throws {ProviderError} when nothing was sent.
 * @throws {PartialFailure} after that, with the outputs that are to be recorded.
 */
export async function apply(session: Session, request: ApplyRequest): Promise<Applied> {
  const what = applying(session, request);
  const { checked, recorded, judgement, plan, log, inputs } = what;
  const { urn } = judgement;
  const job = jobFor(session, {
    ...{ inputs, plan, urn },
    due: await dueByOutputs(session, what),
    line: lineOf(what),
    method: recorded === undefined ? "create" : "update",
  });
  for (const text of plan.uncertain ?? []) log.warn(urn, text);
  // Also without a step: a preview knows no output of what is updated.
  session.notes.change(urn);
  const { service, done } = await execute(session, what, job);
  await closeEntry(session, job, service);
  session.remember(job.service, service);
  session.notes.own(job.service, recorded === undefined);
  await makeOwn(session, job, service);
  if (service === null) {
    const way = done.map(describeStep).join("; ");
    throw new ProviderError(
      "diverged",
      `${job.service.serviceName}: the service is gone after ${way}`,
    );
  }
  const outputs = outputsOf({
    ...{ checked, urn, recorded: recorded?.outputs, service, recovery: null, incomplete: false },
    lastOperation: done.at(-1)?.operation ?? recorded?.outputs.lastOperation ?? "none",
    // Nothing is unserved: what this run's plan did not have to serve was served by one that the
    // engine never heard of, or is recorded as satisfied (PR-5).
    unserved: {},
  });
  return { id: recorded?.id ?? idOf(job.service), outputs };
}
