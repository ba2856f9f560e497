import assert from "node:assert/strict";
import { createEmulator, openStore, type Store } from "../../provider/emulator/index.js";
import {
  emulatedServices,
  type EmulatedServicesOptions,
} from "../../provider/mabs/emulator/index.js";
import { ManualClock } from "./manual-clock.js";
import { xmlText } from "./xml-text.js";

/** How long an operation takes in these tests, by the manual clock. */
export const OPERATION_MS = 1000;

/** A subscription's path, and the two forms of a service's. */
export const SUBSCRIPTION = "/1a2b3c4d-2222-3333-4444-555555555555";
export const CONTAINER = `${SUBSCRIPTION}/cloudservices/integration`;
export const pathOf = (name: string): string =>
  `${CONTAINER}/resources/biztalkservices/biztalk/${name}`;
export const passThroughOf = (name: string): string =>
  `${CONTAINER}/resources/biztalkservices/~/biztalk/${name}`;

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** A service as the control plane shows it. */
export interface View {
  readonly cloudService: string;
  readonly name: string;
  readonly region: string;
  readonly state: string;
  readonly edition: string;
  readonly units: number;
  readonly etag: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly lastBackup: { readonly name: string; readonly takenAt: string } | null;
}

type Extra = Readonly<{ body?: string; headers?: Readonly<Record<string, string>> }>;

/** An emulator that listens on a port of its own, seen through nothing but HTTP. */
export interface TestEmulator {
  readonly url: string;
  readonly clock: ManualClock;
  /** A request to the management API, with the version header that every sample sends. */
  manage(method: string, path: string, extra?: Extra): Promise<Answer>;
  /** A request to the control plane; the answer's JSON. */
  control(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
  /** Puts a Premium service there and returns its ETag. */
  place(name: string, state: string, more?: Readonly<Record<string, unknown>>): Promise<string>;
  /** The service as it is now; `undefined` when there is none. */
  view(name: string): Promise<View | undefined>;
  /** Polls the operation that an answer started: `Result`, and the status of the poll. */
  poll(
    name: string,
    accepted: Answer,
  ): Promise<{ readonly status: number; readonly result: string | undefined }>;
  close(): Promise<void>;
}

async function answerTo(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/**
 * What an emulator of the tests is made of: a store, in memory unless given, and how BizTalk
 * Services are emulated.
 */
export type StartOptions = { readonly store?: Store } & EmulatedServicesOptions;

/** Starts an emulator on a free port. */
export async function startEmulator(
  { store = openStore("memory"), ...options }: StartOptions = {},
  clock = new ManualClock(),
): Promise<TestEmulator> {
  const products = [emulatedServices({ operationMs: OPERATION_MS, ...options })];
  const emulator = createEmulator({ store, clock, products });
  const url = await emulator.listen({ port: 0 });

  const manage: TestEmulator["manage"] = (method, path, { body, headers } = {}) => {
    const content = body === undefined ? {} : { body };
    const type = body === undefined ? {} : { "content-type": "application/xml" };
    return answerTo(url + path, {
      method,
      headers: { "x-ms-version": "2013-04-26", ...type, ...headers },
      ...content,
    });
  };
  const control: TestEmulator["control"] = async (method, path, body) => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { "content-type": "application/json" };
    const answer = await answerTo(`${url}/_emulator/${path}`, { method, headers, ...content });
    return {
      status: answer.status,
      body: answer.body === "" ? undefined : JSON.parse(answer.body),
    };
  };

  return {
    url,
    clock,
    manage,
    control,
    place: async (name, state, more = {}) => {
      const placed = await control("PUT", `services/integration/${name}`, {
        state,
        edition: "Premium",
        ...more,
      });
      assert.equal(placed.status, 200, JSON.stringify(placed.body));
      return (placed.body as View).etag;
    },
    view: async (name) => {
      const services = (await control("GET", "services")).body as readonly View[];
      return services.find((service) => service.name === name);
    },
    poll: async (name, accepted) => {
      const id = accepted.headers.get("x-ms-request-id") ?? "";
      const { status, body } = await manage("GET", `${passThroughOf(name)}?OperationStatus/${id}`);
      return { status, result: xmlText(body, "Result") };
    },
    close: () => emulator.close(),
  };
}

/**
 * An emulator for the tests of one `describe`, started before the first and ended after the last.
 */
export function emulatorFor(options: StartOptions = {}): () => TestEmulator {
  let emulator: TestEmulator | undefined;
  before(async () => {
    emulator = await startEmulator(options);
  });
  after(() => emulator?.close());
  return () => {
    assert.ok(emulator);
    return emulator;
  };
}
