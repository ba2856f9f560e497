/**
 * The management REST service: each request is one transaction, answered by its route, and logged.
 */
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { deliver } from "../../emulator/answer.js";
import { faulted, takeFault, takeRequestFault } from "../../emulator/faults.js";
import type { FaultRecord } from "../../emulator/log-entry.js";
import type { Shell } from "../../emulator/product.js";
import {
  API_PATH,
  hasRequest,
  REQUEST_NAMES,
  REQUESTS,
  type ServerRequestName,
} from "../protocol/index.js";
import { broken, bytesOf, found, page, refused, rejected, type Reply } from "./reply.js";
import { FAULT_NAMES, ROUTES, type Asked, type Parameters } from "./server-routes.js";
import { settle } from "./settle.js";
import { requireBasic, type SignIn } from "./sign-in.js";
import { controlOf, isoTime, worldOf, type ServerRules, type World } from "./world.js";

/** What the routes need: the shell's parts, the rules, and who may ask. */
export interface ServerParts extends Shell {
  readonly rules: ServerRules;
  /** Looks at every request, before Basic does where the control plane requires it. */
  readonly signIn?: SignIn | undefined;
}

const OPERATIONS: ReadonlySet<string> = new Set(FAULT_NAMES.operations);

/** What is accepted and then fails: it is answered like any other, and nothing comes of it. */
const accepted = (name: ServerRequestName): Reply =>
  REQUESTS[name].success === 200 ? found("Succeeded") : { status: 204, body: "" };

const EFFECTS = { stall: "stalls", fail: "fails" } as const;

/** A request that a route knows. */
interface Request extends Asked {
  readonly name: ServerRequestName;
  readonly isCopy: boolean;
}

/** Answers a request, with whatever a scripted fault does to it. */
function answer(world: World, request: Request): { reply: Reply; fault: FaultRecord | undefined } {
  const { name, parameters, body, isCopy } = request;
  const route = ROUTES[name];
  const about = route.about?.(parameters);
  const { records } = world;
  const ofRequest = takeRequestFault(records, name, about, isCopy);
  let ofOperation: FaultRecord | undefined;
  const take = (): Reply => {
    if (OPERATIONS.has(name)) ofOperation = takeFault(records, name, about, ["fail", "stall"]);
    const effect = ofOperation?.effect;
    const fault = effect === "fail" || effect === "stall" ? EFFECTS[effect] : undefined;
    // A host instance that fails to start has a state in between.
    if (fault === "fails" && !name.endsWith("Host Instance")) return accepted(name);
    return route.answer(world, { parameters, body, fault });
  };
  const reply =
    ofRequest === undefined
      ? take()
      : faulted<Reply>(ofRequest, { answer: take, reject: rejected });
  return { reply, fault: ofRequest ?? ofOperation };
}

function signInOf(
  world: World,
  { signIn }: ServerParts,
  request: FastifyRequest,
): Reply | undefined {
  const { basic } = controlOf(world);
  const refusal = signIn?.(request);
  if (refusal !== undefined || basic === null) return refusal;
  return requireBasic(basic.user, basic.password)(request);
}

const bodyOf = ({ body }: FastifyRequest): string => (typeof body === "string" ? body : "");

/** Takes a request; `name` is `null` for one that the service does not know. */
function serve(
  parts: ServerParts,
  request: FastifyRequest,
  name: ServerRequestName | null,
  isCopy: boolean,
): Reply {
  const { store, rules, clock } = parts;
  const parameters = request.params as Parameters;
  return store.transaction((records) => {
    const world = worldOf(records, rules, clock.now());
    settle(world);
    const route = name === null ? undefined : ROUTES[name];
    const state = route?.state?.(world, parameters) ?? null;
    const asked = { parameters, body: bodyOf(request), isCopy };
    const refusal = signInOf(world, parts, request) ?? refuseAccept(request);
    const { reply, fault } =
      refusal !== undefined
        ? { reply: refusal, fault: undefined }
        : name === null
          ? { reply: unknownPath(request), fault: undefined }
          : answer(world, { ...asked, name });
    world.records.log.append({
      kind: "request",
      at: isoTime(world.now),
      method: request.method,
      path: request.url,
      operation: name,
      service: route?.about?.(parameters) ?? null,
      state,
      status: reply.status,
      fault: fault?.effect ?? null,
      ...(isCopy ? { repeated: true as const } : {}),
      responseBytes: bytesOf(reply),
      operationId: null,
      clientRequestId: null,
      ifMatch: null,
    });
    return reply;
  }, request.method !== "GET");
}

/**
 * The bare address answers 500, which its installation page calls normal; elsewhere ASP.NET says
 * what is missing.
 */
function unknownPath({ url, method, hostname }: FastifyRequest): Reply {
  const path = (url.split("?")[0] ?? "").replace(/\/+$/, "");
  if (path === API_PATH) return page(500, "500 - Internal server error.");
  if (method !== "GET" && method !== "PUT") {
    return refused(405, `The requested resource does not support http method '${method}'.`);
  }
  const uri = `http://${hostname}${url}`;
  return refused(404, `No HTTP resource was found that matches the request URI '${uri}'.`);
}

/** The service writes XML as well; this emulator does not. */
function refuseAccept({ headers: { accept = "" } }: FastifyRequest): Reply | undefined {
  if (!/xml/i.test(accept) || /json|\*/i.test(accept)) return undefined;
  return broken(406, "The emulator writes JSON alone.");
}

const METHODS = ["GET", "PUT", "POST", "DELETE", "PATCH"] as const;

/** Adds the management REST service to a Fastify instance. */
export function addServerApi(app: FastifyInstance, parts: ServerParts): void {
  const handle =
    (name: ServerRequestName | null) =>
    (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
      deliver<Reply>(reply, parts, {
        take: (isCopy) => serve(parts, request, name, isCopy),
        write: ({ status, body, chunks, contentType, challenges = [], retryAfter }) => {
          const { accept = "" } = request.headers;
          const json = accept.startsWith("text/json") ? "text/json" : "application/json";
          if (body !== "" || chunks !== undefined)
            void reply.header("content-type", contentType ?? `${json}; charset=utf-8`);
          if (challenges.length > 0) void reply.header("www-authenticate", challenges);
          if (retryAfter !== undefined) void reply.header("retry-after", String(retryAfter));
          void reply.headers({ "cache-control": "no-cache", server: "Microsoft-IIS/10.0" });
          return reply.status(status).send(chunks === undefined ? body : Readable.from(chunks));
        },
      });
  for (const name of REQUEST_NAMES) {
    if (!hasRequest(parts.rules.release, name)) continue;
    const { method, path } = REQUESTS[name];
    app.route({
      method,
      url: API_PATH + path.replaceAll(/\{(\w+)\}/g, ":$1"),
      handler: handle(name),
    });
  }
  app.route({ method: [...METHODS], url: API_PATH, handler: handle(null) });
  app.route({ method: [...METHODS], url: `${API_PATH}/*`, handler: handle(null) });
}
