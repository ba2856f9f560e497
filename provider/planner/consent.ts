/** Consent to lose data. It names the incident, so that one left behind destroys nothing on another day (design section 6). */
import { parseState, type State } from "../chart/index.js";
import type { Desired, Policy } from "./shapes.js";

/** An incident as refusals print it: `NAME/STATE`. */
export function incidentOf(serviceName: string | undefined, state: State | "absent"): string {
  return `${serviceName ?? "NAME"}/${state}`;
}

/** Whether the program consents to this incident and no other. Letter case is ignored. */
export function consents(
  { acceptDataLoss }: Policy,
  serviceName: Desired["serviceName"],
  state: State | "absent",
): boolean {
  const given = acceptDataLoss?.lastIndexOf("/") ?? -1;
  if (acceptDataLoss === undefined || given === -1) return false;
  const name = acceptDataLoss.slice(0, given);
  const at = acceptDataLoss.slice(given + 1);
  const sameName = serviceName === undefined || name.toLowerCase() === serviceName.toLowerCase();
  return sameName && (parseState(at) ?? at) === state;
}

/** What to say to a consent that names something else; nothing when none is given. */
export function otherIncident({ acceptDataLoss }: Policy, incident: string): string[] {
  return acceptDataLoss === undefined
    ? []
    : [`Consent: acceptDataLoss is "${acceptDataLoss}", which is another incident than "${incident}".`];
}
