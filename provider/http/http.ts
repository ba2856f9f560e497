/**
 * HTTP by axios: one instance for each endpoint, with time limits, TLS, and a retry that only a GET
 * gets. The only importer of axios. Nothing that changes anything is ever sent twice (D-28).
 */
import { Agent } from "node:https";
import axios, {
  AxiosError,
  type AxiosAdapter,
  type AxiosInstance,
  type AxiosResponse,
} from "axios";
import type { Clock } from "../clock.js";
import { ProviderError } from "../errors.js";
import type { Authenticator, SendLeg } from "./authentication.js";
import type { HttpRequest, ReceivedAnswer } from "./message.js";
import { tlsOptions, type TlsCredentials } from "./tls.js";
import { toTransportError, type TlsSettingNames } from "./transport-error.js";

/** A request and its answer, without a socket: the emulator inside the process. */
export type InProcessTransport = (request: {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}) => Promise<{
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}>;

/** What the HTTP layer needs to know. */
export interface HttpOptions {
  /** For messages: the endpoint as the user wrote it. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly tls?: TlsCredentials;
  /** What the settings are called, for messages. */
  readonly settings: TlsSettingNames;
  /** Signs every request in; without one none is. */
  readonly authenticator?: Authenticator;
  /** The error for an answer that is no 2xx: what its body means is the product's. */
  readonly toResponseError: (answer: RefusedAnswer) => ProviderError;
  /** Instead of a socket. */
  readonly transport?: InProcessTransport;
}

export type { HttpRequest };

/** An answer with a 2xx status. */
export interface HttpAnswer {
  readonly body: string;
  readonly header: (name: string) => string | undefined;
}

/** An answer with another status. */
export interface RefusedAnswer {
  readonly status: number;
  readonly body: string;
  readonly method: string;
  readonly path: string;
  readonly endpoint: string;
  readonly retryAfter: string | undefined;
}

/** RFC 9110, section 10.2.3. */
const RETRY_AFTER = "retry-after";

/** How long one request may take. Operations take longer, but each request of theirs is short. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * A GET is tried this often, with waits of 200, 400, 800 ms, or as long as the endpoint asks (at
 * most 30 s).
 */
const GET_ATTEMPTS_MAX = 4;
const RETRY_FIRST_MS = 200;
const RETRY_AFTER_MAX_MS = 30_000;

function inProcessAdapter(transport: InProcessTransport): AxiosAdapter {
  return async (config) => {
    const headers = Object.fromEntries(
      Object.entries(config.headers.toJSON()).flatMap(([name, value]) =>
        typeof value === "string" ? [[name.toLowerCase(), value] as const] : [],
      ),
    );
    const body = typeof config.data === "string" ? { body: config.data } : {};
    const answer = await transport({
      method: (config.method ?? "get").toUpperCase(),
      url: config.url ?? "/",
      headers,
      ...body,
    });
    return {
      data: answer.body,
      status: answer.status,
      statusText: "",
      headers: answer.headers,
      config,
    };
  };
}

function instanceOf({ endpoint, tls, transport }: HttpOptions): AxiosInstance {
  const shared = {
    timeout: REQUEST_TIMEOUT_MS,
    responseType: "text",
    // Bodies are texts, there and back: by itself axios would put one that is no JSON into quotes.
    transformRequest: (data: unknown) => data,
    transformResponse: (data: unknown) => data,
    validateStatus: () => true,
    maxRedirects: 0,
    proxy: false,
  } as const;
  if (transport !== undefined)
    return axios.create({ ...shared, adapter: inProcessAdapter(transport) });
  const httpsAgent = new Agent({ keepAlive: true, ...tlsOptions(tls) });
  return axios.create({ ...shared, baseURL: endpoint.replace(/\/+$/, ""), httpsAgent });
}

/**
 * An axios error holds the request, headers and body with secrets: what goes on is its message and
 * code.
 */
function withoutRequest(reason: unknown): unknown {
  if (!(reason instanceof AxiosError)) return reason;
  const inner: unknown = reason.cause;
  const code =
    reason.code ??
    (typeof inner === "object" && inner !== null && "code" in inner ? inner.code : undefined);
  return Object.assign(new Error(reason.message), { code });
}

function retryDelayMs(attempt: number, retryAfter: string | undefined, now: number): number {
  const text = retryAfter?.trim() ?? "";
  const usualMs = RETRY_FIRST_MS * 2 ** (attempt - 1);
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, RETRY_AFTER_MAX_MS);
  const until = Date.parse(text);
  return until > now ? Math.min(until - now, RETRY_AFTER_MAX_MS) : usualMs;
}

function received({ status, data, headers }: AxiosResponse<string>): ReceivedAnswer {
  const header = (name: string): string | undefined => {
    const value: unknown = headers[name];
    return typeof value === "string" ? value : undefined;
  };
  return { status, body: data, header };
}

/** Sends requests. */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * Makes the function that sends requests to one endpoint.
 *
 * It rejects with a `ProviderError`: `unavailable` when nothing answers, `bad-response` for an
 * answer that is not the protocol's, and by the error document else. A GET that meets a retryable
 * error is sent again, nothing else is.
 */
export function createHttp(options: HttpOptions): Http {
  const instance = instanceOf(options);
  const legOf =
    ({ method, path, headers, body }: HttpRequest): SendLeg =>
    async ({ authorization, withBody, agent }) => {
      try {
        const signed = authorization === undefined ? headers : { ...headers, authorization };
        const data = body === undefined || !withBody ? {} : { data: body };
        const over = agent === undefined ? {} : { httpAgent: agent, httpsAgent: agent };
        return received(
          await instance.request<string>({
            method,
            url: path,
            // Without a body axios would say that it is a form's.
            headers: { "content-type": false, ...signed },
            ...data,
            ...over,
          }),
        );
      } catch (reason) {
        throw toTransportError(withoutRequest(reason), options.endpoint, options.settings);
      }
    };
  const once = (request: HttpRequest): Promise<ReceivedAnswer> => {
    const { authenticator } = options;
    const leg = legOf(request);
    return authenticator === undefined
      ? leg({ authorization: undefined, withBody: true })
      : authenticator.send(request, leg);
  };
  const attempt = async (request: HttpRequest, count: number): Promise<HttpAnswer> => {
    let retryAfter: string | undefined;
    try {
      const response = await once(request);
      if (response.status >= 200 && response.status < 300) {
        return response;
      }
      retryAfter = response.header(RETRY_AFTER);
      throw options.toResponseError({
        status: response.status,
        body: response.body,
        method: request.method,
        path: request.path,
        endpoint: options.endpoint,
        retryAfter,
      });
    } catch (reason) {
      const again = request.method === "GET" && count < GET_ATTEMPTS_MAX;
      if (!again || !(reason instanceof ProviderError) || !reason.retryable) throw reason;
      await options.clock.sleep(retryDelayMs(count, retryAfter, options.clock.now()));
      return attempt(request, count + 1);
    }
  };
  return (request) => attempt(request, 1);
}
