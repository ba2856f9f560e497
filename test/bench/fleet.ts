/**
 * A fleet of resources under the real engine: ours, and as many of a provider that does nothing but
 * wait as long. What a command costs is told in CPU seconds of the engine, the program and the
 * provider together: what else the machine does falls on wall times alone.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createEmulator, openStore, type LogEntry } from "../../provider/emulator/index.js";
import { emulatedServices } from "../../provider/mabs/emulator/index.js";
import { engineEnvironment, type Engine } from "../../provider/engine/index.js";
import { packageRoot } from "../../provider/package-root.js";
import { linkPackages } from "../support/linked-package.js";

const execute = promisify(execFile);

/** How long an operation of a service takes, and how long the other provider waits. */
const OPERATION_MS = 200;

/** A resource in the state. */
export interface ResourceState {
  /** All of it, as JSON without blanks. */
  readonly text: string;
  /** What its provider has written: the engine drops its own notes in a refresh, whoever's it is. */
  readonly written: string;
}

/** A Pulumi project with a number of resources. */
export interface Fleet {
  /** Runs a command and resolves with the CPU seconds that it cost. */
  spend(command: Command): Promise<number>;
  /** Runs `biztalk preview` and resolves with the CPU seconds that it cost. */
  spendReview(): Promise<number>;
  /** Each resource in the state; secrets are not shown. */
  state(): Promise<readonly ResourceState[]>;
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

/** Policies of a BizTalk Server, whose address is in the environment. */
const POLICIES = `
const biztalk = require("pulumi-biztalk");
const count = Number(process.env.FLEET_COUNT);
for (let index = 0; index < count; index += 1)
  new biztalk.InstancePolicy("policy" + String(index), {
    match: { all: true, states: ["Suspended (resumable)"] }, action: "resume", limit: 1_000_000,
  });
`;

const WAITING = `
const pulumi = require("@pulumi/pulumi");
const count = Number(process.env.FLEET_COUNT);
class Waiting extends pulumi.CustomResource {
  constructor(name, args) {
    super("pulumi-nodejs:dynamic/bench:Waiting", name, {
      ...args, seen: undefined, __provider: 'exports.handler=()=>require("bench-waiting").provider;',
    });
  }
}
for (let index = 0; index < count; index += 1) {
  const serviceName = "svc" + String(index).padStart(6, "0");
  new Waiting(serviceName, { serviceName, region: "West Europe", edition: "Standard", units: 1, state: "Active" });
}
`;

const PROGRAMS = { ours: OURS, policies: POLICIES, waiting: WAITING } as const;

/** Whose resources a fleet is of. */
export type FleetKind = keyof typeof PROGRAMS;

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

/** What is run. */
export type Command = keyof typeof FLAGS;

/** Runs a program and resolves with the CPU seconds that it and whatever it started have cost. */
async function cpuSeconds(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<number> {
  const script = 'TIMEFORMAT="%U %S"; time "$@" >"$0" 2>&1';
  const said = join(options.cwd, "said.txt");
  const { stderr } = await execute("bash", ["-c", script, said, ...args], options);
  return stderr
    .trim()
    .split(" ")
    .reduce((sum, seconds) => sum + Number(seconds), 0);
}

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
  writeFileSync(join(folder, "index.js"), PROGRAMS[kind]);
}

/**
 * Makes a fleet.
 *
 * @param environment - what its provider is told beside.
 */
export async function makeFleet(
  engine: Engine,
  count: number,
  kind: FleetKind,
  environment: NodeJS.ProcessEnv = {},
): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), "biztalk-bench-"));
  writeProject(folder, kind);
  const env = {
    ...engineEnvironment(engine, folder, process.env),
    ...environment,
    FLEET_COUNT: String(count),
  };
  const pulumi = async (args: readonly string[]): Promise<string> => {
    const options = { cwd: folder, env, maxBuffer: 256 * 1024 * 1024 };
    return (await execute(engine.path, [...args, "--non-interactive"], options)).stdout;
  };
  await pulumi(["stack", "init", "bench"]);
  return {
    spend: (command) =>
      cpuSeconds([engine.path, ...FLAGS[command], "--non-interactive"], { cwd: folder, env }),
    spendReview: () => {
      const cli = join(packageRoot(), "dist", "cli", "main.js");
      const args = [process.execPath, cli, "preview", "--report", "json=report.json"];
      return cpuSeconds(args, { cwd: folder, env });
    },
    state: async () => {
      const { deployment } = JSON.parse(await pulumi(["stack", "export"])) as {
        deployment: { resources?: { type: string; inputs?: object; outputs?: object }[] };
      };
      return (deployment.resources ?? [])
        .filter(({ type }) => type.includes("dynamic"))
        .map((each) => ({
          text: JSON.stringify(each),
          written: JSON.stringify([each.inputs, each.outputs]),
        }));
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
