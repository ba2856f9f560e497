import assert from "node:assert/strict";
import {
  createBtsClient,
  type BtsApi,
  type RestOperation,
} from "../../../provider/bts/client/index.js";
import {
  emulatedServer,
  type EmulatedServerOptions,
} from "../../../provider/bts/emulator/index.js";
import { createEmulator, openStore, type Store } from "../../../provider/emulator/index.js";
import { ResponseError } from "../../../provider/errors.js";
import { ManualClock } from "../../support/manual-clock.js";

/** How long it takes until a request is picked up in these tests, by the manual clock. */
export const OPERATION_MS = 1000;

/** An id to put an instance at. */
export const ID = "522b325c-2677-4d17-9e6d-cd49b9b9f8de";

/** An instance as the control plane shows it. */
export interface Shown {
  readonly id: string;
  readonly shown: string;
  readonly class: string;
  readonly machine: string | null;
  readonly suspendedFrom: string | null;
  readonly attached: boolean;
  readonly errorCode: number | null;
}

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** A BizTalk Server group that listens on a port of its own, seen through nothing but HTTP. */
export interface TestServer {
  readonly url: string;
  readonly client: BtsApi;
  readonly clock: ManualClock;
  /** A request below the address of the REST service. */
  raw(method: string, path: string, init?: RequestInit): Promise<Answer>;
  /** A request to the control plane; the answer's JSON. */
  control<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
  /** Puts an instance at `ID`. */
  place(state: string, more?: Readonly<Record<string, unknown>>): Promise<void>;
  /** The instance at `ID` as people see it; what tracking says where it has ended. */
  shown(): Promise<string>;
  /**
   * Lets something happen to it: by the client where REST has a verb for it. Its state then, or a
   * refusal's code.
   */
  happen(event: string): Promise<string>;
  close(): Promise<void>;
}

const IN_REST: readonly string[] = ["Suspend", "Resume", "Terminate"] satisfies RestOperation[];

/** Starts one on a free port; what the engine does by itself is held back until it is released. */
export async function startServer(
  options: EmulatedServerOptions & { readonly store?: Store; readonly hold?: boolean } = {},
  clock = new ManualClock(),
): Promise<TestServer> {
  const { store = openStore("memory"), hold = true, ...rest } = options;
  const products = [emulatedServer({ operationMs: OPERATION_MS, ...rest })];
  const emulator = createEmulator({ store, clock, products });
  const url = await emulator.listen({ port: 0 });
  const endpoint = `${url}/BizTalkManagementService`;
  const client = createBtsClient({ endpoint, clock });

  const raw: TestServer["raw"] = async (method, path, init = {}) => {
    const type = init.body === undefined ? {} : { "content-type": "application/json" };
    const headers = { ...type, ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(endpoint + path, { method, ...init, headers });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
  const ask = async (method: string, path: string, body?: unknown) => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${url}/_emulator/${path}`, { method, headers, ...content });
    const text = await response.text();
    return {
      status: response.status,
      json: text === "" ? undefined : (JSON.parse(text) as unknown),
    };
  };
  const control: TestServer["control"] = async <T>(
    method: string,
    path: string,
    body?: unknown,
  ) => {
    const { status, json } = await ask(method, path, body);
    assert.ok(status < 300, JSON.stringify(json));
    return json as T;
  };
  const shown = async (): Promise<string> => {
    const { status, json } = await ask("GET", `instances/${ID}`);
    if (status === 200) return (json as Shown).shown;
    const tracked = await client.trackedInstances();
    return tracked.find(({ instanceId }) => instanceId === ID)?.state ?? "absent";
  };
  const refusalOf = async (event: string): Promise<string | undefined> => {
    if (!IN_REST.includes(event)) {
      const { status, json } = await ask("POST", `instances/${ID}/events`, { event });
      if (status < 300) return undefined;
      return /^[A-Z_]+/.exec((json as { readonly error: readonly string[] }).error[0] ?? "")?.[0];
    }
    try {
      await client.operate(event as RestOperation, ID);
      return undefined;
    } catch (reason) {
      assert.ok(reason instanceof ResponseError, String(reason));
      return reason.errorCode ?? reason.message;
    }
  };
  if (hold) await control("PUT", "pickup", { hold: true });
  return {
    url,
    client,
    clock,
    raw,
    control,
    place: async (state, more = {}) => {
      await control("PUT", `instances/${ID}`, { state, ...more });
    },
    shown,
    happen: async (event) => (await refusalOf(event)) ?? shown(),
    close: () => emulator.close(),
  };
}

/** One for the tests of a `describe`, started before the first and ended after the last. */
export function serverFor(options: Parameters<typeof startServer>[0] = {}): () => TestServer {
  let server: TestServer | undefined;
  before(async () => {
    server = await startServer(options);
  });
  after(() => server?.close());
  return () => {
    assert.ok(server);
    return server;
  };
}

/** One for each test of a `describe`. */
export function freshServers(options: Parameters<typeof startServer>[0] = {}): () => TestServer {
  let server: TestServer | undefined;
  beforeEach(async () => {
    server = await startServer(options);
  });
  afterEach(() => server?.close());
  return () => {
    assert.ok(server);
    return server;
  };
}
