/** Exit codes, after Pulumi's taxonomy (docs/architecture.md, Exit codes). */
import type { ErrorCode } from "../errors.js";

export const EXIT_CODES = {
  done: 0,
  /** An error, or something that was refused. */
  refused: 1,
  /** A step failed after something was sent. */
  stepFailed: 4,
  /** Nothing but mandatory policies stands against it. */
  policy: 5,
  /** There are changes where none were expected. */
  changes: 7,
  cancelled: 8,
  deadline: 9,
} as const;

/** Errors whose exit code is not 1. */
const CODE_OF_ERROR: Partial<Record<ErrorCode, number>> = {
  "operation-failed": EXIT_CODES.stepFailed,
  diverged: EXIT_CODES.stepFailed,
  interrupted: EXIT_CODES.cancelled,
  deadline: EXIT_CODES.deadline,
};

/** The exit code for an error. */
export function exitCodeOf(code: ErrorCode): number {
  return CODE_OF_ERROR[code] ?? EXIT_CODES.refused;
}
