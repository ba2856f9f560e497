import assert from "node:assert/strict";
import type { Emulator, LogEntry } from "../../../provider/emulator/index.js";
import { pathOf, type View } from "../../support/start-emulator.js";
import { eventually } from "./eventually.js";

/** The requests of the log. */
export type LoggedRequest = Extract<LogEntry, { kind: "request" }>;

/** Requests that change nothing, or nothing that the chart is about. */
const HARMLESS = ["List", "Get", "Poll", "Create Container", "Register"];

/** The control plane of an emulator, used from the test's own process. */
export interface Control {
  /** Puts a service there, in any state. */
  place(name: string, state: string, more?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Deletes a service behind the stack's back. */
  remove(name: string): Promise<void>;
  /** The service as it is; `undefined` when there is none. */
  view(name: string): Promise<View | undefined>;
  /** Makes the next such operation fail: accepted, then its failed state. */
  failNext(operation: string, service: string): Promise<void>;
  /** Sets any fault. */
  fault(fault: Readonly<Record<string, unknown>>): Promise<void>;
  /** Empties it, faults and log included. */
  reset(): Promise<void>;
  log(): Promise<readonly LogEntry[]>;
  /** How many requests of a name have arrived so far, for instance `List`. */
  count(name: string): Promise<number>;
  /** Operations that have arrived since the last call of `forget`, as `Scale orders`, in order. */
  sent(): Promise<readonly string[]>;
  /** What has been sent so far is not asked about again. */
  forget(): Promise<void>;
  /** Every operation that has arrived, with the state that it found. */
  operations(): Promise<readonly LoggedRequest[]>;
}

/** Whether a request is one of the chart's operations, or Create. */
const isOperation = (entry: LogEntry): entry is LoggedRequest =>
  entry.kind === "request" && entry.operation !== null && !HARMLESS.includes(entry.operation);

/** The control plane of an emulator. */
export function controlOf(emulator: () => Emulator): Control {
  let forgotten = 0;
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { "content-type": "application/json" };
    const answer = await emulator().request({
      method,
      url: `/_emulator/${path}`,
      headers,
      ...content,
    });
    assert.ok(answer.status < 300, `${method} ${path}: ${String(answer.status)} ${answer.body}`);
    return answer.body === "" ? undefined : JSON.parse(answer.body);
  };
  const log = async (): Promise<readonly LogEntry[]> =>
    (await ask("GET", "log")) as readonly LogEntry[];
  const operations = async (): Promise<readonly LoggedRequest[]> =>
    (await log()).filter(isOperation);
  const services = async (): Promise<readonly View[]> =>
    (await ask("GET", "services")) as readonly View[];
  return {
    place: async (name, state, more = {}) => {
      await ask("PUT", `services/integration/${name}`, { edition: "Premium", state, ...more });
    },
    remove: async (name) => {
      const url = pathOf(name);
      const answer = await emulator().request({
        method: "DELETE",
        url,
        headers: { "x-ms-version": "2013-04-26" },
      });
      assert.equal(answer.status, 202, answer.body);
      await eventually(async () => (await services()).every((service) => service.name !== name));
    },
    view: async (name) => (await services()).find((service) => service.name === name),
    failNext: async (operation, service) => {
      await ask("POST", "faults", { operation, service, effect: "fail" });
    },
    reset: async () => {
      await ask("POST", "reset");
      forgotten = 0;
    },
    fault: async (fault) => {
      await ask("POST", "faults", fault);
    },
    log,
    count: async (name) =>
      (await log()).filter((entry) => entry.kind === "request" && entry.operation === name).length,
    sent: async () =>
      (await operations())
        .slice(forgotten)
        .map(({ operation, service }) => `${String(operation)} ${String(service)}`),
    forget: async () => {
      forgotten = (await operations()).length;
    },
    operations,
  };
}
