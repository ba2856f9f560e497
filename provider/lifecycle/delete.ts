/** `delete`: sends Delete for the service that the outputs describe, and is content when it is gone already. */
import { executePlan, StepFailure } from "../executor/index.js";
import { plan } from "../planner/index.js";
import { parseDuration } from "./duration.js";
import { progressLogger, warn } from "./engine-log.js";
import type { ServiceInputs } from "./service-inputs.js";
import { refuseOtherPlace, REPLACEMENT_HINT, replacementRefused } from "./identity.js";
import { serviceKey, urnOf, type Session } from "./session.js";
import { toPlainError } from "./to-wire.js";
import type { Properties } from "./unknown.js";

/** How long to wait where the outputs of an older version say nothing. */
const WAIT_MS = 3_600_000;

/**
 * Deletes one service. Waits for a transition to end first: nothing is sent while one is under way (PR-9).
 *
 * Sends nothing when another resource of this run created or adopted the same service: a rename without aliases must
 * not destroy what it renamed.
 */
export async function remove(session: Session, props: Properties): Promise<void> {
  const { cloudService, serviceName, timeouts, edition } = props as unknown as ServiceInputs;
  const service = { cloudService, serviceName };
  refuseOtherPlace(session, props, service);
  const urn = urnOf(props);
  if (session.told.taken.has(serviceKey(service))) {
    warn(urn, `${serviceName} was taken over by another resource of this run: nothing was deleted.`);
    return;
  }
  // The engine asks for the delete of a resource that it has just checked without old inputs: a replacement by --replace.
  if (session.told.takingOver.get(serviceKey(service)) === urn && !session.told.replacing.has(serviceKey(service))) {
    throw toPlainError(new Error(`${replacementRefused(service)} ${REPLACEMENT_HINT}`));
  }
  const { client, journal, clock, signal } = session;
  const live = await client.read(service);
  if (live === null) {
    await journal.forget(service);
    return;
  }
  if (live.state !== props["state"] || live.units !== props["units"]) {
    const was = `${String(props["state"])} with ${String(props["units"])} units`;
    warn(
      urn,
      `${serviceName} moved since the last update: it was ${was}, it is ${live.state} with ${String(live.units)} units. It is deleted.`,
    );
  }
  // Not jobFor: a delete goes by what outputs of any version have, and needs no settings.
  const job = {
    service,
    urn,
    region: live.region,
    profile: session.profile,
    steps: plan(live, null).steps,
    desired: { edition, configuration: {} },
    due: {},
    settleMs: parseDuration(timeouts.settle) ?? WAIT_MS,
    operationMs: parseDuration(timeouts.operation) ?? WAIT_MS,
  };
  try {
    await executePlan({ port: client, journal, clock, signal, progress: progressLogger(urn) }, job);
  } catch (reason) {
    throw reason instanceof StepFailure
      ? toPlainError(new Error(`${serviceName}: ${reason.message}`))
      : toPlainError(reason);
  }
  await journal.forget(service);
  session.remember(service, null);
}
