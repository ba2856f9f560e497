/**
 * Finds, fetches or builds the Pulumi engine (docs/architecture.md, The engine).
 *
 * Order: BIZTALK_PULUMI or `pulumi` on PATH; a copy made earlier; the vendor's installer; a build
 * with Go. An engine that was built once is found again at once.
 */
import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Clock } from "../clock.js";
import { ProviderError } from "../errors.js";
import { buildEngine } from "./build-engine.js";
import { ENGINE_VERSION, ENGINE_VERSION_MIN, isAtLeast } from "./engine-version.js";
import { installEngine } from "./install-engine.js";
import { runCommand } from "./run-command.js";

/** A Pulumi engine that can be used. */
export interface Engine {
  /** The `pulumi` executable. */
  readonly path: string;
  readonly version: string;
  readonly source: "BIZTALK_PULUMI" | "PATH" | "cache" | "installer" | "go";
}

/** What looking for an engine needs. */
export interface EngineOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  /** Told what each step does, and how long it took. */
  readonly say: (line: string) => void;
}

const VERSION_TIMEOUT_MS = 10_000;

/** `${XDG_CACHE_HOME:-~/.cache}/pulumi-biztalk/engine/VERSION`. */
export function engineCache(env: NodeJS.ProcessEnv): string {
  const base = env["XDG_CACHE_HOME"];
  const cache = base === undefined || base === "" ? join(homedir(), ".cache") : base;
  return join(cache, "pulumi-biztalk", "engine", ENGINE_VERSION);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function onPath(env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, "pulumi")).find(isExecutable);
}

async function versionOf(path: string, { env }: EngineOptions): Promise<string | undefined> {
  const quiet = { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { code, stdout } = await runCommand(path, ["version"], {
    env: quiet,
    timeoutMs: VERSION_TIMEOUT_MS,
  });
  return code === 0 ? stdout.trim().replace(/^v/, "") : undefined;
}

async function givenEngine(path: string, options: EngineOptions): Promise<Engine> {
  const version = await versionOf(path, options);
  if (version === undefined) {
    throw new ProviderError(
      "unsupported",
      `BIZTALK_PULUMI names ${path}, which does not answer to \`version\`. Give ` +
        "the path of a pulumi executable.",
    );
  }
  if (!isAtLeast(version, ENGINE_VERSION_MIN)) {
    const hint = `Give a newer one, or unset BIZTALK_PULUMI to have one fetched.`;
    throw new ProviderError(
      "unsupported",
      `BIZTALK_PULUMI names Pulumi ${version}; ${ENGINE_VERSION_MIN} or newer is needed. ${hint}`,
    );
  }
  return { path, version, source: "BIZTALK_PULUMI" };
}

/**
 * Looks for an engine that is there already; `undefined` when there is none.
 *
 * @throws {ProviderError} `unsupported` when BIZTALK_PULUMI names something that cannot be used.
 */
export async function findEngine(options: EngineOptions): Promise<Engine | undefined> {
  const { env, say } = options;
  const given = env["BIZTALK_PULUMI"];
  if (given !== undefined && given !== "") return givenEngine(given, options);
  const found = onPath(env);
  const version = found === undefined ? undefined : await versionOf(found, options);
  if (found !== undefined && version !== undefined) {
    if (isAtLeast(version, ENGINE_VERSION_MIN)) return { path: found, version, source: "PATH" };
    say(
      `Pulumi ${version} on PATH (${dirname(found)}) ` +
        `is older than ${ENGINE_VERSION_MIN}: not used.`,
    );
  }
  const cached = join(engineCache(env), "bin", "pulumi");
  return isExecutable(cached)
    ? { path: cached, version: ENGINE_VERSION, source: "cache" }
    : undefined;
}

async function timed(
  options: EngineOptions,
  what: string,
  work: () => Promise<string | undefined>,
): Promise<boolean> {
  const { clock, say } = options;
  say(`${what} ...`);
  const startedAt = clock.now();
  const problem = await work();
  const seconds = ((clock.now() - startedAt) / 1000).toFixed(1);
  say(
    problem === undefined
      ? `${what}: done in ${seconds} s`
      : `${what}: not possible (${problem}), ${seconds} s`,
  );
  return problem === undefined;
}

/**
 * Finds an engine, or gets one: by the vendor's installer, else by building it with Go.
 *
 * @throws {ProviderError} `unsupported` when none can be had; the message says what still works.
 */
export async function ensureEngine(options: EngineOptions): Promise<Engine> {
  const found = await findEngine(options);
  if (found !== undefined) return found;
  const folder = engineCache(options.env);
  const path = join(folder, "bin", "pulumi");
  const get = `Getting Pulumi ${ENGINE_VERSION} with the vendor's installer`;
  if (await timed(options, get, () => installEngine(folder, options.env)))
    return { path, version: ENGINE_VERSION, source: "installer" };
  const build = `Building Pulumi ${ENGINE_VERSION} with Go (once; some minutes)`;
  if (await timed(options, build, () => buildEngine(folder, options.env)))
    return { path, version: ENGINE_VERSION, source: "go" };
  throw new ProviderError(
    "unsupported",
    "no Pulumi engine can be had: none on PATH, the installer cannot be " +
      "reached, and it cannot be built with Go. Install Pulumi " +
      `${ENGINE_VERSION_MIN} or newer, or set BIZTALK_PULUMI to one. Without ` +
      `it, \`biztalk apply FILE\` does the same to a service file.`,
  );
}
