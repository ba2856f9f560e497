/**
 * What one provider process knows: its endpoint, the services it has seen, and what it has promised to whom.
 *
 * Live state comes from one list request for each process and endpoint; an operation of ours replaces its own entry
 * only (docs/architecture.md, The calls of Pulumi). All resources of the process share it, concurrently.
 */
import {
  openBackend,
  readSettings,
  type Backend,
  type BackendSettings,
  type ManagementClient,
} from "../connection/index.js";
import type { Profile } from "../chart/index.js";
import type { ConfigurationLookup } from "../../endpoint/settings.js";
import type { Clock } from "../../clock.js";
import { openServiceJournal, type ServiceJournal } from "../executor/index.js";
import type { BackupBody, BackupDetails, Service, ServiceRef } from "../protocol/index.js";
import type { Plan } from "../planner/index.js";
import type { ServiceInputs } from "../inputs/service-inputs.js";
import type { Properties } from "../../pulumi/unknown.js";

/** One process and endpoint. */
export interface Session {
  /** Host and subscription, or the emulator's file. */
  readonly identity: string;
  readonly profile: Profile;
  readonly client: ManagementClient;
  readonly journal: ServiceJournal;
  readonly clock: Clock;
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
  /** The service as listed, or as an operation of ours left it; `null` when there is none. */
  observe(service: ServiceRef): Promise<Service | null>;
  /** The region of a container that exists. */
  regionOf(cloudService: string): Promise<string | undefined>;
  /** Whether the name of a service that does not exist can be used. */
  isNameAvailable(service: ServiceRef): Promise<boolean>;
  /** What the endpoint knows of a backup, asked once: `null` when there is none, `undefined` when it cannot tell. */
  findBackup(service: ServiceRef, backup: BackupBody): Promise<BackupDetails | null | undefined>;
  /** Keeps what an operation of ours left behind. */
  remember(service: ServiceRef, seen: Service | null): void;
  /** What the resources of this process have told about themselves, by URN or service. */
  readonly told: Told;
  readonly origin: Origin;
  /** An emulator's file that this process has made, and whether that was said. */
  readonly newFile: { readonly isNew: boolean; isSaid: boolean };
  /** The run of the engine, the same for each of its provider processes. */
  readonly run: string;
  close(): Promise<void>;
}

/** Facts that identity safety is decided by (docs/decisions/0012): they hold for one run of the engine. */
export interface Told {
  /** Which resource claims a service. */
  readonly claims: Map<string, string>;
  /** Resources that the engine has in its state, and the service that each has there. */
  readonly recorded: Map<string, string>;
  /** What the engine's replacement of a resource means for the service that goes, by URN. */
  readonly replaced: Map<string, Replaced>;
  /** Services that a resource of this run has created or adopted. */
  readonly taken: Set<string>;
  /** Services whose create has been answered. */
  readonly answered: Map<string, ServiceRef>;
  /** Services that exist and that a resource without old inputs may take: by adoption, or by the journal. */
  readonly takingOver: Map<string, string>;
  /** The verdict of the last `check` of a resource. */
  readonly verdicts: Map<string, string>;
  /** The checked inputs of a resource, as the engine was given them. */
  readonly checked: Map<string, Properties>;
  /** Resources that `check` has judged as moved: outputs may still say so of a resource that has not changed since. */
  readonly moved: Set<string>;
  /** Resources that this run has created or updated: what follows from their outputs was not known in the preview. */
  readonly changed: Set<string>;
  /** Which resource takes the backup of a name, by account and name. */
  readonly backups: Map<string, string>;
}

/** The service that goes when the engine replaces a resource. */
export interface Replaced {
  readonly service: ServiceRef;
  readonly plan: Plan;
  /** Inputs by which it is deleted: those of the program, where the state has older ones. */
  readonly inputs: Pick<ServiceInputs, "backup" | "backupBeforeDelete" | "recovery">;
  /** The program leaves it behind: the engine goes by the option that its state has, and asks for the delete all the same. */
  readonly isLeft: boolean;
}

/**
 * What the engine's replacement of a service means for it. Found by the service: a resource that an alias has renamed has
 * another URN than its outputs name.
 */
export function replacedService({ replaced }: Told, service: ServiceRef): Replaced | undefined {
  return [...replaced.values()].find((each) => serviceKey(each.service) === serviceKey(service));
}

const nothingTold = (): Told => ({
  claims: new Map(),
  recorded: new Map(),
  replaced: new Map(),
  taken: new Set(),
  takingOver: new Map(),
  answered: new Map(),
  verdicts: new Map(),
  checked: new Map(),
  moved: new Set(),
  changed: new Set(),
  backups: new Map(),
});

/** From where a run is made: the project's folder and the state's backend. What another one began is not this one's. */
export interface Origin {
  readonly folder: string;
  readonly backend: string;
}

/** A session's two ways to the outside. */
export interface Connection {
  readonly backend: Backend;
  readonly journal: ServiceJournal;
}

/** Opens the connection that a stack's settings name. */
async function openConnection(settings: BackendSettings, clock: Clock): Promise<Connection> {
  const backend = await openBackend(settings, clock);
  return { backend, journal: openServiceJournal(settings.journalFolder, backend.journalKey) };
}

/** What a session is opened with. */
export interface SessionOptions {
  /** Opens the connection; `openConnection` unless given. */
  readonly connect?: (settings: BackendSettings, clock: Clock) => Promise<Connection>;
  readonly configuration: ConfigurationLookup;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly origin: Origin;
  readonly run: string;
}

/** A service's key: names are compared without regard to case (D-26). */
export function serviceKey({ cloudService, serviceName }: ServiceRef): string {
  return `${cloudService}/${serviceName}`.toLowerCase();
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
export async function openSession(options: SessionOptions): Promise<Session> {
  const { configuration, env, clock, signal, connect, origin, run } = options;
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
    isNameAvailable: (service) => client.isNameAvailable(service),
    findBackup: (service, backup) => {
      const key = `${serviceKey(service)}/${backup.name}/${backup.store}`;
      const asked = backups.get(key) ?? client.findBackup(service, backup);
      backups.set(key, asked);
      return asked;
    },
    remember: (service, seen) => void own.set(serviceKey(service), seen),
    newFile: { isNew: backend.isNewFile, isSaid: false },
    told: nothingTold(),
    origin,
    run,
    close: async () => {
      journal.close();
      await backend.close();
    },
  };
}
