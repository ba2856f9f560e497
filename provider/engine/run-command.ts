/** Runs a program and collects what it says; the only place that starts the engine's helpers. */
import { defined } from "../defined.js";
import { execFile } from "node:child_process";

/** How a program ended. */
export interface CommandResult {
  /** The exit code; `null` when it could not be started or was ended. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options of a run. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  /** The program is ended after this long. */
  readonly timeoutMs: number;
}

const OUTPUT_MAX_BYTES = 16 * 1024 * 1024;

/** Runs a program to its end. Never rejects. */
export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const { cwd, env, timeoutMs } = options;
  return new Promise((resolve) => {
    const settings = { env, timeout: timeoutMs, maxBuffer: OUTPUT_MAX_BYTES, ...defined({ cwd }) };
    execFile(program, [...args], settings, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
      resolve({ code, stdout, stderr: stderr === "" && error !== null ? error.message : stderr });
    });
  });
}
