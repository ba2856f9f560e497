/**
 * Builds the engine with Go, from two small modules that belong to this project, each with its
 * go.sum.
 *
 * The language host is built from the last release of `sdk/v3` that holds it: it runs programs of
 * today's SDK.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { ENGINE_VERSION, GO_VERSION_MIN, isAtLeast } from "./engine-version.js";
import { packageRoot } from "../package-root.js";
import { runCommand } from "./run-command.js";

/** One program to build: the module's folder, the package in it, and what the linker is told. */
interface Build {
  readonly module: string;
  readonly package: string;
  readonly linked: string;
}

const BUILDS: readonly Build[] = [
  {
    module: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    linked: `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${ENGINE_VERSION}`,
  },
  {
    module: "language-nodejs",
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    linked: "",
  },
];

/**
 * The script that starts the dynamic provider; next to `pulumi`, or every run warns that it came
 * from PATH.
 */
const RESOURCE_SCRIPT = "pulumi-resource-pulumi-nodejs";

const GO_VERSION_TIMEOUT_MS = 10_000;

/** Modules and build took six minutes on two cores; a slow network may need more. */
const BUILD_TIMEOUT_MS = 20 * 60_000;

/** The compiler collects its garbage seldom: a sixth less work, for 2 GB of memory. */
const GOGC = "400";

/** Clouds' clients and the like, in an engine whose state is in files: compiled as they stand. */
const RARELY_RUN = [
  "cloud.google.com",
  "github.com/alecthomas",
  "github.com/aws",
  "github.com/Azure",
  "github.com/AzureAD",
  "github.com/envoyproxy",
  "github.com/git-pkgs",
  "github.com/pb33f",
  "google.golang.org/api",
  "google.golang.org/genproto",
];

/**
 * The same for both programs, whose modules have the same versions where they can: a package is
 * compiled once. What a debugger would read is not made, since it would be stripped.
 */
const FLAGS = [
  "-mod=readonly",
  "-tags=osusergo,grpcnotrace",
  "-gcflags=all=-dwarf=false",
  ...RARELY_RUN.map((name) => `-gcflags=${name}/...=-N -l -dwarf=false`),
];

async function refuseGo(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { code, stdout } = await runCommand("go", ["env", "GOVERSION"], {
    env,
    timeoutMs: GO_VERSION_TIMEOUT_MS,
  });
  if (code !== 0) return "there is no Go on PATH";
  return isAtLeast(stdout, GO_VERSION_MIN)
    ? undefined
    : `Go ${stdout.trim()} is older than ${GO_VERSION_MIN}`;
}

async function build(
  { module, package: name, linked }: Build,
  target: string,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const cwd = join(packageRoot(), "provider", "engine", "go", module);
  const args = ["build", ...FLAGS, `-ldflags=-s -w ${linked}`, "-o", `${target}/`, name];
  const settings = { cwd, env: { GOGC, ...env }, timeoutMs: BUILD_TIMEOUT_MS };
  const { code, stderr } = await runCommand("go", args, settings);
  return code === 0
    ? undefined
    : `go build ${module}: ${stderr.trim().split("\n").slice(-3).join(" ")}`;
}

/**
 * Builds into a folder. Resolves with what went wrong, `undefined` when nothing did.
 *
 * The folder appears whole or not at all; another process that builds at the same time does no
 * harm.
 */
export async function buildEngine(
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const problem = await refuseGo(env);
  if (problem !== undefined) return problem;
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(join(dirname(folder), "build-"));
  try {
    const bin = join(work, "bin");
    mkdirSync(bin);
    // One after the other: what both are made of is compiled once.
    for (const each of BUILDS) {
      const failed = await build(each, bin, env);
      if (failed !== undefined) return failed;
    }
    const script = join(dirname(require.resolve("@pulumi/pulumi/package.json")), RESOURCE_SCRIPT);
    copyFileSync(script, join(bin, RESOURCE_SCRIPT));
    chmodSync(join(bin, RESOURCE_SCRIPT), 0o755);
    if (!existsSync(join(folder, "bin", "pulumi"))) {
      rmSync(folder, { recursive: true, force: true });
      renameSync(work, folder);
    }
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
