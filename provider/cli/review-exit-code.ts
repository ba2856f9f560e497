/** The exit codes of the commands that review a stack. */
import type { Finding } from "../report/index.js";
import type { Review } from "../review/review-stack.js";
import { EXIT_CODES } from "./exit-codes.js";

/**
 * The exit code that findings stand for: 5 where nothing but mandatory policies stands against it.
 */
export function exitCodeOfFindings(findings: readonly Finding[]): number {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.some(({ rule }) => rule !== "policy-violated")) return EXIT_CODES.refused;
  return errors.length > 0 ? EXIT_CODES.policy : EXIT_CODES.done;
}

/** The exit code of a review. */
export function exitCodeOfReview({ report, changes }: Review, expectNoChanges: boolean): number {
  if (report.ended === "cancelled") return EXIT_CODES.cancelled;
  if (report.ended === "deadline") return EXIT_CODES.deadline;
  const code = exitCodeOfFindings(report.findings);
  if (code !== EXIT_CODES.done) return code;
  return expectNoChanges && changes ? EXIT_CODES.changes : EXIT_CODES.done;
}
