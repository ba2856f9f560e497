/** The management API: each request is one transaction, answered by its route, and logged. */
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import { z } from "zod";
import { deliver } from "../../emulator/answer.js";
import { faulted, takeRequestFault } from "../../emulator/faults.js";
import type { Shell } from "../../emulator/product.js";
import { HEADERS, isXmlText, ROUTES, SUB_RESOURCES } from "../protocol/index.js";
import { refuseStranger } from "./management-certificate.js";
import { getContainer, list, putContainer, removeContainer } from "./container-routes.js";
import {
  getHybridConnection,
  listHybridConnections,
  putHybridConnection,
  regenerateKey,
  removeHybridConnection,
  usage,
} from "./hybrid-connections.js";
import {
  get,
  invalidVerb,
  operation,
  post,
  put,
  question,
  register,
  remove,
} from "./mabs-routes.js";
import { answering, headerOf, type Reader, type Router } from "./read-request.js";
import { QUESTIONS } from "./records.js";
import { refused, rejected, type Reply } from "./reply.js";
import { settle } from "./settle.js";
import { isoTime, keyOf, worldOf, type EmulatorRules } from "./world.js";

interface Params {
  readonly subscription: string;
  readonly cloudService?: string;
  readonly serviceName?: string;
}

const DATE = z.iso.date();

/** What is wrong with any request, whatever it asks for. */
function refuseEnvelope(
  request: FastifyRequest,
  { subscription, ...names }: Params,
  rules: EmulatorRules,
): Reply | undefined {
  if (![subscription, ...Object.values(names)].every(isXmlText))
    return refused("BadRequest", "A name has characters that XML does not know.");
  const stranger = refuseStranger(request, subscription, rules);
  if (stranger !== undefined) return stranger;
  const version = headerOf(request, HEADERS.version) ?? "";
  if (!DATE.safeParse(version).success || version < rules.apiVersionMin) {
    return refused(
      "MissingOrIncorrectVersionHeader",
      `${HEADERS.version} is ${rules.apiVersionMin} or later.`,
    );
  }
  return undefined;
}

/** What a route needs: the shell's parts, and the rules. */
interface Parts extends Shell {
  readonly rules: EmulatorRules;
}

/** Takes a request that has been read; `isCopy` where the same one has been taken before. */
function serve(
  { store, clock, rules }: Parts,
  router: Router,
  request: FastifyRequest,
  isCopy: boolean,
): Reply {
  const { cloudService = "", serviceName = "" } = request.params as Params;
  return store.transaction((records) => {
    const world = worldOf(records, rules, clock.now());
    settle(world);
    const service =
      serviceName === "" ? undefined : world.records.services.get(keyOf(cloudService, serviceName));
    const { name, about, answer } = router(world);
    const on = serviceName === "" ? about : serviceName;
    const fault = name === null ? undefined : takeRequestFault(records, name, on, isCopy);
    const reply: Reply =
      fault === undefined ? answer() : faulted<Reply>(fault, { answer, reject: rejected });
    records.log.append({
      kind: "request",
      at: isoTime(world.now),
      method: request.method,
      path: request.url,
      // A question is about no service that is there, so it is none of the chart's operations in
      // the log.
      operation: QUESTIONS.some((question) => question === name) ? null : name,
      service: serviceName === "" ? null : serviceName,
      state: serviceName === "" ? null : (service?.state ?? "absent"),
      status: reply.status,
      fault: fault?.effect ?? null,
      ...(isCopy ? { repeated: true } : {}),
      responseBytes: Buffer.byteLength(reply.body),
      operationId: reply.operationId ?? null,
      clientRequestId: headerOf(request, HEADERS.clientRequestId) ?? null,
      ifMatch: headerOf(request, HEADERS.ifMatch) ?? null,
    });
    return reply;
  }, request.method !== "GET");
}

/** Adds the management API to a Fastify instance. */
export function addManagementApi(app: FastifyInstance, shell: Shell, rules: EmulatorRules): void {
  const parts = { ...shell, rules };
  const handle = (reader: Reader) => (request: FastifyRequest, reply: FastifyReply) => {
    const params = request.params as Params;
    const { cloudService = "", serviceName = "" } = params;
    const refusal = refuseEnvelope(request, params, rules);
    const router =
      refusal === undefined ? reader(request, { cloudService, serviceName }) : answering(refusal);
    return deliver<Reply>(reply, shell, {
      take: (isCopy) => serve(parts, router, request, isCopy),
      write: ({ status, body, operationId, retryAfter }) => {
        void reply.status(status).header("content-type", "application/xml; charset=utf-8");
        void reply.header(HEADERS.requestId, operationId ?? request.id);
        if (retryAfter !== undefined) void reply.header(HEADERS.retryAfter, String(retryAfter));
        return reply.send(body);
      },
    });
  };
  const addRoutes = (url: string, readers: Partial<Record<HTTPMethods, Reader>>): void => {
    // HEAD goes with GET.
    for (const method of app.supportedMethods.filter((each) => each !== "HEAD") as HTTPMethods[])
      app.route({ method, url, handler: handle(readers[method] ?? invalidVerb) });
  };
  addRoutes(ROUTES.containers, { GET: list });
  addRoutes(ROUTES.register, { PUT: register });
  addRoutes(ROUTES.operation, { GET: operation });
  addRoutes(ROUTES.container, { GET: getContainer, PUT: putContainer, DELETE: removeContainer });
  // Pages have POST, the node client GET.
  addRoutes(ROUTES.questions, { POST: question, GET: question });
  // D-36: both forms are accepted everywhere.
  for (const path of [ROUTES.service, ROUTES.passThrough]) {
    addRoutes(path, { PUT: put, DELETE: remove, GET: get, POST: post });
    addRoutes(path + SUB_RESOURCES.usage, { GET: usage });
    addRoutes(path + SUB_RESOURCES.hybridConnections, { GET: listHybridConnections });
    addRoutes(path + SUB_RESOURCES.hybridConnection, {
      PUT: putHybridConnection,
      GET: getHybridConnection,
      DELETE: removeHybridConnection,
      POST: regenerateKey,
    });
  }
}
