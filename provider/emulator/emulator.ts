/**
 * The emulator: the other side of the management APIs of the products that are plugged in, over a
 * store and a clock.
 *
 * In process it takes requests without a socket; as a server it listens, on request with TLS and
 * client certificates. It knows no product, and nothing of who calls it.
 */
import { randomUUID } from "node:crypto";
import { METHODS } from "node:http";
import type { AddressInfo } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import { systemClock, type Clock } from "../clock.js";
import { addControlPlane } from "./control-plane.js";
import { serveDescription } from "./described-route.js";
import { addErrorAnswers, errorOptions, isControl } from "./error-answers.js";
import { refuseForeignRequests } from "./foreign-requests.js";
import type { Product } from "./product.js";
import { openStore, type Store } from "./store.js";

/** What an emulator is made of. */
export interface EmulatorOptions {
  /** Where the data is; in memory unless given. */
  readonly store?: Store;
  /** The system's unless given. */
  readonly clock?: Clock;
  /**
   * Whose other side this is; no two have a route in common. What goes wrong on a path is answered
   * by the first that says the path is its.
   */
  readonly products: readonly Product[];
  /** Takes a line of JSON for each request, as pino writes it. */
  readonly logTo?: { write(line: string): void };
}

/** Where a server listens. */
export interface ListenOptions {
  readonly host?: string;
  /** Names under which it may be asked, beside that host and the loopback ones. */
  readonly names?: readonly string[];
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

/** A certificate or a population is well below it, and reading it takes milliseconds. */
const BODY_LIMIT_BYTES = 256 * 1024;

/** Addresses that stand for all of the machine's. */
const EVERYWHERE = ["0.0.0.0", "[::]"];

/** A name or address as a URL and a Host header have it. */
function nameIn(host: string): string {
  const name = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  // An address of version 6 has one short form, which is what clients send.
  return URL.parse(`http://${name}`)?.hostname ?? name.toLowerCase();
}

/** Makes an emulator. Nothing listens until `listen` is called. */
export function createEmulator(
  { store = openStore("memory"), clock = systemClock, products, logTo }: EmulatorOptions,
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
    // Pages write the same path in several ways, and so do the siblings' clients (D-51).
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200, caseSensitive: false },
    forceCloseConnections: true,
    ...(logTo === undefined ? {} : { logger: { stream: logTo } }),
    ...errorOptions(products),
  } as object);
  const names = new Set<string>();
  let address = "";
  refuseForeignRequests(app, {
    has: (name) => names.has(name),
    get everywhere() {
      return EVERYWHERE.includes(address);
    },
  });
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
  // Node takes more verbs than Fastify routes: each is answered by who is asked.
  for (const method of METHODS)
    if (!app.supportedMethods.includes(method) && method !== "CONNECT")
      app.addHttpMethod(method, { hasBody: true });
  addErrorAnswers(app, products);
  serveDescription(app);
  const closing = new AbortController();
  const shell = { store, clock, closing: closing.signal };
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
    listen: async ({ host = "127.0.0.1", names: others = [], port }) => {
      address = nameIn(host);
      for (const name of [host, ...others]) names.add(nameIn(name));
      await app.listen({ host, port });
      const { port: bound } = app.server.address() as AddressInfo;
      const scheme = tls === undefined ? "http" : "https";
      return `${scheme}://${nameIn(host)}:${String(bound)}`;
    },
    close: async () => {
      closing.abort(new Error("the emulator is closing"));
      await app.close();
      store.close();
    },
  };
}
