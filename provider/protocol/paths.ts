/**
 * Paths of the management API (fact sheet, section 2.1).
 *
 * PUT and DELETE of a service go without `~`; every action, the poll and the sub-resources with it (section 6.3,
 * item 16).
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

/** Questions about BizTalk services of a container that need not exist: `op=` in the query (section 3.13). */
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

/** The query of a poll: the word, a slash and the id, without `=` (section 4.1). */
export function operationStatusQuery(operationId: string): string {
  return `OperationStatus/${segment(operationId)}`;
}
