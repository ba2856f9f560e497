/**
 * Plans as short lines for a person. Deterministic: no age, no request id, no ETag
 * (docs/architecture.md, The calls of Pulumi).
 */
import type { Plan, Step } from "./plan-shapes.js";

/**
 * The words of a product: how a state is spelled for a person, and what plans start from where
 * there is nothing.
 */
export interface PlanWords {
  readonly display: (state: string) => string;
  readonly nothing: string;
  /** What a step serves that its operation says already. */
  readonly silent: readonly string[];
}

/**
 * One step as a line, for instance `Scale: Active to Active, units 1 -> 3` or
 * `Stop: Active to Stopped (interrupts)`.
 */
export function stepLine(step: Step, { display, silent }: PlanWords): string {
  const way = `${step.operation}: ${display(step.expects)} to ${display(step.yields)}`;
  const detail = silent.includes(step.serves) ? "" : `, ${step.serves}`;
  const marks = [step.risk === "none" ? [] : [step.risk], step.detour ? ["detour"] : []].flat();
  const contingent =
    step.contingent === undefined
      ? ""
      : `; ${step.contingent.operation} if not ${step.contingent.unless}`;
  return `${way}${detail}${marks.length > 0 ? ` (${marks.join(", ")})` : ""}${contingent}`;
}

/**
 * A plan as lines: the verdict with the state it starts from, then one line for each step, or the
 * first line of each refusal. It is the checked input `plan`, so an approved preview is bound to
 * it.
 */
export function planLines(plan: Plan, words: PlanWords): string[] {
  const from = plan.observed === null ? words.nothing : words.display(plan.observed.state);
  const headline = `${plan.verdict} from ${from}`;
  if (plan.verdict === "refused")
    return [
      headline,
      ...plan.refusals.map(({ message, rule }) => `${message.split("\n", 1)[0] ?? ""} [${rule}]`),
    ];
  if (plan.verdict === "unknown") return [headline, ...plan.notes];
  return [headline, ...plan.steps.map((step) => stepLine(step, words))];
}
