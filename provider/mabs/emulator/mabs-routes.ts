/** The routes of services: what each request is called, and what answers it. */
import type { FastifyRequest } from "fastify";
import type { Operation } from "../chart/index.js";
import {
  HEADERS,
  QUESTIONS,
  readBackupBody,
  readJsonBackupBody,
  readOperationStatusQuery,
  readServiceBody,
  WIRE_OPERATIONS,
} from "../protocol/index.js";
import { checkName, getBackup } from "./backups.js";
import { syncKeys } from "./hybrid-connections.js";
import { answering, headerOf, readBody, type Reader } from "./read-request.js";
import { found, refused } from "./reply.js";
import {
  actionRequest,
  backupRequest,
  nameOfPut,
  operationRequest,
  pollRequest,
  putRequest,
  readRequest,
} from "./service-answers.js";

/** The query as text; one that is not well encoded is taken as it is, and answered as not known. */
const queryOf = (request: FastifyRequest): string => {
  const query = request.url.split("?", 2)[1] ?? "";
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
};

const INVALID_QUERY = answering(
  refused(
    "MissingOrInvalidRequiredQueryParameter",
    "comp is start, stop, restart, suspend, resume, backup or syncacskeys.",
  ),
);

/** A verb that the resource does not have. */
export const invalidVerb: Reader = ({ method }) =>
  answering(refused("InvalidHttpVerb", `${method} is not valid for this resource.`));

/** Sync Access Control Keys, which is none of the chart's operations. */
const SYNC_KEYS = "syncacskeys";

/** `comp=` values and the operations they stand for, from the protocol's table. */
const ACTIONS: ReadonlyMap<string, Operation> = new Map(
  Object.entries(WIRE_OPERATIONS).flatMap(([operation, wire]) =>
    "comp" in wire ? [[wire.comp, operation as Operation] as const] : [],
  ),
);

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
  const comp = new URLSearchParams(queryOf(request)).get("comp") ?? "";
  if (comp === SYNC_KEYS) return syncKeys(ref);
  const operation = ACTIONS.get(comp);
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
