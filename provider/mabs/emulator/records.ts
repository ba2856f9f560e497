/**
 * What the emulator keeps of BizTalk Services: services, operations, containers, backups. All of it
 * plain JSON.
 */
import type {
  Edition,
  FoundingOperation,
  Operation,
  State,
  TransitionalState,
} from "../chart/index.js";
import type { HybridConnection, Settings } from "../protocol/index.js";
import type { Records } from "../../emulator/store.js";
import type { Table } from "../../emulator/tables.js";

/** A part of a service that an operation changes when it ends. */
export interface ServiceChange {
  readonly state: State | "absent";
  readonly units?: number;
  readonly configuration?: Settings;
  readonly lastBackup?: { readonly name: string; readonly takenAt: string };
  /** The storage account that a backup is written to. */
  readonly account?: string;
}

/** An operation that is asked for, with what it changes when it succeeds. */
export interface Asked {
  readonly operation: Operation | FoundingOperation;
  readonly change?: Pick<ServiceChange, "units" | "configuration" | "lastBackup" | "account">;
}

/** An operation under way: what the service will be, and when. */
export interface Pending {
  readonly operationId: string;
  readonly operation: Operation | FoundingOperation;
  readonly endsAt: number;
  readonly becomes: ServiceChange;
  /**
   * What there was before the transition began: a Delete that overtakes the operation and fails
   * leaves it.
   */
  readonly before?: State;
  /** Set by a scripted fault: the operation never ends. */
  readonly stalled?: true;
  readonly error?: { readonly httpCode: string; readonly message: string };
  /** What runs when this one has succeeded: a combined PUT is Scale, then Update Configuration. */
  readonly then?: Asked;
}

/** A service. `configuration` holds secrets in clear: the emulator is the service. */
export interface ServiceRecord {
  readonly cloudService: string;
  readonly name: string;
  readonly region: string;
  readonly state: State | TransitionalState;
  readonly edition: Edition;
  readonly units: number;
  readonly configuration: Settings;
  readonly etag: string;
  readonly version: string;
  readonly lastBackup?: { readonly name: string; readonly takenAt: string };
  readonly pending?: Pending;
  /** The operation that was accepted last, by its id and its name. */
  readonly last?: { readonly id: string; readonly type: string };
}

/** An operation by its id, kept for as long as the emulator's data (D-12). */
export interface OperationRecord {
  readonly id: string;
  readonly service: string;
  /** Which of the services that have had this name one after the other; see `IncarnationRecord`. */
  readonly incarnation?: string;
  readonly result: "InProgress" | "Succeeded" | "Failed";
  readonly error?: { readonly httpCode: string; readonly message: string };
}

/**
 * The service that has a name now, or had it last. One that is made anew under the name is another
 * incarnation.
 */
export interface IncarnationRecord {
  readonly id: string;
}

/**
 * A backup in a storage account: what a restore makes a service of. Secrets in clear, as in the
 * service.
 */
export interface BackupRecord {
  readonly account: string;
  readonly name: string;
  readonly takenAt: string;
  /** The service's name when it was taken. */
  readonly service: string;
  readonly edition: Edition;
  readonly version: string;
  readonly units: number;
  readonly configuration: Settings;
}

/** When a service's schedule takes its next backup, and which of its backups there still are. */
export interface ScheduleRecord {
  /** The service's. */
  readonly key: string;
  /** In days, as it was when `dueAt` was worked out. */
  readonly frequency: number;
  /** Milliseconds since the epoch. */
  readonly dueAt: number;
  readonly kept: readonly Pick<BackupRecord, "account" | "name" | "takenAt">[];
}

/** A hybrid connection. Its keys are secret, as those of the service are. */
export interface HybridConnectionRecord extends HybridConnection {
  /** The service's key. */
  readonly service: string;
}

/** A name that a deleted service has left and that cannot be used again yet. */
export interface HeldNameRecord {
  readonly name: string;
  readonly until: number;
}

/** A container. */
export interface ContainerRecord {
  readonly name: string;
  readonly region: string;
  readonly label?: string;
  readonly description?: string;
}

/** Names of requests that change nothing, for faults and the log. */
export const READS = ["List", "Get", "Poll", "Get Operation"] as const;

/** Questions about what is not there: whether a name is free, and what is in a backup. */
export const QUESTIONS = ["Check Name", "Get Backup"] as const;

/** What a request is called in faults and in the log. */
export type RequestName =
  | Operation
  | FoundingOperation
  | (typeof READS)[number]
  | "Create Container"
  | "Delete Container"
  | "Register"
  | (typeof QUESTIONS)[number];

/** A store's records as this product has them, inside a transaction. */
export interface ServiceRecords extends Pick<Records, "faults" | "log"> {
  readonly services: Table<ServiceRecord>;
  readonly operations: Table<OperationRecord>;
  readonly containers: Table<ContainerRecord>;
  readonly backups: Table<BackupRecord>;
  readonly hybridConnections: Table<HybridConnectionRecord>;
  readonly heldNames: Table<HeldNameRecord>;
  /** By the key of a service; only where it has a schedule. */
  readonly schedules: Table<ScheduleRecord>;
  /** By the key of a service; kept when the service is deleted. */
  readonly incarnations: Table<IncarnationRecord>;
}

const PREPARED = new WeakMap<Records, ServiceRecords>();

/** A store's records as this product has them: made once for each store, not for each request. */
export function serviceRecordsOf(records: Records): ServiceRecords {
  const before = PREPARED.get(records);
  if (before !== undefined) return before;
  const prepared: ServiceRecords = {
    services: records.table("service"),
    operations: records.table("operation"),
    containers: records.table("container"),
    backups: records.table("backup"),
    hybridConnections: records.table("hybrid connection"),
    heldNames: records.table("held name"),
    schedules: records.table("schedule"),
    incarnations: records.table("incarnation"),
    faults: records.faults,
    log: records.log,
  };
  PREPARED.set(records, prepared);
  return prepared;
}
