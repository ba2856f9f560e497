/**
 * Plans of a service as lines, in the chart's spelling; and what a way out of a failed state loses.
 */
import { displayState, parseState } from "../chart/index.js";
import { planLines, stepLine, type PlanWords } from "../../plan/describe-plan.js";
import type { Plan, Recovery, Step } from "./shapes.js";
import { describeBackup } from "./steps.js";

const WORDS: PlanWords = {
  display: (state) => {
    const known = parseState(state);
    return known === undefined ? state : displayState(known);
  },
  nothing: "no service",
  silent: ["state", "service", "transition", "delete"],
};

/** One step as a line. */
export const describeStep = (step: Step): string => stepLine(step, WORDS);

/** A plan as lines; it is the checked input `plan`. */
export const describePlan = (plan: Plan): string[] => planLines(plan, WORDS);

/** What a replacement loses. A service that was never created has nothing to lose. */
function lossOf({ steps, backup }: Recovery): string {
  if (
    steps.some(({ operation, expects }) => operation === "Delete" && expects === "CreatedFailed")
  ) {
    return "the service was never created: nothing is lost";
  }
  return backup === null
    ? "no backup is known: what the service holds is lost"
    : `last known ${describeBackup(backup)}`;
}

/** A recovery as lines; none when there is nothing to recover from. */
export function describeRecovery(recovery: Recovery | null): string[] {
  if (recovery === null) return [];
  const lines = recovery.steps.map(describeStep);
  if (recovery.kind === "inPlace") return lines;
  return [...lines, lossOf(recovery)];
}
