/** The routes of the management API: what each request is called, and what answers it. */
import type { FastifyRequest } from "fastify";
import { ProviderError } from "../../errors.js";
import type { Operation } from "../chart/index.js";
import {
  HEADERS,
  QUESTIONS,
  readContainerBody,
  readBackupBody,
  readJsonBackupBody,
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
  operationRequest,
  pollRequest,
  putRequest,
  readRequest,
  shown,
} from "./service-answers.js";
import { removeService } from "./settle.js";
import { putOperation, type World } from "./world.js";

/** What a route does: how the request is called, and its answer. */
export interface Route {
  readonly name: RequestName | null;
  readonly answer: () => Reply;
  /** The service that a question is about, where the path has none. */
  readonly about?: string;
}

/** Finds a request's route inside the transaction, after what was due has been settled. */
export type Router = (world: World) => Route;

/** Reads a request, its body included, once and before the transaction. */
export type Reader = (request: FastifyRequest, ref: ServiceRef) => Router;

/** A header's first value. */
export const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** What a body says, or the answer that says what is wrong with it: that is its sender's fault. */
type Read<T> = { readonly body: T } | { readonly refusal: Reply };

function readBody<T>(read: (text: string) => T, { body }: FastifyRequest): Read<T> {
  try {
    return { body: read(typeof body === "string" ? body : "") };
  } catch (reason) {
    if (reason instanceof SyntaxError)
      return { refusal: refused("BadRequest", "The body is not valid JSON.") };
    if (!(reason instanceof ProviderError)) throw reason;
    const code = reason.code === "invalid-input" ? "BadRequest" : "InvalidXmlRequest";
    return { refusal: refused(code, reason.message) };
  }
}

/** The query as text; one that is not well encoded is taken as it is, and answered as not known. */
const queryOf = (request: FastifyRequest): string => {
  const query = request.url.split("?", 2)[1] ?? "";
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
};

/** The router of a request that is answered whatever is there. */
export const answering =
  (reply: Reply): Router =>
  () => ({ name: null, answer: () => reply });

const INVALID_QUERY = answering(
  refused(
    "MissingOrInvalidRequiredQueryParameter",
    "comp is start, stop, restart, suspend, resume or backup.",
  ),
);

/** A verb that the resource does not have. */
export const invalidVerb: Reader = ({ method }) =>
  answering(refused("InvalidHttpVerb", `${method} is not valid for this resource.`));

/** `comp=` values and the operations they stand for, from the protocol's table. */
const ACTIONS: ReadonlyMap<string, Operation> = new Map(
  Object.entries(WIRE_OPERATIONS).flatMap(([operation, wire]) =>
    "comp" in wire ? [[wire.comp, operation as Operation] as const] : [],
  ),
);

/** Get Cloud Services. */
export const list: Reader = () => (world) => ({
  name: "List",
  answer: () => {
    const services = world.records.services.all();
    const containers = world.records.containers.all().map((container) => ({
      ...container,
      services: services
        .filter(({ cloudService }) => cloudService === container.name)
        .map((service) => shown(world, service)),
    }));
    return found(writeCloudServices(containers));
  },
});

/** Get Cloud Service. */
export const getContainer: Reader =
  (_, { cloudService }) =>
  (world) => ({
    name: "List",
    answer: () => {
      const container = world.records.containers.get(cloudService.toLowerCase());
      if (container === undefined)
        return refused("ResourceNotFound", `There is no cloud service ${cloudService}.`);
      const services = world.records.services
        .all()
        .filter((service) => service.cloudService === container.name);
      return found(
        writeCloudService({
          ...container,
          services: services.map((service) => shown(world, service)),
        }),
      );
    },
  });

/** Creates a container. */
export const putContainer: Reader = (request, { cloudService }) => {
  const read = readBody(readContainerBody, request);
  return (world) => ({
    name: "Create Container",
    answer: () => {
      if ("refusal" in read) return read.refusal;
      const { region, ...texts } = read.body;
      const bad = badCloudService(cloudService);
      if (bad !== undefined) return bad;
      if (region === undefined) return refused("BadRequest", "GeoRegion is required.");
      const key = cloudService.toLowerCase();
      const { records } = world;
      const existing = records.containers.get(key);
      if (existing !== undefined && !sameRegion(existing.region, region)) {
        return refused(
          "ConflictError",
          `Cloud service ${existing.name} is in region ${existing.region}.`,
        );
      }
      if (existing === undefined)
        records.containers.put(key, { name: cloudService, region, ...texts });
      putOperation(world, { cloudService, name: "" }, { id: request.id, result: "Succeeded" });
      return accepted(request.id);
    },
  });
};

/** Deletes a container with everything in it, at once (D-55). */
export const removeContainer: Reader =
  (request, { cloudService }) =>
  (world) => ({
    name: "Delete Container",
    answer: () => {
      const { containers, services } = world.records;
      const key = cloudService.toLowerCase();
      const container = containers.get(key);
      if (container === undefined)
        return refused("ResourceNotFound", `There is no cloud service ${cloudService}.`);
      for (const service of services.all())
        if (service.cloudService === container.name) removeService(world, service, world.now);
      containers.delete(key);
      putOperation(world, { cloudService, name: "" }, { id: request.id, result: "Succeeded" });
      return accepted(request.id);
    },
  });

/** The front end's own poll. */
export const operation: Reader = (request) => {
  const { operationId } = request.params as { readonly operationId: string };
  return (world) => ({ name: "Get Operation", answer: () => operationRequest(world, operationId) });
};

/** Register BizTalk Service: optional here (D-18). */
export const register: Reader = () => () => ({ name: "Register", answer: () => found("") });

/** Create, Restore, Scale and Update Configuration: by the body and by what is there. */
export const put: Reader = (request, ref) => {
  const read = readBody(readServiceBody, request);
  // What it would have been follows from the body.
  if ("refusal" in read) return answering(read.refusal);
  const ifMatch = headerOf(request, HEADERS.ifMatch);
  return (world) => ({
    name: nameOfPut(world, ref, read.body),
    answer: () => putRequest(world, ref, read.body, ifMatch),
  });
};

/** Delete. */
export const remove: Reader = (request, ref) => (world) => ({
  name: "Delete",
  answer: () => actionRequest(world, ref, "Delete", headerOf(request, HEADERS.ifMatch)),
});

/** Poll, by its query, or Get BizTalk Service Properties. */
export const get: Reader = (request, ref) => {
  const operationId = readOperationStatusQuery(queryOf(request));
  return (world) =>
    operationId === undefined
      ? { name: "Get", answer: () => readRequest(world, ref) }
      : { name: "Poll", answer: () => pollRequest(world, ref, operationId) };
};

/** Actions: `comp=` says which. */
export const post: Reader = (request, ref) => {
  const operation = ACTIONS.get(new URLSearchParams(queryOf(request)).get("comp") ?? "");
  const ifMatch = headerOf(request, HEADERS.ifMatch);
  if (operation === undefined) return INVALID_QUERY;
  if (operation !== "Backup")
    return (world) => ({
      name: operation,
      answer: () => actionRequest(world, ref, operation, ifMatch),
    });
  const isJson = headerOf(request, "content-type")?.includes("json") === true;
  const read = readBody(isJson ? readJsonBackupBody : readBackupBody, request);
  return (world) => ({
    name: operation,
    answer: () =>
      "refusal" in read ? read.refusal : backupRequest(world, ref, read.body, ifMatch),
  });
};

/** Questions about what is not there (D-45 and D-46). */
export const question: Reader = (request) => {
  const query = new URLSearchParams(queryOf(request));
  const serviceName = query.get("resourceName") ?? "";
  const op = query.get("op");
  if (op === QUESTIONS.checkName && serviceName !== "")
    return (world) => ({
      name: "Check Name",
      about: serviceName,
      answer: () => checkName(world, { serviceName }),
    });
  if (op === QUESTIONS.getBackup) {
    const read = readBody(readBackupBody, request);
    return (world) => ({
      name: "Get Backup",
      answer: () => ("refusal" in read ? read.refusal : getBackup(world, read.body)),
    });
  }
  const known = `op is ${QUESTIONS.checkName}, with resourceName, or ${QUESTIONS.getBackup}.`;
  return answering(refused("MissingOrInvalidRequiredQueryParameter", known));
};
