import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createManagementClient, type ManagementClient } from "../../provider/mabs/client/index.js";
import { ManualClock } from "./manual-clock.js";

/**
 * One answer of the script; `cut` ends the connection instead, `half` does it in mid-answer,
 * `silence` never answers.
 */
export type ScriptedAnswer =
  | {
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | "cut"
  | "half"
  | "silence";

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server that answers from a list, in order, and a client for it whose clock takes no time. */
export interface ScriptedEndpoint {
  readonly url: string;
  readonly client: ManagementClient;
  readonly clock: ManualClock;
  readonly seen: readonly SeenRequest[];
  /** Resolves as soon as a request has arrived. */
  readonly arrival: Promise<void>;
}

/** The subscription of the client. */
export const SUBSCRIPTION_ID = "11111111-2222-3333-4444-555555555555";

const XML = { "content-type": "application/xml" };

/** An error document with its status. */
export function errorAnswer(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ScriptedAnswer {
  return {
    status,
    body: `<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    headers,
  };
}

/** Makes scripted endpoints for the tests of one `describe`; each is closed after its test. */
export function scriptedEndpoints(): (
  ...script: readonly ScriptedAnswer[]
) => Promise<ScriptedEndpoint> {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });
  return async (...script) => {
    const seen: SeenRequest[] = [];
    let arrive: () => void;
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      request.on("end", () => {
        const answer =
          script[seen.length] ?? errorAnswer(400, "BadRequest", "the script has no answer left");
        seen.push({
          method: request.method ?? "",
          path: request.url ?? "",
          headers: request.headers,
          body,
        });
        arrive();
        if (answer === "silence") return;
        if (answer === "half") {
          response
            .writeHead(202, { ...XML, "content-length": "100" })
            .write("<", () => request.socket.destroy());
          return;
        }
        if (answer === "cut") {
          request.socket.destroy();
          return;
        }
        response.writeHead(answer.status, { ...XML, ...answer.headers }).end(answer.body ?? "");
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const clock = new ManualClock();
    const client = createManagementClient({
      endpoint: url,
      subscriptionId: SUBSCRIPTION_ID,
      clock,
    });
    return { url, client, clock, seen, arrival };
  };
}

/** What a promise was rejected with. */
export async function rejection(
  promise: Promise<unknown>,
): Promise<Error & { readonly code: string }> {
  const reason: unknown = await promise.then(
    () => assert.fail("it was expected to reject"),
    (caught: unknown) => caught,
  );
  assert.ok(reason instanceof Error && "code" in reason);
  return reason as Error & { readonly code: string };
}
