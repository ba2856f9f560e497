/**
 * `delete`: sends Delete for the service that the outputs describe, and is content when it is gone
 * already.
 */
import { defined } from "../../defined.js";
import { createHash } from "node:crypto";
import { NOTHING_LEGAL, parseEdition, parseTransitionalState } from "../chart/index.js";
import { messageOf, ProviderError } from "../../errors.js";
import { executePlan, settled, type Job, type Run } from "../executor/index.js";
import type { Step } from "../planner/index.js";
import type { Service, ServiceRef } from "../protocol/index.js";
import type { Log } from "../../pulumi/call.js";
import { parseDuration } from "../../pulumi/duration.js";
import { refuseOtherPlace, REPLACEMENT_HINT, replacementRefused } from "./identity.js";
import { endOf } from "../judge/job.js";
import { takenFor } from "../judge/known-backups.js";
import type { KnownInputs } from "../inputs/service-inputs.js";
import { claimantOf, type Session } from "../judge/session.js";
import { flattenSettings } from "../inputs/settings-map.js";
import { unrecorded, type Line } from "../judge/unrecorded.js";
import { forcedDelete, planDeletion } from "./plan-deletion.js";
import { serviceIn, type CompletedInputs, type ServiceOutputs } from "./service-states.js";

/**
 * A day: longer than any transition or operation. Durations were checked before, so this is never
 * seen.
 */
const DURATION_MAX_MS = 86_400_000;

/**
 * What a delete goes by: outputs, and the inputs of what replaces the service, which may ask for
 * another backup.
 */
interface Removing {
  readonly service: ServiceRef;
  readonly outputs: ServiceOutputs;
  readonly inputs: CompletedInputs;
  readonly log: Log;
}

/** The name of the backup before a Delete: another one for each version of the service. */
function backupName({ serviceName, etag }: Service): string {
  const digest = createHash("sha256").update(etag).digest("hex").slice(0, 8);
  return `${serviceName.toLowerCase()}-before-delete-${digest}`;
}

/**
 * Waits for a transition to end: nothing is sent while one is under way (PR-9), unless it does not
 * end and force is given. What is still in transition then is stuck.
 */
async function settle(
  run: Run,
  job: Pick<Job, "service" | "settleMs">,
  { forceDelete, backupBeforeDelete }: Pick<KnownInputs, "forceDelete" | "backupBeforeDelete">,
): Promise<Service | null> {
  try {
    return await settled(run, job.service, job.settleMs);
  } catch (reason) {
    if (!(reason instanceof ProviderError) || reason.code !== "deadline") throw reason;
    if (forceDelete && backupBeforeDelete !== true) return run.port.read(job.service);
    if (forceDelete) {
      throw new ProviderError(
        "operation-not-allowed",
        `${messageOf(reason)}. backupBeforeDelete: true asks for a Backup, and ` +
          "none can be taken now. To send Delete without one set " +
          `backupBeforeDelete: "ifPossible", run \`pulumi up\`, and delete it ` +
          "again.",
      );
    }
    throw new ProviderError(
      "deadline",
      `${messageOf(reason)}. ${NOTHING_LEGAL}. To send Delete all the same, set ` +
        `forceDelete: true, run \`pulumi up\`, and delete it again.`,
    );
  }
}

/** The steps of a delete; what stands against it is thrown, in words. */
function stepsFor(session: Session, live: Service, { outputs, inputs }: Removing): readonly Step[] {
  const entry = unrecorded(session.journal.read(live), lineOf(outputs));
  const taken = entry?.replacing?.founding === null ? takenFor(entry, live) : undefined;
  const { verdict, steps, refusals, notes } = planDeletion(session.profile, live, inputs, taken);
  if (verdict === "legal") return steps;
  throw new ProviderError(
    "operation-not-allowed",
    [...refusals.map(({ message }) => message), ...notes].join("\n"),
  );
}

/** Where the resource stands by its outputs. */
function lineOf({ life, runs }: ServiceOutputs): Line {
  return { generation: runs, ...defined({ life }) };
}

/**
 * The resource that has the service beside this one: it was checked in this run, or the journal
 * knows it. Of another run the journal is believed where it speaks of the service as it is: that
 * run adopted the service and came to no delete.
 */
async function takerOf(
  session: Session,
  { outputs, service }: Removing,
): Promise<string | undefined> {
  const claimant = claimantOf(session, service);
  if (claimant !== undefined && claimant !== outputs.urn) return claimant;
  const entry = session.journal.read(service);
  if (entry?.taken === undefined || entry.life === outputs.life) return undefined;
  const isOfThisRun = entry.taken.run === session.run;
  return isOfThisRun || entry.etag === (await session.observe(service))?.etag
    ? entry.taken.urn
    : undefined;
}

/** Whether the engine asks for something that would destroy a service which somebody still has. */
async function isTakenOver(session: Session, removing: Removing): Promise<boolean> {
  const { service, log } = removing;
  const { urn } = removing.outputs;
  const { notes } = session;
  if (notes.isOwned(service) || (await takerOf(session, removing)) !== undefined) {
    log.warn(
      urn,
      `${service.serviceName} was taken over by another resource: nothing was deleted.`,
    );
    return true;
  }
  // The engine asks for the delete of a resource that it has just checked without old inputs: a
  // replacement by --replace.
  if (notes.adopterOf(service) === urn && notes.replacedOf(urn) === undefined) {
    throw new ProviderError(
      "operation-not-allowed",
      `${replacementRefused(service)} ${REPLACEMENT_HINT}`,
    );
  }
  return false;
}

function warnOfMove(live: Service, { outputs, log }: Removing): void {
  const { state, units } = outputs.seen;
  if (live.state === state && live.units === units) return;
  const was = `${String(state)} with ${String(units)} units`;
  const is = `${live.state} with ${String(live.units)} units`;
  log.warn(
    outputs.urn,
    `${live.serviceName} moved since the last update: it was ${was}, it is ${is}. It is deleted.`,
  );
}

/** What a resource's outputs say of the delete, where they name a service. */
function removingOf(session: Session, outputs: ServiceOutputs, log: Log): Removing | undefined {
  const service = serviceIn(outputs.inputs);
  if (service === undefined) return undefined;
  // What replaces the service may ask for a backup that its state does not know of yet.
  const replaced = session.notes.replacementOf(service);
  return { service, outputs, inputs: { ...outputs.inputs, ...replaced?.inputs }, log };
}

/** Waits for a transition to end, and carries out the plan for what is there then. */
async function deleteLive(session: Session, removing: Removing): Promise<void> {
  const { client, journal, clock, signal } = session;
  const { service, outputs, inputs, log } = removing;
  const run: Run = { port: client, journal, clock, signal, progress: log.progress(outputs.urn) };
  const settleMs = parseDuration(inputs.timeouts.settle) ?? DURATION_MAX_MS;
  const live = await settle(run, { service, settleMs }, inputs);
  if (live === null) return;
  warnOfMove(live, removing);
  const force = parseTransitionalState(live.state) !== undefined;
  const steps = force ? [forcedDelete(live)] : stepsFor(session, live, removing);
  await executePlan(run, deleteJob(session, removing, { live, steps, force, settleMs }));
}

/**
 * Deletes one service, after a Backup where the program asked for one. Waits for a transition to
 * end first.
 *
 * Sends nothing when another resource of this run created or adopted the same service: a rename
 * without aliases must not destroy what it renamed.
 */
export async function remove(session: Session, outputs: ServiceOutputs, log: Log): Promise<void> {
  const removing = removingOf(session, outputs, log);
  if (removing === undefined) return;
  const { service } = removing;
  const { serviceName } = service;
  refuseOtherPlace(session, outputs.endpoint, service);
  if (await isTakenOver(session, removing)) return;
  if (session.notes.replacementOf(service)?.isLeft === true) {
    log.warn(
      outputs.urn,
      `${serviceName} is left behind as it is (retainOnDelete): nothing was deleted.`,
    );
    return;
  }
  try {
    await deleteLive(session, removing);
  } catch (reason) {
    if (!(reason instanceof ProviderError)) throw reason;
    throw new ProviderError(reason.code, `${serviceName}: ${reason.message}`, { cause: reason });
  }
  await session.journal.forget(service);
  session.remember(service, null);
}

const nextLine = ({ life, generation }: Line): Pick<Job, "life" | "generation"> => ({
  generation: generation + 1,
  ...defined({ life }),
});

interface Deletion {
  readonly live: Service;
  readonly steps: readonly Step[];
  readonly force: boolean;
  readonly settleMs: number;
}

/** Not jobFor: a delete goes by what is there, whatever the program says of it. */
function deleteJob(
  session: Session,
  { outputs, inputs }: Removing,
  { live, steps, force, settleMs }: Deletion,
): Job {
  const { timeouts, backup, configuration } = inputs;
  const { cloudService, serviceName, region, edition, units } = live;
  const takes = steps.some(({ operation }) => operation === "Backup") && backup !== undefined;
  const name = backupName(live);
  return {
    service: { cloudService, serviceName },
    urn: outputs.urn,
    region,
    profile: session.profile,
    steps,
    desired: {
      ...defined({ edition: parseEdition(edition) }),
      units,
      configuration: flattenSettings(configuration),
    },
    ...(takes
      ? { backup: { name, store: backup.store }, replacing: { founding: null, backup: { name } } }
      : {}),
    due: {},
    ...nextLine(lineOf(outputs)),
    settleMs,
    operationMs: parseDuration(timeouts.operation) ?? DURATION_MAX_MS,
    ...endOf(session, timeouts.delete),
    ...(force ? { force: true } : {}),
  };
}
