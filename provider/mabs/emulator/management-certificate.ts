/** Who may ask for a subscription: whoever shows its management certificate. */
import type { X509Certificate } from "node:crypto";
import { TLSSocket } from "node:tls";
import type { FastifyRequest } from "fastify";
import { isSameName } from "../../same-name.js";
import { refused, type Reply } from "./reply.js";
import type { EmulatorRules } from "./world.js";

const shownIn = ({ raw: { socket } }: FastifyRequest): X509Certificate | undefined =>
  socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;

/**
 * The answer to a subscription that is not known, or whose management certificate is another one:
 * 403 `AuthenticationFailed` (error table); `undefined` where there is nothing against it.
 */
export function refuseStranger(
  request: FastifyRequest,
  id: string,
  { subscriptions }: EmulatorRules,
): Reply | undefined {
  if (subscriptions === undefined) return undefined;
  const known = subscriptions.filter((each) => isSameName(each.id, id));
  if (known.length === 0)
    return refused("AuthenticationFailed", "The subscription is not known here.");
  const shown = shownIn(request)?.fingerprint256;
  const isTheirs = known.some(
    ({ fingerprint }) => fingerprint === undefined || fingerprint === shown,
  );
  if (isTheirs) return undefined;
  return refused(
    "AuthenticationFailed",
    "The certificate is not a management certificate of this subscription.",
  );
}
