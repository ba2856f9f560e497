/** Looks for a history of a BizTalk Server that breaks a promise, and shrinks it. */
import fc from "fast-check";
import type { Found, SearchOptions } from "./search.js";
import { serverHistories } from "./server-history.js";
import type { ServerMachine } from "./server-machine.js";
import { playServer } from "./server-play.js";

/** Plays histories until one breaks a promise. */
export async function searchServer(
  machine: ServerMachine,
  { histories: numRuns, seed }: Pick<SearchOptions, "histories" | "seed">,
): Promise<Found> {
  let violations: readonly string[] = [];
  const property = fc.asyncProperty(serverHistories, async (history) => {
    const found = await playServer(machine, history);
    if (found.length > 0) violations = found;
    return found.length === 0;
  });
  const checked = await fc.check(property, { numRuns, seed });
  if (!checked.failed) return { histories: checked.numRuns, report: "" };
  const where = `seed ${checked.seed}, path ${checked.counterexamplePath ?? ""}`;
  const history = JSON.stringify(checked.counterexample?.[0], null, 2);
  const thrown = checked.errorInstance instanceof Error ? [checked.errorInstance.stack ?? ""] : [];
  const report = [`${where}, history ${checked.numRuns}:`, history, ...violations, ...thrown];
  return { histories: checked.numRuns, report: report.join("\n") };
}
