import { execFile } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../../../provider/package-root.js";
import type { Ended } from "./terminal.js";

/** The executable `biztalk`. */
export const EXECUTABLE = join(packageRoot(), "dist", "cli", "main.js");

const OUTPUT_MAX_BYTES = 16 * 1024 * 1024;
const TIMEOUT_MS = 20_000;

/** The environment of whoever runs the tests, without what changes how `biztalk` behaves. */
export function plainEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const theirs = /^(BIZTALK_.*|PULUMI_STACK|NO_COLOR|FORCE_COLOR|CI)$/;
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !theirs.test(name))),
    ...more,
  };
}

/** Runs the executable to its end, which the tour alone needs long for. */
export function biztalk(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  timeoutMs = TIMEOUT_MS,
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { env: plainEnvironment(env), maxBuffer: OUTPUT_MAX_BYTES, timeout: timeoutMs };
    execFile(process.execPath, [EXECUTABLE, ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}
