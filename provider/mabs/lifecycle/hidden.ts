/**
 * The hidden properties of a service, each read and written here alone: `__call`, which the class adds to a program's
 * inputs and no state holds, and `__record`, which this provider keeps with a resource.
 */
import { isProperties, isUnknown, UNKNOWN, type Properties } from "../../pulumi/unknown.js";

/** What the class tells `check` beside the program's inputs. */
export interface ServiceCall {
  readonly urn: string;
  /** Whether the run is a preview. */
  readonly dryRun: boolean;
  /** Paths of Pulumi's `ignoreChanges`, as the program writes them. */
  readonly ignore?: readonly string[];
  /** The Pulumi option that forbids every plan with Delete. */
  readonly keep?: "protect" | "retainOnDelete";
  /** URNs of the resources that the service's name or container follows from. */
  readonly origins?: readonly string[];
}

/** What is kept with a resource: in its checked inputs, and in its outputs with what a run has left. */
export interface ServiceRecord {
  readonly urn: string;
  /** One id for the life of a resource in a stack, so that nothing is taken for another one's of the same name. */
  readonly life?: string;
  /** How many runs the engine has recorded. */
  readonly runs: number;
  readonly ignore?: readonly string[];
  /** Set by a refresh that found the service changed since the last run: what was done meanwhile nobody here has seen. */
  readonly moved?: true;
  /** Outputs only: names of the fields that the program manages. */
  readonly managed?: readonly string[];
  /** Outputs only: the power that was asked for last. */
  readonly power?: unknown;
  /** Outputs only: the last run was left incomplete. */
  readonly incomplete?: true;
  /** Outputs only: the backup that a deleted service is to be restored from. */
  readonly pendingRestore?: string;
}

const CALL = "__call";
const RECORD = "__record";

/** Hidden names of states before 0.2, by the field they are now. */
const FORMER: Readonly<Record<keyof ServiceRecord, string>> = {
  urn: "__urn",
  life: "__life",
  runs: "__generation",
  ignore: "__ignore",
  moved: "__moved",
  managed: "__managed",
  power: "__power",
  incomplete: "__incomplete",
  pendingRestore: "__pendingRestore",
};

/** Inputs of a resource that are no program's: the class, the SDK and `check` add them. */
const NOT_A_PROGRAMS: ReadonlySet<string> = new Set([
  ...[CALL, RECORD, "plan", "__plan", "__provider", "url", "endpoint"],
  ...Object.values(FORMER),
]);

/** The call; of a program that tells nothing, an update of an unnamed resource. */
export function callOf(news: Properties): ServiceCall {
  const call = news[CALL];
  return isProperties(call) ? (call as unknown as ServiceCall) : { urn: "", dryRun: false };
}

/** What was recorded with a resource, by this version or one before it; nothing but zero of a new one. */
export function recordOf(properties: Properties): ServiceRecord {
  const record = properties[RECORD];
  const given = isProperties(record)
    ? record
    : Object.fromEntries(Object.entries(FORMER).map(([name, former]) => [name, properties[former]]));
  const known = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && !isUnknown(value)),
  );
  return { urn: "", runs: 0, ...known };
}

/** The property that holds a record. What is not known in a preview is given as `undefined` among `unknown`. */
export function writeRecord(record: ServiceRecord, unknown: readonly (keyof ServiceRecord)[] = []): Properties {
  return { [RECORD]: { ...record, ...Object.fromEntries(unknown.map((name) => [name, UNKNOWN])) } };
}

/** What the program gave. */
export function programInputs(news: Properties): Properties {
  return Object.fromEntries(Object.entries(news).filter(([name]) => !NOT_A_PROGRAMS.has(name)));
}
