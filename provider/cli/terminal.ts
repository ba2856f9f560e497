/** What the commands write to: results to one stream, progress and diagnostics to the other. */
import colors from "picocolors";

/** The streams and surroundings of one call. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: AsyncIterable<string | Uint8Array> & NodeJS.ReadableStream;
  /** Whether results may be coloured: a person watches, and NO_COLOR is not set. */
  readonly color?: boolean;
  /** Results; one call, one text with its line ends. */
  out(text: string): void;
  /** Progress: beside the results, so that a log has it too. */
  progress(line: string): void;
  /** Diagnostics. */
  error(line: string): void;
}

/** The streams of a process. */
export function processTerminal(process: NodeJS.Process): Terminal {
  return {
    env: process.env,
    stdin: process.stdin,
    color: colors.isColorSupported && (process.stdout.isTTY || "FORCE_COLOR" in process.env),
    out: (text) => void process.stdout.write(text),
    progress: (line) => {
      process.stderr.write(`${process.stderr.isTTY ? colors.dim(line) : line}\n`);
    },
    error: (line) => void process.stderr.write(`${line}\n`),
  };
}

/** Writes a value as JSON, for programs. */
export function writeJson(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value, null, 2)}\n`);
}
