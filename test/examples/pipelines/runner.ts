import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { packageRoot } from "../../../provider/engine/index.js";
import type { Project } from "../../engine/support/project.js";
import type { Script } from "./scripts.js";

/** What a script ended with. */
export interface Ran {
  readonly code: number;
  readonly text: string;
}

/** A runner of a system: it runs scripts in the project, with what a system puts around them. */
export interface Runner {
  run(script: Script): Promise<Ran>;
  /** What was sent to the system's own interface, a line for each call. */
  calls(): string[];
  /** Files that a job leaves behind are gone, as on a fresh runner. */
  fresh(): void;
  read(file: string): string;
  exists(file: string): boolean;
}

/** Leaves that a job makes. */
const LEAVES = ["biztalk.md", "biztalk.sarif", "biztalk.xml", "plan.md", "rest.md", "drift.md", "drift.xml"];

/** Programs that a runner has: the project's own are those of this repository, the systems' interfaces only note calls. */
const programs = (calls: string): Readonly<Record<string, string>> => ({
  npm: '[ "$1" = ci ]',
  npx: `shift; exec node "${join(packageRoot(), "dist", "cli", "main.js")}" "$@"`,
  gh: `echo "gh $*" >> "${calls}"; case "$*" in *--paginate*) cat "${calls}.id" 2>/dev/null || true;; esac`,
  curl: `echo "curl $*" >> "${calls}"; case "$*" in *--request*) :;; *) cat "${calls}.notes" 2>/dev/null || echo "[]";; esac`,
});

/** Makes a runner for a project. `existing`: the comment that is there already. */
export function makeRunner(project: Project, existing?: { readonly id: number; readonly body: string }): Runner {
  const bin = join(project.folder, "runner-bin");
  const calls = join(project.folder, "calls.txt");
  mkdirSync(bin, { recursive: true });
  for (const [name, script] of Object.entries(programs(calls))) {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  rmSync(calls, { force: true });
  if (existing !== undefined) {
    writeFileSync(`${calls}.id`, `${existing.id}\n`);
    writeFileSync(`${calls}.notes`, JSON.stringify([{ id: 1, body: "hello" }, existing]));
  }
  const env: NodeJS.ProcessEnv = {
    ...project.env,
    PATH: [bin, project.env["PATH"] ?? ""].join(delimiter),
    BIZTALK_STACK: "dev",
    GITHUB_REPOSITORY: "integration/biztalk",
    GITHUB_STEP_SUMMARY: join(project.folder, "summary.md"),
    PULL_REQUEST: "7",
    CI_API_V4_URL: "https://git.example.com/api/v4",
    CI_PROJECT_ID: "3",
    CI_MERGE_REQUEST_IID: "7",
    CI_JOB_STATUS: "failed",
    NOTES_TOKEN: "token",
  };
  const at = (file: string): string => join(project.folder, file);
  return {
    run: ({ script }) =>
      new Promise((done) => {
        execFile("bash", ["-euo", "pipefail", "-c", script], { cwd: project.folder, env }, (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
          done({ code, text: `$ ${script}\n${stdout}\n${stderr}\n(exit code ${code})` });
        });
      }),
    calls: () => (existsSync(calls) ? readFileSync(calls, "utf8").trimEnd().split("\n") : []),
    fresh: () => {
      for (const file of LEAVES) rmSync(at(file), { force: true });
    },
    read: (file) => readFileSync(at(file), "utf8"),
    exists: (file) => existsSync(at(file)),
  };
}
