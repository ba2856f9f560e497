/**
 * The tour's Pulumi project: a copy of the example in a folder of its own, with an engine
 * environment of its own.
 */
import { defined } from "../defined.js";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { ProviderError } from "../errors.js";
import { emulatedServer } from "../bts/emulator/index.js";
import { createEmulator, openStore, type Emulator, type LogEntry } from "../emulator/index.js";
import { engineEnvironment, type Engine } from "../engine/index.js";
import { packageRoot } from "../package-root.js";
import { emulatedServices } from "../mabs/emulator/index.js";
import type { Act, Told } from "./tour-scenes.js";

/** A project that can be run. */
export interface TourProject {
  /** Runs `pulumi` and hands over its lines; resolves with the exit code. */
  pulumi(args: readonly string[], line: (text: string) => void): Promise<number>;
  /** Tells the emulator's control plane something. */
  tell(told: Told): Promise<void>;
  /** Everything the emulator was asked, in order. */
  log(): Promise<LogEntry[]>;
  close(): Promise<void>;
}

/** What is emulated for each example. */
const PRODUCTS = { orders: emulatedServices, instances: emulatedServer } as const;

/**
 * What of the example runs. What was tried in its folder since (modules, databases, plans, stacks)
 * is left there, and so is tsconfig.json: where the package is installed the SDK finds no compiler
 * but the old one that it brings along, which does not know today's options. Without the file the
 * SDK gives each compiler options that it knows.
 */
const EXAMPLE_FILES = ["Pulumi.yaml", "index.ts", "package.json"] as const;

/** Where the Pulumi SDK is that this package uses. */
function sdkFolder(): string {
  try {
    return dirname(require.resolve("@pulumi/pulumi/package.json"));
  } catch {
    throw new ProviderError(
      "unsupported",
      "@pulumi/pulumi is not installed beside pulumi-biztalk. Run: npm install @pulumi/pulumi",
    );
  }
}

function linkPackages(project: string): void {
  const modules = join(project, "node_modules");
  mkdirSync(join(modules, "@pulumi"), { recursive: true });
  symlinkSync(packageRoot(), join(modules, "pulumi-biztalk"));
  symlinkSync(sdkFolder(), join(modules, "@pulumi", "pulumi"));
}

function copyExample(example: string, folder: string): string {
  const project = join(folder, example);
  mkdirSync(project);
  for (const file of EXAMPLE_FILES)
    copyFileSync(join(packageRoot(), "examples", example, file), join(project, file));
  linkPackages(project);
  return project;
}

/** Makes the project of an example. Nothing of the user's own Pulumi is touched. */
export function makeTourProject(
  example: Act["example"],
  engine: Engine,
  env: NodeJS.ProcessEnv,
): TourProject {
  const folder = mkdtempSync(join(tmpdir(), "biztalk-tour-"));
  mkdirSync(join(folder, "state"));
  const cwd = copyExample(example, folder);
  const environment = {
    ...engineEnvironment(engine, folder, env),
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  };
  let emulator: Emulator | undefined;
  const control = async (method: string, path: string, body?: string): Promise<string> => {
    emulator ??= createEmulator({
      store: openStore(join(cwd, "biztalk.db")),
      products: [PRODUCTS[example]()],
    });
    const request = {
      method,
      url: `/_emulator/${path}`,
      headers: { "content-type": "application/json" },
    };
    return (await emulator.request({ ...request, ...defined({ body }) })).body;
  };
  return {
    pulumi: (args, line) =>
      new Promise((resolve, reject) => {
        const child = spawn(engine.path, args, {
          cwd,
          env: environment,
          stdio: ["ignore", "pipe", "pipe"],
        });
        createInterface({ input: child.stdout }).on("line", line);
        createInterface({ input: child.stderr }).on("line", line);
        child.on("error", reject);
        child.on("close", (code) => {
          resolve(code ?? 1);
        });
      }),
    tell: async ({ method, path, body }) => {
      await control(method, path, JSON.stringify(body));
    },
    log: async () => JSON.parse(await control("GET", "log")) as LogEntry[],
    close: async () => {
      await emulator?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
