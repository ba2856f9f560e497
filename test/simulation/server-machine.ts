/**
 * A machine with a BizTalk Server: an emulator in memory, a journal on disk, time that only waiting
 * moves, and mishaps on the way of a request.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBtsClient, type BtsApi } from "../../provider/bts/client/index.js";
import { emulatedServer } from "../../provider/bts/emulator/index.js";
import { openServerJournal } from "../../provider/bts/executor/index.js";
import { listsOf } from "../../provider/bts/judge/server-lists.js";
import type { ServerSession } from "../../provider/bts/judge/server-session.js";
import {
  createEmulator,
  openStore,
  type Emulator,
  type LogEntry,
} from "../../provider/emulator/index.js";
import { ProviderError } from "../../provider/errors.js";
import type { Shown } from "../bts/support/start-server.js";
import { ManualClock } from "../support/manual-clock.js";
import type { Mishap, ServerHistory } from "./server-history.js";

const OPERATION_MS = 2_000;
const API = "/BizTalkManagementService";
const BASE = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** The process is gone: nothing of it goes on. */
export class Killed extends Error {}

/** What a planted bug does to a client. */
export type ServerPlant = (client: BtsApi) => Partial<BtsApi>;

/** A request that changes something, as it is about to arrive. */
export interface Arriving {
  readonly path: string;
  readonly body: string;
}

/** One server, and the machine that runs against it. */
export class ServerMachine {
  readonly clock = new ManualClock();
  readonly #emulator: Emulator;
  readonly #store = openStore("memory");
  readonly #plant: ServerPlant | undefined;
  #folder = mkdtempSync(join(BASE, "pulumi-biztalk-server-"));
  /** Called with each request that changes something, before it arrives. */
  onChange: (arriving: Arriving) => Promise<void> = () => Promise.resolve();

  constructor(plant?: ServerPlant) {
    this.#plant = plant;
    this.#emulator = createEmulator({
      clock: this.clock,
      store: this.#store,
      products: [emulatedServer({ operationMs: OPERATION_MS })],
    });
  }

  async control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = { "content-type": "application/json" };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const asked = { method, url: `/_emulator/${path}`, headers, ...content };
    const answer = await this.#emulator.request(asked);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    return (answer.body === "" ? undefined : JSON.parse(answer.body)) as T;
  }

  /** The world of a history, with nothing known of any before. */
  async reset({ groups, enabled, holds }: ServerHistory): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = mkdtempSync(join(BASE, "pulumi-biztalk-server-"));
    await this.control("POST", "reset");
    await this.control("PUT", "group", {
      hosts: [{ name: "Processing", machines: [{ name: "BTS01" }, { name: "BTS02" }] }],
      applications: ["Orders", "Billing"].map((name) => ({
        name,
        orchestrations: [{ name: `${name}.Process`, host: "Processing" }],
        sendPorts: [{ name: `${name}.Out`, host: "Processing" }],
        receiveLocations: enabled.map((each, index) => ({
          ...{ name: `Location${index}`, port: `${name}In`, enabled: each },
        })),
      })),
    });
    await this.control("PUT", "instances", { seed: 1, instances: groups });
    await this.control("PUT", "pickup", { hold: holds });
  }

  /** A new provider process, in which one request of those that change something goes wrong. */
  session(mishap: Mishap | null): ServerSession {
    let place = 0;
    const transport: Emulator["request"] = async (request) => {
      if (request.method !== "PUT") return this.#emulator.request(request);
      place += 1;
      const kind = mishap?.place === place ? mishap.kind : undefined;
      if (kind === "killed before") throw new Killed();
      if (kind === "lost before") throw new ProviderError("unavailable", "no answer");
      if (kind === "forbidden") return { status: 403, headers: {}, body: "" };
      await this.onChange({ path: request.url.replace(API, ""), body: request.body ?? "" });
      const answer = await this.#emulator.request(request);
      if (kind === "killed after") throw new Killed();
      if (kind === "lost after") throw new ProviderError("unavailable", "no answer");
      return answer;
    };
    const made = createBtsClient({ endpoint: "simulation", clock: this.clock, transport });
    const client = { ...made, ...this.#plant?.(made) };
    const journal = openServerJournal(this.#folder, "simulation");
    return {
      ...{ identity: "simulation", client, journal, clock: this.clock, judged: new Map() },
      lists: listsOf(client),
      signal: new AbortController().signal,
      close: () => {
        journal.close();
        return Promise.resolve();
      },
    };
  }

  instances(): Promise<readonly (Shown & { readonly application: string })[]> {
    return this.control("GET", "instances");
  }

  /** Receive locations of Orders that are enabled. */
  async enabled(): Promise<readonly string[]> {
    const headers = { accept: "application/json" };
    const url = `${API}/ReceiveLocations`;
    const { body } = await this.#emulator.request({ method: "GET", url, headers });
    return (JSON.parse(body) as { Name: string; ReceivePortName: string; Enable: boolean }[])
      .filter(({ ReceivePortName, Enable }) => Enable && ReceivePortName === "OrdersIn")
      .map(({ Name }) => Name)
      .toSorted();
  }

  /** The requests, as the control plane has them, without the way there. */
  log(): Promise<readonly Extract<LogEntry, { kind: "request" }>[]> {
    const entries = this.#store.transaction((records) => records.log.all(), false);
    return Promise.resolve(entries.flatMap((entry) => (entry.kind === "request" ? [entry] : [])));
  }

  async close(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    await this.#emulator.close();
  }
}
