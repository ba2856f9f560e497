/** Names of events for the control plane: the chart's, and a short one for each. */
import { INSTANCE_OPERATIONS, SYSTEM_EVENT_NAMES, type InstanceEvent } from "../chart/index.js";

const SHORT = {
  ATTACH: "Attach",
  CONTINUE: "Continue",
  RESUME_IN_BREAKPOINT: "Resume in breakpoint",
  CONTROL_PICKUP: "Request processed",
  SETTLE: "Pending terminate settles",
  HOST_STOP: "Stop Windows Service",
  DEHYDRATE: "Instance dehydrates",
  PICKUP: "Runtime picks up instance",
  WINDOW_OPEN: "Service window starts",
  HIT_BREAKPOINT: "Breakpoint is hit",
  COMPLETE: "Instance completes",
  COMPLETE_WITH_DISCARDED: "Instance completes with discarded messages",
  FAIL_RESUMABLE: "Instance fails (resumable)",
  FAIL_NOT_RESUMABLE: "Instance fails (not-resumable)",
} as const satisfies Record<string, InstanceEvent>;

const folded = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, "");

const ALL: readonly InstanceEvent[] = [...INSTANCE_OPERATIONS, ...SYSTEM_EVENT_NAMES];

const BY_NAME = new Map<string, InstanceEvent>([
  ...ALL.map((event) => [folded(event), event] as const),
  ...Object.entries(SHORT).map(([name, event]) => [folded(name), event] as const),
]);

/** The names that people are told. */
export const EVENT_NAMES: readonly string[] = [
  "TERMINATE",
  "SUSPEND",
  "RESUME",
  ...Object.keys(SHORT),
];

/**
 * The event that a name means, whatever its letter case, blanks and hyphens; `undefined` for one
 * that is not known.
 */
export const eventNamed = (name: string): InstanceEvent | undefined => BY_NAME.get(folded(name));
