/** One call of the command line, from arguments to exit code. */
import { CommanderError } from "commander";
import { messageOf, ProviderError } from "../errors.js";
import { EXIT_CODES, exitCodeOf } from "./exit-codes.js";
import { createProgram } from "./program.js";
import type { Terminal } from "./terminal.js";

/**
 * Runs one call and resolves with its exit code. A user's mistake is a text without a stack;
 * anything that is no mistake of a user is a defect, and rejects.
 *
 * @param args - without the program's own name.
 */
export async function run(
  args: readonly string[],
  terminal: Terminal,
  version: string,
  signal: AbortSignal,
): Promise<number> {
  let exitCode: number = EXIT_CODES.done;
  const exit = (code: number): void => {
    exitCode = code;
  };
  try {
    await createProgram({ terminal, version, signal, exit }).parseAsync([...args], {
      from: "user",
    });
    return exitCode;
  } catch (reason) {
    // Commander has said what is wrong already; help and version are no errors.
    if (reason instanceof CommanderError)
      return reason.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.refused;
    if (!(reason instanceof ProviderError)) throw reason;
    terminal.error(`error: ${messageOf(reason)}`);
    return exitCodeOf(reason.code);
  }
}
