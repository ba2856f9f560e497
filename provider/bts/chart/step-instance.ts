/** One step of an instance: the first row of the step relation that fits, and what it leads to. */
import type { InstanceEvent } from "./instance-events.js";
import type { InstanceRefusal } from "./instance-refusals.js";
import { isRunning, type Instance } from "./instance-states.js";
import type { InstanceStep, When } from "./instance-step.js";
import { INSTANCE_STEPS } from "./instance-steps.js";

/** What a step depends on besides the instance. */
export interface Surroundings {
  /** Whether a host instance of its host is running, on whatever machine. */
  readonly hostRunning: boolean;
}

/** What came of an event. */
export type Outcome =
  | {
      /**
       * `pending` waits for the instance to pick it up, `attempted` is tried and comes to nothing.
       */
      readonly answer: "succeeded" | "pending" | "attempted";
      readonly instance: Instance;
      /** An Attach that was tried while an operation was pending has failed with this step. */
      readonly attachFailed: boolean;
      /** The row that decided. */
      readonly step: InstanceStep;
    }
  | {
      readonly answer: "refused";
      readonly code: InstanceRefusal;
      readonly step: InstanceStep;
    };

const within = <T>(accepted: readonly T[] | undefined, value: T): boolean =>
  accepted?.includes(value) ?? true;
const equal = <T>(wanted: T | undefined, value: T): boolean =>
  wanted === undefined || wanted === value;

function fits(when: When, instance: Instance, { hostRunning }: Surroundings): boolean {
  return (
    within(when.class, instance.class) &&
    within(when.base, instance.base) &&
    within(when.pending, instance.pending) &&
    equal(when.breakpoint, instance.breakpoint) &&
    equal(when.resident, instance.resident) &&
    (when.suspendedFrom === undefined || when.suspendedFrom === instance.suspendedFrom) &&
    // What is in memory is in the memory of a host instance that runs.
    equal(when.hostRunning, hostRunning || instance.resident)
  );
}

/** The conditions that go with being Active or Dehydrated end with it (docs/bts.md, B-21). */
function settled(before: Instance, { base, ...facts }: Instance): Instance {
  const runs = isRunning(base);
  const resident = runs && facts.resident;
  const breakpoint = runs && facts.breakpoint;
  const pending = runs ? facts.pending : "none";
  const isResumable = base === "Suspended (resumable)";
  const from = before.base === base ? before.suspendedFrom : before.base;
  return {
    class: facts.class,
    base,
    resident,
    breakpoint,
    pending,
    attached: facts.attached && breakpoint && resident,
    attaching: facts.attaching && pending !== "none",
    suspendedFrom: isResumable && from !== "Completed" && from !== "Terminated" ? from : null,
  };
}

/**
 * What an event does to an instance. A refusal changes nothing, and what the system does changes
 * nothing where it has nothing to do. Every event has an outcome in every state.
 */
export function stepInstance(
  instance: Instance,
  event: InstanceEvent,
  surroundings: Surroundings = { hostRunning: true },
): Outcome {
  const step = INSTANCE_STEPS.find(
    ({ events, when }) => events.includes(event) && fits(when, instance, surroundings),
  );
  if (step === undefined) throw new Error(`the step relation has no row for ${event}`);
  const { result } = step;
  if ("refuse" in result) return { answer: "refused", code: result.refuse, step };
  const after = settled(instance, { ...instance, ...result.to });
  return {
    answer: result.answer ?? "succeeded",
    instance: after,
    attachFailed: instance.attaching && !after.attaching,
    step,
  };
}
