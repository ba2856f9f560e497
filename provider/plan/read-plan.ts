/**
 * Reads a plan back from its lines (`planLines`): what Pulumi hands to a policy is the checked
 * input `plan`, without the packed one.
 */
import type { Verdict } from "./plan-shapes.js";
import type { Risk } from "./risk.js";

/** A plan as far as its lines tell. */
export interface ReadPlan {
  readonly verdict: Verdict;
  /** The state it starts from, in its product's spelling. */
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
  return {
    operation: text.split(":", 1)[0] ?? "",
    risk: known,
    detour: (both ?? alone) !== undefined,
    text,
  };
}

/** The rule stands in brackets at the end. */
function readRefusal(line: string): ReadPlan["refusals"][number] {
  const [, text = line, rule = ""] = /^(.*) \[([a-z-]+)\]$/.exec(line) ?? [];
  return { text, rule };
}

/**
 * Reads the lines; `undefined` for what is no plan's.
 *
 * @param stateOf - the state that a plan's words stand for, as its product spells it.
 */
export function readPlan(lines: unknown, stateOf: (words: string) => string): ReadPlan | undefined {
  if (!Array.isArray(lines) || !lines.every((line) => typeof line === "string")) return undefined;
  const [headline = "", ...rest] = lines;
  const [, verdict, from = ""] = HEADLINE.exec(headline) ?? [];
  if (verdict === undefined) return undefined;
  return {
    verdict: verdict as Verdict,
    from: stateOf(from),
    steps: verdict === "legal" || verdict === "noop" ? rest.map(readStep) : [],
    refusals: verdict === "refused" ? rest.map(readRefusal) : [],
    notes: verdict === "unknown" ? rest : [],
  };
}
