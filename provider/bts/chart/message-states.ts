/**
 * The states of a message, and how they follow from the state of the instance that refers to it.
 * Pure data.
 */
import { FINAL_STATES, type Instance, type InstanceClass } from "./instance-states.js";

/**
 * States of a message in the page's order, with what they mean. Two encompass others and are none
 * of their own.
 */
export const MESSAGE_STATES = {
  Consumed: {
    encompasses: [],
    meaning: "held in the state of its instance, which is processing it",
  },
  "In Process": { encompasses: [], meaning: "delivered to the engine, in memory" },
  Queued: {
    encompasses: [
      "Queued (awaiting processing)",
      "Queued (scheduled for later delivery)",
      "Queued (waiting to retry)",
    ],
    meaning: "any of the three Queued states",
  },
  "Queued (awaiting processing)": {
    encompasses: [],
    meaning: "behind an earlier message of an ordered send port",
  },
  "Queued (scheduled for later delivery)": {
    encompasses: [],
    meaning: "waits for the send port's service window",
  },
  "Queued (waiting to retry)": {
    encompasses: [],
    meaning: "its destination is unavailable and is tried again",
  },
  Suspended: {
    encompasses: ["Suspended (resumable)", "Suspended (not-resumable)"],
    meaning: "either of the two Suspended states",
  },
  "Suspended (resumable)": {
    encompasses: [],
    meaning: "its instance is suspended and can be resumed",
  },
  "Suspended (not-resumable)": {
    encompasses: [],
    meaning: "its instance is suspended and cannot be resumed",
  },
} as const satisfies Record<
  string,
  { readonly encompasses: readonly string[]; readonly meaning: string }
>;

/** A name of the page's table of message states, those that encompass others included. */
export type MessageStateName = keyof typeof MESSAGE_STATES;

/** A state that a message can be in. */
export type MessageState = Exclude<MessageStateName, "Queued" | "Suspended">;

/** All names, in the page's order. */
export const MESSAGE_STATE_NAMES = Object.keys(MESSAGE_STATES) as readonly MessageStateName[];

/** The state that encompasses another, if one does. */
export function encompassing(state: MessageStateName): MessageStateName | undefined {
  return MESSAGE_STATE_NAMES.find((each) =>
    MESSAGE_STATES[each].encompasses.some((name) => name === state),
  );
}

/** One row: in which states the messages of an instance are. */
interface MessagesOfInstances {
  readonly base: readonly Instance["base"][];
  readonly class?: readonly InstanceClass[];
  /** The usual one first; none where the messages are gone with the instance. */
  readonly states: readonly MessageState[];
  readonly mark: "documented" | "inferred";
  readonly source: string;
}

/**
 * In which states the messages of an instance are; the first row that fits holds (docs/bts.md,
 * B-25).
 */
export const MESSAGES_OF_INSTANCES: readonly MessagesOfInstances[] = [
  {
    base: ["Ready to run"],
    states: ["Queued (awaiting processing)"],
    mark: "inferred",
    source: "docs/bts.md, B-25",
  },
  {
    base: ["Scheduled"],
    states: ["Queued (scheduled for later delivery)"],
    mark: "documented",
    source: "message states, row Queued (scheduled for later delivery)",
  },
  {
    base: ["Active"],
    states: ["In Process", "Consumed"],
    mark: "documented",
    source: "message states, rows In Process and Consumed; docs/bts.md, B-26",
  },
  {
    base: ["Dehydrated"],
    class: ["Orchestration"],
    states: ["Consumed", "Queued (awaiting processing)"],
    mark: "inferred",
    source: "docs/bts.md, B-26",
  },
  {
    base: ["Dehydrated"],
    states: ["Queued (waiting to retry)"],
    mark: "documented",
    source: "message states, row Queued (waiting to retry); docs/bts.md, B-31",
  },
  {
    base: ["Suspended (resumable)"],
    states: ["Suspended (resumable)"],
    mark: "documented",
    source: "message states, row Suspended (resumable)",
  },
  {
    base: ["Suspended (not-resumable)"],
    states: ["Suspended (not-resumable)"],
    mark: "documented",
    source: "message states, row Suspended (not-resumable)",
  },
  {
    base: ["Completed with discarded messages"],
    states: ["Suspended (not-resumable)"],
    mark: "inferred",
    source: "docs/bts.md, B-12",
  },
  { base: FINAL_STATES, states: [], mark: "documented", source: "docs/bts.md, B-28" },
];

/** The states in which the messages of an instance can be, the usual one first. */
export function messageStatesOf(
  instance: Pick<Instance, "base" | "class">,
): readonly MessageState[] {
  const row = MESSAGES_OF_INSTANCES.find(
    (each) => each.base.includes(instance.base) && (each.class?.includes(instance.class) ?? true),
  );
  return row?.states ?? [];
}

/** That an instance refers to a message. Ids are compared as they are. */
export interface MessageReference {
  readonly messageId: string;
  readonly instanceId: string;
}

/**
 * The messages that are gone when instances are terminated: those that no other instance refers to
 * (docs/bts.md, B-28).
 */
export function messagesLost(
  references: readonly MessageReference[],
  terminated: ReadonlySet<string>,
): Set<string> {
  const lost = new Set(
    references.filter((each) => terminated.has(each.instanceId)).map((each) => each.messageId),
  );
  for (const { messageId, instanceId } of references)
    if (!terminated.has(instanceId)) lost.delete(messageId);
  return lost;
}
