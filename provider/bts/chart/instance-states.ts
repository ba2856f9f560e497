/**
 * What an instance is: its state, and the facts beside it on which the next step depends.
 *
 * The names are those of Microsoft's page "Service Instance States", letter for letter
 * (docs/bts.md). Pure data: where an instance runs, since when it waits and what it is called is
 * kept by whoever keeps instances.
 */

/**
 * States of an instance that is in the MessageBox, in the order in which it passes through them.
 */
export const BASE_STATES = [
  "Ready to run",
  "Scheduled",
  "Active",
  "Dehydrated",
  "Suspended (resumable)",
  "Suspended (not-resumable)",
  "Completed with discarded messages",
] as const;

/**
 * A state of an instance that is in the MessageBox. In Breakpoint is Active or Dehydrated with
 * `breakpoint`.
 */
export type BaseState = (typeof BASE_STATES)[number];

/**
 * How an instance ends: it leaves the MessageBox, and tracking alone knows of it (docs/bts.md,
 * B-20).
 */
export const FINAL_STATES = ["Completed", "Terminated"] as const;

/** How an instance ended. */
export type FinalState = (typeof FINAL_STATES)[number];

/**
 * The classes of instances as the console names them. Internal are tracking, caching and "other"
 * (docs/bts.md, B-24).
 */
export const INSTANCE_CLASSES = [
  "Orchestration",
  "Messaging",
  "Isolated Adapter",
  "Routing Failure Report",
  "Internal",
] as const;

/** What an instance is an instance of. */
export type InstanceClass = (typeof INSTANCE_CLASSES)[number];

/**
 * A request that the instance has not picked up yet; a status beside the state, at most one
 * (docs/bts.md, B-2).
 */
export type Pending = "none" | "suspend" | "terminate";

/** An instance, as far as the rules of its steps go. */
export interface Instance {
  readonly class: InstanceClass;
  readonly base: BaseState | FinalState;
  /** Stopped at a breakpoint, in memory or not. */
  readonly breakpoint: boolean;
  /** A debugger is attached. */
  readonly attached: boolean;
  /** A Windows service holds the instance in memory. */
  readonly resident: boolean;
  readonly pending: Pending;
  /**
   * An Attach was tried while an operation was pending, and has not failed yet (docs/bts.md, B-16).
   */
  readonly attaching: boolean;
  /** Where it was when it became Suspended (resumable); `null` in every other state. */
  readonly suspendedFrom: BaseState | null;
}

/** The rows of the page's two tables, in the page's order. */
export const INSTANCE_ROWS = [
  "In Breakpoint",
  "In Breakpoint (Dehydrated)",
  "Ready to run",
  "Scheduled",
  "Active",
  "Dehydrated",
  "Suspended (resumable)",
  "Suspended (not-resumable)",
  "Terminated with unconsumed messages",
  "Pending suspend",
  "Pending terminate",
] as const;

/** A row of the page's two tables. */
export type InstanceRow = (typeof INSTANCE_ROWS)[number];

/**
 * An instance in a state and in none of the conditions that can come with it, unless they are
 * given.
 */
export function instanceIn(
  base: Instance["base"],
  conditions: Partial<Omit<Instance, "base">> = {},
): Instance {
  return {
    class: base === "Scheduled" ? "Messaging" : "Orchestration",
    base,
    breakpoint: false,
    attached: false,
    resident: base === "Active",
    pending: "none",
    attaching: false,
    suspendedFrom: null,
    ...conditions,
  };
}

/**
 * Whether a state can have a breakpoint or something pending: the others are entered without
 * (docs/bts.md, B-21).
 */
export const isRunning = (base: Instance["base"]): boolean =>
  base === "Active" || base === "Dehydrated";

/** One instance in each state that people tell apart, with each thing that can be pending. */
export const INSTANCES: readonly Instance[] = [
  ...[true, false].flatMap((breakpoint) =>
    BASE_STATES.filter((base) => !breakpoint || isRunning(base)).map((base) =>
      instanceIn(base, { breakpoint }),
    ),
  ),
  ...(["suspend", "terminate"] as const).flatMap((pending) =>
    [true, false].flatMap((breakpoint) =>
      BASE_STATES.filter(isRunning).map((base) => instanceIn(base, { breakpoint, pending })),
    ),
  ),
];

/**
 * The page's name of a state, whatever is pending: `In Breakpoint (Dehydrated)` is Dehydrated with
 * a breakpoint.
 */
export function displayState({ base, breakpoint }: Pick<Instance, "base" | "breakpoint">): string {
  if (!breakpoint) return base;
  return base === "Dehydrated" ? "In Breakpoint (Dehydrated)" : "In Breakpoint";
}

/**
 * An instance for people: its state, and behind a comma what is pending: `Active, Pending suspend`.
 */
export function displayInstance(instance: Instance): string {
  const state = displayState(instance);
  return instance.pending === "none" ? state : `${state}, Pending ${instance.pending}`;
}

/**
 * The row of the page's tables that holds for an instance; `undefined` once it has ended. What is
 * pending goes first.
 */
export function rowOf(instance: Instance): InstanceRow | undefined {
  if (instance.pending !== "none") return `Pending ${instance.pending}`;
  if (instance.base === "Completed with discarded messages")
    return "Terminated with unconsumed messages";
  const state = displayState(instance);
  return INSTANCE_ROWS.find((row) => row === state);
}

/** The row as people cite it. */
export function citeInstance(instance: Instance): string {
  const row = rowOf(instance);
  return row === undefined ? "service instance states" : `service instance states, row ${row}`;
}
