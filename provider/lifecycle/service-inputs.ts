/**
 * The inputs of `biztalk.Service`: their shape, what is accepted, and the texts that say so (design section 6).
 *
 * Invalid input is no exception: every failure of a resource is collected, each names the input, what was given and
 * what is accepted. The value of a secret is never in a text.
 */
import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import {
  EDITION_NAMES,
  EDITIONS,
  editionHas,
  isPower,
  parseEdition,
  parseState,
  POWERS,
  type Edition,
  type Power,
} from "../chart/index.js";
import {
  BACKUP_NAME_PATTERN,
  CLOUD_SERVICE_NAME_MAX,
  SERVICE_NAME_PATTERN,
  type SettingValue,
} from "../protocol/index.js";
import { CONFIGURATION } from "./configuration-schema.js";
import { parseDuration } from "./duration.js";
import { expects, quote, secret, text } from "./input-fields.js";
import { splitUnknown, type Properties } from "./unknown.js";

/** Inputs after `check`: every default is written, what is unmanaged is left out. */
export interface ServiceInputs {
  readonly serviceName: string;
  readonly cloudService: string;
  readonly region: string;
  readonly edition: Edition;
  readonly units?: number;
  readonly state?: Power;
  readonly configuration: Readonly<Record<string, SettingValue | Readonly<Record<string, SettingValue>>>>;
  readonly restartTriggers?: unknown;
  readonly backup?: { readonly name: string; readonly store: string };
  readonly detours: boolean;
  readonly recovery: "inPlace" | "none";
  readonly adopt: boolean;
  readonly timeouts: { readonly settle: string; readonly operation: string };
}

/** The longest transition and operation that are waited for; a backup alone may need an hour. */
const TIMEOUTS_DEFAULT = { settle: "1h", operation: "2h" } as const;

const didYouMean = (given: string, known: readonly string[]): string => {
  const near = closest(
    given.toLowerCase(),
    known.map((each) => each.toLowerCase()),
  );
  const found = known.find((each) => each.toLowerCase() === near);
  const tooFar = distance(given.toLowerCase(), near) > Math.ceil(given.length / 2);
  return found === undefined || tooFar ? "" : ` Did you mean ${found}?`;
};

const POWERS_TEXT = POWERS.join(", ");

function refusePower(given: string): string {
  const known = parseState(given);
  const why =
    known === undefined || isPower(known)
      ? `is no power state; accepted: ${POWERS_TEXT}.`
      : `is a state that is left behind when something fails, it cannot be asked for; accepted: ${POWERS_TEXT}.`;
  return `state: ${quote(given)} ${why}${known === undefined || isPower(known) ? didYouMean(given, POWERS) : ""}`;
}

const flag = (name: string): z.ZodDefault<z.ZodBoolean> =>
  z.boolean({ error: expects(name, "true or false") }).default(false);

const SERVICE_NAME_RULE = "6 to 20 letters and digits, letter first";
const CLOUD_SERVICE_RULE = `1 to ${String(CLOUD_SERVICE_NAME_MAX)} characters`;
const BACKUP_NAME_RULE = "3 to 63 lower-case letters, digits and single hyphens, letter or digit first";
const DURATION_RULE = 'a duration such as "90s", "10m" or "2h"';

const duration = (name: string, fallback: string): z.ZodDefault<z.ZodString> =>
  z
    .string({ error: expects(name, DURATION_RULE) })
    .refine((given) => parseDuration(given) !== undefined, { error: expects(name, DURATION_RULE) })
    .default(fallback);

const INPUTS = z.strictObject({
  serviceName: text("serviceName", SERVICE_NAME_RULE).regex(SERVICE_NAME_PATTERN, {
    error: expects("serviceName", SERVICE_NAME_RULE),
  }),
  cloudService: text("cloudService", CLOUD_SERVICE_RULE)
    .max(CLOUD_SERVICE_NAME_MAX, { error: expects("cloudService", CLOUD_SERVICE_RULE) })
    .optional(),
  region: text("region", 'a region such as "West Europe"'),
  edition: z.string({ error: expects("edition", EDITION_NAMES.join(", ")) }).transform((given, context): Edition => {
    const edition = parseEdition(given);
    if (edition !== undefined) return edition;
    const message = `edition: ${quote(given)} is no edition; accepted: ${EDITION_NAMES.join(", ")}.${didYouMean(given, EDITION_NAMES)}`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  }),
  units: z.number({ error: expects("units", "a whole number, 1 or more") }).optional(),
  state: z
    .string({ error: expects("state", POWERS_TEXT) })
    .transform((given, context): Power => {
      if (isPower(given)) return given;
      context.addIssue({ code: "custom", message: refusePower(given) });
      return z.NEVER;
    })
    .optional(),
  configuration: CONFIGURATION.default({}),
  restartTriggers: z.unknown().optional(),
  backup: z
    .strictObject({
      name: text("backup.name", BACKUP_NAME_RULE).regex(BACKUP_NAME_PATTERN, {
        error: expects("backup.name", BACKUP_NAME_RULE),
      }),
      store: secret("backup.store"),
    })
    .optional(),
  detours: flag("detours"),
  recovery: z.enum(["inPlace", "none"], { error: expects("recovery", '"inPlace" or "none"') }).default("inPlace"),
  adopt: flag("adopt"),
  timeouts: z
    .strictObject({
      settle: duration("timeouts.settle", TIMEOUTS_DEFAULT.settle),
      operation: duration("timeouts.operation", TIMEOUTS_DEFAULT.operation),
    })
    .default(TIMEOUTS_DEFAULT),
});

/** Names of the inputs that a program may give. */
export const INPUT_NAMES: readonly string[] = Object.keys(INPUTS.shape);

/** What `parseInputs` found. `inputs` lacks what is unknown; it is only to be used when there are no failures. */
export interface ParsedInputs {
  readonly inputs: Partial<ServiceInputs> &
    Pick<ServiceInputs, "configuration" | "detours" | "recovery" | "adopt" | "timeouts">;
  /** Dotted paths of what is not known yet. */
  readonly unknown: readonly string[];
  readonly failures: readonly string[];
}

/** A container's default name: one for each region, since a container is in one region. */
function cloudServiceDefault(region: string): string {
  const slug = region.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
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

function textOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== "unrecognized_keys") return issue.message;
  const group = issue.path.join(".");
  const known = group === "" ? INPUT_NAMES : group === "configuration" ? Object.keys(CONFIGURATION.shape) : [];
  return issue.keys
    .map(
      (key) =>
        `${group === "" ? key : `${group}.${key}`}: there is no such input.${known.length > 0 ? didYouMean(key, known) : ""}`,
    )
    .join("\n");
}

/** Whether an issue is about something that is only not known yet. */
const isAbout = (path: string, unknown: readonly string[]): boolean =>
  unknown.some((each) => each === path || each.startsWith(`${path}.`) || path.startsWith(`${each}.`));

/** Reads a program's inputs: all failures at once, defaults written, unknown values left out. */
export function parseInputs(news: Properties): ParsedInputs {
  const { known, unknown } = splitUnknown(news);
  const parsed = INPUTS.partial().safeParse(known);
  const required = ["serviceName", "region", "edition"].filter(
    (name) => known[name] === undefined && !isAbout(name, unknown),
  );
  const missing = required.map((name) => `${name}: nothing was given; it is required.`);
  const issues = parsed.success ? [] : parsed.error.issues.filter(({ path }) => !isAbout(path.join("."), unknown));
  const inputs = parsed.success ? parsed.data : {};
  const units = unitsFailure(known);
  const failures = [...missing, ...issues.map(textOf), ...(units === undefined ? [] : [units])];
  const given = JSON.parse(JSON.stringify(inputs)) as Partial<ServiceInputs>;
  return { inputs: withDefaults(given, unknown), unknown, failures };
}

/** A container that is not known yet gets no default: it may be another one, and is not to be judged. */
function withDefaults(inputs: Partial<ServiceInputs>, unknown: readonly string[]): ParsedInputs["inputs"] {
  const { region } = inputs;
  const fallback = region === undefined || unknown.includes("cloudService") ? undefined : cloudServiceDefault(region);
  const cloudService = inputs.cloudService ?? fallback;
  return {
    configuration: {},
    detours: false,
    recovery: "inPlace",
    adopt: false,
    timeouts: TIMEOUTS_DEFAULT,
    ...inputs,
    ...(cloudService === undefined ? {} : { cloudService }),
  };
}
