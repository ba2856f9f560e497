/** The routes of the management API: what each request is called, and what answers it. */
import type { FastifyRequest } from "fastify";
import type { Operation } from "../chart/index.js";
import {
  HEADERS,
  QUESTIONS,
  readContainerBody,
  readOperationStatusQuery,
  readServiceBody,
  sameRegion,
  WIRE_OPERATIONS,
  writeCloudService,
  writeCloudServices,
  type ServiceRef,
} from "../protocol/index.js";
import { checkName, getBackup } from "./backups.js";
import type { RequestName } from "./records.js";
import { accepted, found, refused, type Reply } from "./reply.js";
import {
  actionRequest,
  badCloudService,
  backupRequest,
  nameOfPut,
  pollRequest,
  putRequest,
  readRequest,
  shown,
} from "./service-answers.js";
import type { World } from "./world.js";

/** What a route does: how the request is called, and its answer. */
export interface Route {
  readonly name: RequestName | null;
  readonly answer: () => Reply;
  /** The service that a question is about, where the path has none. */
  readonly about?: string;
}

/**
 * Finds out what a request is; runs inside the transaction, after what was due has been settled.
 */
export type Router = (world: World, request: FastifyRequest, ref: ServiceRef) => Route;

/** A header's first value. */
export const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

const bodyOf = (request: FastifyRequest): string =>
  typeof request.body === "string" ? request.body : "";

/** The query as text; one that is not well encoded is taken as it is, and answered as not known. */
const queryOf = (request: FastifyRequest): string => {
  const query = request.url.split("?", 2)[1] ?? "";
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
};

const invalidQuery = (): Route => ({
  name: null,
  answer: () =>
    refused(
      "MissingOrInvalidRequiredQueryParameter",
      "comp is start, stop, restart, suspend, resume or backup.",
    ),
});

/** A verb that the resource does not have. */
export const invalidVerb: Router = (_, { method }) => ({
  name: null,
  answer: () => refused("InvalidHttpVerb", `${method} is not valid for this resource.`),
});

/** `comp=` values and the operations they stand for, from the protocol's table. */
const ACTIONS: ReadonlyMap<string, Operation> = new Map(
  Object.entries(WIRE_OPERATIONS).flatMap(([operation, wire]) =>
    "comp" in wire ? [[wire.comp, operation as Operation] as const] : [],
  ),
);

/** Get Cloud Services. */
export const list: Router = (world) => ({
  name: "List",
  answer: () => {
    const services = world.records.services.all();
    const containers = world.records.containers.all().map((container) => ({
      ...container,
      services: services.filter(({ cloudService }) => cloudService === container.name).map(shown),
    }));
    return found(writeCloudServices(containers));
  },
});

/** Get Cloud Service. */
export const getContainer: Router = (world, _, { cloudService }) => ({
  name: "List",
  answer: () => {
    const container = world.records.containers.get(cloudService.toLowerCase());
    if (container === undefined)
      return refused("ResourceNotFound", `There is no cloud service ${cloudService}.`);
    const services = world.records.services
      .all()
      .filter((service) => service.cloudService === container.name);
    return found(writeCloudService({ ...container, services: services.map(shown) }));
  },
});

/** Creates a container. */
export const putContainer: Router = (world, request, { cloudService }) => ({
  name: "Create Container",
  answer: () => {
    const { region } = readContainerBody(bodyOf(request));
    const bad = badCloudService(cloudService);
    if (bad !== undefined) return bad;
    if (region === undefined) return refused("BadRequest", "GeoRegion is required.");
    const key = cloudService.toLowerCase();
    const existing = world.records.containers.get(key);
    if (existing !== undefined && !sameRegion(existing.region, region)) {
      return refused(
        "ConflictError",
        `Cloud service ${existing.name} is in region ${existing.region}.`,
      );
    }
    if (existing === undefined) world.records.containers.put(key, { name: cloudService, region });
    return accepted(request.id);
  },
});

/** Register BizTalk Service: optional here (D-18). */
export const register: Router = () => ({ name: "Register", answer: () => found("") });

/** Create, Restore, Scale and Update Configuration: by the body and by what is there. */
export const put: Router = (world, request, ref) => {
  const body = readServiceBody(bodyOf(request));
  return {
    name: nameOfPut(world, ref, body),
    answer: () => putRequest(world, ref, body, headerOf(request, HEADERS.ifMatch)),
  };
};

/** Delete. */
export const remove: Router = (world, request, ref) => ({
  name: "Delete",
  answer: () => actionRequest(world, ref, "Delete", headerOf(request, HEADERS.ifMatch)),
});

/** Poll, by its query, or Get BizTalk Service Properties. */
export const get: Router = (world, request, ref) => {
  const operationId = readOperationStatusQuery(queryOf(request));
  return operationId === undefined
    ? { name: "Get", answer: () => readRequest(world, ref) }
    : { name: "Poll", answer: () => pollRequest(world, ref, operationId) };
};

/** Actions: `comp=` says which. */
export const post: Router = (world, request, ref) => {
  const operation = ACTIONS.get(new URLSearchParams(queryOf(request)).get("comp") ?? "");
  const ifMatch = headerOf(request, HEADERS.ifMatch);
  if (operation === undefined) return invalidQuery();
  if (operation !== "Backup")
    return { name: operation, answer: () => actionRequest(world, ref, operation, ifMatch) };
  const json = headerOf(request, "content-type")?.includes("json") === true;
  return {
    name: operation,
    answer: () => backupRequest(world, ref, bodyOf(request), json, ifMatch),
  };
};

/** Questions about what is not there (D-45 and D-46). */
export const question: Router = (world, request) => {
  const query = new URLSearchParams(queryOf(request));
  const serviceName = query.get("resourceName") ?? "";
  const op = query.get("op");
  if (op === QUESTIONS.checkName && serviceName !== "")
    return {
      name: "Check Name",
      about: serviceName,
      answer: () => checkName(world, { serviceName }),
    };
  if (op === QUESTIONS.getBackup)
    return { name: "Get Backup", answer: () => getBackup(world, bodyOf(request)) };
  const known = `op is ${QUESTIONS.checkName}, with resourceName, or ${QUESTIONS.getBackup}.`;
  return { name: null, answer: () => refused("MissingOrInvalidRequiredQueryParameter", known) };
};
