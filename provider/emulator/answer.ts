/** An answer as far as the shell knows it, and how it is delivered: late, twice, or not at all. */
import type { FastifyReply } from "fastify";
import type { Shell } from "./product.js";

/** An answer of a product's API. What else it holds is the product's. */
export interface Answer {
  /** 0 where the connection is cut before the request took effect. */
  readonly status: number;
  readonly body: string;
  /** Seconds, for a Retry-After header. */
  readonly retryAfter?: number;
  /** The connection is cut instead of answered. */
  readonly cut?: true;
  /** How long the answer is held back. */
  readonly delayMs?: number;
  /**
   * The request arrives a second time, so much later, and that copy's answer is the one that is
   * given.
   */
  readonly repeatAfterMs?: number;
}

/** Ends a connection without an answer; a request in process rejects with the same error. */
function cutConnection(reply: FastifyReply): FastifyReply {
  reply.hijack();
  // Who listens is the in-process request; a response on a socket has nobody to tell.
  reply.raw.on("error", () => undefined);
  reply.raw.destroy(
    Object.assign(new Error("the connection was cut by a scripted fault"), { code: "ECONNRESET" }),
  );
  return reply;
}

/** What a product does in the delivery of an answer. */
export interface Delivery<A extends Answer> {
  /** Takes the request; `isCopy` where the same one has been taken before. */
  readonly take: (isCopy: boolean) => A;
  /** Puts an answer on the wire. */
  readonly write: (answer: A) => FastifyReply;
}

/**
 * Takes a request, once or twice, and writes its answer in time, or cuts the connection, as a fault
 * has it.
 */
export async function deliver<A extends Answer>(
  reply: FastifyReply,
  { clock, closing }: Shell,
  { take, write }: Delivery<A>,
): Promise<FastifyReply> {
  /** Whether the time has passed; `false` where the emulator closes meanwhile. */
  const passed = (ms: number): Promise<boolean> =>
    clock.sleep(ms, closing).then(
      () => true,
      () => false,
    );
  let answer = take(false);
  if (answer.repeatAfterMs !== undefined) {
    if (!(await passed(answer.repeatAfterMs))) return cutConnection(reply);
    answer = take(true);
  }
  if (answer.delayMs !== undefined && !(await passed(answer.delayMs))) return cutConnection(reply);
  return answer.cut === true ? cutConnection(reply) : write(answer);
}
