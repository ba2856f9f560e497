/** From a request to its route: what it is called, what its body says, and what answers it. */
import type { FastifyRequest } from "fastify";
import { ProviderError } from "../../errors.js";
import type { ServiceRef } from "../protocol/index.js";
import type { RequestName } from "./records.js";
import { refused, type Reply } from "./reply.js";
import type { World } from "./world.js";

/** What a route does: how the request is called, and its answer. */
export interface Route {
  readonly name: RequestName | null;
  readonly answer: () => Reply;
  /** The service that a question is about, where the path has none. */
  readonly about?: string;
}

/** Finds a request's route inside the transaction, after what was due has been settled. */
export type Router = (world: World) => Route;

/** Reads a request, its body included, once and before the transaction. */
export type Reader = (request: FastifyRequest, ref: ServiceRef) => Router;

/** A header's first value. */
export const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** What a body says, or the answer that says what is wrong with it: that is its sender's fault. */
type Read<T> = { readonly body: T } | { readonly refusal: Reply };

/** Reads a body. */
export function readBody<T>(read: (text: string) => T, { body }: FastifyRequest): Read<T> {
  try {
    return { body: read(typeof body === "string" ? body : "") };
  } catch (reason) {
    if (reason instanceof SyntaxError)
      return { refusal: refused("BadRequest", "The body is not valid JSON.") };
    if (!(reason instanceof ProviderError)) throw reason;
    const code = reason.code === "invalid-input" ? "BadRequest" : "InvalidXmlRequest";
    return { refusal: refused(code, reason.message) };
  }
}

/** The router of a request that is answered whatever is there. */
export const answering =
  (reply: Reply): Router =>
  () => ({ name: null, answer: () => reply });
