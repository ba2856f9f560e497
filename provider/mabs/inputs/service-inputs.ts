/**
 * The inputs of `biztalk.Service`: reading them, with every default and every failure at once.
 *
 * Invalid input is no exception: every failure of a resource is collected, each names the input,
 * what was given and what is accepted. The value of a secret is never in a text.
 */
import { defined } from "../../defined.js";
import {
  EDITION_NAMES,
  EDITIONS,
  editionHas,
  parseEdition,
  settingsLackedBy,
  type Edition,
  type Power,
} from "../chart/index.js";
import { CLOUD_SERVICE_NAME_MAX, displayRegion, type SettingValue } from "../protocol/index.js";
import { certificateFailures } from "./certificate-failures.js";
import { CONFIGURATION } from "./configuration-schema.js";
import { isAbout, readFields, unknownNames } from "../../pulumi/read-fields.js";
import { INPUT_DEFAULTS, type DefaultedInput } from "./input-defaults.js";
import { INPUTS } from "./service-schema.js";
import {
  isProperties,
  restoreUnknown,
  splitUnknown,
  type Properties,
  type Split,
} from "../../pulumi/unknown.js";

/** Inputs after `check`: every default is written, what is unmanaged is left out. */
export interface ServiceInputs {
  readonly serviceName: string;
  readonly cloudService: string;
  readonly region: string;
  readonly edition: Edition;
  readonly units?: number;
  readonly state?: Power;
  readonly configuration: Readonly<
    Record<string, SettingValue | Readonly<Record<string, SettingValue>>>
  >;
  readonly restartTriggers?: unknown;
  readonly backup?: { readonly name: string; readonly store: string };
  readonly restoreFrom?: { readonly name: string; readonly store: string };
  readonly detours: boolean;
  readonly recovery: "inPlace" | "replace" | "none";
  readonly acceptDataLoss?: string;
  readonly backupBeforeDelete: boolean | "ifPossible";
  readonly forceDelete: boolean;
  /** The endpoint and service to take over; `true` for whichever is there, of a new resource. */
  readonly adopt: boolean | string;
  readonly timeouts: {
    readonly settle: string;
    readonly operation: string;
    readonly create?: string;
    readonly update?: string;
    readonly delete?: string;
  };
}

/** Names of the inputs that a program may give. */
export const INPUT_NAMES: readonly string[] = Object.keys(INPUTS.shape);

/**
 * Inputs as far as they are known: what is unmanaged or not known yet is missing, what has a
 * default is not.
 */
export type KnownInputs = Partial<ServiceInputs> & Pick<ServiceInputs, DefaultedInput>;

/**
 * What `parseInputs` found. `inputs` lacks what is unknown; it is only to be used when there are no
 * failures.
 */
export interface ParsedInputs {
  readonly inputs: KnownInputs;
  /** Dotted paths of what is not known yet. */
  readonly unknown: readonly string[];
  /** Each begins with the path of the input that it is about. */
  readonly failures: readonly string[];
}

/**
 * A container's default name: one for each region, however that is written, since a container is in
 * one region.
 */
function cloudServiceDefault(region: string): string {
  const slug = displayRegion(region)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
  return `biztalk-${slug}`.slice(0, CLOUD_SERVICE_NAME_MAX);
}

/** Units are judged by the edition, whatever else of the inputs is not accepted. */
function unitsFailure(known: Properties): string | undefined {
  const edition = typeof known["edition"] === "string" ? parseEdition(known["edition"]) : undefined;
  const units = known["units"];
  if (edition === undefined || typeof units !== "number") return undefined;
  const { unitsMin, unitsMax } = EDITIONS[edition];
  if (Number.isInteger(units) && units >= unitsMin && units <= unitsMax) return undefined;
  const given = `units: ${String(units)} was given; edition ${edition} accepts`;
  if (!editionHas(edition, "Scale")) return `${given} 1, it does not have Scale.`;
  return `${given} ${String(unitsMin)} to ${String(unitsMax)}, in steps of 1.`;
}

/**
 * Retention must be longer than the interval (backup and restore guide), whatever else is not
 * accepted.
 */
function scheduleFailure(known: Properties): string | undefined {
  const { configuration } = known;
  const schedule = isProperties(configuration) ? configuration["backupSchedule"] : undefined;
  const { frequencyDays, retentionDays } = isProperties(schedule) ? schedule : ({} as Properties);
  if (typeof frequencyDays !== "number" || typeof retentionDays !== "number") return undefined;
  if (retentionDays > frequencyDays) return undefined;
  return "configuration.backupSchedule: retentionDays must be greater than frequencyDays.";
}

/** Settings of what the edition does not have, whatever else of the inputs is not accepted. */
function editionFailures({ edition: given, configuration }: Properties): string[] {
  const edition = typeof given === "string" ? parseEdition(given) : undefined;
  if (edition === undefined || !isProperties(configuration)) return [];
  const have = (setting: string): string =>
    EDITION_NAMES.filter((each) => !settingsLackedBy(each).includes(setting)).join(", ");
  return settingsLackedBy(edition)
    .filter((setting) => (configuration[setting] ?? undefined) !== undefined)
    .map(
      (setting) =>
        `configuration.${setting}: edition ${edition} does not have what it is for; ` +
        `${have(setting)} do.`,
    );
}

/** Inputs that only make sense together, or not at all together. */
function combinationFailures(known: Properties, unknown: readonly string[]): string[] {
  const given = (name: string): boolean =>
    (known[name] ?? undefined) !== undefined || unknown.includes(name);
  const failures: string[] = [];
  if (given("restoreFrom") && (known["adopt"] ?? false) !== false) {
    failures.push(
      "restoreFrom: adopt takes over a service that exists, restoreFrom makes a " +
        "new one; give one of them.",
    );
  }
  if ((known["backupBeforeDelete"] ?? false) !== false && !given("backup")) {
    failures.push(
      "backupBeforeDelete: there is no store to write to; give backup: { name, store }.",
    );
  }
  return failures;
}

/** A store that is not known yet is as good as one that is: nothing is judged by it. */
const UNJUDGED = ["backup.store", "restoreFrom.store"];

/** Inputs that are known, and where the others were. */
function splitInputs(properties: Properties): Split {
  const split = splitUnknown(properties);
  const unjudged = split.unknown.filter((path) => UNJUDGED.includes(path));
  return {
    known: restoreUnknown(split.known, unjudged),
    unknown: split.unknown.filter((path) => !UNJUDGED.includes(path)),
  };
}

/**
 * Inputs that were checked once, with the defaults that no state holds. Nothing is judged again.
 */
export function knownInputs(properties: Properties): Pick<ParsedInputs, "inputs" | "unknown"> {
  const { known, unknown } = splitInputs(properties);
  const given = Object.entries(known).filter(([, value]) => value !== undefined && value !== null);
  return { inputs: withDefaults(Object.fromEntries(given)), unknown };
}

/**
 * Reads a program's inputs: all failures at once, defaults written, unknown values left out.
 *
 * @param container - the one that the service is in, which stays unless the program names another
 * one.
 */
export function parseInputs(news: Properties, container?: unknown): ParsedInputs {
  const { known, unknown } = splitInputs(news);
  const required = ["serviceName", "region", "edition"].filter(
    (name) => known[name] === undefined && !isAbout(name, unknown),
  );
  const missing = required.map((name) => `${name}: nothing was given; it is required.`);
  const optional = Object.fromEntries(
    Object.entries(INPUTS.shape).map(([name, schema]) => [
      name,
      required.includes(name) ? schema.optional() : schema,
    ]),
  );
  const { values, failures: invalid } = readFields(optional, known, unknown, {
    configuration: CONFIGURATION.shape,
  });
  const ofSeveral = [unitsFailure(known), scheduleFailure(known)].filter(
    (each) => each !== undefined,
  );
  const failures = [
    ...missing,
    ...invalid,
    ...unknownNames(known, INPUT_NAMES),
    ...ofSeveral,
    ...editionFailures(known),
    ...certificateFailures(known, unknown),
    ...combinationFailures(known, unknown),
  ];
  const given = JSON.parse(JSON.stringify(values)) as Partial<ServiceInputs>;
  return { inputs: withContainer(given, unknown, container), unknown, failures };
}

/** Inputs with every default that no other input decides. */
const withDefaults = (inputs: Partial<ServiceInputs>): KnownInputs => ({
  ...INPUT_DEFAULTS,
  ...inputs,
});

/**
 * A container that is not known yet gets no default: it may be another one, and is not to be
 * judged.
 */
function withContainer(
  inputs: Partial<ServiceInputs>,
  unknown: readonly string[],
  container: unknown,
): KnownInputs {
  const { region } = inputs;
  const ofRegion = region === undefined ? undefined : cloudServiceDefault(region);
  const usual = typeof container === "string" ? container : ofRegion;
  const fallback = unknown.includes("cloudService") ? undefined : usual;
  const cloudService = inputs.cloudService ?? fallback;
  return withDefaults({ ...inputs, ...defined({ cloudService }) });
}
