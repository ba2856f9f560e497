import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, openStore, type Emulator } from "../../../provider/emulator/index.js";
import { emulatedServices } from "../../../provider/mabs/emulator/index.js";
import { engineEnvironment } from "../../../provider/engine/index.js";
import { call, type Ended } from "../../cli/support/terminal.js";
import { linkPackages } from "../../support/linked-package.js";
import { controlOf, type Control } from "./control.js";
import { engine } from "./engine.js";
import { neutralEnvironment, quickEnvironment } from "./environments.js";
import { PROGRAM, type Declaration } from "./program.js";
import { writeStack } from "./stack-files.js";

/** What the engine puts before a message. */
const PREFIX = /^(warning|error): /;

const OUTPUT_MAX_BYTES = 64 * 1024 * 1024;
const COMMAND_TIMEOUT_MS = 100_000;

/** How a command ended, and all that it said. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  /** All that it said, for a person. */
  readonly text: string;
}

/** A line of `preview --json` for a person. */
export interface Diagnostic {
  readonly urn?: string;
  readonly severity: string;
  readonly message: string;
}

/** What `preview --json` says. */
export interface Preview extends Outcome {
  readonly diagnostics: readonly Diagnostic[];
  /** The engine's step for each resource, by logical name: `create`, `update`, `same`, ... */
  readonly steps: Readonly<Record<string, string>>;
}

/** A resource in the state file. */
export interface Recorded {
  readonly urn: string;
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

/** How a project is made. */
export interface ProjectOptions {
  /**
   * The endpoint in the stack's configuration; the emulator in a file of the project unless given,
   * `null`: none.
   */
  readonly endpoint?: string | null;
  /** How long an operation takes in the emulator in the file. */
  readonly operationMs?: number;
  /** A program of its own, instead of one that reads `services.json`. */
  readonly program?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A Pulumi project in a folder of its own, and the real engine for it. */
export interface Project {
  readonly folder: string;
  /** The emulator in the project's file. */
  readonly control: Control;
  /** Writes what the program makes. */
  declare(resources: Declaration): void;
  /** Sets the endpoint in the stack's configuration. */
  useEndpoint(endpoint: string | null): void;
  run(...args: string[]): Promise<Outcome>;
  /** The same, while it is under way. */
  start(...args: string[]): Started;
  preview(...flags: string[]): Promise<Preview>;
  /** `pulumi up` without its own preview. */
  up(...flags: string[]): Promise<Outcome>;
  refresh(...flags: string[]): Promise<Outcome>;
  destroy(...flags: string[]): Promise<Outcome>;
  /**
   * A call of `biztalk` in this process, in the project's environment: `biztalk("preview", ...)`.
   */
  biztalk(...args: string[]): Promise<Ended>;
  /** The environment of its commands. */
  readonly env: NodeJS.ProcessEnv;
  /** The state file, as text. */
  stateText(): string;
  /** All files of the journal, as text. */
  journalText(): string;
  /** A service in the state file by its logical name; `undefined` when it is not there. */
  recorded(name: string): Recorded | undefined;
  close(): Promise<void>;
}

const lastPart = (urn: string): string => urn.split("::").at(-1) ?? "";

/** A command that is under way. */
export interface Started {
  /** Sends a signal to the engine's own process. */
  signal(signal: NodeJS.Signals): void;
  /** What it has said so far. */
  said(): string;
  readonly outcome: Promise<Outcome>;
}

function start(program: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Started {
  const options = { cwd, env, maxBuffer: OUTPUT_MAX_BYTES, timeout: COMMAND_TIMEOUT_MS };
  let end: (outcome: Outcome) => void = () => undefined;
  const outcome = new Promise<Outcome>((done) => {
    end = done;
  });
  const child = execFile(program, args, options, (error, stdout, stderr) => {
    const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
    end({
      code,
      stdout,
      text: `$ pulumi ${args.join(" ")}\n${stdout}\n${stderr}\n(exit code ${code})`,
    });
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text: string) => (said += text));
  return { outcome, said: () => said, signal: (name) => void child.kill(name) };
}

function writeFiles(folder: string, program: string): void {
  linkPackages(folder, "pulumi-biztalk", "@pulumi/pulumi");
  writeFileSync(join(folder, "package.json"), "{}");
  writeFileSync(join(folder, "index.js"), program);
  writeFileSync(join(folder, "services.json"), "{}");
}

function parsePreview(outcome: Outcome): Preview {
  assert.ok(outcome.stdout.startsWith("{"), outcome.text);
  const { diagnostics = [], steps = [] } = JSON.parse(outcome.stdout) as {
    diagnostics?: Diagnostic[];
    steps?: { op: string; urn: string }[];
  };
  const said = diagnostics.map((each) => ({
    ...each,
    message: each.message.replace(PREFIX, "").trim(),
  }));
  const lines = [
    ...steps.map(({ op, urn }) => `${op} ${lastPart(urn)}`),
    ...said.map(({ severity, urn = "", message }) => `${severity} ${lastPart(urn)}: ${message}`),
    `(exit code ${outcome.code})`,
  ];
  return {
    ...outcome,
    text: lines.join("\n"),
    diagnostics: said,
    steps: Object.fromEntries(steps.map(({ op, urn }) => [lastPart(urn), op])),
  };
}

/** Makes a project with a stack `dev`. */
export async function makeProject(options: ProjectOptions = {}): Promise<Project> {
  const { operationMs = 20, program = PROGRAM } = options;
  const found = await engine();
  const base = mkdtempSync(join(tmpdir(), "pulumi-biztalk-engine-"));
  const folder = join(base, "project");
  await writeStack(found, base);
  writeFiles(folder, program);
  const env = {
    ...quickEnvironment(base, engineEnvironment(found, base, neutralEnvironment())),
    PULUMI_STACK: "dev",
    ...options.env,
  };
  const begin = (...args: string[]): Started =>
    start(found.path, [...args, "--non-interactive", "--color", "never"], folder, env);
  const run = (...args: string[]): Promise<Outcome> => begin(...args).outcome;
  const stackFile = join(folder, "Pulumi.dev.yaml");
  const salt = readFileSync(stackFile, "utf8");
  const useEndpoint: Project["useEndpoint"] = (endpoint) => {
    const config =
      endpoint === null ? "" : `config:\n  biztalk:endpoint: ${JSON.stringify(endpoint)}\n`;
    writeFileSync(stackFile, `${salt.trimEnd()}\n${config}`);
  };
  useEndpoint(
    options.endpoint === undefined
      ? `emulator:./biztalk.db?operationMs=${operationMs}`
      : options.endpoint,
  );
  let emulator: Emulator | undefined;
  const control = controlOf(
    () =>
      (emulator ??= createEmulator({
        store: openStore(join(folder, "biztalk.db")),
        products: [emulatedServices({ operationMs })],
      })),
  );
  const stateText = (): string => {
    try {
      return readFileSync(
        join(base, "state", ".pulumi", "stacks", "integration", "dev.json"),
        "utf8",
      );
    } catch {
      return "{}";
    }
  };
  return {
    folder,
    control,
    declare: (resources) => {
      writeFileSync(join(folder, "services.json"), JSON.stringify(resources));
    },
    useEndpoint,
    run,
    start: begin,
    preview: async (...flags) => parsePreview(await run("preview", "--json", ...flags)),
    up: (...flags) => run("up", "--yes", "--skip-preview", ...flags),
    refresh: (...flags) => run("refresh", "--yes", "--skip-preview", ...flags),
    destroy: (...flags) => run("destroy", "--yes", "--skip-preview", ...flags),
    biztalk: (command = "", ...args) => call([command, "-C", folder, ...args], { env }),
    env,
    stateText,
    journalText: () => {
      const journal = join(base, "journal");
      return readdirSync(journal)
        .map((file) => readFileSync(join(journal, file), "latin1"))
        .join("\n");
    },
    recorded: (name) => {
      const { checkpoint } = JSON.parse(stateText()) as {
        checkpoint?: { latest?: { resources?: Recorded[] } };
      };
      const resources = checkpoint?.latest?.resources ?? [];
      return resources.find(
        ({ urn }) => urn.includes("dynamic/biztalk:") && lastPart(urn) === name,
      );
    },
    close: async () => {
      await emulator?.close();
      rmSync(base, { recursive: true, force: true });
    },
  };
}
