/** The management API's routes: each turns a request into an answer inside one transaction, and is logged. */
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import type { Operation } from "../chart/index.js";
import type { Clock } from "../clock.js";
import { ProviderError } from "../errors.js";
import {
  API_VERSION_MIN,
  HEADERS,
  readContainerBody,
  WIRE_OPERATIONS,
  writeCloudService,
  writeCloudServices,
  type ServiceRef,
} from "../protocol/index.js";
import { rejection, takeFault } from "./faults.js";
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
} from "./service-requests.js";
import type { Store } from "./store.js";
import { isoTime, keyOf, settle, type EmulatorRules, type World } from "./world.js";

interface Params {
  readonly subscription: string;
  readonly cloudService?: string;
  readonly serviceName?: string;
}

/** What a route does: how the request is called, and its answer. */
interface Route {
  readonly name: RequestName | null;
  readonly answer: () => Reply;
}

/** Finds out what a request is; runs inside the transaction, after what was due has been settled. */
type Router = (world: World, request: FastifyRequest, ref: ServiceRef) => Route;

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

const bodyOf = (request: FastifyRequest): string => (typeof request.body === "string" ? request.body : "");

const queryOf = (request: FastifyRequest): string => decodeURIComponent(request.url.split("?", 2)[1] ?? "");

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

const invalidQuery = (): Route => ({
  name: null,
  answer: () =>
    refused("MissingOrInvalidRequiredQueryParameter", "comp is start, stop, restart, suspend, resume or backup."),
});

/** Verbs that a resource may be asked with; one that it does not have is answered as the error table says. */
const METHODS = ["GET", "PUT", "POST", "DELETE", "PATCH"] as const satisfies readonly HTTPMethods[];

const invalidVerb: Router = (_, { method }) => ({
  name: null,
  answer: () => refused("InvalidHttpVerb", `${method} is not valid for this resource.`),
});

/** `comp=` values and the operations they stand for, from the protocol's table. */
const ACTIONS: ReadonlyMap<string, Operation> = new Map(
  Object.entries(WIRE_OPERATIONS).flatMap(([operation, wire]) =>
    "comp" in wire ? [[wire.comp, operation as Operation] as const] : [],
  ),
);

const list: Router = (world) => ({
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

const getContainer: Router = (world, _, { cloudService }) => ({
  name: "List",
  answer: () => {
    const container = world.records.containers.get(cloudService.toLowerCase());
    if (container === undefined) return refused("ResourceNotFound", `There is no cloud service ${cloudService}.`);
    const services = world.records.services.all().filter((service) => service.cloudService === container.name);
    return found(writeCloudService({ ...container, services: services.map(shown) }));
  },
});

const putContainer: Router = (world, request, { cloudService }) => ({
  name: "Create Container",
  answer: () => {
    const { region } = readContainerBody(bodyOf(request));
    const bad = badCloudService(cloudService);
    if (bad !== undefined) return bad;
    if (region === undefined) return refused("BadRequest", "GeoRegion is required.");
    const key = cloudService.toLowerCase();
    const existing = world.records.containers.get(key);
    if (existing !== undefined && existing.region !== region) {
      return refused("ConflictError", `Cloud service ${existing.name} is in region ${existing.region}.`);
    }
    if (existing === undefined) world.records.containers.put(key, { name: cloudService, region });
    return accepted(request.id);
  },
});

const register: Router = () => ({ name: "Register", answer: () => found("") });

const put: Router = (world, request, ref) => ({
  name: nameOfPut(world, ref, bodyOf(request)),
  answer: () => putRequest(world, ref, bodyOf(request), headerOf(request, HEADERS.ifMatch)),
});

const remove: Router = (world, request, ref) => ({
  name: "Delete",
  answer: () => actionRequest(world, ref, "Delete", headerOf(request, HEADERS.ifMatch)),
});

const get: Router = (world, request, ref) => {
  const [word, operationId] = queryOf(request).split("/", 2);
  if (word?.toLowerCase() === "operationstatus" && operationId !== undefined) {
    return { name: "Poll", answer: () => pollRequest(world, ref, operationId) };
  }
  return { name: "Get", answer: () => readRequest(world, ref) };
};

const post: Router = (world, request, ref) => {
  const operation = ACTIONS.get(new URLSearchParams(queryOf(request)).get("comp") ?? "");
  const ifMatch = headerOf(request, HEADERS.ifMatch);
  if (operation === undefined) return invalidQuery();
  if (operation !== "Backup") return { name: operation, answer: () => actionRequest(world, ref, operation, ifMatch) };
  const json = headerOf(request, "content-type")?.includes("json") === true;
  return { name: operation, answer: () => backupRequest(world, ref, bodyOf(request), json, ifMatch) };
};

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

function serve(options: ManagementApiOptions, router: Router, request: FastifyRequest): Reply {
  const { store, clock, rules } = options;
  const { subscription, cloudService = "", serviceName = "" } = request.params as Params;
  const ref = { cloudService, serviceName };
  return store.transaction((records) => {
    const world: World = { records, rules, now: clock.now() };
    settle(world);
    const service = serviceName === "" ? undefined : records.services.get(keyOf(cloudService, serviceName));
    let name: RequestName | null = null;
    const reply = answerOrRefuse(() => {
      const route = router(world, request, ref);
      name = route.name;
      const bad = refuseEnvelope(request, subscription, rules);
      if (bad !== undefined) return bad;
      const fault =
        name === null ? undefined : takeFault(world, name, serviceName === "" ? undefined : serviceName, "reject");
      return fault === undefined ? route.answer() : rejection(fault);
    });
    records.log.append({
      kind: "request",
      at: isoTime(world.now),
      method: request.method,
      path: request.url,
      operation: name,
      service: serviceName === "" ? null : serviceName,
      state: serviceName === "" ? null : (service?.state ?? "absent"),
      status: reply.status,
      responseBytes: Buffer.byteLength(reply.body),
      operationId: reply.operationId ?? null,
      clientRequestId: headerOf(request, HEADERS.clientRequestId) ?? null,
      ifMatch: headerOf(request, HEADERS.ifMatch) ?? null,
    });
    return reply;
  }, request.method !== "GET");
}

/** Adds the management API to a Fastify instance. */
export function addManagementApi(app: FastifyInstance, options: ManagementApiOptions): void {
  const handle = (router: Router) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { status, body, operationId, retryAfter } = serve(options, router, request);
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
  // Fact sheet 6.3, item 16: both forms are accepted everywhere.
  for (const tilde of ["", "/~"]) {
    const path = `/:subscription/cloudservices/:cloudService/resources/biztalkservices${tilde}/biztalk/:serviceName`;
    addRoutes(path, { PUT: put, DELETE: remove, GET: get, POST: post });
  }
}
