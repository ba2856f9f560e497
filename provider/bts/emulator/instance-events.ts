/**
 * What an event does to an instance: the chart's step, and what is kept beside the chart's facts.
 */
import {
  displayInstance,
  FINAL_STATES,
  stepInstance,
  type Instance,
  type InstanceEvent,
} from "../chart/index.js";
import { DISCARDED_MESSAGES_ERROR } from "../protocol/index.js";
import type { InstanceRecord } from "./records.js";
import { isoTime, runningMachines, type World } from "./world.js";

/** Errors that come with an event; the number of any other failure is the engine's general one. */
const ERRORS: Partial<Record<InstanceEvent, readonly [code: number, text: string]>> = {
  "Instance completes with discarded messages": [
    DISCARDED_MESSAGES_ERROR,
    "The instance completed without consuming all of its messages.",
  ],
  "Instance fails (resumable)": [0xc0c01620, "The message could not be sent."],
  "Instance fails (not-resumable)": [0xc0c01657, "Uncaught exception."],
};

/** Spreads instances over machines, always in the same way. */
const spread = (id: string, machines: readonly string[]): string | null =>
  machines[Number.parseInt(id.slice(0, 8), 16) % machines.length] ?? null;

/** Where an instance is in memory: it stays where it is while that machine's host instance runs. */
export function machineFor(
  world: World,
  id: string,
  host: string,
  before: string | null,
): string | null {
  const machines = runningMachines(world, host);
  return before !== null && machines.includes(before) ? before : spread(id, machines);
}

const runs = ({ base, breakpoint }: Instance): boolean =>
  !breakpoint &&
  (base === "Active" || base === "Dehydrated" || base === "Ready to run" || base === "Scheduled");

/**
 * When something happens to an instance by itself; `undefined` for never, or not before something
 * else does.
 */
function dueAt(world: World, record: InstanceRecord): number | undefined {
  const hostRunning = record.resident || runningMachines(world, record.host).length > 0;
  const canEnd = record.pending === "terminate" || hostRunning;
  const times = [
    record.pickupAt !== null && canEnd ? record.pickupAt : null,
    record.completesAt !== null && hostRunning && runs(record) ? record.completesAt : null,
  ].filter((time) => time !== null);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Writes an instance. */
export function putInstance(world: World, record: InstanceRecord): void {
  world.records.instances.put(record.id, record, dueAt(world, record));
}

/**
 * What happens next by itself to an instance whose time has come; completing wins where both are
 * due (docs/bts.md, B-23).
 */
export function nextEvent(record: InstanceRecord, now: number): InstanceEvent {
  const { pickupAt, completesAt } = record;
  const completes = completesAt !== null && completesAt <= now && runs(record);
  if (completes && (pickupAt === null || completesAt <= pickupAt)) {
    if (record.base === "Active") return "Instance completes";
    return record.base === "Scheduled" ? "Service window starts" : "Runtime picks up instance";
  }
  if (record.resident) return "Request processed";
  return record.pending === "terminate" ? "Pending terminate settles" : "Runtime picks up instance";
}

const isFinal = ({ base }: Instance): boolean => FINAL_STATES.some((each) => each === base);
const isSuspended = ({ base }: Instance): boolean =>
  base.startsWith("Suspended") || base === "Completed with discarded messages";

function remove({ records, now }: World, record: InstanceRecord, after: Instance): void {
  const { id, serviceType, serviceTypeId, host, messages } = record;
  records.instances.delete(id);
  records.tracked.put(id, {
    ...{ id, class: record.class, serviceType, serviceTypeId, host, messages },
    state: after.base === "Terminated" ? "Terminated" : "Completed",
    startedAt: record.createdAt,
    endedAt: now,
  });
}

function changed(
  world: World,
  before: InstanceRecord,
  after: Instance,
  event: InstanceEvent,
): InstanceRecord {
  const { now, rules } = world;
  const [errorCode, errorText] = ERRORS[event] ?? [null, null];
  const stays = after.base === before.base;
  const begins = after.pending !== "none" && before.pending === "none";
  const isStalled = before.pending !== "none" && before.pickupAt === null;
  const waits = begins || (after.resident !== before.resident && !isStalled);
  return {
    ...before,
    ...after,
    machine: after.resident ? machineFor(world, before.id, before.host, before.machine) : null,
    pendingSince: after.pending === "none" ? null : begins ? now : before.pendingSince,
    pickupAt: after.pending === "none" ? null : waits ? now + rules.operationMs : before.pickupAt,
    // What was overdue while it could not run ends now, not before.
    completesAt: before.completesAt === null ? null : Math.max(before.completesAt, now),
    suspendedAt: isSuspended(after) ? (stays ? before.suspendedAt : now) : null,
    errorCode: errorCode ?? (stays ? before.errorCode : null),
    errorText: errorText ?? (stays ? before.errorText : null),
  };
}

/** What came of an event. */
export type Happened =
  | {
      readonly answer: "succeeded" | "pending" | "attempted";
      readonly attachFailed: boolean;
      readonly shown: string;
    }
  | { readonly answer: "refused"; readonly code: string };

/**
 * Applies an event to an instance, writes what it leads to, and logs a change.
 *
 * @param stalls - what becomes pending with it stays pending.
 */
export function happen(
  world: World,
  record: InstanceRecord,
  event: InstanceEvent,
  stalls = false,
): Happened {
  const hostRunning = runningMachines(world, record.host).length > 0;
  const outcome = stepInstance(record, event, { hostRunning });
  if (outcome.answer === "refused") return { answer: "refused", code: outcome.code };
  const { instance: after, answer, attachFailed } = outcome;
  const shown = displayInstance(after);
  const from = displayInstance(record);
  if (isFinal(after)) remove(world, record, after);
  else {
    const next = changed(world, record, after, event);
    putInstance(world, stalls && next.pending !== "none" ? { ...next, pickupAt: null } : next);
  }
  if (shown !== from) {
    const line = { kind: "transition", at: isoTime(world.now), service: record.id } as const;
    world.records.log.append({ ...line, operation: event, from, to: shown });
  }
  return { answer, attachFailed, shown };
}
