/**
 * Plans as short lines for a person. Deterministic: no age, no request id, no ETag (docs/architecture.md, The calls
 * of Pulumi).
 */
import { displayState, parseState } from "../mabs/chart/index.js";
import { describeBackup } from "../mabs/planner/steps.js";
import type { Plan, Recovery, Step } from "../mabs/planner/shapes.js";

const display = (state: string): string => {
  const known = parseState(state);
  return known === undefined ? state : displayState(known);
};

/** One step as a line, for instance `Scale: Active to Active, units 1 -> 3` or `Stop: Active to Stopped (interrupts)`. */
export function describeStep(step: Step): string {
  const way = `${step.operation}: ${display(step.expects)} to ${display(step.yields)}`;
  const detail = ["state", "service", "transition", "delete"].includes(step.serves) ? "" : `, ${step.serves}`;
  const marks = [step.risk === "none" ? [] : [step.risk], step.detour ? ["detour"] : []].flat();
  const contingent =
    step.contingent === undefined ? "" : `; ${step.contingent.operation} if not ${step.contingent.unless}`;
  return `${way}${detail}${marks.length > 0 ? ` (${marks.join(", ")})` : ""}${contingent}`;
}

/**
 * A plan as lines: the verdict with the state it starts from, then one line for each step, or the first line of each
 * refusal. It is the checked input `plan`, so an approved preview is bound to it.
 */
export function describePlan(plan: Plan): string[] {
  const from = plan.observed === null ? "no service" : display(plan.observed.state);
  const headline = `${plan.verdict} from ${from}`;
  if (plan.verdict === "refused")
    return [headline, ...plan.refusals.map(({ message, rule }) => `${message.split("\n", 1)[0] ?? ""} [${rule}]`)];
  if (plan.verdict === "unknown") return [headline, ...plan.notes];
  return [headline, ...plan.steps.map(describeStep)];
}

/** What a replacement loses. A service that was never created has nothing to lose. */
function lossOf({ steps, backup }: Recovery): string {
  if (steps.some(({ operation, expects }) => operation === "Delete" && expects === "CreatedFailed")) {
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
