import { Readable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { run } from "../../../provider/cli/run.js";
import type { Terminal } from "../../../provider/cli/terminal.js";

/** The version that `call` gives. */
export const VERSION = "1.2.3-test";

/**
 * How one call ended, and all that it wrote; without colours, which depend on where the tests run.
 */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What surrounds a call. */
export interface Surroundings {
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  /** Told each line of progress, when it is written. */
  readonly progress?: (line: string) => void;
}

/**
 * Makes one call of the command line inside this process: no process, no environment but the one
 * given.
 */
export async function call(
  args: readonly string[],
  surroundings: Surroundings = {},
): Promise<Ended> {
  const { env = {}, stdin = "", signal = new AbortController().signal, progress } = surroundings;
  const out: string[] = [];
  const diagnostics: string[] = [];
  const terminal: Terminal = {
    env,
    stdin: Readable.from([stdin]),
    out: (text) => void out.push(text),
    progress: (line) => progress?.(line),
    error: (line) => void diagnostics.push(`${line}\n`),
  };
  const code = await run(args, terminal, VERSION, signal);
  return {
    code,
    stdout: stripVTControlCharacters(out.join("")),
    stderr: stripVTControlCharacters(diagnostics.join("")),
  };
}
