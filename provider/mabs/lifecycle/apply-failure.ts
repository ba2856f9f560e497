/** What Pulumi is told of a create or update that stopped. */
import { ProviderError } from "../../errors.js";
import { PartialFailure } from "../../pulumi/partial-failure.js";
import type { Job, OneShots, StepFailure } from "../executor/index.js";
import { judge } from "../judge/judge.js";
import { pendingRestore } from "../judge/known-backups.js";
import type { Session } from "../judge/session.js";
import { describeRecovery, type KnownBackup, type Plan } from "../planner/index.js";
import type { Service } from "../protocol/index.js";
import { idOf, questionOf, type Applying } from "./applying.js";
import { completedIn } from "./find-plan.js";
import { outputsOf } from "./outputs.js";

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
export async function toFailure(
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
