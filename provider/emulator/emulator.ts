/**
 * The emulator: the other side of the management APIs of the products that are plugged in, over a
 * store and a clock.
 *
 * In process it takes requests without a socket; as a server it listens, on request with TLS and
 * client certificates. It knows no product, and nothing of who calls it.
 */
import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import { ZodError } from "zod";
import { systemClock, type Clock } from "../clock.js";
import { addControlPlane } from "./control-plane.js";
import type { Product } from "./product.js";
import { openStore, type Store } from "./store.js";

/** What an emulator is made of. */
export interface EmulatorOptions {
  /** Where the data is; in memory unless given. */
  readonly store?: Store;
  /** The system's unless given. */
  readonly clock?: Clock;
  /** Whose other side this is; no two have a path in common. */
  readonly products: readonly Product[];
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

const isControl = (url: string): boolean => url.startsWith("/_emulator");

function addErrorAnswers(app: FastifyInstance, products: readonly Product[]): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, { url }, reply) => {
    const problems =
      error instanceof ZodError
        ? error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)
        : [];
    const status = problems.length > 0 ? 400 : (error.statusCode ?? 500);
    void reply.status(status);
    if (isControl(url))
      return reply.send({ error: problems.length > 0 ? problems : [error.message] });
    const { message } = error;
    const answers = products.map((product) => product.answerError({ url, status, message }));
    const { contentType, body } = answers.find((each) => each !== undefined) ?? {
      contentType: "text/plain; charset=utf-8",
      body: message,
    };
    return reply.header("content-type", contentType).send(body);
  });
  app.setNotFoundHandler((request, reply) => {
    if (isControl(request.url)) return reply.status(404).send({ error: ["no such request"] });
    // As a web server answers: an error document is about something in an API, never about a path
    // that is none of its.
    const body = "There is no such path in the management API.";
    return reply.status(404).header("content-type", "text/plain; charset=utf-8").send(body);
  });
}

/** Makes an emulator. Nothing listens until `listen` is called. */
export function createEmulator(
  { store = openStore("memory"), clock = systemClock, products }: EmulatorOptions,
  tls?: TlsOptions,
): Emulator {
  const https =
    tls === undefined
      ? null
      : {
          cert: tls.certificate,
          key: tls.privateKey,
          ...(tls.ca === undefined
            ? {}
            : { ca: tls.ca, requestCert: true, rejectUnauthorized: true }),
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
    if (!isControl(request.url)) {
      done(null, body);
      return;
    }
    try {
      done(null, body === "" ? undefined : JSON.parse(String(body)));
    } catch {
      done(Object.assign(new Error("the body is not valid JSON"), { statusCode: 400 }));
    }
  });
  addErrorAnswers(app, products);
  const shell = { store, clock };
  for (const product of products) product.addApi(app, shell);
  addControlPlane(app, shell, products);
  return {
    request: async ({ method, url, headers, body }) => {
      const payload = body === undefined ? {} : { payload: body };
      const response = await app.inject({
        method: method as "GET",
        url,
        headers: { ...headers },
        ...payload,
      });
      const texts = Object.entries(response.headers).map(
        ([name, value]) => [name, String(value)] as const,
      );
      return {
        status: response.statusCode,
        headers: Object.fromEntries(texts),
        body: response.body,
      };
    },
    listen: async ({ host = "127.0.0.1", port }) => {
      await app.listen({ host, port });
      const { port: bound } = app.server.address() as AddressInfo;
      const scheme = tls === undefined ? "http" : "https";
      const name = host.includes(":") ? `[${host}]` : host;
      return `${scheme}://${name}:${String(bound)}`;
    },
    close: async () => {
      await app.close();
      store.close();
    },
  };
}
