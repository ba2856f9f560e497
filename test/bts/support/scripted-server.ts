import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createBtsClient, type BtsApi } from "../../../provider/bts/client/index.js";
import type { Release } from "../../../provider/bts/protocol/index.js";
import { ManualClock } from "../../support/manual-clock.js";

/** One answer of the script; `cut` ends the connection instead. */
export type Scripted =
  { readonly status: number; readonly body?: string; readonly type?: string } | "cut";

/** A request as it arrived. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server that answers from a list, in order, and a client for it whose clock takes no time. */
export interface ScriptedServer {
  readonly client: BtsApi;
  readonly clock: ManualClock;
  readonly seen: readonly Seen[];
}

const LEFT: Scripted = { status: 400, body: '{"Message":"the script has no answer left"}' };

/** Makes scripted servers for the tests of one `describe`; each is closed after its test. */
export function scriptedServers(): (
  release: Release | undefined,
  ...script: readonly Scripted[]
) => Promise<ScriptedServer> {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });
  return async (release, ...script) => {
    const seen: Seen[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      request.on("end", () => {
        const answer = script[seen.length] ?? LEFT;
        const { method = "", url: path = "", headers } = request;
        seen.push({ method, path, headers, body });
        if (answer === "cut") {
          request.socket.destroy();
          return;
        }
        const type = answer.type ?? "application/json; charset=utf-8";
        response.writeHead(answer.status, { "content-type": type }).end(answer.body ?? "");
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}/BizTalkManagementService`;
    const clock = new ManualClock();
    const known = release === undefined ? {} : { release };
    return { client: createBtsClient({ endpoint, clock, ...known }), clock, seen };
  };
}
