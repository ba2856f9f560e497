/** A client of the HTTP layer for an endpoint that wants a sign-in. */
import { ResponseError, type ErrorCode } from "../../../provider/errors.js";
import {
  createHttp,
  type HttpAnswer,
  type HttpRequest,
  type InProcessTransport,
} from "../../../provider/http/http.js";
import { createAuthenticator, type SignIn } from "../../../provider/http/sign-in.js";
import { ManualClock } from "../../support/manual-clock.js";
import { PASSWORD } from "./acceptor.js";

/** What the settings are called in these tests. */
export const SETTINGS = {
  user: "the user",
  password: "the password",
  authorization: "the header",
  ca: "the authority",
};

/** What a client is made of. */
export interface ClientOptions {
  readonly signIn?: SignIn;
  readonly lanes?: number;
  readonly ca?: string;
  /** Instead of a socket. */
  readonly transport?: InProcessTransport;
  /** What an answer that is no success means. */
  readonly toCode?: ErrorCode;
}

/** Sends, and how long the GETs have waited between their tries. */
export interface Client {
  readonly get: () => Promise<HttpAnswer>;
  readonly put: (body?: string) => Promise<HttpAnswer>;
  readonly clock: ManualClock;
}

/** The member of the tests. */
export const OPERATOR = { user: "CONTOSO\\operator", password: PASSWORD };

/** Makes one. */
export function clientOf(endpoint: string, options: ClientOptions = {}): Client {
  const { signIn = OPERATOR, lanes, ca, transport, toCode = "request-refused" } = options;
  const clock = new ManualClock();
  const tls = ca === undefined ? {} : { tls: { ca } };
  const authenticator = createAuthenticator(signIn, {
    endpoint,
    settings: SETTINGS,
    ...tls,
    ...(lanes === undefined ? {} : { lanes }),
  });
  const http = createHttp({
    endpoint,
    clock,
    settings: SETTINGS,
    authenticator,
    ...tls,
    ...(transport === undefined ? {} : { transport }),
    toResponseError: ({ status }) => new ResponseError(toCode, { status }, `status ${status}`),
  });
  const headers = { "content-type": "application/json" };
  const send = (request: Omit<HttpRequest, "path" | "headers">): Promise<HttpAnswer> =>
    http({ ...request, path: "/thing", headers });
  return {
    get: () => send({ method: "GET" }),
    put: (body) => send({ method: "PUT", ...(body === undefined ? {} : { body }) }),
    clock,
  };
}
