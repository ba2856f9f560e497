/**
 * What tests and demonstrations do to BizTalk Services (docs/emulator.md, Control plane): services
 * and backups.
 */
import { defined } from "../../defined.js";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { described } from "../../emulator/described-route.js";
import type { Shell } from "../../emulator/product.js";
import {
  EDITION_NAMES,
  parseEdition,
  parseState,
  parseTransitionalState,
  STATES,
  TRANSITIONAL_STATES,
  type Edition,
  type State,
  type TransitionalState,
} from "../chart/index.js";
import {
  CLOUD_SERVICE_NAME_MAX,
  isXmlText,
  maskSettings,
  SETTINGS,
  type Settings,
} from "../protocol/index.js";
import { VERSION_DEFAULT } from "./backups.js";
import type { BackupRecord, ServiceRecord } from "./records.js";
import { schedule } from "./scheduled-backups.js";
import { withinOf } from "./within.js";
import {
  backupKey,
  beginIncarnation,
  endOvertaken,
  isoTime,
  keyOf,
  putService,
  type EmulatorRules,
  type World,
} from "./world.js";

const STATE_NAMES = [...STATES, ...Object.keys(TRANSITIONAL_STATES)];

const state = z.string().transform((text, context): State | TransitionalState => {
  const known = parseState(text) ?? parseTransitionalState(text);
  if (known !== undefined) return known;
  context.addIssue({
    code: "custom",
    message: `"${text}" is not a state; one of ${STATE_NAMES.join(", ")}`,
  });
  return z.NEVER;
});

const edition = z.string().transform((text, context): Edition => {
  const known = parseEdition(text);
  if (known !== undefined) return known;
  context.addIssue({
    code: "custom",
    message: `"${text}" is not an edition; one of ${EDITION_NAMES.join(", ")}`,
  });
  return z.NEVER;
});

/** Flattens settings as inputs have them (`certificate: { data }`) to dotted names. */
function flatten(settings: Readonly<Record<string, unknown>>, prefix = ""): Settings {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) =>
      typeof value === "object" && value !== null
        ? Object.entries(flatten(value as Record<string, unknown>, `${prefix}${name}.`))
        : [[prefix + name, value as Settings[string]] as const],
    ),
  );
}

const text = z.string().refine(isXmlText, { message: "has a character that XML does not know" });

/** A setting's values by its type, as the API has them. */
const VALUE_OF = { string: text, number: z.number().int().min(0), boolean: z.boolean() } as const;

const settingNames = SETTINGS.map(({ name }) => name);

const configuration = z
  .record(z.string(), z.unknown())
  .transform((settings) => flatten(settings))
  .refine((settings) => Object.keys(settings).every((name) => settingNames.includes(name)), {
    message: `settings are ${settingNames.join(", ")}`,
  })
  .superRefine((settings, context) => {
    for (const { name, type } of SETTINGS) {
      const found = name in settings ? VALUE_OF[type].safeParse(settings[name]) : undefined;
      for (const { message } of found?.error?.issues ?? [])
        context.addIssue({ code: "custom", path: [name], message });
    }
  });

const SERVICE = z.strictObject({
  state: state.default("Active"),
  edition: edition.default("Standard"),
  units: z.number().int().min(1).default(1),
  region: text.default("West Europe"),
  configuration: configuration.default({}),
  version: text.default(VERSION_DEFAULT),
  lastBackup: z.strictObject({ name: text, takenAt: z.iso.datetime() }).optional(),
});

/** Names in paths. */
const NAMES = z.object({ cloudService: text.max(CLOUD_SERVICE_NAME_MAX), name: text });

const BACKUP = z.strictObject({
  account: text.min(1),
  service: text.default(""),
  edition: edition.default("Standard"),
  version: text.default(VERSION_DEFAULT),
  units: z.number().int().min(1).default(1),
  takenAt: z.iso.datetime().optional(),
  configuration: configuration.default({}),
});

/** A service as the control plane shows it. */
function view({
  cloudService,
  name,
  state,
  edition,
  units,
  etag,
  configuration,
  lastBackup,
  region,
  version,
}: ServiceRecord) {
  const masked = maskSettings(configuration);
  return {
    cloudService,
    name,
    region,
    state,
    edition,
    units,
    etag,
    version,
    configuration: masked,
    lastBackup: lastBackup ?? null,
  };
}

/** Puts a service there, whatever was there before; an operation that was under way is over. */
function putThere(
  world: World,
  cloudService: string,
  name: string,
  body: z.infer<typeof SERVICE>,
): ServiceRecord {
  const { records } = world;
  const before = records.services.get(keyOf(cloudService, name));
  if (before?.pending !== undefined)
    endOvertaken(world, before, before.pending, "the control plane");
  const container = records.containers.get(cloudService.toLowerCase()) ?? {
    name: cloudService,
    region: body.region,
  };
  records.containers.put(cloudService.toLowerCase(), container);
  if (before === undefined) beginIncarnation(world, { cloudService, name });
  const { lastBackup, ...rest } = body;
  const record = { ...rest, cloudService: container.name, name, region: container.region };
  const written = putService(world, { ...record, ...defined({ lastBackup }) });
  const from = before?.state ?? "absent";
  records.log.append({
    kind: "transition",
    at: isoTime(world.now),
    service: name,
    operation: "control plane",
    from,
    to: body.state,
  });
  schedule(world, written, world.now);
  return written;
}

const maskedBackup = (backup: BackupRecord) => ({
  ...backup,
  configuration: maskSettings(backup.configuration),
});

/** Adds the control plane's part for services and backups to a Fastify instance. */
export function addServiceControl(app: FastifyInstance, shell: Shell, rules: EmulatorRules): void {
  const within = withinOf(shell, rules);

  const there = described("Every service, secrets masked", { 200: "Services." });
  app.get("/_emulator/services", there, () =>
    within(({ records }) => records.services.all().map(view)),
  );
  app.put<{ Params: { cloudService: string; name: string } }>(
    "/_emulator/services/:cloudService/:name",
    described("Puts a service there, whatever was there before", {
      ...{ body: SERVICE, 200: "The service.", 409: "Another container has that name." },
    }),
    (request, reply) => {
      const body = SERVICE.parse(request.body ?? {});
      const { cloudService, name } = NAMES.parse(request.params);
      return within((world) => {
        const other = world.records.services
          .named(name)
          .find((each) => each.cloudService.toLowerCase() !== cloudService.toLowerCase());
        if (other === undefined) return view(putThere(world, cloudService, name, body));
        const error =
          `cloud service ${other.cloudService} has a service ${other.name}: no two ` +
          "have the same name";
        return reply.status(409).send({ error: [error] });
      });
    },
  );
  const kept = described("Every backup, secrets masked", { 200: "Backups." });
  app.get("/_emulator/backups", kept, () =>
    within(({ records }) => records.backups.all().map(maskedBackup)),
  );
  const put = described("Puts a backup there", { body: BACKUP, 200: "The backup." });
  app.put<{ Params: { name: string } }>("/_emulator/backups/:name", put, (request) => {
    const { takenAt, ...body } = BACKUP.parse(request.body);
    const { name } = NAMES.pick({ name: true }).parse(request.params);
    return within(({ records, now }) => {
      const backup = { ...body, name, takenAt: takenAt ?? isoTime(now) };
      records.backups.put(backupKey(body.account, name), backup);
      return maskedBackup(backup);
    });
  });
}
