/**
 * What one provider process knows: its endpoint, the services it has seen, and what it has promised to whom.
 *
 * Live state comes from one list request for each process and endpoint; an operation of ours replaces its own entry
 * only (design section 6). All resources of the process share it, concurrently.
 */
import {
  openBackend,
  readSettings,
  type Backend,
  type BackendSettings,
  type ConfigurationLookup,
  type ManagementClient,
} from "../backend/index.js";
import type { Profile } from "../chart/index.js";
import type { Clock } from "../clock.js";
import { openJournal, type Journal } from "../executor/index.js";
import type { BackupBody, BackupDetails, Service, ServiceRef } from "../protocol/index.js";
import type { Properties } from "./unknown.js";

/** One process and endpoint. */
export interface Session {
  /** Host and subscription, or the emulator's file. */
  readonly identity: string;
  readonly profile: Profile;
  readonly client: ManagementClient;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
  /** The service as listed, or as an operation of ours left it; `null` when there is none. */
  observe(service: ServiceRef): Promise<Service | null>;
  /** The region of a container that exists. */
  regionOf(cloudService: string): Promise<string | undefined>;
  /** What the endpoint knows of a backup, asked once: `null` when there is none, `undefined` when it cannot tell. */
  findBackup(service: ServiceRef, backup: BackupBody): Promise<BackupDetails | null | undefined>;
  /** Keeps what an operation of ours left behind. */
  remember(service: ServiceRef, seen: Service | null): void;
  /** What the resources of this process have told about themselves, by URN or service. */
  readonly told: Told;
  close(): Promise<void>;
}

/** Facts that identity safety is decided by (design section 6). */
export interface Told {
  /** Which resource claims a service. */
  readonly claims: Map<string, string>;
  /** Resources that the engine has in its state, and the service that each has there. */
  readonly known: Map<string, string>;
  /** Services of which `diff` has asked for a replacement. */
  readonly replacing: Set<string>;
  /** Services that a resource of this run has created or adopted. */
  readonly taken: Set<string>;
  /** Services whose create has been answered; the engine has recorded them when it ends this process in good order. */
  readonly answered: Map<string, ServiceRef>;
  /** Services that exist and that a resource without old inputs may take: by adoption, or by the journal. */
  readonly takingOver: Map<string, string>;
  /** The verdict of the last `check` of a resource. */
  readonly verdicts: Map<string, string>;
}

/** A session's two ways to the outside. */
export interface Connection {
  readonly backend: Backend;
  readonly journal: Journal;
}

/** Opens the connection that a stack's settings name. */
async function openConnection(settings: BackendSettings, clock: Clock): Promise<Connection> {
  const backend = await openBackend(settings, clock);
  return { backend, journal: openJournal(settings.journalFolder, backend.journalKey) };
}

/** What a session is opened with. */
export interface SessionOptions {
  /** Opens the connection; `openConnection` unless given. */
  readonly connect?: (settings: BackendSettings, clock: Clock) => Promise<Connection>;
  readonly configuration: ConfigurationLookup;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A service's key: names are compared without regard to case (protocol decision 26). */
export function serviceKey({ cloudService, serviceName }: ServiceRef): string {
  return `${cloudService}/${serviceName}`.toLowerCase();
}

/** The URN that the class passes along; Pulumi gives a dynamic provider none. */
export function urnOf(properties: Properties): string {
  const urn = properties["__urn"];
  return typeof urn === "string" ? urn : "";
}

interface Listed {
  readonly services: ReadonlyMap<string, Service>;
  readonly regions: ReadonlyMap<string, string>;
}

async function listOnce(client: ManagementClient): Promise<Listed> {
  const containers = await client.list();
  return {
    services: new Map(
      containers.flatMap(({ services }) => services.map((service) => [serviceKey(service), service] as const)),
    ),
    regions: new Map(containers.map(({ name, region }) => [name.toLowerCase(), region] as const)),
  };
}

/**
 * Opens a session. Nothing is sent yet.
 *
 * @throws {ProviderError} `invalid-input` when the endpoint or a credential cannot be used.
 */
export async function openSession({ configuration, env, clock, signal, connect }: SessionOptions): Promise<Session> {
  const settings = readSettings(configuration, env);
  const { backend, journal } = await (connect ?? openConnection)(settings, clock);
  const { identity, client } = backend;
  const backups = new Map<string, Promise<BackupDetails | null | undefined>>();
  const own = new Map<string, Service | null>();
  let listed: Promise<Listed> | undefined;
  const list = (): Promise<Listed> => (listed ??= listOnce(client));
  return {
    identity,
    profile: settings.profile,
    client,
    journal,
    clock,
    signal,
    observe: async (service) => {
      const key = serviceKey(service);
      const seen = own.get(key);
      return seen === undefined ? ((await list()).services.get(key) ?? null) : seen;
    },
    regionOf: async (cloudService) => (await list()).regions.get(cloudService.toLowerCase()),
    findBackup: (service, backup) => {
      const key = `${serviceKey(service)}/${backup.name}/${backup.store}`;
      const asked = backups.get(key) ?? client.findBackup(service, backup);
      backups.set(key, asked);
      return asked;
    },
    remember: (service, seen) => void own.set(serviceKey(service), seen),
    told: {
      claims: new Map(),
      known: new Map(),
      replacing: new Set(),
      taken: new Set(),
      takingOver: new Map(),
      answered: new Map(),
      verdicts: new Map(),
    },
    close: async () => {
      journal.close();
      await backend.close();
    },
  };
}
