/** Refusals: what was asked, what was seen, what is legal, and the next step. */
import type { Refusal } from "../../plan/plan-shapes.js";

/** What a refusal is made of. */
export interface Parts {
  /** `operation-not-allowed` unless given. */
  readonly rule?: Refusal["rule"];
  /** One sentence: what was asked and why it is not done. */
  readonly headline: string;
  readonly operation: string;
  readonly state: string;
  /** What was seen, where the headline does not say it all. */
  readonly seen?: string;
  readonly legalHere?: readonly string[];
  /** What leads to what was asked. */
  readonly route?: readonly string[];
  /** Every input that would permit it; none where no input does. */
  readonly permits?: readonly string[];
  /** What a person can do, where that is not to set the inputs. */
  readonly next?: string;
  readonly hints?: readonly string[];
  readonly source: string;
}

function nextOf({ permits = [], next }: Parts): string {
  const set = permits.length === 0 ? [] : [`set ${permits.join(" and ")}`];
  const [first = "nothing; it cannot be had", ...more] = [...set, next ?? []].flat();
  return [first, ...more].join("; or ");
}

/** Assembles a refusal and its text. */
export function refusal(parts: Parts): Refusal {
  const { headline, operation, state, seen, legalHere = [], route = [], source } = parts;
  const { permits = [], hints = [], rule = "operation-not-allowed" } = parts;
  const message = [
    headline,
    ...(seen === undefined ? [] : [`  Seen: ${seen}.`]),
    ...(legalHere.length === 0 ? [] : [`  Legal here: ${legalHere.join(", ")}.`]),
    `  Next: ${nextOf(parts)}.`,
    ...hints.map((hint) => `  ${hint}`),
    `  Source: ${source}.`,
  ].join("\n");
  const permit = permits.length === 0 ? null : permits.join(" and ");
  return { rule, operation, state, legalHere, route, permit, source, message };
}
