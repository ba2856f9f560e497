/** `read`: what a refresh sees. Inputs come back in exactly check's form (design section 6). */
import { isPower } from "../chart/index.js";
import { refuseOtherPlace, releaseCreate } from "./identity.js";
import { seenOutputs, settingsAsSeen } from "./outputs.js";
import { INPUT_NAMES, type ServiceInputs } from "./service-inputs.js";
import type { Session } from "./session.js";
import { toWire } from "./to-wire.js";
import type { Properties } from "./unknown.js";

/** What Pulumi gets; without an id the resource is gone. */
export interface ReadResult {
  readonly id?: string;
  readonly props?: Record<string, unknown>;
  readonly inputs?: Record<string, unknown>;
}

/** Checked inputs besides the program's own. */
const CHECKED_NAMES = ["url", "endpoint", "plan", "__urn", "__ignore", "__generation"];

function isManaged(props: Properties, field: string): boolean {
  const managed: unknown = props["__managed"];
  return Array.isArray(managed) && managed.includes(field);
}

/** Inputs in check's form, from outputs. */
function inputsOf(outputs: Properties): Properties {
  return Object.fromEntries([...INPUT_NAMES, ...CHECKED_NAMES].map((name) => [name, outputs[name]]));
}

/** A service that was deleted to be restored is no lost one: dropped from the state, it would be made empty. */
function stillPending(id: string, props: Properties): ReadResult {
  const inputs = { ...inputsOf(props), state: isManaged(props, "state") ? props["__power"] : undefined };
  return { id, props: toWire(props), inputs: toWire(inputs) };
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
  if (live === null) return typeof props["__pendingRestore"] === "string" ? stillPending(id, props) : {};
  await releaseCreate(session, ref);
  const before = (props["configuration"] ?? {}) as ServiceInputs["configuration"];
  const configuration = settingsAsSeen(before, before, live, true);
  const power = isPower(live.state) ? live.state : props["__power"];
  const outputs: Properties = { ...props, ...seenOutputs(live), configuration };
  const inputs = {
    ...inputsOf(outputs),
    state: isManaged(props, "state") ? power : undefined,
    units: isManaged(props, "units") ? live.units : undefined,
  };
  return { id, props: toWire(outputs), inputs: toWire(inputs) };
}
