/**
 * A fleet of resources under the real engine: ours, and as many of a provider that does nothing but
 * wait as long. The engine writes its whole state after every step, so the size of a state costs by
 * itself: the other provider comes with a small one, and with one of as many and as long properties
 * as ours.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createEmulator, openStore, type LogEntry } from "../../provider/emulator/index.js";
import { emulatedServices } from "../../provider/mabs/emulator/index.js";
import { engineEnvironment, packageRoot, type Engine } from "../../provider/engine/index.js";
import { linkPackages } from "../support/linked-package.js";
import { milliseconds } from "./figure.js";

const execute = promisify(execFile);

/** How long an operation of a service takes, and how long the other provider waits. */
const OPERATION_MS = 200;

/** A Pulumi project with a number of resources. */
export interface Fleet {
  /** Runs a command and resolves with the milliseconds it took. */
  time(command: "preview" | "up" | "refresh" | "destroy"): Promise<number>;
  /** Runs `biztalk preview` and resolves with the milliseconds it took. */
  timeReview(): Promise<number>;
  /** Bytes of each resource in the state, without secrets, as JSON without blanks. */
  stateBytes(): Promise<number[]>;
  /** The emulator's log; empty for the other provider. */
  log(): Promise<LogEntry[]>;
  close(): void;
}

const OURS = `
const biztalk = require("pulumi-biztalk");
const count = Number(process.env.FLEET_COUNT);
for (let index = 0; index < count; index += 1) {
  const serviceName = "svc" + String(index).padStart(6, "0");
  new biztalk.Service(serviceName, { serviceName, region: "West Europe", edition: "Standard", units: 1, state: "Active" });
}
`;

/** Whose resources a fleet is of. */
export type FleetKind = "ours" | "waiting" | "waiting, state as large";

const WAITING = `
const pulumi = require("@pulumi/pulumi");
const count = Number(process.env.FLEET_COUNT);
// What a service has besides: texts of the same length under as many names.
const LARGE = {
  urn: "u".repeat(80), cloudService: "biztalk-west-europe", configuration: {}, endpoint: "emulator:./biztalk.db", url: "u".repeat(40),
  adopt: false, detours: false, recovery: "inPlace", timeouts: { settle: "1h", operation: "2h" },
  lines: ["legal from no service", "Create: absent to Active"],
  structured: {
    verdict: "legal", observed: null, refusals: [], recovery: null, notes: [],
    steps: [{ operation: "Create", expects: "absent", yields: "Active", onFailure: "CreatedFailed", serves: "service",
      risk: "none", detour: false, source: "s".repeat(60) }],
  },
};
class Waiting extends pulumi.CustomResource {
  constructor(name, args) {
    super("pulumi-nodejs:dynamic/bench:Waiting", name, {
      ...args, seen: undefined, __provider: 'exports.handler=()=>require("bench-waiting").provider;',
    });
  }
}
for (let index = 0; index < count; index += 1) {
  const serviceName = "svc" + String(index).padStart(6, "0");
  const large = process.env.FLEET_LARGE === "true" ? LARGE : {};
  new Waiting(serviceName, { serviceName, region: "West Europe", edition: "Standard", units: 1, state: "Active", ...large });
}
`;

const WAITING_PROVIDER = `
const wait = () => new Promise((resolve) => setTimeout(resolve, ${String(OPERATION_MS)}));
exports.provider = {
  check: async (olds, news) => ({ inputs: news }),
  diff: async () => ({ changes: false }),
  create: async (inputs) => { await wait(); return { id: inputs.serviceName, outs: { ...inputs, seen: "Active" } }; },
  read: async (id, props) => ({ id, props }),
  update: async (id, olds, news) => { await wait(); return { outs: news }; },
  delete: async () => { await wait(); },
};
`;

const FLAGS = {
  preview: ["preview"],
  up: ["up", "--yes", "--skip-preview"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
} as const;

function writeProject(folder: string, kind: FleetKind): void {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "bench-waiting"), { recursive: true });
  mkdirSync(join(folder, "state"));
  linkPackages(folder, "pulumi-biztalk", "@pulumi/pulumi");
  writeFileSync(join(modules, "bench-waiting", "index.js"), WAITING_PROVIDER);
  const endpoint = `emulator:./biztalk.db?operationMs=${String(OPERATION_MS)}`;
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    `name: fleet\nruntime: nodejs\nconfig:\n  biztalk:endpoint: ${endpoint}\n`,
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "fleet", main: "index.js" }));
  writeFileSync(join(folder, "index.js"), kind === "ours" ? OURS : WAITING);
}

/** Makes a fleet. */
export async function makeFleet(engine: Engine, count: number, kind: FleetKind): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), "biztalk-bench-"));
  writeProject(folder, kind);
  const env = {
    ...engineEnvironment(engine, folder, process.env),
    FLEET_COUNT: String(count),
    FLEET_LARGE: String(kind === "waiting, state as large"),
  };
  const pulumi = async (args: readonly string[]): Promise<string> => {
    const options = { cwd: folder, env, maxBuffer: 256 * 1024 * 1024 };
    return (await execute(engine.path, [...args, "--non-interactive"], options)).stdout;
  };
  await pulumi(["stack", "init", "bench"]);
  return {
    time: async (command) => {
      const startedAt = milliseconds();
      await pulumi(FLAGS[command]);
      return milliseconds() - startedAt;
    },
    timeReview: async () => {
      const startedAt = milliseconds();
      const cli = join(packageRoot(), "dist", "cli", "main.js");
      await execute(process.execPath, [cli, "preview", "--report", "json=report.json"], {
        cwd: folder,
        env,
      });
      return milliseconds() - startedAt;
    },
    stateBytes: async () => {
      const state = JSON.parse(await pulumi(["stack", "export"])) as {
        deployment: { resources: { type: string }[] };
      };
      return state.deployment.resources
        .filter(({ type }) => type.includes("dynamic"))
        .map((each) => JSON.stringify(each).length);
    },
    log: async () => {
      if (kind !== "ours") return [];
      const emulator = createEmulator({
        store: openStore(join(folder, "biztalk.db")),
        products: [emulatedServices()],
      });
      const { body } = await emulator.request({
        method: "GET",
        url: "/_emulator/log",
        headers: {},
      });
      await emulator.close();
      return JSON.parse(body) as LogEntry[];
    },
    close: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
