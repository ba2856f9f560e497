/**
 * The emulator: the other side of the management API, over a store and a clock that are given to it.
 *
 * In process it takes requests without a socket; as a server it listens, on request with TLS and client certificates.
 * It knows the chart and the protocol, and nothing of who calls it.
 */
import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import { ZodError } from "zod";
import type { Profile } from "../mabs/chart/index.js";
import { systemClock, type Clock } from "../clock.js";
import { writeError } from "../mabs/protocol/index.js";
import { addControlPlane } from "./control-plane.js";
import { addManagementApi } from "../mabs/emulator/mabs-api.js";
import { OPERATION_MS_DEFAULT } from "../mabs/emulator/operation-ms.js";
import { openStore, type Store } from "./store.js";

/** What an emulator is made of; all of it has a default. */
export interface EmulatorOptions {
  /** Where the data is; in memory unless given. */
  readonly store?: Store;
  readonly clock?: Clock;
  readonly profile?: Profile;
  /** How long an operation takes, 200 unless given. */
  readonly operationMs?: number;
  /** How long the name of a deleted service stays unavailable, 0 unless given. */
  readonly nameHeldMs?: number;
  /** The subscription that is known; any unless given. */
  readonly subscriptionId?: string;
}

/** Where a server listens. */
export interface ListenOptions {
  readonly host?: string;
  /** 0 picks a free one. */
  readonly port: number;
}

/** PEM texts of a server that asks for client certificates; those must be signed by `ca`. */
export interface TlsOptions {
  readonly certificate: string;
  readonly privateKey: string;
  readonly ca?: string;
}

/** A request and its answer, without a socket. */
export interface InProcessRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}
export interface InProcessResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An emulator that runs. */
export interface Emulator {
  request(request: InProcessRequest): Promise<InProcessResponse>;
  /** Serves; resolves with the URL when it is ready. */
  listen(options: ListenOptions): Promise<string>;
  close(): Promise<void>;
}

/** A list of some thousand services or a certificate is well below it. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

function addErrorAnswers(app: FastifyInstance): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const control = request.url.startsWith("/_emulator");
    const problems =
      error instanceof ZodError ? error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) : [];
    const status = problems.length > 0 ? 400 : (error.statusCode ?? 500);
    if (control) return reply.status(status).send({ error: problems.length > 0 ? problems : [error.message] });
    const body = writeError(status >= 500 ? "InternalError" : "BadRequest", error.message);
    return reply.status(status).header("content-type", "application/xml; charset=utf-8").send(body);
  });
  app.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith("/_emulator")) return reply.status(404).send({ error: ["no such request"] });
    // As a web server answers: ResourceNotFound is said of services and containers, never of a path that is not the API's.
    const body = "There is no such path in the management API.";
    return reply.status(404).header("content-type", "text/plain; charset=utf-8").send(body);
  });
}

/** Makes an emulator. Nothing listens until `listen` is called. */
export function createEmulator(options: EmulatorOptions = {}, tls?: TlsOptions): Emulator {
  const store = options.store ?? openStore("memory");
  const https =
    tls === undefined
      ? null
      : {
          cert: tls.certificate,
          key: tls.privateKey,
          ...(tls.ca === undefined ? {} : { ca: tls.ca, requestCert: true, rejectUnauthorized: true }),
        };
  const app: FastifyInstance = fastify({
    https,
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => randomUUID(),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    forceCloseConnections: true,
  } as object);
  app.removeContentTypeParser(["application/json", "text/plain"]);
  app.addContentTypeParser("*", { parseAs: "string" }, (request, body, done) => {
    if (!request.url.startsWith("/_emulator")) {
      done(null, body);
      return;
    }
    try {
      done(null, body === "" ? undefined : JSON.parse(String(body)));
    } catch {
      done(Object.assign(new Error("the body is not valid JSON"), { statusCode: 400 }));
    }
  });
  addErrorAnswers(app);
  const parts = {
    store,
    clock: options.clock ?? systemClock,
    rules: {
      profile: options.profile ?? "chart",
      operationMs: options.operationMs ?? OPERATION_MS_DEFAULT,
      nameHeldMs: options.nameHeldMs ?? 0,
      ...(options.subscriptionId === undefined ? {} : { subscriptionId: options.subscriptionId }),
    },
  } as const;
  addManagementApi(app, parts);
  addControlPlane(app, parts);
  return {
    request: async ({ method, url, headers, body }) => {
      const payload = body === undefined ? {} : { payload: body };
      const response = await app.inject({ method: method as "GET", url, headers: { ...headers }, ...payload });
      const texts = Object.entries(response.headers).map(([name, value]) => [name, String(value)] as const);
      return { status: response.statusCode, headers: Object.fromEntries(texts), body: response.body };
    },
    listen: async ({ host = "127.0.0.1", port }) => {
      await app.listen({ host, port });
      const { port: bound } = app.server.address() as AddressInfo;
      return `${tls === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${String(bound)}`;
    },
    close: async () => {
      await app.close();
      store.close();
    },
  };
}
