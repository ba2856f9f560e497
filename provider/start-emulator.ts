/**
 * `pulumi-biztalk/emulator`: the emulator for other people's tests, and what `biztalk emulator`
 * serves.
 */
import "./needs-node.js";
import { emulatedServer } from "./bts/emulator/index.js";
import { systemClock } from "./clock.js";
import { defined } from "./defined.js";
import { createEmulator, openStore, VirtualClock, type LogEntry } from "./emulator/index.js";
import { checkTlsTexts } from "./endpoint/tls-texts.js";
import { messageOf, ProviderError } from "./errors.js";
import { FOUNDING_OPERATIONS, OPERATIONS, parseOperation } from "./mabs/chart/index.js";
import { emulatedServices, type Durations } from "./mabs/emulator/index.js";

/** What is emulated, and where; all of it has a default. */
export interface StartOptions {
  /** Address to listen on, 127.0.0.1 unless given. */
  readonly host?: string;
  /** Names under which it may be asked, beside that address and the loopback ones. */
  readonly names?: readonly string[];
  /** A free one unless given. */
  readonly port?: number;
  /** SQLite file that keeps what is there; in memory without it. */
  readonly data?: string;
  /** Which of two contradicting documents holds for BizTalk Services, `chart` unless given. */
  readonly profile?: "chart" | "rest-2016";
  /** Release of BizTalk Server, 2020 unless given. */
  readonly serverRelease?: "2016" | "2020";
  /** How long an operation takes in milliseconds, 200 unless given. */
  readonly operationMs?: number;
  /**
   * How long some operations on BizTalk Services take, where it is not that, in milliseconds:
   * `{ Backup: 3_600_000 }`.
   */
  readonly durations?: Readonly<Record<string, number>>;
  /** How long the name of a deleted service stays unavailable in milliseconds, 0 unless given. */
  readonly nameHeldMs?: number;
  /**
   * The oldest `x-ms-version` that BizTalk Services take, `2012-08-01` unless given; published
   * clients send older ones.
   */
  readonly apiVersionMin?: string;
  /**
   * The subscriptions that are known, any unless given; all of them see the same services. One with
   * a certificate (PEM text) answers those alone who show it, over TLS with a `ca`; several of one
   * id are several certificates.
   */
  readonly subscriptions?: readonly { readonly id: string; readonly certificate?: string }[];
  /** Takes a line of JSON for each request, as pino writes it; nothing is said without it. */
  readonly logTo?: { write(line: string): void };
  /** A `virtual` clock begins at the present and moves only by `advance`; `real` unless given. */
  readonly clock?: "real" | "virtual";
  /** PEM texts; with `ca` a client has to show a certificate that is signed by it. */
  readonly tls?: {
    readonly certificate: string;
    readonly privateKey: string;
    readonly ca?: string;
  };
}

/** An emulator that listens. */
export interface StartedEmulator {
  /** Where both APIs are: what `biztalk:endpoint` and `biztalk:serverEndpoint` take. */
  readonly url: string;
  /**
   * A request to the control plane, below `/_emulator/`; resolves with the JSON of the answer,
   * `undefined` where that is empty (docs/emulator.md, Control plane).
   *
   * @throws {ProviderError} `invalid-input` for one that is not accepted, with what is wrong.
   */
  control(
    method: "GET" | "PUT" | "POST" | "DELETE",
    path: string,
    body?: unknown,
  ): Promise<unknown>;
  /** Moves a virtual clock on. */
  advance(ms: number): Promise<void>;
  /** Every request and every transition, in order; secrets are never in it. */
  log(): Promise<readonly LogEntry[]>;
  /** Forgets everything but the snapshots. */
  reset(): Promise<void>;
  /** Ends it; what is held back is cut. */
  close(): Promise<void>;
}

/** Looks at every PEM text before anything is opened. */
function checkTexts({ tls, subscriptions = [] }: StartOptions): void {
  const names = { certificate: "tls.certificate", privateKey: "tls.privateKey", ca: "tls.ca" };
  if (tls !== undefined) checkTlsTexts(tls, names, systemClock);
  for (const { id, certificate } of subscriptions) {
    if (certificate === undefined) continue;
    const name = `the certificate of subscription ${id}`;
    checkTlsTexts({ ca: certificate }, { ...names, ca: name }, systemClock);
    if (tls?.ca === undefined)
      throw new ProviderError(
        "invalid-input",
        `${name} is shown over TLS alone: give tls with a ca (--tls-cert, --tls-key, --tls-ca)`,
      );
  }
}

/** Reads the names of operations, in any letter case. */
function durationsOf({ durations = {} }: StartOptions): Durations {
  const read = Object.entries(durations).map(([name, ms]) => {
    const operation = parseOperation(name);
    const isDuration = Number.isInteger(ms) && ms >= 0;
    if (operation !== undefined && isDuration) return [operation, ms] as const;
    const names = [...OPERATIONS, ...FOUNDING_OPERATIONS].join(", ");
    throw new ProviderError(
      "invalid-input",
      `durations: "${name}": ${ms} is not accepted; an operation, ${names}, and whole milliseconds`,
    );
  });
  return Object.fromEntries(read);
}

/**
 * Starts an emulator of BizTalk Services and of BizTalk Server; resolves when it is ready.
 *
 * @throws {ProviderError} `invalid-input` for PEM texts that are none or do not fit, where it cannot
 * listen, or where the file is not an emulator's.
 */
export async function startEmulator(options: StartOptions = {}): Promise<StartedEmulator> {
  const { host = "127.0.0.1", names = [], port = 0, data = "memory", tls } = options;
  const { profile, serverRelease: release, operationMs, nameHeldMs, subscriptions } = options;
  const { apiVersionMin } = options;
  const durations = durationsOf(options);
  const isVirtual = options.clock === "virtual";
  checkTexts(options);
  const emulator = createEmulator(
    {
      store: openStore(data),
      ...defined({ logTo: options.logTo }),
      clock: isVirtual ? new VirtualClock(systemClock.now()) : systemClock,
      // The first that has a path answers for it, and the front end of Azure has all of them.
      products: [
        emulatedServer(defined({ release, operationMs })),
        emulatedServices(
          defined({ profile, operationMs, durations, nameHeldMs, apiVersionMin, subscriptions }),
        ),
      ],
    },
    tls,
  );
  const control: StartedEmulator["control"] = async (method, path, body) => {
    const url = `/_emulator/${path}`;
    const headers = { "content-type": "application/json" };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await emulator.request({ method, url, headers, ...content });
    const said: unknown = answer.body === "" ? undefined : JSON.parse(answer.body);
    if (answer.status < 400) return said;
    const { error } = said as { readonly error: readonly string[] };
    throw new ProviderError("invalid-input", `${method} ${url}: ${error.join("; ")}`);
  };
  try {
    return {
      url: await emulator.listen({ host, names, port }),
      control,
      advance: async (advanceMs) => {
        await control("POST", "clock", { advanceMs });
      },
      log: async () => (await control("GET", "log")) as readonly LogEntry[],
      reset: async () => {
        await control("POST", "reset");
      },
      close: () => emulator.close(),
    };
  } catch (reason) {
    await emulator.close();
    throw new ProviderError(
      "invalid-input",
      `cannot listen on ${host}, port ${String(port)} (${messageOf(reason)}); ` +
        "port 0 (--port 0) picks a free one",
      { cause: reason },
    );
  }
}
