/** Looks for a history that breaks a promise, and shrinks it. */
import fc from "fast-check";
import { histories } from "./history.js";
import type { Machine } from "./machine.js";
import { play } from "./play.js";

/** How many histories, and from which seed. */
export interface SearchOptions {
  readonly histories: number;
  readonly seed: number;
}

/** What was found. */
export interface Found {
  /** Histories that were played before the first violation. */
  readonly histories: number;
  /** The shortest history that breaks a promise, and which; empty when there is none. */
  readonly report: string;
}

/** Plays histories until one breaks a promise. */
export async function search(machine: Machine, { histories: numRuns, seed }: SearchOptions): Promise<Found> {
  let violations: readonly string[] = [];
  const property = fc.asyncProperty(histories, async (history) => {
    const found = await play(machine, history);
    if (found.length > 0) violations = found;
    return found.length === 0;
  });
  const checked = await fc.check(property, { numRuns, seed });
  if (!checked.failed) return { histories: checked.numRuns, report: "" };
  const counterexample = checked.counterexample?.[0] ?? [];
  const lines = counterexample.map((happening) => `  ${JSON.stringify(happening)}`);
  const where = `seed ${checked.seed}, path ${checked.counterexamplePath ?? ""}`;
  const thrown = checked.errorInstance instanceof Error ? [checked.errorInstance.stack ?? ""] : [];
  const report = [`${where}, history ${checked.numRuns}:`, ...lines, ...violations, ...thrown].join("\n");
  return { histories: checked.numRuns, report };
}
