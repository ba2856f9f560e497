/**
 * Consent to lose data. It names the incident, so that one left behind destroys nothing on another
 * day.
 */
import { isSameName } from "../../same-name.js";
import { parseState, type State } from "../chart/index.js";
import type { Desired, Policy } from "./shapes.js";

/**
 * What is consented to: the state that a service is in, that it is gone, that Pulumi replaces it by
 * another one, or that it is not restored from the backup for which it was deleted.
 */
type Incident = State | "absent" | "replace" | "pending";

/**
 * An incident as refusals print it: `NAME/STATE`, `NAME/absent`, `NAME/replace` or `NAME/pending`.
 */
export function incidentOf(serviceName: string | undefined, incident: Incident): string {
  return `${serviceName ?? "NAME"}/${incident}`;
}

/** The input that consents to an incident. */
export const consentTo = (incident: string): string => `acceptDataLoss: "${incident}"`;

/** Whether the program consents to this incident and no other. Letter case is ignored. */
export function consents(
  { acceptDataLoss }: Policy,
  serviceName: Desired["serviceName"],
  incident: Incident,
): boolean {
  // The last slash divides it: a state has none.
  const [, name = "", at = ""] = /^(.*)\/(.*)$/s.exec(acceptDataLoss ?? "") ?? [];
  const isThis = serviceName === undefined || isSameName(name, serviceName);
  return isThis && (parseState(at) ?? at) === incident;
}

/** What to say to a consent that names something else; nothing when none is given. */
export function otherIncident({ acceptDataLoss }: Policy, incident: string): string[] {
  return acceptDataLoss === undefined
    ? []
    : [
        `Consent: acceptDataLoss is "${acceptDataLoss}", which is another ` +
          `incident than "${incident}".`,
      ];
}
