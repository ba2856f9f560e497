/** What the tracking database says of an instance. Pure data. */
import type { Instance } from "./instance-states.js";

/** The tracked states in the page's order, with what they mean (docs/bts.md, B-27). */
export const TRACKED_STATES = {
  Started: "the instance is in the MessageBox, in whatever state",
  Completed: "processing has completed successfully",
  Terminated: "the instance was terminated",
} as const satisfies Record<string, string>;

/** What tracking says of an instance. */
export type TrackedState = keyof typeof TRACKED_STATES;

/**
 * What tracking says of an instance in a state. It lags behind: what is read may be an earlier
 * answer.
 */
export function trackedStateOf({ base }: Pick<Instance, "base">): TrackedState {
  return base === "Completed" || base === "Terminated" ? base : "Started";
}
