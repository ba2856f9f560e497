/**
 * The hidden property that holds what is kept with a resource: read from any version's state,
 * written in this one's form.
 */
import { SERVICE_TYPE } from "../../resource-types.js";
import { isProperties, isUnknown, type Properties } from "../../pulumi/unknown.js";
import { FORMER_NAMES, RECORD } from "./hidden-names.js";

/** What is kept, as it stands in a state. Left out is what is as usual. */
export interface ServiceRecord {
  readonly life?: string;
  readonly runs: number;
  /** Paths of `ignoreChanges` in dotted form. */
  readonly ignore?: readonly string[];
  readonly moved?: boolean;
  /** Outputs only: the resource, in short. */
  readonly urn?: string;
  /** Outputs only: the power that was asked for last, where it is not the one that was seen. */
  readonly power?: string;
  /**
   * Outputs only: which fields the program manages, where it does not manage both power and units.
   */
  readonly managed?: readonly string[];
  /** Outputs only: the last run was left incomplete. */
  readonly incomplete?: boolean;
  /** Outputs only: the backup that a deleted service is to be restored from. */
  readonly pendingRestore?: string;
}

/**
 * The record of a resource, by this version or one before it; nothing but zero of a new one, or
 * where it is not known.
 */
export function readRecord(properties: Properties): ServiceRecord {
  const record = properties[RECORD];
  const given = isProperties(record)
    ? record
    : Object.fromEntries(
        Object.entries(FORMER_NAMES).map(([name, former]) => [name, properties[former]]),
      );
  const known = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && !isUnknown(value)),
  );
  return { runs: 0, ...known };
}

const PREFIX = "urn:pulumi:";

/** A URN without what all of ours have: state files hold it for each resource. */
export function shortUrn(urn: string): string {
  const [stack, project, type, ...name] = urn.replace(PREFIX, "").split("::");
  if (type?.endsWith(SERVICE_TYPE) !== true || !urn.startsWith(PREFIX)) return urn;
  return [stack, project, type.slice(0, -SERVICE_TYPE.length), ...name].join("::");
}

/** The URN that `shortUrn` has shortened; a whole one stays. */
export function wholeUrn(text: string): string {
  const [stack, project, parents, ...name] = text.split("::");
  if (text === "" || text.startsWith(PREFIX) || name.length === 0) return text;
  return `${PREFIX}${[stack, project, `${parents ?? ""}${SERVICE_TYPE}`, ...name].join("::")}`;
}
