/**
 * The planner's documents as people write them: observed, desired, policy; all failures of a
 * document at once.
 */
import { z } from "zod";
import {
  EDITION_NAMES,
  parseEdition,
  parseState,
  parseTransitionalState,
  POWERS,
  PROFILE_NAMES,
  STATES,
  type Edition,
} from "../mabs/chart/index.js";
import { ProviderError } from "../errors.js";
import type { Json } from "../plan/plan-shapes.js";
import { DEFAULT_POLICY, type Desired, type Observed, type Policy } from "../mabs/planner/index.js";

const edition = z.string().transform((text, context): Edition => {
  const known = parseEdition(text);
  if (known !== undefined) return known;
  context.addIssue({
    code: "custom",
    message: `"${text}" is not an edition; accepted: ${EDITION_NAMES.join(", ")}`,
  });
  return z.NEVER;
});

const power = z.enum(POWERS, {
  error: (issue) => {
    const given = typeof issue.input === "string" ? issue.input : JSON.stringify(issue.input);
    const state = parseState(given);
    const why =
      state !== undefined && STATES.includes(state)
        ? "is a state, but none that can be asked for"
        : "is not a power state";
    return `"${given}" ${why}; accepted: ${POWERS.join(", ")}`;
  },
});

/** An error that says what was given and what is accepted. */
const expects =
  (accepted: string) =>
  (issue: { readonly input?: unknown }): string =>
    `${issue.input === undefined ? "nothing" : JSON.stringify(issue.input)} ` +
    `was given; accepted: ${accepted}`;

/** JSON that was parsed; functions and the like cannot come out of a parser. */
const json = z.unknown().transform((value) => value as Json);
const configuration = z.record(z.string(), json).default({});
const UNITS_TEXT = { error: expects("a whole number, 1 or more") };
const units = z.number(UNITS_TEXT).int(UNITS_TEXT).min(1, UNITS_TEXT);

/** What is known of a backup. */
const BACKUP = {
  name: z.string().min(1),
  takenAt: z.string().optional(),
  edition: edition.optional(),
  version: z.string().optional(),
  units: units.optional(),
};

const OBSERVED = z
  .strictObject({
    state: z.string().min(1),
    transitional: z.union([z.boolean(), z.string()]).optional(),
    // Every plan names the powers that count as observed, so its summary can be given back as it
    // is.
    power: z.unknown().optional(),
    edition: edition.default("Standard"),
    units: units.default(1),
    configuration,
    etag: z.string().optional(),
    version: z.string().optional(),
    lastBackup: z.strictObject(BACKUP).optional(),
    backupForDelete: z.string().optional(),
  })
  .nullable();

const DESIRED = z
  .strictObject({
    serviceName: z.string().optional(),
    state: power.optional(),
    edition: edition.optional(),
    units: units.optional(),
    configuration,
    restartTriggers: json.optional(),
    secrets: z.array(z.string()).optional(),
    backup: z
      .looseObject({ name: z.string(), inUse: z.strictObject(BACKUP).optional() })
      .optional(),
    // A store is accepted and not read: the planner knows no secrets.
    restoreFrom: z
      .strictObject({
        ...BACKUP,
        store: z.unknown().optional(),
        missing: z.literal(true).optional(),
        withoutStore: z.literal(true).optional(),
        pending: z.literal(true).optional(),
        stale: z.literal(true).optional(),
      })
      .transform((given) =>
        Object.fromEntries(Object.entries(given).filter(([name]) => name !== "store")),
      )
      .optional(),
    vanished: z.literal(true).optional(),
    lastBackup: z.strictObject(BACKUP).optional(),
    newVersion: z.string().optional(),
    unknown: z.array(z.string()).optional(),
  })
  .nullable();

const POLICY = z.strictObject({
  profile: z
    .enum(PROFILE_NAMES as [Policy["profile"]], { error: expects(PROFILE_NAMES.join(", ")) })
    .default(DEFAULT_POLICY.profile),
  detours: z.boolean({ error: expects("true or false") }).default(DEFAULT_POLICY.detours),
  recovery: z
    .enum(["inPlace", "replace", "none"], { error: expects("inPlace, replace, none") })
    .default(DEFAULT_POLICY.recovery),
  acceptDataLoss: z
    .string({ error: expects("NAME/STATE, the incident as the refusal printed it") })
    .nullish(),
  backupBeforeDelete: z
    .union([z.boolean(), z.literal("ifPossible")], { error: expects("true, false, ifPossible") })
    .optional(),
  forceDelete: z.boolean({ error: expects("true or false") }).optional(),
  keep: z
    .enum(["protect", "retainOnDelete"], { error: expects("protect, retainOnDelete") })
    .optional(),
});

function read<T>(schema: z.ZodType<T>, option: string, document: unknown): T {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    ({ path, message }) => `  ${path.length === 0 ? "document" : path.join(".")}: ${message}`,
  );
  throw new ProviderError(
    "invalid-input",
    `${option}: the document is not accepted.\n${lines.join("\n")}`,
  );
}

/**
 * Without keys whose value is undefined, so that plans are the same whether a key was left out or
 * not.
 */
function compact<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Reads what was observed; spellings of states as the wire and people have them. */
export function readObserved(document: unknown): Observed | null {
  const observed = compact(read(OBSERVED, "--observed", document));
  if (observed === null) return null;
  const state =
    parseState(observed.state) ?? parseTransitionalState(observed.state) ?? observed.state;
  return { ...observed, state } as Observed;
}

/** Reads what is desired. */
export function readDesired(document: unknown): Desired | null {
  return compact(read(DESIRED, "--desired", document)) as Desired | null;
}

/** Reads a policy; what is left out has its default. */
export function readPolicy(document: unknown): Policy {
  const { acceptDataLoss, ...policy } = compact(read(POLICY, "--policy", document ?? {}));
  return { ...policy, ...(typeof acceptDataLoss === "string" ? { acceptDataLoss } : {}) } as Policy;
}
