import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../../provider/package-root.js";

const OUTPUT_MAX_BYTES = 64 * 1024 * 1024;

/** How a program ended, and all that it wrote. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, whatever that is. */
export function attempt(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      program,
      [...args],
      { cwd, env, maxBuffer: OUTPUT_MAX_BYTES },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({
          code,
          stdout,
          stderr: code === -1 ? `${stderr}\n${error?.message ?? ""}` : stderr,
        });
      },
    );
  });
}

/**
 * Runs a program to its end and returns its standard output; fails with all that it said unless the
 * code is 0.
 */
export async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const { code, stdout, stderr } = await attempt(program, args, cwd, env);
  assert.equal(code, 0, `${program} ${args.join(" ")}\n${stdout}\n${stderr}`);
  return stdout;
}

/**
 * Without what npm tells the scripts that it runs: the npm that is called here is nobody's child.
 */
export function npmEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|BIZTALK_|PULUMI_)/i.test(name)),
  );
}

/** The package as npm packs it. */
export interface Packed {
  /** A folder for the test, which holds the tarball. */
  readonly folder: string;
  readonly tarball: string;
  /** Paths of the files in it. */
  readonly files: readonly string[];
  /** The package unpacked. */
  readonly unpacked: string;
}

/** Packs a folder that holds this package, and unpacks it into a folder of its own. */
export async function pack(from: string): Promise<Packed> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-biztalk-package-"));
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [packing] = JSON.parse(await run("npm", args, from, npmEnvironment())) as {
    filename: string;
    files: { path: string }[];
  }[];
  assert.ok(packing !== undefined);
  const tarball = join(folder, packing.filename);
  await run("tar", ["-xzf", tarball], folder, process.env);
  return {
    folder,
    tarball,
    files: packing.files.map(({ path }) => path),
    unpacked: join(folder, "package"),
  };
}

/** Packs and unpacks the package once for the tests of a `describe`. */
export function packed(): () => Packed {
  let result: Packed | undefined;
  before(async () => {
    result = await pack(packageRoot());
  });
  after(() => {
    if (result !== undefined) rmSync(result.folder, { recursive: true, force: true });
  });
  return () => result ?? assert.fail("the package was not packed");
}
