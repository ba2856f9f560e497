/** `delete`: sends Delete for the service that the outputs describe, and is content when it is gone already. */
import { createHash } from "node:crypto";
import { parseTransitionalState, type Profile } from "../chart/index.js";
import { messageOf, ProviderError } from "../../errors.js";
import { executePlan, settled, StepFailure, type Job, type Run } from "../executor/index.js";
import { plan, type Plan, type Policy, type Step } from "../planner/index.js";
import type { Service, ServiceRef } from "../protocol/index.js";
import { parseDuration } from "../../pulumi/duration.js";
import { progressLogger, warn } from "../../pulumi/engine-log.js";
import { refuseOtherPlace, REPLACEMENT_HINT, replacementRefused } from "./identity.js";
import { endOf } from "../judge/job.js";
import { takenFor } from "../judge/known-backups.js";
import type { ServiceInputs } from "../inputs/service-inputs.js";
import { recordOf } from "./hidden.js";
import { replacedService, serviceKey, type Session } from "../judge/session.js";
import { flattenSettings } from "../inputs/settings-map.js";
import { toPlainError } from "../../pulumi/wire-values.js";
import type { Properties } from "../../pulumi/unknown.js";
import { unrecorded, type Line } from "../judge/unrecorded.js";

/** How long to wait where the outputs of an older version say nothing. */
const WAIT_MS = 3_600_000;

/** What outputs of any version have, and what those of this one add. */
type Recorded = Pick<ServiceInputs, "cloudService" | "serviceName"> &
  Partial<
    Pick<ServiceInputs, "backup" | "backupBeforeDelete" | "forceDelete" | "recovery" | "configuration" | "timeouts">
  >;

/** The name of the backup before a Delete: another one for each version of the service. */
function backupName({ serviceName, etag }: Service): string {
  const digest = createHash("sha256").update(etag).digest("hex").slice(0, 8);
  return `${serviceName.toLowerCase()}-before-delete-${digest}`;
}

/**
 * Waits for a transition to end: nothing is sent while one is under way (PR-9), unless it does not end and force is given.
 * What is still in transition then is stuck.
 */
async function settle(
  run: Run,
  job: Pick<Job, "service" | "settleMs">,
  { forceDelete, backupBeforeDelete }: Recorded,
): Promise<Service | null> {
  try {
    return await settled(run, job.service, job.settleMs);
  } catch (reason) {
    if (!(reason instanceof ProviderError) || reason.code !== "deadline") throw reason;
    if (forceDelete === true && backupBeforeDelete !== true) return run.port.read(job.service);
    if (forceDelete === true) {
      throw new ProviderError(
        "operation-not-allowed",
        `${messageOf(reason)}. backupBeforeDelete: true asks for a Backup, and none can be taken now. To send Delete without one set backupBeforeDelete: "ifPossible", run \`pulumi up\`, and delete it again.`,
      );
    }
    throw new ProviderError(
      "deadline",
      `${messageOf(reason)}. Legal here: nothing, until it has ended. To send Delete all the same, set forceDelete: true, run \`pulumi up\`, and delete it again.`,
    );
  }
}

/** The one written exception to the chart (PR-9): Delete of a service whose transition does not end. */
function forcedDelete({ state }: Service): Step {
  return {
    operation: "Delete",
    expects: state,
    yields: "absent",
    onFailure: state,
    serves: "delete",
    risk: "destroys",
    detour: false,
    source: "docs/planner.md, PR-9",
  };
}

/** What a plan says that cannot take the Backup it was asked for. */
const NO_STORE = "No Backup before Delete: the program gives no store for it (backup: { name, store }).";

/**
 * The plan for a service that shall be gone, by the flags that its outputs recorded.
 *
 * @param taken - the name of a backup that an earlier run of this delete has taken.
 */
export function planDeletion(profile: Profile, live: Service, outputs: Properties, taken?: string): Plan {
  const { backupBeforeDelete: asked = false, recovery = "inPlace", backup } = outputs as unknown as Recorded;
  const hasNoStore = asked === "ifPossible" && backup === undefined;
  const policy: Policy = { profile, detours: false, recovery, backupBeforeDelete: hasNoStore ? false : asked };
  const { state, edition, units, configuration, lastBackup } = live;
  const observed = {
    ...{ state, edition, units, configuration },
    ...(lastBackup === undefined ? {} : { lastBackup }),
    ...(taken === undefined ? {} : { backupForDelete: taken }),
  };
  const planned = plan(observed, null, policy);
  return hasNoStore ? { ...planned, notes: [...planned.notes, NO_STORE] } : planned;
}

/** The steps of a delete; what stands against it is thrown, in words. */
function stepsFor(session: Session, live: Service, props: Properties): readonly Step[] {
  const entry = unrecorded(session.journal.read(live), lineOf(props));
  const taken = entry?.replacing?.founding === null ? takenFor(entry, live) : undefined;
  const { verdict, steps, refusals, notes } = planDeletion(session.profile, live, props, taken);
  if (verdict === "legal") return steps;
  throw new ProviderError("operation-not-allowed", [...refusals.map(({ message }) => message), ...notes].join("\n"));
}

/** Where the resource stands by its outputs. */
function lineOf(props: Properties): Line {
  const { life, runs } = recordOf(props);
  return { generation: runs, ...(life === undefined ? {} : { life }) };
}

/**
 * The resource that has the service beside this one: it was checked in this run, or the journal knows it. Of another run
 * the journal is believed where it speaks of the service as it is: that run adopted the service and came to no delete.
 */
async function takerOf(session: Session, props: Properties, key: string): Promise<string | undefined> {
  const { urn, life } = recordOf(props);
  const claimant = session.told.claims.get(key);
  if (claimant !== undefined && claimant !== urn) return claimant;
  const service = props as unknown as ServiceRef;
  const entry = session.journal.read(service);
  if (entry?.taken === undefined || entry.life === life) return undefined;
  const isOfThisRun = entry.taken.run === session.run;
  return isOfThisRun || entry.etag === (await session.observe(service))?.etag ? entry.taken.urn : undefined;
}

/** Whether the engine asks for something that would destroy a service which somebody still has. */
async function isTakenOver(session: Session, props: Properties, key: string): Promise<boolean> {
  const { urn } = recordOf(props);
  const { taken, takingOver, replaced } = session.told;
  const { serviceName, cloudService } = props as unknown as ServiceInputs;
  if (taken.has(key) || (await takerOf(session, props, key)) !== undefined) {
    warn(urn, `${serviceName} was taken over by another resource: nothing was deleted.`);
    return true;
  }
  // The engine asks for the delete of a resource that it has just checked without old inputs: a replacement by --replace.
  if (takingOver.get(key) === urn && !replaced.has(urn)) {
    throw toPlainError(new Error(`${replacementRefused({ serviceName, cloudService })} ${REPLACEMENT_HINT}`));
  }
  return false;
}

function warnOfMove(live: Service, props: Properties): void {
  if (live.state === props["state"] && live.units === props["units"]) return;
  const was = `${String(props["state"])} with ${String(props["units"])} units`;
  const is = `${live.state} with ${String(live.units)} units`;
  warn(
    recordOf(props).urn,
    `${live.serviceName} moved since the last update: it was ${was}, it is ${is}. It is deleted.`,
  );
}

/**
 * Deletes one service, after a Backup where the program asked for one. Waits for a transition to end first.
 *
 * Sends nothing when another resource of this run created or adopted the same service: a rename without aliases must
 * not destroy what it renamed.
 */
export async function remove(session: Session, given: Properties): Promise<void> {
  const replaced = replacedService(session.told, given as unknown as ServiceRef);
  // What replaces the service may ask for a backup that its state does not know of yet.
  const props = { ...given, ...replaced?.inputs };
  const recorded = props as unknown as Recorded;
  const { cloudService, serviceName, timeouts } = recorded;
  const service = { cloudService, serviceName };
  refuseOtherPlace(session, props, service);
  if (await isTakenOver(session, props, serviceKey(service))) return;
  if (replaced?.isLeft === true) {
    warn(recordOf(props).urn, `${serviceName} is left behind as it is (retainOnDelete): nothing was deleted.`);
    return;
  }
  const { client, journal, clock, signal } = session;
  const run: Run = { port: client, journal, clock, signal, progress: progressLogger(recordOf(props).urn) };
  const settleMs = parseDuration(timeouts?.settle ?? "") ?? WAIT_MS;
  try {
    const live = await settle(run, { service, settleMs }, recorded);
    if (live !== null) {
      warnOfMove(live, props);
      const force = parseTransitionalState(live.state) !== undefined;
      const steps = force ? [forcedDelete(live)] : stepsFor(session, live, props);
      await executePlan(run, deleteJob(session, props, { live, steps, force, settleMs }));
    }
  } catch (reason) {
    const named = reason instanceof StepFailure || reason instanceof ProviderError;
    throw named ? toPlainError(new Error(`${serviceName}: ${reason.message}`)) : toPlainError(reason);
  }
  await journal.forget(service);
  session.remember(service, null);
}

const nextLine = ({ life, generation }: Line): Pick<Job, "life" | "generation"> => ({
  generation: generation + 1,
  ...(life === undefined ? {} : { life }),
});

interface Deletion {
  readonly live: Service;
  readonly steps: readonly Step[];
  readonly force: boolean;
  readonly settleMs: number;
}

/** Not jobFor: a delete goes by what outputs of any version have. */
function deleteJob(session: Session, props: Properties, { live, steps, force, settleMs }: Deletion): Job {
  const { timeouts, backup, configuration = {} } = props as unknown as Recorded;
  const { cloudService, serviceName, region, edition, units } = live;
  const takes = steps.some(({ operation }) => operation === "Backup") && backup !== undefined;
  const name = backupName(live);
  return {
    service: { cloudService, serviceName },
    urn: recordOf(props).urn,
    region,
    profile: session.profile,
    steps,
    desired: { edition, units, configuration: flattenSettings(configuration) },
    ...(takes ? { backup: { name, store: backup.store }, replacing: { founding: null, backup: { name } } } : {}),
    due: {},
    ...nextLine(lineOf(props)),
    settleMs,
    operationMs: parseDuration(timeouts?.operation ?? "") ?? WAIT_MS,
    ...endOf(session, timeouts?.delete),
    ...(force ? { force: true } : {}),
  };
}
