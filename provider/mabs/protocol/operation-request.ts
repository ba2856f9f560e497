/** An operation as it is asked for, before it becomes a request. */
import type { FoundingOperation, Operation } from "../chart/index.js";
import type { BackupBody, ServiceBody } from "./service-body.js";
import type { ServiceRef } from "./service-resource.js";

/** One operation on one service. */
export interface OperationRequest {
  readonly operation: Operation | FoundingOperation;
  readonly service: ServiceRef;
  /** Sent as `If-Match`: the change applies to this version of the service or not at all. */
  readonly etag?: string;
  /** For Create, Restore, Scale and Update Configuration. */
  readonly body?: ServiceBody;
  /** For Backup. `store` is secret. */
  readonly backup?: BackupBody;
  /** For Create and Restore: the region of the container, made when it is not there. */
  readonly region?: string;
}
