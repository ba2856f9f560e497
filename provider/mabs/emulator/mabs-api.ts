/** The management API: each request is one transaction, answered by its route, and logged. */
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import type { Clock } from "../../clock.js";
import { ProviderError } from "../../errors.js";
import { API_VERSION_MIN, HEADERS } from "../protocol/index.js";
import { faulted, takeFault } from "../../emulator/faults.js";
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
import { QUESTIONS, REQUEST_EFFECTS, type FaultRecord, type RequestName } from "./records.js";
import { refused, type Reply } from "./reply.js";
import type { Store } from "../../emulator/store.js";
import { isoTime, keyOf, settle, type EmulatorRules, type World } from "./world.js";

interface Params {
  readonly subscription: string;
  readonly cloudService?: string;
  readonly serviceName?: string;
}

const VERSION = /^\d{4}-\d{2}-\d{2}$/;

/** What is wrong with any request, whatever it asks for. */
function refuseEnvelope(request: FastifyRequest, subscription: string, rules: EmulatorRules): Reply | undefined {
  if (rules.subscriptionId !== undefined && subscription.toLowerCase() !== rules.subscriptionId.toLowerCase()) {
    return refused("AuthenticationFailed", "The subscription is not known here.");
  }
  const version = headerOf(request, HEADERS.version);
  if (version === undefined || !VERSION.test(version) || version < API_VERSION_MIN) {
    return refused("MissingOrIncorrectVersionHeader", `${HEADERS.version} is ${API_VERSION_MIN} or later.`);
  }
  return undefined;
}

/** Verbs that a resource may be asked with; one that it does not have is answered as the error table says. */
const METHODS = ["GET", "PUT", "POST", "DELETE", "PATCH"] as const satisfies readonly HTTPMethods[];

/** A body that is not what it should be is the sender's fault; anything else is a defect of the emulator. */
function answerOrRefuse(answer: () => Reply): Reply {
  try {
    return answer();
  } catch (reason) {
    if (reason instanceof ProviderError) {
      return refused(reason.code === "invalid-input" ? "BadRequest" : "InvalidXmlRequest", reason.message);
    }
    if (reason instanceof SyntaxError) return refused("BadRequest", "The body is not valid JSON.");
    throw reason;
  }
}

/** What the routes work on. */
export interface ManagementApiOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly rules: EmulatorRules;
}

/** A copy of a request is not copied again, else a second `repeat` fault would make three of one. */
const COPY_EFFECTS = REQUEST_EFFECTS.filter((effect) => effect !== "repeat");

/** Takes a request; `isCopy` where the same one has been taken before. */
function serve(options: ManagementApiOptions, router: Router, request: FastifyRequest, isCopy: boolean): Reply {
  const { store, clock, rules } = options;
  const { subscription, cloudService = "", serviceName = "" } = request.params as Params;
  const ref = { cloudService, serviceName };
  return store.transaction((records) => {
    const world: World = { records, rules, now: clock.now() };
    settle(world);
    const service = serviceName === "" ? undefined : records.services.get(keyOf(cloudService, serviceName));
    let name: RequestName | null = null;
    let fault: FaultRecord | undefined;
    const reply = answerOrRefuse(() => {
      const route = router(world, request, ref);
      name = route.name;
      const bad = refuseEnvelope(request, subscription, rules);
      if (bad !== undefined) return bad;
      fault =
        name === null
          ? undefined
          : takeFault(
              world,
              name,
              serviceName === "" ? route.about : serviceName,
              isCopy ? COPY_EFFECTS : REQUEST_EFFECTS,
            );
      return fault === undefined ? route.answer() : faulted(fault, () => answerOrRefuse(route.answer));
    });
    records.log.append({
      kind: "request",
      at: isoTime(world.now),
      method: request.method,
      path: request.url,
      // A question is about no service that is there, so it is none of the chart's operations in the log.
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

/** Ends a connection without an answer; a request in process rejects with the same error. */
function cutConnection(reply: FastifyReply): FastifyReply {
  reply.hijack();
  // Who listens is the in-process request; a response on a socket has nobody to tell.
  reply.raw.on("error", () => undefined);
  reply.raw.destroy(Object.assign(new Error("the connection was cut by a scripted fault"), { code: "ECONNRESET" }));
  return reply;
}

/** Adds the management API to a Fastify instance. */
export function addManagementApi(app: FastifyInstance, options: ManagementApiOptions): void {
  const serveOrRepeat = async (router: Router, request: FastifyRequest): Promise<Reply> => {
    const first = serve(options, router, request, false);
    if (first.repeatAfterMs === undefined) return first;
    await options.clock.sleep(first.repeatAfterMs);
    return serve(options, router, request, true);
  };
  const handle = (router: Router) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { status, body, operationId, retryAfter, cut, delayMs } = await serveOrRepeat(router, request);
    if (delayMs !== undefined) await options.clock.sleep(delayMs);
    if (cut === true) return cutConnection(reply);
    void reply.status(status).header("content-type", "application/xml; charset=utf-8");
    void reply.header(HEADERS.requestId, operationId ?? request.id);
    if (retryAfter !== undefined) void reply.header(HEADERS.retryAfter, String(retryAfter));
    return reply.send(body);
  };
  const addRoutes = (url: string, routers: Partial<Record<HTTPMethods, Router>>): void => {
    for (const method of METHODS) app.route({ method, url, handler: handle(routers[method] ?? invalidVerb) });
  };
  addRoutes("/:subscription/cloudservices", { GET: list });
  addRoutes("/:subscription/services", { PUT: register });
  addRoutes("/:subscription/cloudservices/:cloudService", { GET: getContainer, PUT: putContainer });
  addRoutes("/:subscription/cloudservices/:cloudService/resources/biztalkservices/biztalk", { POST: question });
  // D-36: both forms are accepted everywhere.
  for (const tilde of ["", "/~"]) {
    const path = `/:subscription/cloudservices/:cloudService/resources/biztalkservices${tilde}/biztalk/:serviceName`;
    addRoutes(path, { PUT: put, DELETE: remove, GET: get, POST: post });
  }
}
