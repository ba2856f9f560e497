/**
 * `biztalk preview` and `biztalk drift`: a preview by the real engine, and its findings as reports.
 */
import { defined } from "../defined.js";
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { movedMeanwhile, saveApproved } from "../review/approved-plan.js";
import { checkTargets, writeReports, type ReportTarget } from "../review/report-targets.js";
import { exitCodeOfReview } from "./review-exit-code.js";
import { reviewStack, type Review } from "../review/review-stack.js";
import { openStack, type StackOptions } from "../review/stack-run.js";
import { EXIT_CODES } from "./exit-codes.js";
import type { Terminal } from "./terminal.js";

/** Options of every command that runs a stack. */
export interface ReviewOptions {
  readonly cwd: string;
  readonly stack?: string;
  readonly report: readonly ReportTarget[];
  readonly maxBytes?: number;
  readonly deadline?: number;
}

/** What the command was given. */
export interface PreviewOptions extends ReviewOptions {
  readonly savePlan?: string;
  readonly expectNoChanges: boolean;
}

/** The options of a review as the engine's run takes them. */
export const stackOptionsOf = (
  { cwd, stack, deadline }: ReviewOptions,
  passed: readonly string[],
): StackOptions => ({
  cwd,
  passed,
  ...defined({ stack, deadlineMs: deadline }),
});

/** Previews a stack, and saves the plan when that was asked for and nothing is refused. */
export async function previewCommand(
  terminal: Terminal,
  options: PreviewOptions,
  passed: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  checkTargets(options.report);
  const plan = options.savePlan === undefined ? undefined : resolve(options.savePlan);
  if (plan !== undefined) {
    checkTargets([{ format: "json", file: plan }]);
    // A plan of another day must not be taken for this one when this one is refused.
    rmSync(plan, { force: true });
  }
  const stack = await openStack(terminal, stackOptionsOf(options, passed));
  const args = plan === undefined ? [] : ["--save-plan", plan];
  const review = await reviewStack(terminal, stack, "preview", args, signal);
  writeReports(terminal, review.report, options.report, options.maxBytes);
  const code = exitCodeOfReview(review, options.expectNoChanges);
  if (plan === undefined) return code;
  const moved = movedMeanwhile(review);
  const isApproved = code === EXIT_CODES.done || code === EXIT_CODES.changes;
  if (isApproved && moved.length === 0) {
    saveApproved(plan, review);
    terminal.error(`Plan saved. Apply it with: biztalk up --plan ${options.savePlan ?? ""}`);
    return code;
  }
  rmSync(plan, { force: true });
  if (!isApproved) return code;
  terminal.error(
    `${moved.join(", ")} moved while the preview ran: no plan was saved. Run it again.`,
  );
  return EXIT_CODES.refused;
}

/** Whether a service differs from what the stack and its program say. */
const hasDrift = ({ report }: Review): boolean =>
  report.findings.some(({ rule }) => rule === "drift") ||
  report.resources.some(({ verdict }) => verdict === "legal");

/** Looks for drift: read-only; exit code 7 when there is some. */
export async function driftCommand(
  terminal: Terminal,
  options: ReviewOptions,
  passed: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  checkTargets(options.report);
  const stack = await openStack(terminal, stackOptionsOf(options, passed));
  const review = await reviewStack(terminal, stack, "drift", [], signal);
  writeReports(terminal, review.report, options.report, options.maxBytes);
  const code = exitCodeOfReview(review, false);
  return code === EXIT_CODES.done && hasDrift(review) ? EXIT_CODES.changes : code;
}
