/** `create` and `update`: carry out the checked plan, and record what became of it. */
import { ProviderError } from "../errors.js";
import { executePlan, StepFailure, type Executed, type Job, type OneShots } from "../executor/index.js";
import { describeRecovery, describeStep, type Plan } from "../planner/index.js";
import type { Service } from "../protocol/index.js";
import { progressLogger } from "./engine-log.js";
import { jobFor } from "./job.js";
import { judge } from "./judge.js";
import { changedOneShots } from "./one-shots.js";
import { outputsOf } from "./outputs.js";
import type { ServiceInputs } from "./service-inputs.js";
import { serviceKey, type Session } from "./session.js";
import { partialFailure, toPlainError, toWire } from "./to-wire.js";
import { isProperties, type Properties } from "./unknown.js";

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
export function idOf({ cloudService, serviceName }: Pick<ServiceInputs, "cloudService" | "serviceName">): string {
  return `${cloudService}/${serviceName}`;
}

function planOf(news: Properties): Plan {
  const plan = news["__plan"];
  if (isProperties(plan) && Array.isArray(plan["steps"])) return plan as unknown as Plan;
  throw new ProviderError(
    "invalid-input",
    "the plan that `check` made is missing from the inputs: run `pulumi up` again",
  );
}

/** One-shots that are due by the outputs: in a partial failure they hold what was completed. */
function dueByOutputs({ news, olds, id }: Reconciliation, plan: Plan): OneShots {
  const inputs = news as unknown as ServiceInputs;
  const changed = changedOneShots(id === undefined ? {} : olds, inputs);
  const backup = plan.steps.some(({ operation }) => operation === "Backup")
    ? changedOneShots({}, inputs).backup
    : undefined;
  const { restartTriggers, secrets } = id === undefined ? { secrets: changed.secrets } : changed;
  return {
    ...(restartTriggers === undefined ? {} : { restartTriggers }),
    ...(backup === undefined ? {} : { backup }),
    ...(secrets === undefined ? {} : { secrets }),
  };
}

/** No journal on this machine: a one-shot goes out only when nothing has happened since the outputs (design section 7). */
async function refuseBlindOneShot(session: Session, what: Reconciliation, job: Job): Promise<void> {
  const { restartTriggers, backup } = job.due;
  const blind = restartTriggers !== undefined || backup !== undefined;
  if (what.id === undefined || !blind || session.journal.read(job.service) !== undefined) return;
  const live = await session.client.read(job.service);
  if (live === null || what.olds["etag"] === live.etag) return;
  const names = [restartTriggers === undefined ? [] : ["restartTriggers"], backup === undefined ? [] : ["backup"]]
    .flat()
    .join(", ");
  throw new ProviderError(
    "diverged",
    `${job.service.serviceName}: ${names} is due, but the service has changed since the last run and this machine has no journal of it: it is not known whether it was done already. Nothing was sent. Run \`pulumi refresh\` to accept the service as it is, then \`pulumi up\`.`,
  );
}

/** The plan for the service as it is now, for what a failure and the outputs say of recovery. */
async function nextPlan(session: Session, what: Reconciliation, job: Job, service: Service): Promise<Plan> {
  const inputs = what.news as unknown as ServiceInputs;
  const question = {
    service: job.service,
    inputs,
    unknown: [],
    completed: what.news,
    backupPlanned: false,
    live: service,
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

async function toPartialFailure(
  session: Session,
  what: Reconciliation,
  job: Job,
  failure: StepFailure,
): Promise<Error> {
  const { details } = failure;
  const { serviceName } = job.service;
  const seen =
    details.service === undefined || failure.code !== "operation-failed"
      ? await readQuietly(session, job)
      : details.service;
  session.remember(job.service, seen ?? null);
  if (seen === null || seen === undefined) {
    const reasons = reasonsFor(failure, undefined, serviceName);
    return toPlainError(new ProviderError(failure.code, reasons.join("\n")));
  }
  const next = await nextPlan(session, what, job, seen);
  const reasons = reasonsFor(failure, next, serviceName);
  if (!details.sent) return toPlainError(new ProviderError(failure.code, reasons.join("\n")));
  const unserved = unservedOf(job.due, details.served);
  const lastOperation = `${details.at.operation} (failed)`;
  const properties = outputsOf({ ...what, service: seen, lastOperation, next, unserved, incomplete: true });
  return partialFailure(what.id ?? idOf(job.service), properties, what.news["__provider"], reasons);
}

async function readQuietly(session: Session, job: Job): Promise<Service | null | undefined> {
  return session.client.read(job.service).catch(() => undefined);
}

async function execute(session: Session, what: Reconciliation, job: Job): Promise<Executed> {
  const { client, journal, clock, signal } = session;
  const progress = progressLogger(job.urn);
  try {
    await refuseBlindOneShot(session, what, job);
    return await executePlan({ port: client, journal, clock, signal, progress }, job);
  } catch (reason) {
    throw reason instanceof StepFailure ? await toPartialFailure(session, what, job, reason) : toPlainError(reason);
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
  const plan = planOf(what.news);
  const urn = what.news["__urn"];
  const job = jobFor(session, {
    inputs: what.news as unknown as ServiceInputs,
    plan,
    due: dueByOutputs(what, plan),
    urn: typeof urn === "string" ? urn : "",
  });
  const executed = await execute(session, what, job);
  const { service, done } = executed;
  session.remember(job.service, service);
  session.told.taken.add(serviceKey(job.service));
  if (service === null)
    throw toPlainError(
      new Error(`${job.service.serviceName}: the service is gone after ${done.map(describeStep).join("; ")}`),
    );
  const before = what.olds["lastOperation"];
  const lastOperation = done.at(-1)?.operation ?? (typeof before === "string" ? before : "none");
  const next = await nextPlan(session, what, job, service);
  // Nothing is unserved: what this run's plan did not have to serve was served by one that the engine never heard of.
  const outs = outputsOf({ ...what, service, lastOperation, next, unserved: {}, incomplete: false });
  return { id: what.id ?? idOf(job.service), outs: toWire(outs) };
}
