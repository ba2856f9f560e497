/** Answers to requests that went wrong before or beside their routes, each in its product's form. */
import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyServerOptions } from "fastify";
import { ZodError } from "zod";
import type { ErrorAnswer, Product, RequestError } from "./product.js";

/** Whether a path is the control plane's. */
export const isControl = (url: string): boolean => /^\/_emulator(?:[/?]|$)/i.test(url);

const JSON_TYPE = "application/json; charset=utf-8";

function answerTo(products: readonly Product[], error: RequestError): ErrorAnswer {
  if (isControl(error.url)) {
    const body = JSON.stringify({ error: [error.message] });
    return { headers: { "content-type": JSON_TYPE }, body };
  }
  const answers = products.map((product) => product.answerError(error));
  return (
    answers.find((each) => each !== undefined) ?? {
      headers: { "content-type": "text/plain; charset=utf-8" },
      body: error.message,
    }
  );
}

function send(reply: FastifyReply, status: number, { headers, body }: ErrorAnswer): FastifyReply {
  return reply.status(status).headers(headers).send(body);
}

/** Adds them to a Fastify instance. */
export function addErrorAnswers(app: FastifyInstance, products: readonly Product[]): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error instanceof ZodError) {
      const problems = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
      return reply.status(400).send({ error: problems });
    }
    const status = error.statusCode ?? 500;
    const { url, id } = request;
    return send(reply, status, answerTo(products, { url, id, status, message: error.message }));
  });
  app.setNotFoundHandler(({ url, id }, reply) => {
    const message = "There is no such path here.";
    return send(reply, 404, answerTo(products, { url, id, status: 404, message }));
  });
}

/** What Node says of a request that is no HTTP, as far as it has a status of its own. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

function answerSocket(products: readonly Product[], code: string, socket: Socket): void {
  const status = STATUS_OF_CODE[code] ?? (code.startsWith("HPE_") ? 400 : undefined);
  // Where TLS has failed, or the other side is gone, nobody would read an answer.
  if (status === undefined || !socket.writable) {
    socket.destroy();
    return;
  }
  const reason = STATUS_CODES[status] ?? "";
  // Which path it was for is not known.
  const error = { url: "/", id: randomUUID(), status, message: reason };
  const { headers, body } = answerTo(products, error);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = `content-length: ${String(Buffer.byteLength(body))}\r\nconnection: close\r\n`;
  const head = `HTTP/1.1 ${String(status)} ${reason}\r\n${lines.join("")}${length}\r\n`;
  socket.end(head + body, () => socket.destroy());
}

/** Options of a Fastify instance: what is wrong before a route can be looked for. */
export function errorOptions(
  products: readonly Product[],
): Pick<FastifyServerOptions, "frameworkErrors" | "clientErrorHandler"> {
  return {
    frameworkErrors: ({ statusCode = 400, message }, { url, id }, reply) => {
      void send(reply, statusCode, answerTo(products, { url, id, status: statusCode, message }));
    },
    clientErrorHandler: ({ code }, socket) => {
      answerSocket(products, code, socket);
    },
  };
}
