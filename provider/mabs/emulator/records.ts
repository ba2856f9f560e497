/** What the emulator keeps: services, operations, containers, faults, and the log. All of it plain JSON. */
import type { Edition, FoundingOperation, Operation, State, TransitionalState } from "../chart/index.js";
import type { Settings } from "../protocol/index.js";

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
  /** What there was before the transition began: a Delete that overtakes the operation and fails leaves it. */
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

/** The service that has a name now, or had it last. One that is made anew under the name is another incarnation. */
export interface IncarnationRecord {
  readonly id: string;
}

/** A backup in a storage account: what a restore makes a service of. Secrets in clear, as in the service. */
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

/** A name that a deleted service has left and that cannot be used again yet. */
export interface HeldNameRecord {
  readonly name: string;
  readonly until: number;
}

/** A container. */
export interface ContainerRecord {
  readonly name: string;
  readonly region: string;
}

/** Names of requests that change nothing, for faults and the log. */
export const READS = ["List", "Get", "Poll"] as const;

/** Questions about what is not there: whether a name is free, and what is in a backup. */
export const QUESTIONS = ["Check Name", "Get Backup"] as const;

/** What a request is called in faults and in the log. */
export type RequestName =
  Operation | FoundingOperation | (typeof READS)[number] | "Create Container" | "Register" | (typeof QUESTIONS)[number];

/** What a fault does to an operation that was accepted: it fails, or never ends. */
export const OPERATION_EFFECTS = ["fail", "stall"] as const;

/** What a fault does to a request: turned away, cut before or after it took effect, answered late, taken twice. */
export const REQUEST_EFFECTS = ["reject", "drop-before", "drop-after", "delay", "repeat"] as const;

/** What a fault does. */
export type Effect = (typeof OPERATION_EFFECTS)[number] | (typeof REQUEST_EFFECTS)[number];

/** A scripted fault: fires at the given occurrence of an operation, counted from when it was set, once. */
export interface FaultRecord {
  readonly id: number;
  readonly operation: RequestName;
  readonly service?: string;
  readonly occurrence: number;
  readonly effect: Effect;
  /** For `reject`: the HTTP status, 500 unless given. */
  readonly status?: number;
  /** For `reject`: seconds in a Retry-After header. */
  readonly retryAfter?: number;
  /** For `delay`: how long the answer is held back. For `repeat`: how long after the first the second copy arrives. */
  readonly delayMs?: number;
  readonly seen: number;
  readonly fired: boolean;
}

/** A line of the log. Secrets are masked before it is written. */
export type LogEntry =
  | {
      readonly kind: "request";
      readonly at: string;
      readonly method: string;
      readonly path: string;
      readonly operation: RequestName | null;
      readonly service: string | null;
      /** The state in which the request found the service; `absent` when there is none. */
      readonly state: string | null;
      /** 0 where the connection was cut before the request took effect. */
      readonly status: number;
      /** What a scripted fault did to the request. */
      readonly fault: Effect | null;
      /** The second copy of a request that a `repeat` fault made arrive twice: the caller sent it once. */
      readonly repeated?: true;
      /** Size of the answer's body. */
      readonly responseBytes: number;
      readonly operationId: string | null;
      readonly clientRequestId: string | null;
      readonly ifMatch: string | null;
    }
  | {
      readonly kind: "transition";
      readonly at: string;
      readonly service: string;
      readonly operation: string;
      readonly from: string;
      readonly to: string;
    };
