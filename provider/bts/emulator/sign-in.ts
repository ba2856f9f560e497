/** Who may ask: what IIS decides before the service sees a request. */
import { timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { page, type Reply } from "./reply.js";

/** Looks at a request; `undefined` lets it pass, else the answer that it gets instead. */
export type SignIn = (request: FastifyRequest) => Reply | undefined;

const same = (a: string, b: string): boolean => {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
};

/**
 * Lets a request pass that signs in as one user by HTTP Basic; the user's letter case does not
 * count.
 */
export function requireBasic(user: string, password: string): SignIn {
  return ({ headers: { authorization } }) => {
    const encoded = /^Basic +([\w+/]+=*) *$/i.exec(authorization ?? "")?.[1] ?? "";
    const [given = "", ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
    if (given.toLowerCase() === user.toLowerCase() && same(rest.join(":"), password))
      return undefined;
    const refusal = page(401, "401 - Unauthorized: Access is denied due to invalid credentials.");
    return { ...refusal, challenges: ['Basic realm="BizTalkManagementService"'] };
  };
}
