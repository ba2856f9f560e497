/**
 * PR-9: a service in a transition is waited for, and judged by the state that it is expected to
 * settle in.
 */
import { parseTransitionalState, TRANSITIONAL_STATES } from "../chart/index.js";
import { planResult, summaryOf } from "./plan-result.js";
import type { Observed, Plan } from "./shapes.js";
import { waitStep } from "./steps.js";

/**
 * The transitional state a service is in, by `transitional` or by the state itself; `undefined`
 * when it rests.
 */
function transitionOf(observed: Observed): string | undefined {
  if (typeof observed.transitional === "string") return observed.transitional;
  const name = parseTransitionalState(observed.state);
  return name ?? (observed.transitional === true ? observed.state : undefined);
}

/**
 * Plans for a service that rests, or that is waited for first. Nothing is sent while it is in a
 * transition; what follows from one that settles nobody knows where is `unknown`.
 *
 * @param follow - plans from the service as it rests; `null` where there is none.
 */
export function whenSettled(
  observed: Observed | null,
  follow: (settled: Observed | null) => Plan,
): Plan {
  const transitional = observed === null ? undefined : transitionOf(observed);
  if (observed === null || transitional === undefined) return follow(observed);
  const name = parseTransitionalState(transitional);
  const settles = name === undefined ? null : TRANSITIONAL_STATES[name].settles;
  if (settles === null) {
    const note =
      `The service is in state ${transitional}: what follows can be judged when ` +
      "it has settled.";
    return planResult(observed, { verdict: "unknown", notes: [note] });
  }
  const settled =
    settles === "absent" ? null : { ...observed, state: settles, transitional: false };
  const following = follow(settled);
  if (following.verdict === "refused") return { ...following, observed: summaryOf(observed) };
  const verdict = following.verdict === "unknown" ? "unknown" : "legal";
  const steps = [waitStep(transitional, settles), ...following.steps];
  return { ...following, verdict, observed: summaryOf(observed), steps };
}
