/** `Message` of `GET /OperationalData/Messages`: that an instance refers to a message. */
import type { InstanceClass, MessageStateName } from "../chart/index.js";
import { readClass, writeClass } from "./class-dialects.js";
import { readMessageState, writeMessageState } from "./dialects.js";
import { numberOf, readList, requiredText, textOf, wordOf, type Row } from "./read-document.js";
import { readState, writeState, type ListedState } from "./state-dialects.js";
import { readTime, writeTime, type ServerTime } from "./times.js";

/**
 * A message as one instance refers to it; another row has the same message for another instance.
 */
export interface ListedMessage {
  readonly messageId: string;
  readonly instanceId: string;
  /** `null` for a word that is not known; it is kept beside it. */
  readonly state: MessageStateName | null;
  readonly stateText: string;
  /** The state of the instance, which cannot be told from a zombie's here: no error is said. */
  readonly instanceState: ListedState | null;
  readonly class: InstanceClass | null;
  readonly messageType: string | null;
  readonly serviceType: string | null;
  readonly host: string | null;
  readonly adapter: string | null;
  readonly uri: string | null;
  readonly submitter: string | null;
  readonly retryCount: number | null;
  readonly createdAt: ServerTime | null;
}

function readMessage(row: Row): ListedMessage {
  const stateText = wordOf(row, "Status");
  return {
    messageId: requiredText(row, "MessageID").toLowerCase(),
    instanceId: requiredText(row, "ServiceInstanceID").toLowerCase(),
    state: readMessageState(stateText),
    stateText,
    instanceState: readState(wordOf(row, "ServiceStatus"), null),
    class: readClass(wordOf(row, "ServiceClass")),
    messageType: textOf(row, "MessageType"),
    serviceType: textOf(row, "ServiceName"),
    host: textOf(row, "HostName"),
    adapter: textOf(row, "Adapter"),
    uri: textOf(row, "URI"),
    submitter: textOf(row, "Submitter"),
    retryCount: numberOf(row, "RetryCount"),
    createdAt: readTime(row["CreationTime"]),
  };
}

/** Reads the list of messages. */
export const readMessages = (body: string): ListedMessage[] =>
  readList(body, "list of messages", readMessage);

/** A message to be written, of one instance. */
export interface MessageToWrite {
  readonly messageId: string;
  readonly messageType: string;
  readonly state: Exclude<MessageStateName, "Queued" | "Suspended">;
  readonly createdAt: number;
  readonly retryCount: number;
  readonly instance: ListedState & {
    readonly id: string;
    readonly class: InstanceClass;
    readonly serviceType: string;
    readonly serviceTypeId: string;
    readonly host: string;
    readonly adapter: string | null;
    readonly uri: string | null;
  };
}

/** Writes one element of the list. */
export function writeMessage({ instance, ...message }: MessageToWrite): Row {
  return {
    Id: message.messageId,
    MessageID: message.messageId,
    ServiceInstanceID: instance.id,
    ServiceTypeID: instance.serviceTypeId,
    Adapter: instance.adapter,
    CreationTime: writeTime(message.createdAt),
    HostName: instance.host,
    MessageBoxDB: "BizTalkMsgBoxDb",
    MessageBoxServer: "BIZTALKSQL",
    MessageType: message.messageType,
    OriginatorPartyName: null,
    OriginatorSecurityName: null,
    RetryCount: message.retryCount,
    ServiceClass: writeClass(instance.class),
    ServiceName: instance.serviceType,
    ServiceStatus: writeState(instance),
    Status: writeMessageState(message.state),
    Submitter: null,
    URI: instance.uri,
  };
}
