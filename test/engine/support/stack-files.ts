import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { engineEnvironment, type Engine } from "../../../provider/engine/index.js";
import { neutralEnvironment } from "./environments.js";

/** JavaScript only: loading the TypeScript compiler for each program would double the time. */
const PROJECT_FILE = `name: integration
runtime:
  name: nodejs
  options: { typescript: false }
main: index.js
`;

/** Files by their path below the folder of a project and its state. */
type Files = ReadonlyMap<string, Buffer>;

/** Has the engine make a stack `dev`, and keeps the files that say so. */
async function makeStack(engine: Engine): Promise<Files> {
  const base = mkdtempSync(join(tmpdir(), "pulumi-biztalk-stack-"));
  try {
    const cwd = join(base, "project");
    mkdirSync(cwd);
    mkdirSync(join(base, "state"));
    writeFileSync(join(cwd, "Pulumi.yaml"), PROJECT_FILE);
    const env = engineEnvironment(engine, base, neutralEnvironment());
    const args = ["stack", "init", "dev", "--non-interactive"];
    await promisify(execFile)(engine.path, args, { cwd, env });
    const paths = ["project", "state"].flatMap((folder) =>
      readdirSync(join(base, folder), { encoding: "utf8", recursive: true }).map((path) =>
        join(folder, path),
      ),
    );
    const files = paths.filter((path) => statSync(join(base, path)).isFile());
    return new Map(files.map((path) => [path, readFileSync(join(base, path))]));
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

let made: Promise<Files> | undefined;

/**
 * Writes a project with a stack `dev` below a folder, as the engine has made it once. Making one
 * takes a sixth of the time of a preview. Which stack is selected is not in these files: commands
 * are told by `PULUMI_STACK`.
 */
export async function writeStack(engine: Engine, base: string): Promise<void> {
  made ??= makeStack(engine);
  for (const [path, content] of await made) {
    mkdirSync(dirname(join(base, path)), { recursive: true });
    writeFileSync(join(base, path), content);
  }
}
