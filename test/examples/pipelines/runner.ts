import { execFile } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { packageRoot } from "../../../provider/package-root.js";
import type { Project } from "../../engine/support/project.js";
import { pathOf, type Script, type System } from "./scripts.js";

/** What a script ended with. */
export interface Ran {
  readonly code: number;
  readonly text: string;
}

/** A runner of a system: it runs scripts in the project, with what a system puts around them. */
export interface Runner {
  run(script: Script): Promise<Ran>;
  /**
   * Files that earlier jobs have left behind are gone, as on a fresh runner; but for an artifact
   * that the job is given.
   */
  fresh(artifact: string | undefined): void;
  read(file: string): string;
  exists(file: string): boolean;
}

/** How each system runs the lines of a step. */
const SHELLS: Readonly<Record<System, readonly string[]>> = {
  github: ["-e", "-c"],
  gitlab: ["-eo", "pipefail", "-c"],
  azure: ["--noprofile", "--norc", "-c"],
  operator: ["-euo", "pipefail", "-c"],
};

/** Programs that a runner has: the package is that of this repository, and installed. */
const PROGRAMS: Readonly<Record<string, string>> = {
  npm: '[ "$1" = ci ]',
  npx:
    `[ "$1" = biztalk ] && shift && exec node "${join(packageRoot(), "dist", "cli", "main.js")}" ` +
    `"$@"`,
};

/** What a GitHub runner reads when a step has ended. */
const FILES = { GITHUB_OUTPUT: "output.txt", GITHUB_STEP_SUMMARY: "summary.md" };

const REPORTS = "reports";

/** Makes a runner for a project; `variables` are those that the system sets. */
export function makeRunner(
  project: Project,
  system: System,
  variables: Readonly<Record<string, string>>,
): Runner {
  const bin = join(project.folder, "runner-bin");
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(PROGRAMS)) {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const at = (file: string): string => join(project.folder, file);
  mkdirSync(at("scripts"), { recursive: true });
  copyFileSync(pathOf("comment.mjs"), at("scripts/comment.mjs"));
  const files = Object.fromEntries(
    Object.entries(FILES).map(([name, file]) => [name, at(file)] as const),
  );
  const env: NodeJS.ProcessEnv = {
    ...project.env,
    PATH: [bin, project.env["PATH"] ?? ""].join(delimiter),
    BIZTALK_STACK: "dev",
    ...files,
    ...variables,
  };
  return {
    run: ({ script }) =>
      new Promise((done) => {
        execFile(
          "bash",
          [...SHELLS[system], script],
          { cwd: project.folder, env },
          (error, stdout, stderr) => {
            const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
            done({ code, text: `$ ${script}\n${stdout}\n${stderr}\n(exit code ${code})` });
          },
        );
      }),
    fresh: (artifact) => {
      const kept = artifact === undefined ? undefined : readFileSync(at(artifact));
      for (const file of [REPORTS, ...Object.values(FILES)])
        rmSync(at(file), { recursive: true, force: true });
      if (artifact === undefined || kept === undefined) return;
      mkdirSync(at(REPORTS));
      writeFileSync(at(artifact), kept);
    },
    read: (file) => readFileSync(at(file), "utf8"),
    exists: (file) => existsSync(at(file)),
  };
}
