/**
 * What the executor sees of an endpoint. The client fits it; so does anything a test puts there.
 */
import type { OperationRequest, OperationStatus, Service, ServiceRef } from "../protocol/index.js";

/** One endpoint's services. */
export interface ServicePort {
  /** The service as it is now; `null` when there is none. */
  read(service: ServiceRef): Promise<Service | null>;
  /** Has what a request needs to be there: the container of a new service. Changes no service. */
  prepare(request: OperationRequest): Promise<void>;
  /** Starts an operation and resolves with its id. Never repeats a request. */
  send(request: OperationRequest): Promise<string>;
  /** Whether the name of a service that does not exist can be used. */
  isNameAvailable(service: ServiceRef): Promise<boolean>;
  poll(service: ServiceRef, operationId: string): Promise<OperationStatus>;
}
