/** What a row of the step relation is, and how one is written down. */
import type { InstanceEvent } from "./instance-events.js";
import type { InstanceRefusal } from "./instance-refusals.js";
import type { Instance, InstanceClass, Pending } from "./instance-states.js";

/** What must be so for a row to fit; what is left out may be anything. */
export interface When {
  readonly class?: readonly InstanceClass[];
  readonly base?: readonly Instance["base"][];
  readonly breakpoint?: boolean;
  readonly resident?: boolean;
  readonly pending?: readonly Pending[];
  readonly suspendedFrom?: "Scheduled";
  /** Whether a host instance of its host is running; it is where the instance is resident. */
  readonly hostRunning?: boolean;
}

/** What an event does: a refusal, or the facts that change; `to: {}` changes nothing. */
export type StepResult =
  | { readonly refuse: InstanceRefusal }
  | {
      readonly to: Partial<Omit<Instance, "class">>;
      /**
       * `pending` waits for the instance to pick it up, `attempted` is tried and comes to nothing.
       */
      readonly answer?: "pending" | "attempted";
    };

/** One row. */
export interface InstanceStep {
  readonly events: readonly InstanceEvent[];
  readonly when: When;
  readonly result: StepResult;
  /** In which of the page's tables it stands. */
  readonly printed: "before-after" | "during" | "both" | "none";
  /**
   * What the page prints, where that is a sentence and not the name of the operation or of the
   * state.
   */
  readonly words?: { readonly beforeAfter?: string; readonly during?: string };
  readonly source: string;
}

/** Anything that is pending. */
export const REQUESTED = ["suspend", "terminate"] as const satisfies readonly Pending[];

/** The first of the page's tables, as a source. */
export const BEFORE_AFTER = "table Instance States Before and After an Operation";

/** A row that leads somewhere. */
export const row = (
  events: InstanceEvent | readonly InstanceEvent[],
  when: When,
  result: StepResult,
  printed: InstanceStep["printed"],
  source: string,
  words?: InstanceStep["words"],
): InstanceStep => ({
  events: typeof events === "string" ? [events] : events,
  when,
  result,
  printed,
  source,
  ...(words === undefined ? {} : { words }),
});

/** A row that refuses; a blank is printed nowhere. */
export const refuse = (
  events: InstanceEvent | readonly InstanceEvent[],
  when: When,
  code: InstanceRefusal,
  source: string,
): InstanceStep => row(events, when, { refuse: code }, "none", source);
