/** A preview and the update that follows it, with nothing between them: they must agree. */
import { textOf } from "./audit.js";
import type { Ran } from "./engine-run.js";
import type { LoggedRequest } from "./machine.js";

/** The parts of a structured plan that are looked at. */
export interface ShownPlan {
  readonly verdict: string;
  readonly steps: readonly {
    readonly operation: string;
    readonly contingent?: { readonly operation: string };
  }[];
  readonly refusals: readonly { readonly message: string; readonly permit: string | null }[];
  readonly replaced?: { readonly plan: ShownPlan };
}

/** The plan of a preview; `undefined` where it was not known. */
export function shownPlan(plan: unknown): ShownPlan | undefined {
  const isPlan = typeof plan === "object" && plan !== null && "verdict" in plan;
  return isPlan && plan.verdict !== "unknown" ? (plan as ShownPlan) : undefined;
}

/** Operations that a plan shows, in order, those included that follow only from certain results. */
function shownBy({ steps, replaced }: ShownPlan): string[] {
  const own = steps.flatMap(({ operation, contingent }) => [
    operation,
    ...(contingent === undefined ? [] : [contingent.operation]),
  ]);
  return [...(replaced === undefined ? [] : shownBy(replaced.plan)), ...own];
}

/** Whether all of the first are among the second, in this order. */
function isPartOf(some: readonly string[], all: readonly string[]): boolean {
  let at = 0;
  for (const each of some) {
    at = all.indexOf(each, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/**
 * How an update went against its preview; nothing where they agree.
 *
 * @param sent - what the update sent for the resource.
 */
export function disagreement(
  shown: ShownPlan | undefined,
  sent: readonly LoggedRequest[],
  end: Ran["end"],
): string[] {
  if (shown === undefined) return [];
  const operations = sent.map(({ operation }) => String(operation));
  if (shown.verdict === "refused") {
    if (operations.length > 0)
      return [`the preview refused, and the update sent ${sent.map(textOf).join(", ")}`];
    return end === "succeeded"
      ? [`the preview refused, and the update did not: ${shown.refusals[0]?.message ?? ""}`]
      : [];
  }
  const all = shownBy(shown);
  return isPartOf(operations, all)
    ? []
    : [
        `the preview showed ${all.join(", ") || "nothing"}, and the update sent ` +
          sent.map(textOf).join(", "),
      ];
}
