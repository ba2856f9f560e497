/** What the commands are made with. */
import type { Terminal } from "./terminal.js";

/** What a call needs besides its arguments. */
export interface ProgramParts {
  readonly terminal: Terminal;
  readonly version: string;
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
  /** Told the exit code when a command has ended. */
  readonly exit: (code: number) => void;
}
