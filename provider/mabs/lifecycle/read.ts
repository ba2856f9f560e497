/**
 * `read`: what a refresh sees. Inputs come back in exactly check's form (docs/architecture.md, The calls of Pulumi).
 */
import { isPower } from "../chart/index.js";
import type { Service, ServiceRef } from "../protocol/index.js";
import { recordOf, writeRecord, type ServiceRecord } from "./hidden.js";
import { refuseOtherPlace } from "./identity.js";
import { pendingRestore } from "../judge/known-backups.js";
import { releaseCreate } from "../judge/own-create.js";
import { seenOutputs, settingsAsSeen } from "./outputs.js";
import { INPUT_NAMES, type ServiceInputs } from "../inputs/service-inputs.js";
import type { Session } from "../judge/session.js";
import { toWire } from "../../pulumi/wire-values.js";
import type { Properties } from "../../pulumi/unknown.js";

/** What Pulumi gets; without an id the resource is gone. */
export interface ReadResult {
  readonly id?: string;
  readonly props?: Record<string, unknown>;
  readonly inputs?: Record<string, unknown>;
}

/** Checked inputs besides the program's own. */
const CHECKED_NAMES = ["url", "endpoint", "plan"];

const isManaged = ({ managed }: ServiceRecord, field: string): boolean => managed?.includes(field) === true;

/** What inputs keep of a record. */
const recordIn = ({ urn, life, runs, ignore, moved }: ServiceRecord): Properties =>
  writeRecord({
    ...{ urn, runs },
    ...(life === undefined ? {} : { life }),
    ...(ignore === undefined ? {} : { ignore }),
    ...(moved === undefined ? {} : { moved }),
  });

/** Inputs in check's form, from outputs. */
function inputsOf(outputs: Properties): Properties {
  return Object.fromEntries([...INPUT_NAMES, ...CHECKED_NAMES].map((name) => [name, outputs[name]]));
}

/** The backup of a Restore that is pending, by the state or by this machine's journal of this resource. */
function pendingBackup({ journal }: Session, ref: ServiceRef, { life, pendingRestore: recorded }: ServiceRecord) {
  const entry = journal.read(ref);
  return recorded ?? (entry?.life === life ? pendingRestore(entry)?.name : undefined);
}

/** A service that was deleted to be restored is no lost one: dropped from the state, it would be made empty. */
function stillPending(id: string, given: Properties, backup: string): ReadResult {
  const record = { ...recordOf(given), pendingRestore: backup };
  const props = { ...given, ...writeRecord(record) };
  const state = isManaged(record, "state") ? record.power : undefined;
  const inputs = { ...inputsOf(props), ...recordIn(record), state };
  return { id, props: toWire(props), inputs: toWire(inputs) };
}

/** Whether somebody has changed the service since the last run that is recorded, and this machine's journal was not there. */
function wasMoved(session: Session, props: Properties, live: Service): boolean {
  if (props["etag"] === live.etag) return false;
  const entry = session.journal.read(live);
  return entry === undefined || entry.life !== recordOf(props).life || entry.etag !== live.etag;
}

/**
 * Reads one resource. "Unreachable" throws; only a service that is really gone is reported as gone.
 *
 * Managed fields take the value seen, so that the next preview shows drift. A failed or transitional power keeps the
 * last input; one-shots and secrets keep the value last completed.
 */
export async function read(session: Session, id: string, props: Properties): Promise<ReadResult> {
  const { cloudService, serviceName } = props as unknown as ServiceInputs;
  const ref = { cloudService, serviceName };
  refuseOtherPlace(session, props, ref);
  // The list has no entry: only the service's own answer says that it is gone.
  const live = (await session.observe(ref)) ?? (await session.client.read(ref));
  const recorded = recordOf(props);
  if (live === null) {
    const pending = pendingBackup(session, ref, recorded);
    return pending === undefined ? {} : stillPending(id, props, pending);
  }
  await releaseCreate(session, ref);
  const before = (props["configuration"] ?? {}) as ServiceInputs["configuration"];
  const configuration = settingsAsSeen(before, before, live, true);
  const power = isPower(live.state) ? live.state : recorded.power;
  const record: ServiceRecord = { ...recorded, ...(wasMoved(session, props, live) ? { moved: true } : {}) };
  const outputs: Properties = { ...props, ...seenOutputs(live), configuration, ...writeRecord(record) };
  const inputs = {
    ...inputsOf(outputs),
    ...recordIn(record),
    state: isManaged(record, "state") ? power : undefined,
    units: isManaged(record, "units") ? live.units : undefined,
  };
  return { id, props: toWire(outputs), inputs: toWire(inputs) };
}
