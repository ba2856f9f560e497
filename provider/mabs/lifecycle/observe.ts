/**
 * `read`: what a refresh sees. Inputs come back in exactly check's form (docs/architecture.md, The
 * calls of Pulumi).
 */
import { defined } from "../../defined.js";
import { isPower, parseEdition, type Power } from "../chart/index.js";
import { pendingRestore } from "../judge/known-backups.js";
import { releaseCreate } from "../judge/own-create.js";
import type { Session } from "../judge/session.js";
import { describePlan } from "../planner/index.js";
import type { Service, ServiceRef } from "../protocol/index.js";
import { refuseOtherPlace } from "./identity.js";
import { seenService, settingsAsSeen } from "./outputs.js";
import { serviceIn, type CheckedService, type ServiceOutputs } from "./service-states.js";

/** A resource as a refresh finds it. */
export interface Observation {
  readonly checked: CheckedService;
  readonly outputs: ServiceOutputs;
}

/**
 * The lines of a plan that has nothing to do: what the next check says of a service that nobody
 * touches.
 */
const quietLines = (state: string): readonly string[] =>
  describePlan({
    verdict: "noop",
    observed: { state, power: [], units: 1, edition: "Developer" },
    steps: [],
    refusals: [],
    recovery: null,
    notes: [],
  });

/** Checked inputs, from outputs: what is unmanaged is left out. */
function checkedFrom(outputs: ServiceOutputs, state: string | undefined): CheckedService {
  const { inputs, seen, endpoint, life, ignored, moved, managed, runs } = outputs;
  const { units, edition, url } = seen;
  return {
    inputs: {
      ...inputs,
      // A program that reads them takes what was seen for what it asks for.
      ...defined({ edition: parseEdition(edition ?? "") }),
      ...(managed.includes("units") && units !== undefined ? { units } : {}),
      ...(managed.includes("state") && state !== undefined ? { state: state as Power } : {}),
    },
    unknown: [],
    ...{ url, endpoint, life, ignored, moved, runs },
    lines: quietLines(seen.state ?? ""),
    plan: undefined,
  };
}

/**
 * The backup of a Restore that is pending, by the state or by this machine's journal of this
 * resource.
 */
function pendingBackup(
  { journal }: Session,
  ref: ServiceRef,
  outputs: ServiceOutputs,
): string | undefined {
  const entry = journal.read(ref);
  return (
    outputs.pendingRestore ??
    (entry?.life === outputs.life ? pendingRestore(entry)?.name : undefined)
  );
}

/**
 * Whether somebody has changed the service since the last run that is recorded, and this machine's
 * journal was not there.
 */
function wasMoved(session: Session, outputs: ServiceOutputs, live: Service): boolean {
  if (outputs.seen.etag === live.etag) return false;
  const entry = session.journal.read(live);
  return entry === undefined || entry.life !== outputs.life || entry.etag !== live.etag;
}

/**
 * Observes one resource. "Unreachable" throws; only a service that is really gone is `null`.
 *
 * Managed fields take the value seen, so that the next preview shows drift. A failed or
 * transitional power keeps the last input; one-shots and secrets keep the value last completed. A
 * service that was deleted to be restored is no lost one: dropped from the state, it would be made
 * empty.
 */
export async function observe(
  session: Session,
  recorded: ServiceOutputs,
): Promise<Observation | null> {
  const ref = serviceIn(recorded.inputs);
  if (ref === undefined) return null;
  refuseOtherPlace(session, recorded.endpoint, ref);
  // The list has no entry: only the service's own answer says that it is gone.
  const live = (await session.observe(ref)) ?? (await session.client.read(ref));
  if (live === null) {
    const pending = pendingBackup(session, ref, recorded);
    if (pending === undefined) return null;
    const outputs = { ...recorded, pendingRestore: pending };
    return { outputs, checked: { ...checkedFrom(outputs, outputs.power), lines: recorded.lines } };
  }
  await releaseCreate(session, ref);
  const before = recorded.inputs.configuration;
  const outputs: ServiceOutputs = {
    ...recorded,
    inputs: { ...recorded.inputs, configuration: settingsAsSeen(before, before, live, true) },
    seen: seenService(live),
    moved: recorded.moved || wasMoved(session, recorded, live),
  };
  return {
    outputs,
    checked: checkedFrom(outputs, isPower(live.state) ? live.state : recorded.power),
  };
}
