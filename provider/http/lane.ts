/**
 * Connections that are signed in: NTLM authenticates a connection, so each has one socket and one
 * queue, and whoever sends over it knows which socket that was.
 */
import { Agent as PlainAgent } from "node:http";
import { Agent as TlsAgent } from "node:https";
import { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { tlsOptions, type TlsCredentials } from "./tls.js";

/** One connection at a time, and the requests that wait for it. */
export class Lane {
  readonly agent: PlainAgent;
  /** Requests that are under way or wait. */
  length = 0;
  /**
   * The certificate that the server showed last (DER); there is one as soon as a connection over
   * TLS stands.
   */
  certificate: Buffer | undefined;
  private socket: Socket | undefined;
  private signedIn: Socket | undefined;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(endpoint: string, tls: TlsCredentials | undefined) {
    const one = { keepAlive: true, maxSockets: 1 };
    // A session that is resumed may come without the certificate.
    const secure = (): TlsAgent =>
      new TlsAgent({ ...one, ...tlsOptions(tls), maxCachedSessions: 0 });
    this.agent = new URL(endpoint).protocol === "https:" ? secure() : new PlainAgent(one);
    const connect = this.agent.createConnection.bind(this.agent);
    this.agent.createConnection = (options, callback) => {
      const socket = connect(options, callback);
      if (socket instanceof Socket) this.adopt(socket);
      return socket;
    };
  }

  /** Does work when all that was asked before is done. */
  run<T>(work: () => Promise<T>): Promise<T> {
    this.length += 1;
    const done = this.tail.then(work).finally(() => (this.length -= 1));
    this.tail = done.catch(() => undefined);
    return done;
  }

  /** Which connection it is; another value after another one was made. */
  get connection(): unknown {
    return this.socket;
  }

  /** Whether a connection stands that the next request goes over. */
  get isConnected(): boolean {
    return this.socket?.readyState === "open";
  }

  /** Whether that connection was signed in. */
  get isSignedIn(): boolean {
    return this.isConnected && this.signedIn === this.socket;
  }

  /** Notes that the connection of the last answer is signed in. */
  noteSignIn(): void {
    this.signedIn = this.socket;
  }

  /** Ends the connection: the next request gets a new one. */
  drop(): void {
    this.socket?.destroy();
    this.socket = undefined;
    this.signedIn = undefined;
  }

  private adopt(socket: Socket): void {
    this.socket = socket;
    if (!(socket instanceof TLSSocket)) return;
    socket.once("secureConnect", () => {
      this.certificate = socket.getPeerX509Certificate()?.raw;
    });
  }
}

/** Gives work to the lane that is best for it; makes at most `max` of them. */
export function createLanes(
  max: number,
  makeLane: () => Lane,
): <T>(work: (lane: Lane) => Promise<T>) => Promise<T> {
  const lanes: Lane[] = [];
  const choose = (): Lane => {
    // The first one that is idle: few connections that are signed in are better than many.
    const idle = lanes.find(({ length }) => length === 0);
    if (idle !== undefined) return idle;
    if (lanes.length < max) {
      const lane = makeLane();
      lanes.push(lane);
      return lane;
    }
    return lanes.reduce((least, lane) => (lane.length < least.length ? lane : least));
  };
  return (work) => {
    const lane = choose();
    return lane.run(() => work(lane));
  };
}
