import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { systemClock, type Clock } from "../../../provider/clock.js";
import {
  createEmulator,
  type Emulator,
  type InProcessResponse,
  type Product,
} from "../../../provider/emulator/index.js";
import { emulatedServices } from "../../../provider/mabs/emulator/index.js";
import { controlOf, type Control } from "./control.js";

/** A request on its way to the emulator. */
export interface PassingRequest {
  readonly method: string;
  readonly url: string;
  /** Hands it over; it takes effect now. */
  forward(): Promise<InProcessResponse>;
}

/** What happens to a request: an answer, or the connection is cut without one. */
export type Interceptor = (request: PassingRequest) => Promise<InProcessResponse | "cut">;

/**
 * An HTTP server in the test's process, between the provider and an emulator: it sees each request
 * as it comes.
 */
export interface Front {
  readonly url: string;
  readonly control: Control;
  /** A request by somebody else. */
  request: Emulator["request"];
  /** Sees every request from now on. */
  intercept(interceptor: Interceptor): void;
  /** Passes everything on, unchanged. */
  passOn(): void;
  /** Stops the emulator's time, so that an operation does not end; `release` lets it go on. */
  hold(): void;
  release(): void;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** Headers that belong to the connection, not to the request. */
const OF_THE_CONNECTION = ["connection", "content-length", "host", "transfer-encoding"];

function headersOf(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers).flatMap(([name, value]) =>
    typeof value === "string" && !OF_THE_CONNECTION.includes(name) ? [[name, value] as const] : [],
  );
  return Object.fromEntries(entries);
}

const everything: Interceptor = (request) => request.forward();

/** How long an operation takes. */
const OPERATION_MS = 20;

/** Starts a front on a free port, over an emulator in memory; of BizTalk Services unless given. */
export async function startFront(
  product: Product = emulatedServices({ operationMs: OPERATION_MS }),
): Promise<Front> {
  let heldAt: number | undefined;
  const clock: Clock = { ...systemClock, now: () => heldAt ?? systemClock.now() };
  const emulator = createEmulator({ clock, products: [product] });
  let interceptor = everything;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const { method = "GET", url = "/" } = request;
    const headers = headersOf(request);
    const content = body === "" ? {} : { body };
    const forward = (): Promise<InProcessResponse> =>
      emulator.request({ method, url, headers, ...content });
    const answered = await interceptor({ method, url, forward });
    if (answered === "cut") request.socket.destroy();
    else {
      const own = ["content-type", "x-ms-request-id", "etag", "retry-after"];
      const kept = Object.entries(answered.headers).filter(([name]) => own.includes(name));
      response.writeHead(answered.status, Object.fromEntries(kept)).end(answered.body);
    }
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    control: controlOf(() => emulator),
    request: (asked) => emulator.request(asked),
    intercept: (next) => {
      interceptor = next;
    },
    passOn: () => {
      interceptor = everything;
    },
    hold: () => {
      heldAt = clock.now();
    },
    release: () => {
      heldAt = undefined;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await emulator.close();
    },
  };
}
