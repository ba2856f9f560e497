/**
 * A machine with an endpoint: an emulator in memory, a journal on disk, time that only waiting
 * moves.
 */
import { mkdtempSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createManagementClient } from "../../provider/mabs/client/index.js";
import {
  createEmulator,
  openStore,
  type Emulator,
  type LogEntry,
} from "../../provider/emulator/index.js";
import { openServiceJournal, type ServiceJournal } from "../../provider/mabs/executor/index.js";
import {
  createProvider,
  type CreatedProvider,
  type DynamicProvider,
} from "../../provider/doors/dynamic/provider-methods.js";
import { emulatedServices } from "../../provider/mabs/emulator/index.js";
import { serviceRecordsOf } from "../../provider/mabs/emulator/records.js";
import type { ManagementClient } from "../../provider/mabs/connection/index.js";
import { ManualClock } from "../support/manual-clock.js";
import { pathOf, type View } from "../support/start-emulator.js";
import { observed, type AtPoint } from "./effects.js";

/** How long an operation takes, by the machine's clock. */
const OPERATION_MS = 30_000;

/** How long the name of a deleted service stays unavailable. */
const NAME_HELD_MS = 120_000;

/** What a planted bug does to a connection, and to the provider that is started with it. */
export interface Plant {
  readonly client?: (client: ManagementClient) => ManagementClient;
  readonly journal?: (journal: ServiceJournal) => ServiceJournal;
  readonly provider?: (provider: DynamicProvider) => DynamicProvider;
  readonly place?: (place: Place) => Place;
}

/** From where a provider process is started, and for which run of the engine. */
export interface Place {
  readonly origin: { readonly folder: string; readonly backend: string };
  readonly run: string;
}

/** Memory is as durable as a disk for a process that is killed, and a flush takes no time. */
const BASE = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/**
 * A request of the log; `sender` is the resource for which it was sent, by its name in the state.
 */
export type LoggedRequest = Extract<LogEntry, { kind: "request" }> & {
  readonly sender?: string | undefined;
};

/** One endpoint, and the machine that runs against it. */
export class Machine {
  readonly clock = new ManualClock();
  readonly #emulator: Emulator;
  readonly #store: ReturnType<typeof openStore>;
  #folder = mkdtempSync(join(BASE, "pulumi-biztalk-simulation-"));
  /** Which runner's journal, below the folder. */
  #runner = "";
  readonly #plant: Plant;
  #open: ServiceJournal[] = [];
  #runs = 0;
  /** The resource at which the engine is: what its provider sends meanwhile is sent for it. */
  atResource: string | undefined;
  readonly #senders = new Map<string | null, string | undefined>();

  constructor(plant: Plant = {}) {
    this.#plant = plant;
    const store = openStore("memory");
    this.#store = store;
    this.#emulator = createEmulator({
      store,
      clock: this.clock,
      products: [emulatedServices({ operationMs: OPERATION_MS, nameHeldMs: NAME_HELD_MS })],
    });
  }

  /** A name for a run of the engine. */
  newRun(): string {
    this.#runs += 1;
    return `run ${String(this.#runs)}`;
  }

  /** A new provider process. */
  start(atPoint: AtPoint, place: Place): CreatedProvider {
    const {
      client: plantClient,
      journal: plantJournal,
      provider: plantProvider,
      place: plantPlace,
    } = this.#plant;
    const request = (
      asked: Parameters<Emulator["request"]>[0],
    ): ReturnType<Emulator["request"]> => {
      this.#senders.set(asked.headers["x-ms-client-request-id"] ?? null, this.atResource);
      return this.#emulator.request(asked);
    };
    const endpoint = {
      endpoint: "http://127.0.0.1:1",
      subscriptionId: "simulation",
      clock: this.clock,
    };
    const created = createProvider({
      ...(plantPlace?.(place) ?? place),
      env: { BIZTALK_ENDPOINT: endpoint.endpoint },
      clock: this.clock,
      signal: new AbortController().signal,
      connect: () => {
        const plain = createManagementClient({ ...endpoint, transport: request });
        const client = observed("client", plantClient?.(plain) ?? plain, atPoint);
        const file = openServiceJournal(join(this.#folder, this.#runner), "simulation");
        this.#open.push(file);
        const journal = observed("journal", plantJournal?.(file) ?? file, atPoint);
        const names = { identity: "simulation", journalKey: "simulation", isNewFile: false };
        const backend = { ...names, client, close: () => Promise.resolve() };
        return Promise.resolve({ backend, journal });
      },
    });
    return plantProvider === undefined
      ? created
      : { ...created, provider: plantProvider(created.provider) };
  }

  /** The process is gone: what it had open is closed. */
  stop(): void {
    for (const journal of this.#open.splice(0)) journal.close();
  }

  /** A runner of its own: the journal is not there. */
  loseJournal(): void {
    this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = mkdtempSync(join(BASE, "pulumi-biztalk-simulation-"));
  }

  /** Another runner, or the same one again: each name has a journal of its own. */
  useJournal(name: string): void {
    this.stop();
    this.#runner = name;
  }

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { "content-type": "application/json" };
    const answer = await this.#emulator.request({
      method,
      url: `/_emulator/${path}`,
      headers,
      ...content,
    });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    return answer.body === "" ? undefined : JSON.parse(answer.body);
  }

  /** Puts a service there, in any state. */
  async place(
    name: string,
    state: string,
    more: Readonly<Record<string, unknown>> = {},
    container = "integration",
  ): Promise<void> {
    await this.#ask("PUT", `services/${container}/${name}`, {
      edition: "Standard",
      state,
      ...more,
    });
  }

  /** Puts a backup into the storage account `store`. */
  async placeBackup(name: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.#ask("PUT", `backups/${name}`, { account: "store", ...more });
  }

  async fault(fault: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#ask("POST", "faults", fault);
  }

  async clearFaults(): Promise<void> {
    await this.#ask("DELETE", "faults");
  }

  async reset(): Promise<void> {
    await this.#ask("POST", "reset");
    this.#senders.clear();
    this.loseJournal();
  }

  /** Every service that is there. */
  async services(): Promise<readonly View[]> {
    return (await this.#ask("GET", "services")) as readonly View[];
  }

  async view(name: string): Promise<View | undefined> {
    return (await this.services()).find((service) => service.name === name);
  }

  /** A secret setting as the service has it: no answer of the endpoint shows it. */
  secret(name: string, setting: string): unknown {
    const services = this.#store.transaction(
      (records) => serviceRecordsOf(records).services.all(),
      false,
    );
    return services.find((service) => service.name === name)?.configuration[setting];
  }

  async backups(): Promise<readonly string[]> {
    return [...(await this.backupTimes()).keys()];
  }

  /** When each backup that is there was taken. */
  async backupTimes(): Promise<ReadonlyMap<string, string>> {
    const all = (await this.#ask("GET", "backups")) as readonly { name: string; takenAt: string }[];
    return new Map(all.map(({ name, takenAt }) => [name, takenAt]));
  }

  /** Whether an operation that was taken has ended well. */
  async succeeded({ operationId }: LoggedRequest): Promise<boolean> {
    const url = `${pathOf("orders")}?OperationStatus/${operationId ?? ""}`;
    const headers = { "x-ms-version": "2013-04-26", "x-ms-client-request-id": "operator" };
    const { body } = await this.#emulator.request({ method: "GET", url, headers });
    return body.includes("Succeeded");
  }

  /**
   * Ends a transition that does not end by itself, as the vendor's support would; `true` when the
   * service was put anew.
   */
  async release(name: string): Promise<boolean> {
    const live = await this.view(name);
    if (live === undefined || !/ing(Up)?$/.test(live.state)) return false;
    this.clock.advance(OPERATION_MS);
    const { state, edition, units } = (await this.view(name)) ?? live;
    if (!/ing(Up)?$/.test(state)) return false;
    await this.place(name, "Active", { edition, units });
    return true;
  }

  /** The resource for which a request was sent; nothing where no engine sent it. */
  senderOf({ clientRequestId }: LoggedRequest): string | undefined {
    return this.#senders.get(clientRequestId);
  }

  /** As the control plane has it, without the way there: it is read after everything that happens. */
  log(): Promise<readonly LogEntry[]> {
    return Promise.resolve(this.#store.transaction((records) => records.log.all(), false));
  }

  /**
   * Somebody else sends an operation, and it is over before anything else happens; refused ones do
   * not count.
   */
  async operator(
    operation: "start" | "stop" | "suspend" | "resume" | "delete",
    name: string,
  ): Promise<void> {
    const container = (await this.view(name))?.cloudService ?? "integration";
    const path = pathOf(name).replace("/integration/", `/${container}/`);
    const url = operation === "delete" ? path : `${path}?comp=${operation}`;
    const method = operation === "delete" ? "DELETE" : "POST";
    const headers = { "x-ms-version": "2013-04-26", "x-ms-client-request-id": "operator" };
    // An operator whose connection is cut does no more about it here.
    await this.#emulator.request({ method, url, headers }).catch(() => undefined);
    this.clock.advance(OPERATION_MS);
  }

  async close(): Promise<void> {
    this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
    await this.#emulator.close();
  }
}
