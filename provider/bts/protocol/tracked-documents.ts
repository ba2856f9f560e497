/**
 * Tracked instances and message events: what the tracking database says, some time after it was so.
 */
import type { InstanceClass, trackedStateOf } from "../chart/index.js";
import { readClass } from "./class-dialects.js";
import { readTrackedState } from "./dialects.js";
import { readErrorCode, TERMINATED_ERROR } from "./error-code.js";
import { numberOf, readList, requiredText, textOf, wordOf, type Row } from "./read-document.js";
import { readTime, writeLocalTime, type ServerTime } from "./times.js";

/** What tracking says of an instance. */
type TrackedState = ReturnType<typeof trackedStateOf>;

/** A tracked instance as it is listed; its times have no offset. */
export interface TrackedInstance {
  readonly instanceId: string;
  /** `null` for a word that is not known; it is kept beside it. */
  readonly state: TrackedState | null;
  readonly stateText: string;
  readonly class: InstanceClass | null;
  readonly serviceType: string | null;
  readonly host: string | null;
  readonly startedAt: ServerTime | null;
  readonly endedAt: ServerTime | null;
  readonly errorCode: number | null;
  readonly errorText: string | null;
}

/** Reads the list of tracked instances. */
export const readTrackedInstances = (body: string): TrackedInstance[] =>
  readList(body, "list of tracked instances", (row) => {
    const stateText = wordOf(row, "State");
    return {
      instanceId: requiredText(row, "ServiceInstanceId").toLowerCase(),
      state: readTrackedState(stateText),
      stateText,
      class: readClass(wordOf(row, "ServiceClass")),
      serviceType: textOf(row, "ServiceName"),
      host: textOf(row, "HostName"),
      startedAt: readTime(row["StartTime"]),
      endedAt: readTime(row["EndTime"]),
      errorCode: readErrorCode(row["ErrorCode"]),
      errorText: textOf(row, "ErrorDescription"),
    };
  });

/** A tracked event of a message as it is listed. */
export interface TrackedMessageEvent {
  readonly messageId: string;
  readonly instanceId: string;
  /** `Send` or `Receive`. */
  readonly eventType: string;
  readonly at: ServerTime | null;
  readonly port: string | null;
  readonly adapter: string | null;
  readonly uri: string | null;
  readonly schema: string | null;
  readonly bytes: number | null;
}

/** Reads the list of tracked events of messages. */
export const readTrackedMessageEvents = (body: string): TrackedMessageEvent[] =>
  readList(body, "list of tracked message events", (row) => ({
    messageId: requiredText(row, "MessageInstanceId").toLowerCase(),
    instanceId: requiredText(row, "ServiceInstanceId").toLowerCase(),
    eventType: wordOf(row, "EventType"),
    at: readTime(row["TimeStamp"]),
    port: textOf(row, "PortName"),
    adapter: textOf(row, "Adapter"),
    uri: textOf(row, "Uri"),
    schema: textOf(row, "SchemaName"),
    bytes: numberOf(row, "Size"),
  }));

/** A tracked instance to be written. */
export interface TrackedToWrite {
  readonly id: string;
  readonly class: InstanceClass;
  readonly state: TrackedState;
  readonly serviceType: string;
  readonly serviceTypeId: string;
  readonly host: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** Of an orchestration, and of everything else that is tracked. */
const CLASS_WORDS = { orchestration: "Orchestration", other: "Pipeline" } as const;

/** Writes a tracked instance. What was terminated says so by its error. */
export function writeTrackedInstance(tracked: TrackedToWrite): Row {
  const isTerminated = tracked.state === "Terminated";
  const { orchestration, other } = CLASS_WORDS;
  return {
    Id: tracked.id,
    ServiceInstanceId: tracked.id,
    ServiceId: tracked.serviceTypeId,
    ServiceName: tracked.serviceType,
    HostName: tracked.host,
    ServiceClass: tracked.class === "Orchestration" ? orchestration : other,
    State: tracked.state,
    StartTime: writeLocalTime(tracked.startedAt),
    EndTime: tracked.endedAt === null ? null : writeLocalTime(tracked.endedAt),
    DeploymentTime: writeLocalTime(null),
    ErrorCode: isTerminated ? TERMINATED_ERROR : 0,
    ErrorDescription: isTerminated ? "The instance was terminated by the user." : null,
    AssemblyName: null,
    AssemblyVersion: null,
    Duration: tracked.endedAt === null ? 0 : tracked.endedAt - tracked.startedAt,
  };
}

/** Writes the event that an instance received a message. */
export const writeReceived = (messageId: string, messageType: string, of: TrackedToWrite): Row => ({
  Id: messageId,
  ActivityId: of.id,
  MessageInstanceId: messageId,
  ServiceInstanceId: of.id,
  EventType: "Receive",
  ServiceName: of.serviceType,
  Adapter: null,
  Uri: null,
  SchemaName: messageType,
  PortName: null,
  TimeStamp: writeLocalTime(of.startedAt),
  PartCount: 1,
  Size: 1024,
  ServiceClass: of.class === "Orchestration" ? CLASS_WORDS.orchestration : CLASS_WORDS.other,
});
