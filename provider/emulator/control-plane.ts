/**
 * The control plane: what tests, demonstrations and operators do to the emulator itself (docs/emulator.md, Control
 * plane).
 */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
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
} from "../mabs/chart/index.js";
import { maskSettings, SETTINGS, type Settings } from "../mabs/protocol/index.js";
import { addFault, clearFaults, FAULT } from "./faults.js";
import type { ManagementApiOptions } from "../mabs/emulator/mabs-api.js";
import type { ServiceRecord } from "../mabs/emulator/records.js";
import type { Records } from "./store.js";
import { VERSION_DEFAULT } from "../mabs/emulator/backups.js";
import { VirtualClock } from "./virtual-clock.js";
import {
  backupKey,
  beginIncarnation,
  endOvertaken,
  isoTime,
  keyOf,
  putService,
  settle,
  type World,
} from "../mabs/emulator/world.js";

const STATE_NAMES = [...STATES, ...Object.keys(TRANSITIONAL_STATES)];

const state = z.string().transform((text, context): State | TransitionalState => {
  const known = parseState(text) ?? parseTransitionalState(text);
  if (known !== undefined) return known;
  context.addIssue({ code: "custom", message: `"${text}" is no state; one of ${STATE_NAMES.join(", ")}` });
  return z.NEVER;
});

const edition = z.string().transform((text, context): Edition => {
  const known = parseEdition(text);
  if (known !== undefined) return known;
  context.addIssue({ code: "custom", message: `"${text}" is no edition; one of ${EDITION_NAMES.join(", ")}` });
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

const settingNames = SETTINGS.map(({ name }) => name);

const configuration = z
  .record(z.string(), z.unknown())
  .transform((settings) => flatten(settings))
  .refine((settings) => Object.keys(settings).every((name) => settingNames.includes(name)), {
    message: `settings are ${settingNames.join(", ")}`,
  });

const SERVICE = z.strictObject({
  state: state.default("Active"),
  edition: edition.default("Standard"),
  units: z.number().int().min(1).default(1),
  region: z.string().default("West Europe"),
  configuration: configuration.default({}),
  version: z.string().default(VERSION_DEFAULT),
  lastBackup: z.strictObject({ name: z.string(), takenAt: z.iso.datetime() }).optional(),
});

const BACKUP = z.strictObject({
  account: z.string().min(1),
  service: z.string().default(""),
  edition: edition.default("Standard"),
  version: z.string().default(VERSION_DEFAULT),
  units: z.number().int().min(1).default(1),
  takenAt: z.iso.datetime().optional(),
  configuration: configuration.default({}),
});

/** Ten years: enough for any deadline, and no date that cannot be written. */
const ADVANCE_MS_MAX = 10 * 365 * 24 * 3_600_000;

const CLOCK = z.strictObject({ advanceMs: z.number().int().min(0).max(ADVANCE_MS_MAX) });

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
function putThere(world: World, cloudService: string, name: string, body: z.infer<typeof SERVICE>): ServiceRecord {
  const { records } = world;
  const before = records.services.get(keyOf(cloudService, name));
  if (before?.pending !== undefined) endOvertaken(world, before, before.pending, "the control plane");
  const container = records.containers.get(cloudService.toLowerCase()) ?? { name: cloudService, region: body.region };
  records.containers.put(cloudService.toLowerCase(), container);
  if (before === undefined) beginIncarnation(world, { cloudService, name });
  const { lastBackup, ...rest } = body;
  const record = { ...rest, cloudService: container.name, name, region: container.region };
  const written = putService(world, { ...record, ...(lastBackup === undefined ? {} : { lastBackup }) });
  const from = before?.state ?? "absent";
  records.log.append({
    kind: "transition",
    at: isoTime(world.now),
    service: name,
    operation: "control plane",
    from,
    to: body.state,
  });
  return written;
}

/** Adds the control plane to a Fastify instance. */
export function addControlPlane(app: FastifyInstance, { store, clock, rules }: ManagementApiOptions): void {
  const within = <T>(work: (world: World, records: Records) => T): T =>
    store.transaction((records) => {
      const world = { records, rules, now: clock.now() };
      settle(world);
      return work(world, records);
    });

  app.get("/_emulator/health", () => {
    const services = within((_, records) => records.services.all().length);
    return {
      status: "ok",
      profile: rules.profile,
      operationMs: rules.operationMs,
      services,
      now: isoTime(clock.now()),
    };
  });
  app.get("/_emulator/services", () => within((_, records) => records.services.all().map(view)));
  app.put<{ Params: { cloudService: string; name: string } }>(
    "/_emulator/services/:cloudService/:name",
    (request, reply) => {
      const body = SERVICE.parse(request.body ?? {});
      const { cloudService, name } = request.params;
      return within((world, { services }) => {
        const other = services
          .named(name)
          .find((each) => each.cloudService.toLowerCase() !== cloudService.toLowerCase());
        if (other === undefined) return view(putThere(world, cloudService, name, body));
        const error = `cloud service ${other.cloudService} has a service ${other.name}: no two have the same name`;
        return reply.status(409).send({ error: [error] });
      });
    },
  );
  app.get("/_emulator/faults", () => within((_, records) => records.faults.all()));
  app.post("/_emulator/faults", (request, reply) => {
    const fault = FAULT.parse(request.body);
    void reply.status(201);
    return within((world) => addFault(world, fault));
  });
  app.delete("/_emulator/faults", (_, reply) => {
    within(clearFaults);
    return reply.status(204).send();
  });
  app.get("/_emulator/backups", () =>
    within((_, records) =>
      records.backups.all().map((backup) => ({ ...backup, configuration: maskSettings(backup.configuration) })),
    ),
  );
  app.put<{ Params: { name: string } }>("/_emulator/backups/:name", (request) => {
    const { takenAt, ...body } = BACKUP.parse(request.body);
    const { name } = request.params;
    return within((world, records) => {
      const backup = { ...body, name, takenAt: takenAt ?? isoTime(world.now) };
      records.backups.put(backupKey(body.account, name), backup);
      return { ...backup, configuration: maskSettings(backup.configuration) };
    });
  });
  app.post("/_emulator/clock", (request, reply) => {
    const { advanceMs } = CLOCK.parse(request.body);
    if (!(clock instanceof VirtualClock)) {
      return reply.status(409).send({ error: ["the clock is real: start the emulator with --clock virtual"] });
    }
    clock.advance(advanceMs);
    within(() => undefined);
    return { now: isoTime(clock.now()) };
  });
  app.get("/_emulator/log", () => within((_, records) => records.log.all()));
  app.post("/_emulator/reset", (_, reply) => {
    within((__, records) => {
      records.clear();
    });
    return reply.status(204).send();
  });
}
