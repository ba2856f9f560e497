/** An instance that was seen, as the chart knows it. */
import {
  BASE_STATES,
  displayState,
  INSTANCE_CLASSES,
  instanceIn,
  type Instance,
} from "../chart/index.js";
import type { ObservedInstance } from "./shapes.js";

/** Every state that people tell apart by its name, whatever is pending. */
const STATES: ReadonlyMap<string, Pick<Instance, "base" | "breakpoint">> = new Map(
  [
    { base: "Active" as const, breakpoint: true },
    { base: "Dehydrated" as const, breakpoint: true },
    ...BASE_STATES.map((base) => ({ base, breakpoint: false })),
  ].map((state) => [displayState(state), state]),
);

/** Names of the states in which an instance can be, for `match.states` and for counting. */
export const STATE_NAMES: readonly string[] = [...STATES.keys()];

/**
 * The instance for the chart; `undefined` where its state, its class or what is pending is a text
 * that nobody knows: nothing can be judged then (docs/bts.md, B-62).
 */
export function chartInstance(observed: ObservedInstance): Instance | undefined {
  const state = STATES.get(observed.state);
  const known = INSTANCE_CLASSES.find((each) => each === observed.class);
  const operation = observed.pending?.operation ?? "none";
  const pending = (["none", "suspend", "terminate"] as const).find((each) => each === operation);
  if (state === undefined || known === undefined || pending === undefined) return undefined;
  return instanceIn(state.base, { class: known, breakpoint: state.breakpoint, pending });
}

/** What of an instance nobody knows, for a person. */
export function unknownPartOf(observed: ObservedInstance): string {
  if (!STATES.has(observed.state)) return `state "${observed.state}"`;
  const isKnown = INSTANCE_CLASSES.some((each) => each === observed.class);
  if (!isKnown) return `class "${observed.class}"`;
  return `pending operation "${observed.pending?.operation ?? ""}"`;
}
