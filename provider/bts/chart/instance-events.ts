/**
 * What can happen to an instance: the operations that people ask for, and what the system does by
 * itself. Pure data.
 */

/**
 * The operations, in the order of the columns of the table "Instance States During an Operation".
 */
export const INSTANCE_OPERATIONS = [
  "Terminate",
  "Suspend",
  "Resume",
  "Resume in breakpoint",
  "Continue",
  "Attach",
] as const;

/** What people can ask of an instance. */
export type InstanceOperation = (typeof INSTANCE_OPERATIONS)[number];

/**
 * What the system does by itself, with what it means. The first three are in the words of the table
 * "Instance States Before and After an Operation"; `Service window starts` and
 * `Pending terminate settles` stand for sentences there; the others are in no table (docs/bts.md,
 * B-5).
 */
export const SYSTEM_EVENTS = {
  "Stop Windows Service": "the host instance that holds the instance in memory stops",
  "Runtime picks up instance": "a host instance takes the instance into memory",
  "Request processed": "the instance reaches a persistence point and picks up what is pending",
  "Service window starts": "the send port may send again",
  "Pending terminate settles":
    "the engine ends an instance that was dehydrated while a terminate was pending",
  "Instance dehydrates":
    "the engine writes an idle instance to the MessageBox and drops it from memory",
  "Breakpoint is hit": "an orchestration stops at a breakpoint",
  "Instance completes": "processing ends successfully",
  "Instance completes with discarded messages":
    "an orchestration ends while messages are still routed to it",
  "Instance fails (resumable)": "processing fails in a way that can be tried again",
  "Instance fails (not-resumable)": "processing fails for good",
} as const satisfies Record<string, string>;

/** What the system does by itself. */
export type SystemEvent = keyof typeof SYSTEM_EVENTS;

/** All system events. */
export const SYSTEM_EVENT_NAMES = Object.keys(SYSTEM_EVENTS) as readonly SystemEvent[];

/** Anything that can happen to an instance. */
export type InstanceEvent = InstanceOperation | SystemEvent;
