/** `create` and `update`: carry out the checked plan, and record what became of it. */
import { isDeepStrictEqual } from "node:util";
import { ProviderError } from "../../errors.js";
import {
  executePlan,
  StepFailure,
  type Executed,
  type Job,
  type JournalEntry,
  type OneShots,
} from "../executor/index.js";
import { describeRecovery, describeStep, type KnownBackup, type Plan } from "../planner/index.js";
import type { Service } from "../protocol/index.js";
import type { CheckedPlan } from "./find-plan.js";
import { programInputs, recordOf } from "./hidden.js";
import { closeEntry } from "../judge/close-entry.js";
import { dueOneShots } from "../judge/due-one-shots.js";
import { progressLogger, warn } from "../../pulumi/engine-log.js";
import { jobFor } from "../judge/job.js";
import { judge } from "../judge/judge.js";
import type { Question } from "../judge/question.js";
import { pendingRestore } from "../judge/known-backups.js";
import { outputsOf } from "./outputs.js";
import type { ServiceInputs } from "../inputs/service-inputs.js";
import { serviceKey, type Session } from "../judge/session.js";
import { partialFailure, toPlainError, toWire } from "../../pulumi/wire-values.js";
import { ignoredPaths } from "../inputs/unmanaged.js";
import { isProperties, type Properties } from "../../pulumi/unknown.js";
import type { Line } from "../judge/unrecorded.js";

/** One resource to bring to what its program says. */
export interface Reconciliation {
  /** Checked inputs, `__plan` included. */
  readonly news: Properties;
  /** Outputs of the last run; empty for a new resource. */
  readonly olds: Properties;
  /** The id the engine knows; `undefined` for a new resource. */
  readonly id: string | undefined;
}

/** The resource's id: container and name. */
function idOf({ cloudService, serviceName }: Pick<ServiceInputs, "cloudService" | "serviceName">): string {
  return `${cloudService}/${serviceName}`;
}

function planOf(news: Properties): CheckedPlan {
  const plan = news["__plan"];
  if (isProperties(plan) && Array.isArray(plan["steps"])) return plan as unknown as CheckedPlan;
  throw new ProviderError(
    "invalid-input",
    "the plan that `check` made is missing from the inputs: run `pulumi up` again",
  );
}

/** Where the resource stands: the life that `check` gave it, and the runs that the engine had recorded before this one. */
function lineOf({ news, olds }: Reconciliation): Line {
  const { life } = recordOf(news);
  return { generation: recordOf(olds).runs, ...(life === undefined ? {} : { life }) };
}

/** What is to be judged when everything is known. */
function questionOf(session: Session, what: Reconciliation, live: Service | null, completed: Properties): Question {
  const { news, id } = what;
  const inputs = news as unknown as ServiceInputs;
  const { cloudService, serviceName } = inputs;
  const { urn, ignore } = recordOf(news);
  return {
    service: { cloudService, serviceName },
    inputs,
    unknown: [],
    unmanaged: ignoredPaths(ignore),
    urn,
    completed: completed,
    ...lineOf(what),
    isRecorded: id !== undefined,
    moved: session.told.moved.has(urn),
    live,
  };
}

/**
 * What was planned is what these inputs ask for: a policy that remediates changes them after `check` has planned.
 *
 * @throws {ProviderError} `invalid-input`, with the names of the inputs; nothing was sent.
 */
function refuseOtherInputs({ told }: Session, { news }: Reconciliation): void {
  const checked = told.checked.get(recordOf(news).urn);
  if (checked === undefined) return;
  const [before, after] = [programInputs(checked), programInputs(news)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .sort();
  if (names.length === 0 && isDeepStrictEqual(checked["__plan"], news["__plan"])) return;
  const what = names.length === 0 ? "the plan" : names.join(", ");
  throw new ProviderError(
    "invalid-input",
    `${String(news["serviceName"])}: ${what} was changed after the plan was made, by a policy that remediates: nothing was sent. The plan is another one for the changed inputs, and no preview has shown it. Write the values that the policy wants into the program.`,
  );
}

/**
 * One-shots that are due by the outputs, which hold what was completed, and that the journal does not know as served.
 * Asked again, because `check` sees the old inputs and not the outputs.
 *
 * @throws {ProviderError} `diverged` when one is due that the checked plan, which saw no outputs, does not serve: it was on
 * no preview, and it must not be recorded as done. Nothing was sent.
 */
async function dueByOutputs(session: Session, what: Reconciliation, plan: Plan): Promise<OneShots> {
  const { news, olds, id } = what;
  const { cloudService, serviceName } = news as unknown as ServiceInputs;
  const live = await session.observe({ cloudService, serviceName });
  const question = questionOf(session, what, live, id === undefined ? {} : olds);
  const { due } = await dueOneShots(session, question);
  if (id === undefined || Object.keys(due).length === 0) return due;
  const checked = new Set<string>(plan.steps.map(({ operation }) => operation));
  const now = (await judge(session, question)).plan;
  const missing = now.steps.filter(({ operation }) => SERVING.has(operation) && !checked.has(operation));
  if (missing.length === 0) return due;
  const operations = missing.map(({ operation }) => operation).join(", ");
  throw new ProviderError(
    "diverged",
    `${serviceName}: ${operations} is due by the stack's state, was on no preview, and this machine has no journal of the run that left it: nothing was sent. Run \`pulumi refresh\`, then \`pulumi up\`.`,
  );
}

/** Operations that serve one-shots. */
const SERVING: ReadonlySet<string> = new Set(["Backup", "Update Configuration", "Restart"]);

/**
 * No journal of the last run on this machine: a one-shot goes out only when nothing has happened since the outputs
 * (docs/architecture.md, The calls of Pulumi).
 */
async function refuseBlindOneShot(session: Session, what: Reconciliation, job: Job): Promise<void> {
  const blind = (["restartTriggers", "backup"] as const).filter((kind) => job.due[kind] !== undefined);
  const entry = session.journal.read(job.service);
  const { life, generation } = lineOf(what);
  const hasJournal = entry !== undefined && entry.life === life && (entry.generation ?? 0) >= generation;
  if (what.id === undefined || blind.length === 0 || hasJournal) return;
  const live = await session.client.read(job.service);
  if (live === null || what.olds["etag"] === live.etag) return;
  throw new ProviderError(
    "diverged",
    `${job.service.serviceName}: ${blind.join(", ")} is due, but the service has changed since the last run and this machine has no journal of it: it is not known whether it was done already. Nothing was sent. Run \`pulumi refresh\` to accept the service as it is, then \`pulumi up\`: it reports a restart that may have been made, and makes it when restartTriggers changes again.`,
  );
}

/** The plan for the service as it is now, for what a failure says of recovery. */
async function nextPlan(session: Session, what: Reconciliation, job: Job, service: Service): Promise<Plan> {
  // What is due again is said by the next preview: here nothing of the journal is newer than the state.
  const question = {
    ...questionOf(session, what, service, what.news),
    service: job.service,
    generation: job.generation ?? 0,
  };
  return (await judge(session, question)).plan;
}

/** One-shots that were due and have not been served. */
function unservedOf(due: OneShots, served: OneShots): OneShots {
  return Object.fromEntries(Object.entries(due).filter(([kind]) => !(kind in served)));
}

function reasonsFor(failure: StepFailure, next: Plan | undefined, name: string): string[] {
  const { done, sent } = failure.details;
  const finished = done.length === 0 ? "nothing" : done.map(({ operation }) => operation).join(", ");
  const recovery = next === undefined ? [] : describeRecovery(next.recovery);
  return [
    `${name}: ${failure.message}`,
    `Done in this run: ${finished}.${sent ? "" : " Nothing was sent."}`,
    ...(recovery.length > 0 ? [`Recovery, shown by the next \`pulumi preview\`: ${recovery.join("; ")}.`] : []),
    "Run `pulumi up` again to go on from there.",
  ];
}

/** The backup of a Restore that is pending, as the journal has it, or as this run knows it where that cannot be read. */
function pendingAfter(session: Session, job: Job): KnownBackup | undefined {
  try {
    return pendingRestore(session.journal.read(job.service));
  } catch {
    // What stopped the run is what is reported, not that it cannot be read again.
    return job.replacing?.founding === "Restore" ? (job.replacing.backup ?? undefined) : undefined;
  }
}

/** Stands for a service that was asked for and is not there, or could not be read since: the next run looks. */
function unseen(job: Job, state: "absent" | "Unknown"): Service {
  const { desired, service, region } = job;
  const { edition = "Developer", units = 1 } = desired;
  return { ...service, region, state, edition, units, configuration: {}, etag: "", version: "" };
}

/**
 * What Pulumi is told of a run that stopped. Without a request that changes anything it is a plain error and the old
 * state stays; after one it is a partial failure, also when the service cannot be read any more.
 */
async function toFailure(session: Session, what: Reconciliation, job: Job, stopped: StepFailure): Promise<Error> {
  const { details } = stopped;
  const seen = await session.client.read(job.service).catch(() => undefined);
  if (seen !== undefined) session.remember(job.service, seen);
  const known = seen ?? undefined;
  const next = known === undefined ? undefined : await nextPlan(session, what, job, known).catch(() => undefined);
  const reasons = reasonsFor(stopped, next, job.service.serviceName);
  const pending = pendingAfter(session, job);
  const isReplacing = job.replacing !== undefined || pending !== undefined;
  // A transition that does not end is recorded too: `delete` sees only outputs, and forceDelete has to get there.
  const isStuck = details.at.operation === "Wait" && stopped.code === "deadline" && what.id !== undefined;
  if ((!details.sent && !isStuck) || (seen === null && !isReplacing))
    return toPlainError(new ProviderError(stopped.code, reasons.join("\n")));
  const properties = outputsOf({
    ...what,
    service: known ?? (seen === null ? unseen(job, "absent") : (details.service ?? unseen(job, "Unknown"))),
    ...(seen === null && pending !== undefined ? { pendingRestore: pending.name } : {}),
    lastOperation: `${details.at.operation} (failed)`,
    recovery: next?.recovery ?? null,
    unserved: unservedOf(job.due, details.served),
    incomplete: true,
  });
  return partialFailure(what.id ?? idOf(job.service), properties, what.news["__provider"], reasons);
}

/**
 * Notes that the service is this resource's from this run on: what another resource of the run deletes, perhaps through
 * another provider process, is not this service.
 */
async function makeOwn({ journal, run }: Session, { service, urn, life }: Job, live: Service | null): Promise<void> {
  const nothing = { createdBy: null, operation: "none", operationId: null, serves: {}, served: {} } as const;
  const entry = journal.read(service);
  const own = entry?.life === life ? entry : undefined;
  const before: JournalEntry = own ?? { ...nothing, phase: "done", etag: live?.etag ?? null };
  await journal.write(service, { ...before, ...(life === undefined ? {} : { life }), taken: { run, urn } });
}

async function execute(session: Session, what: Reconciliation, job: Job): Promise<Executed> {
  const { client, journal, clock, signal } = session;
  const progress = progressLogger(job.urn);
  try {
    await refuseBlindOneShot(session, what, job);
    return await executePlan({ port: client, journal, clock, signal, progress }, job);
  } catch (reason) {
    throw reason instanceof StepFailure ? await toFailure(session, what, job, reason) : toPlainError(reason);
  }
}

/**
 * Carries out the checked plan and returns id and outputs.
 *
 * @throws a plain error when nothing was sent, a partial failure (`id`, `properties`, `reasons`) after that.
 */
export async function reconcile(
  session: Session,
  what: Reconciliation,
): Promise<{ id: string; outs: Record<string, unknown> }> {
  refuseOtherInputs(session, what);
  const plan = planOf(what.news);
  const { urn } = recordOf(what.news);
  const job = jobFor(session, {
    inputs: what.news as unknown as ServiceInputs,
    plan,
    due: await dueByOutputs(session, what, plan),
    urn,
    line: lineOf(what),
    method: what.id === undefined ? "create" : "update",
  });
  for (const text of plan.uncertain ?? []) warn(job.urn, text);
  // Also without a step: a preview knows no output of what is updated.
  session.told.changed.add(urn);
  const executed = await execute(session, what, job);
  const { service, done } = executed;
  await closeEntry(session, job, service);
  session.remember(job.service, service);
  session.told.taken.add(serviceKey(job.service));
  if (what.id === undefined) {
    await makeOwn(session, job, service);
    session.told.answered.set(serviceKey(job.service), job.service);
  }
  if (service === null)
    throw toPlainError(
      new Error(`${job.service.serviceName}: the service is gone after ${done.map(describeStep).join("; ")}`),
    );
  const before = what.olds["lastOperation"];
  const lastOperation = done.at(-1)?.operation ?? (typeof before === "string" ? before : "none");
  // Nothing is unserved: what this run's plan did not have to serve was served by one that the engine never heard of, or
  // is recorded as satisfied (PR-5).
  const outs = outputsOf({ ...what, service, lastOperation, recovery: null, unserved: {}, incomplete: false });
  return { id: what.id ?? idOf(job.service), outs: toWire(outs) };
}
