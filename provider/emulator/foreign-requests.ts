/**
 * Requests that somebody's browser may have been made to send: a page from anywhere reaches what
 * listens on the machine, and must change nothing there (docs/emulator.md, Browsers).
 */
import { isIP } from "node:net";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** Names under which an emulator may be asked, beside the loopback ones. */
export interface ServedNames {
  /** Whether an address is asked for by name: what it listens on, and what else it is called. */
  has(name: string): boolean;
  /** Whether it listens on every address of the machine. */
  readonly everywhere: boolean;
}

/** What is wrong with a request, and the HTTP status that says it. */
interface Problem {
  readonly statusCode: number;
  readonly message: string;
}

/** A Host header: a name or an address, and perhaps a port. */
const HOST = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d+)?$/i;

const isLoopback = (name: string): boolean =>
  name === "localhost" ||
  name.endsWith(".localhost") ||
  name === "[::1]" ||
  (isIP(name) === 4 && name.startsWith("127."));

/** An address cannot be made to lead elsewhere by whoever owns a name. */
const isAddress = (name: string): boolean => isIP(name.replaceAll(/[[\]]/g, "")) !== 0;

function wrongHost({ headers }: FastifyRequest, names: ServedNames): Problem | undefined {
  const { host } = headers;
  // HTTP/1.0, which no browser speaks.
  if (host === undefined) return undefined;
  const name = HOST.exec(host)?.[1]?.toLowerCase();
  if (name === undefined) return { statusCode: 400, message: "the Host header is not a host" };
  if (isLoopback(name) || names.has(name) || (names.everywhere && isAddress(name)))
    return undefined;
  return {
    statusCode: 403,
    message: `this emulator is not asked as "${name}": start it with --host ${name} beside its address`,
  };
}

const CHANGES_NOTHING: readonly string[] = ["GET", "HEAD", "OPTIONS"];

function foreignOrigin({ headers }: FastifyRequest): Problem | undefined {
  const { origin, host } = headers;
  if (origin === undefined || URL.parse(origin)?.host === host?.toLowerCase()) return undefined;
  return { statusCode: 403, message: `a page of ${origin} changes nothing here` };
}

/** What a form of a browser cannot send: those types need a page's script, and so an Origin. */
const DATA = /^(application|text)\/(json|xml|[\w.-]+\+(json|xml))\s*(;|$)/i;

function foreignContent({ headers }: FastifyRequest): Problem | undefined {
  const type = headers["content-type"];
  const hasBody =
    headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? "0") > 0;
  if (type === undefined ? !hasBody : DATA.test(type)) return undefined;
  return {
    statusCode: 415,
    message: "what changes something is sent as application/json or application/xml (Content-Type)",
  };
}

/** Refuses them before anything is read of their bodies. */
export function refuseForeignRequests(app: FastifyInstance, names: ServedNames): void {
  app.addHook("onRequest", (request, _, done) => {
    const problem =
      wrongHost(request, names) ??
      (CHANGES_NOTHING.includes(request.method)
        ? undefined
        : (foreignOrigin(request) ?? foreignContent(request)));
    done(problem === undefined ? undefined : Object.assign(new Error(problem.message), problem));
  });
}
