/**
 * A server that wants a sign-in, in all the ways that servers have: on real sockets, with TLS where
 * it is given.
 */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { PemPair } from "../../support/certificates.js";
import { challengeMessage, newChallenge, typeOf, whyRefused, type Member } from "./ntlm-verdict.js";

/** A request as it arrived. */
export interface Arrival {
  readonly method: string;
  /** What its header `Authorization` is. */
  readonly leg: "none" | "first" | "third" | "other";
  readonly body: string;
  /** The header `Content-Length`. */
  readonly length: string | undefined;
  /** The number of its connection, from 1. */
  readonly connection: number;
  readonly authorization: string;
  readonly status: number;
}

/**
 * How an acceptor behaves. What is not said is as IIS does it: one sign-in for a connection, which
 * it keeps.
 */
export interface Habits {
  readonly member?: Member;
  readonly basic?: string;
  readonly offers?: readonly string[];
  /** After which answers it ends the connection; `silently` without a header that says so. */
  readonly ends?: "refusals" | "bare refusals" | "answers" | "answers, silently";
  /** Which messages it cuts the connection at instead of answering. */
  readonly cuts?: Arrival["leg"];
  /** How long a sign-in holds; `none`: everybody is let in without one. */
  readonly signInHolds?: "connection" | "request" | "none";
  /** How many first messages get a bare 401: all, or those on a connection that was used before. */
  readonly refusesFirst?: "always" | "on a used connection";
  /** The hash of the certificate, when a channel binding is required. */
  readonly binding?: Buffer;
  readonly flags?: number;
  readonly tls?: PemPair;
  /** What a request that is let in gets. */
  readonly answer?: (count: number) => number;
}

/** A running acceptor. */
export interface Acceptor {
  readonly url: string;
  readonly arrivals: Arrival[];
  /** From now on it behaves differently in this. */
  readonly change: (habits: Habits) => void;
  /** No connection is signed in any more. */
  readonly forget: () => void;
  /**
   * Lets the requests go on that were held back; with it each waits for it before it is answered.
   */
  readonly hold: (count: number) => Promise<() => void>;
}

/** The user of the tests; the hash is that of "Swordfish-7319". */
export const MEMBER: Member = {
  user: "operator",
  domain: "CONTOSO",
  hash: "6b3e106e94aa4d55de1df7ce6604f539",
};
export const PASSWORD = "Swordfish-7319";

interface Connection {
  readonly number: number;
  used: boolean;
  challenge?: Buffer | undefined;
  signedIn: boolean;
}

const legOf = (authorization: string): Arrival["leg"] => {
  if (authorization === "") return "none";
  if (!authorization.startsWith("NTLM ")) return "other";
  return typeOf(Buffer.from(authorization.slice(5), "base64")) === 1 ? "first" : "third";
};

/** Starts acceptors for the tests of one `describe`; each is closed after its test. */
export function acceptors(): (habits?: Habits) => Promise<Acceptor> {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });
  return async (first = {}) => {
    let habits = first;
    const { member = MEMBER, offers = ["Negotiate", "NTLM"], tls } = habits;
    const connections = new Map<Socket, Connection>();
    const arrivals: Arrival[] = [];
    let held: { count: number; full: (open: () => void) => void } | undefined;
    const waiting: (() => void)[] = [];
    let letIn = 0;

    /** What a request gets: a status, and a token with a 401. */
    const judge = (
      connection: Connection,
      authorization: string,
    ): { status: number; token?: string } => {
      const leg = legOf(authorization);
      const message = Buffer.from(authorization.slice(5), "base64");
      if (habits.signInHolds === "none") return { status: 200 };
      const wasUsed = connection.used;
      connection.used = true;
      if (leg === "first") {
        connection.signedIn = false;
        const refused = habits.refusesFirst;
        if (refused === "always" || (refused !== undefined && wasUsed)) return { status: 401 };
        connection.challenge = newChallenge();
        return {
          status: 401,
          token: challengeMessage(connection.challenge, habits.flags).toString("base64"),
        };
      }
      const { challenge } = connection;
      connection.challenge = undefined;
      if (leg === "third") {
        const isIn =
          challenge !== undefined &&
          whyRefused(message, challenge, member, habits.binding) === undefined;
        if (isIn) connection.signedIn = habits.signInHolds !== "request";
        return { status: isIn ? 200 : 401 };
      }
      if (leg === "other") return { status: authorization === habits.basic ? 200 : 401 };
      return { status: connection.signedIn ? 200 : 401 };
    };

    const answer = (request: IncomingMessage, response: ServerResponse, body: string): void => {
      const { socket } = request;
      const authorization = request.headers.authorization ?? "";
      const connection = connections.get(socket) ?? {
        number: connections.size + 1,
        used: false,
        signedIn: false,
      };
      connections.set(socket, connection);
      const verdict = judge(connection, authorization);
      const isIn = verdict.status === 200;
      if (isIn) letIn += 1;
      const status = isIn ? (habits.answer?.(letIn) ?? 200) : verdict.status;
      const { number } = connection;
      arrivals.push({
        method: request.method ?? "",
        leg: legOf(authorization),
        body,
        length: request.headers["content-length"],
        connection: number,
        authorization,
        status,
      });
      const headers: Record<string, string | string[]> = {};
      if (!isIn)
        headers["www-authenticate"] =
          verdict.token === undefined ? [...offers] : [`NTLM ${verdict.token}`];
      const isBare = !isIn && verdict.token === undefined;
      const { ends } = habits;
      if (habits.cuts === legOf(authorization)) {
        socket.destroy();
        return;
      }
      if (
        (ends === "refusals" && !isIn) ||
        (ends === "bare refusals" && isBare) ||
        (ends === "answers" && isIn)
      ) {
        headers["connection"] = "close";
      }
      response.writeHead(status, headers).end(isIn ? "let in" : "");
      if (ends === "answers, silently" && isIn) response.once("finish", () => socket.end());
    };

    const listener: RequestListener = (request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => (body += text));
      request.on("end", () => {
        const go = (): void => {
          answer(request, response, body);
        };
        if (held === undefined) {
          go();
          return;
        }
        waiting.push(go);
        if (waiting.length === held.count) {
          held.full(() => {
            held = undefined;
            for (const one of waiting.splice(0)) one();
          });
        }
      });
    };
    const server =
      tls === undefined
        ? createServer(listener)
        : createTlsServer({ cert: tls.certificate, key: tls.privateKey }, listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
      url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
      arrivals,
      change: (changed) => (habits = { ...habits, ...changed }),
      forget: () => {
        for (const connection of connections.values()) connection.signedIn = false;
      },
      hold: (count) => new Promise((full) => (held = { count, full })),
    };
  };
}
