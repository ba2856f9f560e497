/**
 * Reads a plan back from its lines (`describePlan`): what Pulumi hands to a policy is the checked input `plan`, without the
 * hidden `__plan`.
 */
import { parseState, type Risk } from "../mabs/chart/index.js";
import type { Verdict } from "../mabs/planner/shapes.js";

/** A plan as far as its lines tell. */
export interface ReadPlan {
  readonly verdict: Verdict;
  /** The state it starts from, in the chart's spelling where it is a row of it. */
  readonly from: string;
  readonly steps: readonly {
    readonly operation: string;
    readonly risk: Risk;
    readonly detour: boolean;
    readonly text: string;
  }[];
  /** The first line of each refusal, and the rule that it goes by. */
  readonly refusals: readonly { readonly text: string; readonly rule: string }[];
  readonly notes: readonly string[];
}

const HEADLINE = /^(noop|legal|refused|unknown) from (.+)$/;

/** Risk and detour stand at the end of a step, before what follows it. */
const MARKS = /\((?:(interrupts|destroys)(, detour)?|(detour))\)(?:;.*)?$/;

function readStep(text: string): ReadPlan["steps"][number] {
  const [, risk, both, alone] = MARKS.exec(text) ?? [];
  const known = risk === "interrupts" || risk === "destroys" ? risk : "none";
  return { operation: text.split(":", 1)[0] ?? "", risk: known, detour: (both ?? alone) !== undefined, text };
}

/** The rule stands in brackets at the end. */
function readRefusal(line: string): ReadPlan["refusals"][number] {
  const [, text = line, rule = ""] = /^(.*) \[([a-z-]+)\]$/.exec(line) ?? [];
  return { text, rule };
}

/** Reads the lines; `undefined` for what is no plan's. */
export function readPlan(lines: unknown): ReadPlan | undefined {
  if (!Array.isArray(lines) || !lines.every((line) => typeof line === "string")) return undefined;
  const [headline = "", ...rest] = lines;
  const [, verdict, from = ""] = HEADLINE.exec(headline) ?? [];
  if (verdict === undefined) return undefined;
  return {
    verdict: verdict as Verdict,
    from: parseState(from) ?? from,
    steps: verdict === "legal" || verdict === "noop" ? rest.map(readStep) : [],
    refusals: verdict === "refused" ? rest.map(readRefusal) : [],
    notes: verdict === "unknown" ? rest : [],
  };
}
