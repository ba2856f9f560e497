/** Looks for steps at which the emulator and the oracle differ, and shrinks them. */
import fc from "fast-check";
import { playSteps } from "./play-steps.js";
import { stepLists } from "./step.js";

/** What was found. */
interface Found {
  /** Histories that were played before the first difference. */
  readonly histories: number;
  /** Their steps. */
  readonly steps: number;
  /** The shortest steps that differ, and how; empty when there are none. */
  readonly report: string;
}

/** Plays histories under both profiles until one differs. */
export async function searchSteps(options: {
  readonly histories: number;
  readonly seed: number;
}): Promise<Found> {
  let difference = "";
  let played = 0;
  const profile = fc.constantFrom("chart" as const, "rest-2016" as const);
  const property = fc.asyncProperty(profile, stepLists, async (name, steps) => {
    played += steps.length;
    const found = await playSteps(steps, name);
    if (found !== "") difference = found;
    return found === "";
  });
  const checked = await fc.check(property, { numRuns: options.histories, seed: options.seed });
  if (!checked.failed) return { histories: checked.numRuns, steps: played, report: "" };
  const [name = "", steps = []] = checked.counterexample ?? [];
  const where = `seed ${String(checked.seed)}, profile ${name}:`;
  const lines = steps.map((step) => `  ${JSON.stringify(step)}`);
  const thrown = checked.errorInstance instanceof Error ? [checked.errorInstance.stack ?? ""] : [];
  const report = [where, ...lines, difference, ...thrown].join("\n");
  return { histories: checked.numRuns, steps: played, report };
}
