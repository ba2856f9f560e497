/** The management API: each request is one transaction, answered by its route, and logged. */
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import { ProviderError } from "../../errors.js";
import { deliver } from "../../emulator/answer.js";
import { faulted, takeRequestFault } from "../../emulator/faults.js";
import type { FaultRecord } from "../../emulator/log-entry.js";
import type { Shell } from "../../emulator/product.js";
import { API_VERSION_MIN, HEADERS, ROUTES } from "../protocol/index.js";
import {
  invalidVerb,
  list,
  getContainer,
  putContainer,
  register,
  put,
  remove,
  get,
  post,
  question,
  headerOf,
  type Router,
} from "./mabs-routes.js";
import { QUESTIONS, type RequestName } from "./records.js";
import { refused, rejected, type Reply } from "./reply.js";
import { settle } from "./settle.js";
import { isoTime, keyOf, worldOf, type EmulatorRules } from "./world.js";

interface Params {
  readonly subscription: string;
  readonly cloudService?: string;
  readonly serviceName?: string;
}

const VERSION = /^\d{4}-\d{2}-\d{2}$/;

/** What is wrong with any request, whatever it asks for. */
function refuseEnvelope(
  request: FastifyRequest,
  subscription: string,
  rules: EmulatorRules,
): Reply | undefined {
  if (
    rules.subscriptionId !== undefined &&
    subscription.toLowerCase() !== rules.subscriptionId.toLowerCase()
  ) {
    return refused("AuthenticationFailed", "The subscription is not known here.");
  }
  const version = headerOf(request, HEADERS.version);
  if (version === undefined || !VERSION.test(version) || version < API_VERSION_MIN) {
    return refused(
      "MissingOrIncorrectVersionHeader",
      `${HEADERS.version} is ${API_VERSION_MIN} or later.`,
    );
  }
  return undefined;
}

/**
 * Verbs that a resource may be asked with; one that it does not have is answered as the error table
 * says.
 */
const METHODS = ["GET", "PUT", "POST", "DELETE", "PATCH"] as const satisfies readonly HTTPMethods[];

/**
 * A body that is not what it should be is the sender's fault; anything else is a defect of the
 * emulator.
 */
function answerOrRefuse(answer: () => Reply): Reply {
  try {
    return answer();
  } catch (reason) {
    if (reason instanceof ProviderError) {
      return refused(
        reason.code === "invalid-input" ? "BadRequest" : "InvalidXmlRequest",
        reason.message,
      );
    }
    if (reason instanceof SyntaxError) return refused("BadRequest", "The body is not valid JSON.");
    throw reason;
  }
}

/** What a route needs: the shell's parts, and the rules. */
interface Parts extends Shell {
  readonly rules: EmulatorRules;
}

/** Takes a request; `isCopy` where the same one has been taken before. */
function serve(
  { store, clock, rules }: Parts,
  router: Router,
  request: FastifyRequest,
  isCopy: boolean,
): Reply {
  const { subscription, cloudService = "", serviceName = "" } = request.params as Params;
  const ref = { cloudService, serviceName };
  return store.transaction((records) => {
    const world = worldOf(records, rules, clock.now());
    settle(world);
    const service =
      serviceName === "" ? undefined : world.records.services.get(keyOf(cloudService, serviceName));
    let name: RequestName | null = null;
    let fault: FaultRecord | undefined;
    const reply = answerOrRefuse(() => {
      const route = router(world, request, ref);
      name = route.name;
      const bad = refuseEnvelope(request, subscription, rules);
      if (bad !== undefined) return bad;
      const about = serviceName === "" ? route.about : serviceName;
      fault = name === null ? undefined : takeRequestFault(records, name, about, isCopy);
      if (fault === undefined) return route.answer();
      return faulted(fault, { answer: () => answerOrRefuse(route.answer), reject: rejected });
    });
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
  const handle = (router: Router) => (request: FastifyRequest, reply: FastifyReply) =>
    deliver<Reply>(reply, shell.clock, {
      take: (isCopy) => serve(parts, router, request, isCopy),
      write: ({ status, body, operationId, retryAfter }) => {
        void reply.status(status).header("content-type", "application/xml; charset=utf-8");
        void reply.header(HEADERS.requestId, operationId ?? request.id);
        if (retryAfter !== undefined) void reply.header(HEADERS.retryAfter, String(retryAfter));
        return reply.send(body);
      },
    });
  const addRoutes = (url: string, routers: Partial<Record<HTTPMethods, Router>>): void => {
    for (const method of METHODS)
      app.route({ method, url, handler: handle(routers[method] ?? invalidVerb) });
  };
  addRoutes(ROUTES.containers, { GET: list });
  addRoutes(ROUTES.register, { PUT: register });
  addRoutes(ROUTES.container, { GET: getContainer, PUT: putContainer });
  addRoutes(ROUTES.questions, { POST: question });
  // D-36: both forms are accepted everywhere.
  for (const path of [ROUTES.service, ROUTES.passThrough])
    addRoutes(path, { PUT: put, DELETE: remove, GET: get, POST: post });
}
