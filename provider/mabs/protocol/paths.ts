/**
 * Paths of the management API (docs/protocol.md, Addresses).
 *
 * PUT and DELETE of a service go without `~`; every action and the poll with it (D-36).
 */
import { RESOURCE_NAMESPACE, RESOURCE_TYPE, type ServiceRef } from "./service-resource.js";

const segment = encodeURIComponent;

/** All containers of a subscription. */
export function cloudServicesPath(subscriptionId: string): string {
  return `/${segment(subscriptionId)}/cloudservices`;
}

/** One container. */
export function cloudServicePath(subscriptionId: string, cloudService: string): string {
  return `${cloudServicesPath(subscriptionId)}/${segment(cloudService)}`;
}

/** Questions about BizTalk services of a container that need not exist: `op=` in the query (D-45, D-46). */
export function questionPath(subscriptionId: string, cloudService: string, op: string): string {
  return `${cloudServicePath(subscriptionId, cloudService)}/resources/${RESOURCE_NAMESPACE}/${RESOURCE_TYPE}?op=${op}`;
}

/** A service, for PUT and DELETE. */
export function servicePath(subscriptionId: string, { cloudService, serviceName }: ServiceRef): string {
  return `${cloudServicePath(subscriptionId, cloudService)}/resources/${RESOURCE_NAMESPACE}/${RESOURCE_TYPE}/${segment(serviceName)}`;
}

/** A service's pass-through path: properties and, with a query, actions and polls. */
export function passThroughPath(subscriptionId: string, { cloudService, serviceName }: ServiceRef): string {
  return `${cloudServicePath(subscriptionId, cloudService)}/resources/${RESOURCE_NAMESPACE}/~/${RESOURCE_TYPE}/${segment(serviceName)}`;
}

/** The query of a poll: the word, a slash and the id, without `=` (docs/protocol.md, Operation status). */
export function operationStatusQuery(operationId: string): string {
  return `OperationStatus/${segment(operationId)}`;
}
