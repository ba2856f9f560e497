/** What every plan here has in common: inputs that are not known yet. */
import type { Plan } from "../../plan/plan-shapes.js";
import { listed } from "./words.js";

/** A plan that cannot be judged, because a preview does not know inputs yet; else `undefined`. */
export function unlessKnown(
  unknown: readonly string[] = [],
): (Pick<Plan, "verdict" | "observed" | "notes"> & { steps: []; refusals: [] }) | undefined {
  if (unknown.length === 0) return undefined;
  const verb = unknown.length === 1 ? "is" : "are";
  const note = `${listed(unknown)} ${verb} not known yet: what is to be done can be judged then.`;
  return { verdict: "unknown", observed: null, steps: [], refusals: [], notes: [note] };
}
