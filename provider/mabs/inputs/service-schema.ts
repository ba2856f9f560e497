/** What each input of `biztalk.Service` accepts, and the texts that say so. */
import { z } from "zod";
import {
  EDITION_NAMES,
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
} from "../protocol/index.js";
import { CONFIGURATION } from "./configuration-schema.js";
import { INPUT_DEFAULTS } from "./input-defaults.js";
import { sendableSecret, sendableText } from "./sendable.js";
import { didYouMean } from "../../pulumi/did-you-mean.js";
import { parseDuration } from "../../pulumi/duration.js";
import { expects, groupOf, nullGiven, quote, text } from "../../pulumi/input-fields.js";

const POWERS_TEXT = POWERS.join(", ");

function refusePower(given: string): string {
  const known = parseState(given);
  const why =
    known === undefined || isPower(known)
      ? `is not a power state; accepted: ${POWERS_TEXT}.`
      : "is a state that is left behind when something fails, it cannot be asked " +
        `for; accepted: ${POWERS_TEXT}.`;
  const question = known === undefined || isPower(known) ? didYouMean(given, POWERS) : "";
  return `state: ${quote(given)} ${why}${question}`;
}

const flag = (name: "detours" | "forceDelete"): z.ZodDefault<z.ZodBoolean> =>
  z.boolean({ error: expects(name, "true or false") }).default(INPUT_DEFAULTS[name]);

const SERVICE_NAME_RULE = "6 to 20 letters and digits, letter first";
const CLOUD_SERVICE_RULE = `1 to ${String(CLOUD_SERVICE_NAME_MAX)} characters`;
const BACKUP_NAME_RULE =
  "3 to 63 lower-case letters, digits and single hyphens, letter or digit first and last";
const DURATION_RULE = 'a duration such as "90s", "10m" or "1h30m"';

const duration = (name: string, fallback: string): z.ZodDefault<z.ZodString> =>
  z
    .string({ error: expects(name, DURATION_RULE) })
    .refine((given) => parseDuration(given) !== undefined, { error: expects(name, DURATION_RULE) })
    .default(fallback);

const optionalDuration = (name: string): z.ZodOptional<z.ZodString> =>
  z
    .string({ error: expects(name, DURATION_RULE) })
    .refine((given) => parseDuration(given) !== undefined, { error: expects(name, DURATION_RULE) })
    .optional();

/** A backup: its name, and the store it is in. */
const backup = (name: string) =>
  z.strictObject(
    {
      name: text(`${name}.name`, BACKUP_NAME_RULE, "required").regex(BACKUP_NAME_PATTERN, {
        error: expects(`${name}.name`, BACKUP_NAME_RULE),
      }),
      store: sendableSecret(`${name}.store`, "required"),
    },
    groupOf(name, "{ name, store }"),
  );

const RECOVERIES = ["inPlace", "replace", "none"] as const;
const CONSENT_RULE = 'the incident as the refusal printed it, for instance "orders/Disabled"';
const ADOPT_RULE =
  "true, false or what the refusal printed: the endpoint, the cloud service and the name";
const BEFORE_DELETE_RULE = 'true, false or "ifPossible"';

/** One schema for each input. */
export const INPUTS = z.strictObject({
  serviceName: text("serviceName", SERVICE_NAME_RULE, "required").regex(SERVICE_NAME_PATTERN, {
    error: expects("serviceName", SERVICE_NAME_RULE),
  }),
  cloudService: sendableText("cloudService", CLOUD_SERVICE_RULE)
    .max(CLOUD_SERVICE_NAME_MAX, { error: expects("cloudService", CLOUD_SERVICE_RULE) })
    .optional(),
  region: sendableText("region", 'a region such as "West Europe"', "required"),
  edition: z
    .string({ error: expects("edition", EDITION_NAMES.join(", "), "required") })
    .transform((given, context): Edition => {
      const edition = parseEdition(given);
      if (edition !== undefined) return edition;
      const message =
        `edition: ${quote(given)} is not an edition; accepted: ` +
        `${EDITION_NAMES.join(", ")}.${didYouMean(given, EDITION_NAMES)}`;
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
  configuration: CONFIGURATION.default(INPUT_DEFAULTS.configuration),
  restartTriggers: z
    .unknown()
    .refine((given) => given !== null, { error: nullGiven("restartTriggers", "any value") })
    .optional(),
  backup: backup("backup").optional(),
  restoreFrom: backup("restoreFrom").optional(),
  detours: flag("detours"),
  recovery: z
    .enum(RECOVERIES, { error: expects("recovery", '"inPlace", "replace" or "none"') })
    .default(INPUT_DEFAULTS.recovery),
  acceptDataLoss: text("acceptDataLoss", CONSENT_RULE)
    .regex(/^[^/]+\/[^/]+$/, { error: expects("acceptDataLoss", CONSENT_RULE) })
    .optional(),
  backupBeforeDelete: z
    .union([z.boolean(), z.literal("ifPossible")], {
      error: expects("backupBeforeDelete", BEFORE_DELETE_RULE),
    })
    .default(INPUT_DEFAULTS.backupBeforeDelete),
  forceDelete: flag("forceDelete"),
  adopt: z
    .union([z.boolean(), z.string().min(1)], { error: expects("adopt", ADOPT_RULE) })
    .default(INPUT_DEFAULTS.adopt),
  timeouts: z
    .strictObject(
      {
        settle: duration("timeouts.settle", INPUT_DEFAULTS.timeouts.settle),
        operation: duration("timeouts.operation", INPUT_DEFAULTS.timeouts.operation),
        create: optionalDuration("timeouts.create"),
        update: optionalDuration("timeouts.update"),
        delete: optionalDuration("timeouts.delete"),
      },
      groupOf("timeouts", "{ settle, operation, create, update, delete }"),
    )
    .default(INPUT_DEFAULTS.timeouts),
});
