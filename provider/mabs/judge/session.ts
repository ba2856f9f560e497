/**
 * What one provider process knows: its endpoint, the services it has seen, and what it has promised
 * to whom.
 *
 * Live state comes from one list request for each process and endpoint; an operation of ours
 * replaces its own entry only (docs/architecture.md, The calls of Pulumi). All resources of the
 * process share it, concurrently.
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
import {
  serviceKey,
  type BackupBody,
  type BackupDetails,
  type Service,
  type ServiceRef,
} from "../protocol/index.js";
import { RunNotes } from "./run-notes.js";

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
  /**
   * What the endpoint knows of a backup, asked once: `null` when there is none, `undefined` when it
   * cannot tell.
   */
  findBackup(service: ServiceRef, backup: BackupBody): Promise<BackupDetails | null | undefined>;
  /** Keeps what an operation of ours left behind. */
  remember(service: ServiceRef, seen: Service | null): void;
  readonly notes: RunNotes;
  readonly origin: Origin;
  /** An emulator's file that this process has made, and whether that was said. */
  readonly newFile: { readonly isNew: boolean; isSaid: boolean };
  /** The run of the engine, the same for each of its provider processes. */
  readonly run: string;
  close(): Promise<void>;
}

/**
 * From where a run is made: the project's folder and the state's backend. What another one began is
 * not this one's.
 */
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

interface Listed {
  readonly services: ReadonlyMap<string, Service>;
  readonly regions: ReadonlyMap<string, string>;
}

async function listOnce(client: ManagementClient): Promise<Listed> {
  const containers = await client.list();
  return {
    services: new Map(
      containers.flatMap(({ services }) =>
        services.map((service) => [serviceKey(service), service] as const),
      ),
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
    notes: new RunNotes(),
    origin,
    run,
    close: async () => {
      journal.close();
      await backend.close();
    },
  };
}

/**
 * The resource that has a service in this run: by the notes of this process, or by the journal
 * where it is one of another provider process.
 */
export function claimantOf(
  { notes, journal, run }: Session,
  service: ServiceRef,
): string | undefined {
  return notes.claimantOf(service) ?? journal.claimantOf(service, run);
}
