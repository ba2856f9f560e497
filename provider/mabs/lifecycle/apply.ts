/** `create` and `update`: carry out the checked plan, and record what became of it. */
import { defined } from "../../defined.js";
import { isDeepStrictEqual } from "node:util";
import { ProviderError } from "../../errors.js";
import type { Log } from "../../pulumi/call.js";
import { PartialFailure } from "../../pulumi/partial-failure.js";
import {
  executePlan,
  StepFailure,
  type Executed,
  type Job,
  type JournalEntry,
  type OneShots,
} from "../executor/index.js";
import type { KnownInputs, ServiceInputs } from "../inputs/service-inputs.js";
import type { CheckedPlan } from "../judge/checked-plan.js";
import { closeEntry } from "../judge/close-entry.js";
import { jobFor } from "../judge/job.js";
import { judge } from "../judge/judge.js";
import { pendingRestore } from "../judge/known-backups.js";
import type { OneShotInputs } from "../judge/one-shots.js";
import { question, type Question } from "../judge/question.js";
import type { Judgement } from "../judge/run-notes.js";
import type { Session } from "../judge/session.js";
import type { Line } from "../judge/unrecorded.js";
import { describeRecovery, describeStep, type KnownBackup, type Plan } from "../planner/index.js";
import type { Service, ServiceRef } from "../protocol/index.js";
import { completedIn } from "./find-plan.js";
import { outputsOf } from "./outputs.js";
import { serviceIn, type CheckedService, type ServiceOutputs } from "./service-states.js";

/** One resource to bring to what its program says. */
export interface ApplyRequest {
  readonly checked: CheckedService;
  /** What the engine has of it; `undefined` for a new resource. */
  readonly recorded: { readonly id: string; readonly outputs: ServiceOutputs } | undefined;
  readonly log: Log;
}

/** What became of it. */
export interface Applied {
  readonly id: string;
  readonly outputs: ServiceOutputs;
}

/** Everything that one run goes by. */
interface Applying extends ApplyRequest {
  readonly service: ServiceRef;
  /** Nothing required is missing: `check` has let it pass. */
  readonly inputs: ServiceInputs;
  readonly judgement: Judgement;
  readonly plan: CheckedPlan;
}

/** The resource's id: container and name. */
const idOf = ({ cloudService, serviceName }: ServiceRef): string =>
  `${cloudService}/${serviceName}`;

/** Names of the inputs that differ. */
function differing(before: KnownInputs, after: KnownInputs): string[] {
  const [olds, news]: Readonly<Record<string, unknown>>[] = [{ ...before }, { ...after }];
  return [...new Set([...Object.keys(olds ?? {}), ...Object.keys(news ?? {})])]
    .filter((name) => !isDeepStrictEqual(olds?.[name], news?.[name]))
    .sort();
}

/**
 * What was planned is what these inputs ask for: a policy that remediates changes them after
 * `check` has planned.
 *
 * @throws {ProviderError} `invalid-input`, with the names of the inputs; nothing was sent.
 */
function applying({ notes }: Session, request: ApplyRequest): Applying {
  const { checked } = request;
  const service = serviceIn(checked.inputs);
  const judgement = service === undefined ? undefined : notes.judgementOf(service);
  const plan = judgement?.plan;
  if (service === undefined || judgement === undefined || plan === undefined)
    throw new ProviderError(
      "invalid-input",
      `${checked.inputs.serviceName ?? "a service"}: no plan was made for it in ` +
        "this run, perhaps because a policy that remediates has changed its name: " +
        "nothing was sent. Write the values that the policy wants into the " +
        `program, and run \`pulumi up\` again.`,
    );
  const names = differing(judgement.inputs, checked.inputs);
  if (names.length === 0)
    return { ...request, service, inputs: checked.inputs as ServiceInputs, judgement, plan };
  throw new ProviderError(
    "invalid-input",
    `${service.serviceName}: ${names.join(", ")} was changed after the plan ` +
      "was made, by a policy that remediates: nothing was sent. The plan is " +
      "another one for the changed inputs, and no preview has shown it. Write " +
      "the values that the policy wants into the program.",
  );
}

/**
 * Where the resource stands: the life that `check` gave it, and the runs that the engine had
 * recorded before this one.
 */
function lineOf({ judgement: { life }, recorded }: Applying): Line {
  return { generation: recorded?.outputs.runs ?? 0, ...defined({ life }) };
}

/** What is to be judged when everything is known. */
function questionOf(what: Applying, live: Service | null, completed: OneShotInputs): Question {
  const { service, inputs, judgement, recorded } = what;
  const { urn, ignored, moved } = judgement;
  return question({
    ...{ service, inputs, urn, live, moved, completed },
    unmanaged: ignored,
    ...lineOf(what),
    isRecorded: recorded !== undefined,
  });
}

/** Operations that serve one-shots. */
const SERVING: ReadonlySet<string> = new Set(["Backup", "Update Configuration", "Restart"]);

/**
 * One-shots that are due by the outputs, which hold what was completed, and that the journal does
 * not know as served. Asked again, because `check` sees the old inputs and not the outputs.
 *
 * @throws {ProviderError} `diverged` when one is due that the checked plan, which saw no outputs,
 * does not serve: it was on no preview, and it must not be recorded as done. Nothing was sent.
 */
async function dueByOutputs(session: Session, what: Applying): Promise<OneShots> {
  const { service, recorded, plan } = what;
  const live = await session.observe(service);
  const completed = recorded === undefined ? {} : completedIn(recorded.outputs.inputs);
  const { due, plan: now } = await judge(session, questionOf(what, live, completed));
  if (recorded === undefined || Object.keys(due).length === 0) return due;
  const checked = new Set<string>(plan.steps.map(({ operation }) => operation));
  const missing = now.steps.filter(
    ({ operation }) => SERVING.has(operation) && !checked.has(operation),
  );
  if (missing.length === 0) return due;
  const operations = missing.map(({ operation }) => operation).join(", ");
  throw new ProviderError(
    "diverged",
    `${service.serviceName}: ${operations} is due by the stack's state, was ` +
      "on no preview, and this machine has no journal of the run that left it: " +
      `nothing was sent. Run \`pulumi refresh\`, then \`pulumi up\`.`,
  );
}

/**
 * No journal of the last run on this machine: a one-shot goes out only when nothing has happened
 * since the outputs (docs/architecture.md, The calls of Pulumi).
 */
async function refuseBlindOneShot(session: Session, what: Applying, job: Job): Promise<void> {
  const { recorded } = what;
  const blind = (["restartTriggers", "backup"] as const).filter(
    (kind) => job.due[kind] !== undefined,
  );
  const entry = session.journal.read(job.service);
  const { life, generation } = lineOf(what);
  const hasJournal =
    entry !== undefined && entry.life === life && (entry.generation ?? 0) >= generation;
  if (recorded === undefined || blind.length === 0 || hasJournal) return;
  const live = await session.client.read(job.service);
  if (live === null || recorded.outputs.seen.etag === live.etag) return;
  throw new ProviderError(
    "diverged",
    `${job.service.serviceName}: ${blind.join(", ")} is due, but the service ` +
      "has changed since the last run and this machine has no journal of it: it " +
      `is not known whether it was done already. Nothing was sent. Run \`pulumi ` +
      `refresh\` to accept the service as it is, then \`pulumi up\`: it reports ` +
      "a restart that may have been made, and makes it when restartTriggers " +
      "changes again.",
  );
}

/** The plan for the service as it is now, for what a failure says of recovery. */
async function nextPlan(
  session: Session,
  what: Applying,
  job: Job,
  service: Service,
): Promise<Plan> {
  // What is due again is said by the next preview: here nothing of the journal is newer than the
  // state.
  const asked = {
    ...questionOf(what, service, completedIn(what.inputs)),
    generation: job.generation ?? 0,
  };
  return (await judge(session, asked)).plan;
}

/** One-shots that were due and have not been served. */
function unservedOf(due: OneShots, served: OneShots): OneShots {
  return Object.fromEntries(Object.entries(due).filter(([kind]) => !(kind in served)));
}

function reasonsFor(failure: StepFailure, next: Plan | undefined, name: string): string[] {
  const { done, sent } = failure.details;
  const finished =
    done.length === 0 ? "nothing" : done.map(({ operation }) => operation).join(", ");
  const recovery = next === undefined ? [] : describeRecovery(next.recovery);
  return [
    `${name}: ${failure.message}`,
    `Done in this run: ${finished}.${sent ? "" : " Nothing was sent."}`,
    ...(recovery.length > 0
      ? [`Recovery, shown by the next \`pulumi preview\`: ${recovery.join("; ")}.`]
      : []),
    "Run `pulumi up` again to go on from there.",
  ];
}

/**
 * The backup of a Restore that is pending, as the journal has it, or as this run knows it where
 * that cannot be read.
 */
function pendingAfter(session: Session, job: Job): KnownBackup | undefined {
  try {
    return pendingRestore(session.journal.read(job.service));
  } catch {
    // What stopped the run is what is reported, not that it cannot be read again.
    return job.replacing?.founding === "Restore" ? (job.replacing.backup ?? undefined) : undefined;
  }
}

/**
 * Stands for a service that was asked for and is not there, or could not be read since: the next
 * run looks.
 */
function unseen(job: Job, state: "absent" | "Unknown"): Service {
  const { desired, service, region } = job;
  const { edition = "Developer", units = 1 } = desired;
  return { ...service, region, state, edition, units, configuration: {}, etag: "", version: "" };
}

/**
 * What Pulumi is told of a run that stopped. Without a request that changes anything it is a plain
 * error and the old state stays; after one it is a partial failure, also when the service cannot be
 * read any more.
 */
async function toFailure(
  session: Session,
  what: Applying,
  job: Job,
  stopped: StepFailure,
): Promise<Error> {
  const { details } = stopped;
  const { checked, recorded, judgement } = what;
  const seen = await session.client.read(job.service).catch(() => undefined);
  if (seen !== undefined) session.remember(job.service, seen);
  const known = seen ?? undefined;
  const next =
    known === undefined
      ? undefined
      : await nextPlan(session, what, job, known).catch(() => undefined);
  const reasons = reasonsFor(stopped, next, job.service.serviceName);
  const pending = pendingAfter(session, job);
  const isReplacing = job.replacing !== undefined || pending !== undefined;
  // A transition that does not end is recorded too: `delete` sees only outputs, and forceDelete has
  // to get there.
  const isStuck =
    details.at.operation === "Wait" && stopped.code === "deadline" && recorded !== undefined;
  if ((!details.sent && !isStuck) || (seen === null && !isReplacing))
    return new ProviderError(stopped.code, reasons.join("\n"), { cause: stopped });
  const outputs = outputsOf({
    ...{ checked, urn: judgement.urn, recorded: recorded?.outputs },
    service:
      known ??
      (seen === null ? unseen(job, "absent") : (details.service ?? unseen(job, "Unknown"))),
    ...(seen === null && pending !== undefined ? { pendingRestore: pending.name } : {}),
    lastOperation: `${details.at.operation} (failed)`,
    recovery: next?.recovery ?? null,
    unserved: unservedOf(job.due, details.served),
    incomplete: true,
  });
  return new PartialFailure(stopped.code, reasons, recorded?.id ?? idOf(job.service), outputs);
}

/**
 * Notes that the service is this resource's from this run on: what another resource of the run
 * deletes, perhaps through another provider process, is not this service.
 */
async function makeOwn(
  { journal, run }: Session,
  { service, urn, life }: Job,
  live: Service | null,
): Promise<void> {
  const nothing = {
    createdBy: null,
    operation: "none",
    operationId: null,
    serves: {},
    served: {},
  } as const;
  const entry = journal.read(service);
  const own = entry?.life === life ? entry : undefined;
  const before: JournalEntry = own ?? { ...nothing, phase: "done", etag: live?.etag ?? null };
  await journal.write(service, { ...before, ...defined({ life }), taken: { run, urn } });
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
  if (recorded === undefined) await makeOwn(session, job, service);
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
