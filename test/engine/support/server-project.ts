import assert from "node:assert/strict";
import {
  emulatedServer,
  type EmulatedServerOptions,
} from "../../../provider/bts/emulator/index.js";
import type { LogEntry } from "../../../provider/emulator/index.js";
import type { Shown } from "../../bts/support/start-server.js";
import { needEngine } from "./engine.js";
import { startFront, type Front } from "./front.js";
import { makeProject, type Project } from "./project.js";

/** A resource of BizTalk Server as a test declares it. */
export interface DeclaredOnServer {
  readonly class: "InstancePolicy" | "Application" | "HostInstance";
  readonly args: Readonly<Record<string, unknown>>;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** A program that makes the resources of any class that `services.json` says. */
export const SERVER_PROGRAM = `"use strict";
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const biztalk = require("pulumi-biztalk");
const declared = JSON.parse(readFileSync(join(__dirname, "services.json"), "utf8"));
for (const [name, each] of Object.entries(declared))
  new biztalk[each.class](name, each.args, each.options);
`;

/** A request of the log that changes something. */
export type SentRequest = Extract<LogEntry, { kind: "request" }>;

/** A BizTalk Server in the test's process, and a project whose endpoint it is. */
export interface ServerProject {
  readonly project: Project;
  /** Where requests can be seen as they come. */
  readonly front: Front;
  declare(resources: Readonly<Record<string, DeclaredOnServer>>): void;
  /** A request to the control plane; the answer's JSON. */
  control<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
  /** Every instance that is there. */
  instances(): Promise<readonly Shown[]>;
  /** What was sent that changes something, since `forget`: kind and answer. */
  sent(): Promise<readonly SentRequest[]>;
  /** What was asked that only reads, since `forget`: the kinds. */
  read(): Promise<readonly string[]>;
  forget(): Promise<void>;
  close(): Promise<void>;
}

/** Starts both. */
async function makeServerProject(
  options: EmulatedServerOptions,
  program: string,
): Promise<ServerProject> {
  const front = await startFront(emulatedServer({ operationMs: 20, ...options }));
  const { url } = front;
  const project = await makeProject({
    endpoint: null,
    program,
    env: { BIZTALK_SERVER_ENDPOINT: url },
  }).catch(async (reason: unknown) => {
    await front.close();
    throw reason;
  });
  const control: ServerProject["control"] = async <T>(
    method: string,
    path: string,
    body?: unknown,
  ) => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { "content-type": "application/json" };
    const asked = { method, url: `/_emulator/${path}`, headers, ...content };
    const { status, body: text } = await front.request(asked);
    assert.ok(status < 300, `${method} ${path}: ${String(status)} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  };
  let forgotten = 0;
  const all = async (): Promise<readonly SentRequest[]> =>
    (await control<readonly LogEntry[]>("GET", "log")).filter(
      (entry): entry is SentRequest => entry.kind === "request",
    );
  const requests = async (): Promise<readonly SentRequest[]> => (await all()).slice(forgotten);
  return {
    project,
    front,
    declare: (resources) => {
      project.declare(resources);
    },
    control,
    instances: () => control("GET", "instances"),
    sent: async () => (await requests()).filter(({ method }) => method === "PUT"),
    read: async () =>
      (await requests()).flatMap(({ method, operation }) =>
        method === "GET" ? [String(operation)] : [],
      ),
    forget: async () => {
      forgotten = (await all()).length;
    },
    close: async () => {
      await project.close();
      await front.close();
    },
  };
}

/**
 * An instance that was ended between the list and the request, by another resource of the stack for
 * instance: that is told, and is no refusal.
 */
const hasVanished = ({ operation, state }: SentRequest): boolean =>
  state === "absent" && operation?.endsWith(" Instance") === true && !operation.includes("Host");

/**
 * One for the tests of one `describe`; after each, nothing was sent that was refused.
 *
 * @param program - one of its own, instead of one that makes what is declared.
 */
export function serverProjectFor(
  options: EmulatedServerOptions = {},
  program = SERVER_PROGRAM,
): () => ServerProject {
  let made: ServerProject | undefined;
  needEngine();
  before(async () => {
    made = await makeServerProject(options, program);
  });
  afterEach(async () => {
    const refused = ((await made?.sent()) ?? []).filter(
      (entry) => entry.status >= 400 && entry.status < 500 && !hasVanished(entry),
    );
    assert.deepEqual(refused, []);
  });
  after(() => made?.close());
  return () => {
    assert.ok(made, "ask for it in a hook or a test");
    return made;
  };
}
