/** `Instance` of `GET /OperationalData/Instances`, read and written. */
import { instanceIn, type Instance, type InstanceClass } from "../chart/index.js";
import { readClass, writeClass } from "./class-dialects.js";
import { readPending, writePending, type ListedPending } from "./dialects.js";
import { displayErrorCode, readErrorCode } from "./error-code.js";
import { readList, requiredText, textOf, wordOf, type Row } from "./read-document.js";
import { readState, writeState, type ListedState } from "./state-dialects.js";
import { readTime, writeTime, type ServerTime } from "./times.js";

/**
 * An instance as it is listed. Words of which the meaning is not known have `null` for it, with the
 * text kept: such an instance is shown and never acted on.
 */
export interface ListedInstance {
  readonly id: string;
  readonly class: InstanceClass | null;
  readonly classText: string;
  readonly state: ListedState | null;
  readonly stateText: string;
  readonly pending: ListedPending | null;
  readonly pendingText: string;
  readonly application: string | null;
  readonly serviceType: string | null;
  readonly serviceTypeId: string | null;
  readonly host: string | null;
  /** The machine whose Windows service holds it, where that is said. */
  readonly machine: string | null;
  readonly adapter: string | null;
  readonly uri: string | null;
  readonly errorCode: number | null;
  readonly errorText: string | null;
  readonly createdAt: ServerTime | null;
  readonly suspendedAt: ServerTime | null;
  /** Since when something is pending. */
  readonly pendingSince: ServerTime | null;
}

function readInstance(row: Row): ListedInstance {
  const classText = wordOf(row, "Class");
  const stateText = wordOf(row, "InstanceStatus");
  const pendingText = wordOf(row, "PendingOperation");
  const errorCode = readErrorCode(row["ErrorCode"]);
  return {
    // Ids of Windows are compared without regard to letter case.
    id: requiredText(row, "Id").toLowerCase(),
    class: readClass(classText),
    classText,
    state: readState(stateText, errorCode),
    stateText,
    pending: readPending(pendingText),
    pendingText,
    application: textOf(row, "Application"),
    serviceType: textOf(row, "ServiceType"),
    serviceTypeId: textOf(row, "ServiceTypeID"),
    host: textOf(row, "HostName"),
    machine: textOf(row, "ProcessingServer"),
    adapter: textOf(row, "Adapter"),
    uri: textOf(row, "Uri"),
    errorCode,
    errorText: textOf(row, "ErrorDescription"),
    createdAt: readTime(row["CreationTime"]),
    suspendedAt: readTime(row["SuspendTime"]),
    pendingSince: readTime(row["PendingJobSubmitTime"]),
  };
}

/** Reads the list of instances. */
export const readInstances = (body: string): ListedInstance[] =>
  readList(body, "list of instances", readInstance);

/**
 * A listed instance as the chart's rules take it; `null` where a word of it is not known. What no
 * list says is taken as it is without further ado: no debugger is attached, and what it was
 * suspended from is not known.
 */
export function toChart({ class: of, state, pending }: ListedInstance): Instance | null {
  if (of === null || state === null || pending === null || pending === "resume") return null;
  const { base, breakpoint } = state;
  return instanceIn(base, { class: of, breakpoint, pending });
}

/** An instance to be written. Times in milliseconds since the epoch. */
export interface InstanceToWrite extends ListedState {
  readonly id: string;
  readonly class: InstanceClass;
  readonly pending: Instance["pending"];
  readonly application: string;
  readonly serviceType: string;
  readonly serviceTypeId: string;
  readonly host: string;
  readonly machine: string | null;
  readonly adapter: string | null;
  readonly uri: string | null;
  readonly errorCode: number | null;
  readonly errorText: string | null;
  readonly createdAt: number;
  readonly suspendedAt: number | null;
  readonly pendingSince: number | null;
}

/** Writes one element of the list. */
export function writeInstance(instance: InstanceToWrite): Row {
  const { errorCode } = instance;
  return {
    Id: instance.id,
    Class: writeClass(instance.class),
    CreationTime: writeTime(instance.createdAt),
    ErrorDescription: instance.errorText,
    HostName: instance.host,
    InstanceStatus: writeState(instance),
    ServiceType: instance.serviceType,
    ServiceTypeID: instance.serviceTypeId,
    Application: instance.application,
    ErrorCode: errorCode === null ? null : displayErrorCode(errorCode),
    PendingOperation: writePending(instance.pending),
    MessageBoxServer: "BIZTALKSQL",
    MessageBoxDb: "BizTalkMsgBoxDb",
    ProcessingServer: instance.machine,
    SuspendTime: writeTime(instance.suspendedAt),
    Adapter: instance.adapter,
    Uri: instance.uri,
    PendingJobSubmitTime: writeTime(instance.pendingSince),
  };
}
