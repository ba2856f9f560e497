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

/** Adds what a read of containers asks for: without it the list may leave out what is in them. */
export const inDetail = (path: string): string => `${path}?detailLevel=full`;

/** One container. */
export function cloudServicePath(subscriptionId: string, cloudService: string): string {
  return `${cloudServicesPath(subscriptionId)}/${segment(cloudService)}`;
}

/**
 * Questions about BizTalk services of a container that need not exist: values of `op=` in the query
 * (D-45, D-46).
 */
export const QUESTIONS = { checkName: "checknameavailability", getBackup: "getbackup" } as const;

/** Where a container has what this API manages. */
const resourcesPath = (subscriptionId: string, cloudService: string): string =>
  `${cloudServicePath(subscriptionId, cloudService)}/resources/${RESOURCE_NAMESPACE}`;

function questionPath(subscriptionId: string, cloudService: string, op: string): string {
  return `${resourcesPath(subscriptionId, cloudService)}/${RESOURCE_TYPE}?op=${op}`;
}

/** The question whether a service's name is free. */
export function checkNamePath(
  subscriptionId: string,
  { cloudService, serviceName }: ServiceRef,
): string {
  const question = questionPath(subscriptionId, cloudService, QUESTIONS.checkName);
  return `${question}&resourceName=${segment(serviceName)}`;
}

/** The question what is in a backup; the body says which. */
export const getBackupPath = (subscriptionId: string, cloudService: string): string =>
  questionPath(subscriptionId, cloudService, QUESTIONS.getBackup);

/** Whether a request asks and changes nothing: reads, and the questions, which are POSTs. */
export const isQuestion = ({
  method,
  url,
}: {
  readonly method: string;
  readonly url: string;
}): boolean => method === "GET" || (method === "POST" && /[?&]op=/.test(url));

const CONTAINERS = "/:subscription/cloudservices";
const SERVICES = `${CONTAINERS}/:cloudService/resources/${RESOURCE_NAMESPACE}`;

/** The same paths as patterns, for who answers: a name behind a colon is a segment of that name. */
export const ROUTES = {
  register: "/:subscription/services",
  operation: "/:subscription/operations/:operationId",
  containers: CONTAINERS,
  container: `${CONTAINERS}/:cloudService`,
  questions: `${SERVICES}/${RESOURCE_TYPE}`,
  service: `${SERVICES}/${RESOURCE_TYPE}/:serviceName`,
  passThrough: `${SERVICES}/~/${RESOURCE_TYPE}/:serviceName`,
} as const;

/** What is below a service, as patterns behind either form of its path. */
export const SUB_RESOURCES = {
  usage: "/usage",
  hybridConnections: "/hybridconnection",
  hybridConnection: "/hybridconnection/:hybridConnection",
} as const;

/** A service, for PUT and DELETE. */
export function servicePath(
  subscriptionId: string,
  { cloudService, serviceName }: ServiceRef,
): string {
  return `${resourcesPath(subscriptionId, cloudService)}/${RESOURCE_TYPE}/${segment(serviceName)}`;
}

/** A service's pass-through path: properties and, with a query, actions and polls. */
export function passThroughPath(
  subscriptionId: string,
  { cloudService, serviceName }: ServiceRef,
): string {
  const resources = resourcesPath(subscriptionId, cloudService);
  return `${resources}/~/${RESOURCE_TYPE}/${segment(serviceName)}`;
}

const OPERATION_STATUS = "OperationStatus";

/**
 * The query of a poll: the word, a slash and the id, without `=` (docs/protocol.md, Operation
 * status).
 */
export function operationStatusQuery(operationId: string): string {
  return `${OPERATION_STATUS}/${segment(operationId)}`;
}

/** The id that a query polls; `undefined` for one that is no poll. */
export function readOperationStatusQuery(query: string): string | undefined {
  const [word, operationId] = query.split("/", 2);
  return word?.toLowerCase() === OPERATION_STATUS.toLowerCase() ? operationId : undefined;
}
