import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../../provider/engine/index.js";

const OUTPUT_MAX_BYTES = 64 * 1024 * 1024;

/** Runs a program to its end and returns its standard output; fails with all that it said unless the code is 0. */
export function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { cwd, env, maxBuffer: OUTPUT_MAX_BYTES }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${program} ${args.join(" ")}: ${error.message}\n${stdout}\n${stderr}`));
    });
  });
}

/** Without what npm tells the scripts that it runs: the npm that is called here is nobody's child. */
export function npmEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|BIZTALK_|PULUMI_)/i.test(name)));
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

/** Packs and unpacks the package once for the tests of a `describe`. */
export function packed(): () => Packed {
  let result: Packed | undefined;
  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-biztalk-package-"));
    const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
    const [packing] = JSON.parse(await run("npm", args, packageRoot(), npmEnvironment())) as {
      filename: string;
      files: { path: string }[];
    }[];
    assert.ok(packing !== undefined);
    const tarball = join(folder, packing.filename);
    await run("tar", ["-xzf", tarball], folder, process.env);
    result = { folder, tarball, files: packing.files.map(({ path }) => path), unpacked: join(folder, "package") };
  });
  after(() => {
    if (result !== undefined) rmSync(result.folder, { recursive: true, force: true });
  });
  return () => result ?? assert.fail("the package was not packed");
}
