/** What the emulator keeps: services, operations, containers, faults, and the log. All of it plain JSON. */
import type { Edition, FoundingOperation, Operation, State, TransitionalState } from "../chart/index.js";
import type { Settings } from "../protocol/index.js";

/** A part of a service that an operation changes when it ends. */
export interface ServiceChange {
  readonly state: State | "absent";
  readonly units?: number;
  readonly configuration?: Settings;
  readonly lastBackup?: { readonly name: string; readonly takenAt: string };
}

/** An operation that is asked for, with what it changes when it succeeds. */
export interface Asked {
  readonly operation: Operation | FoundingOperation;
  readonly change?: Pick<ServiceChange, "units" | "configuration" | "lastBackup">;
}

/** An operation under way: what the service will be, and when. */
export interface Pending {
  readonly operationId: string;
  readonly operation: Operation | FoundingOperation;
  readonly endsAt: number;
  readonly becomes: ServiceChange;
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

/** An operation by its id, kept for as long as the emulator's data (decision 12). */
export interface OperationRecord {
  readonly id: string;
  readonly service: string;
  readonly result: "InProgress" | "Succeeded" | "Failed";
  readonly error?: { readonly httpCode: string; readonly message: string };
}

/** A container. */
export interface ContainerRecord {
  readonly name: string;
  readonly region: string;
}

/** Names of requests that change nothing, for faults and the log. */
export const READS = ["List", "Get", "Poll"] as const;

/** What a request is called in faults and in the log. */
export type RequestName = Operation | FoundingOperation | (typeof READS)[number] | "Create Container" | "Register";

/** A scripted fault: fires at the given occurrence of an operation, counted from when it was set, once. */
export interface FaultRecord {
  readonly id: number;
  readonly operation: RequestName;
  readonly service?: string;
  readonly occurrence: number;
  readonly effect: "fail" | "reject";
  /** For `reject`: the HTTP status, 500 unless given. */
  readonly status?: number;
  /** For `reject`: seconds in a Retry-After header. */
  readonly retryAfter?: number;
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
      readonly status: number;
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
