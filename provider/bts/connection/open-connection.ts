/**
 * The composition root of a connection to BizTalk Server: its settings become a client, over the
 * network or over the emulator in a file.
 */
import type { Clock } from "../../clock.js";
import { defined } from "../../defined.js";
import { openEmulatorFile } from "../../emulator/emulator-file.js";
import { checkTlsTexts } from "../../endpoint/tls-texts.js";
import { parseEndpoint } from "../../endpoint/endpoint.js";
import { createAuthenticator } from "../../http/sign-in.js";
import { createBtsClient, type BtsApi } from "../client/index.js";
import { API_PATH, RELEASES } from "../protocol/index.js";
import type { ServerSettings } from "./server-settings.js";

/** A connection to one BizTalk Server. */
export interface ServerConnection {
  /** The address of the REST service, or the emulator's file. */
  readonly identity: string;
  /** What the journal is kept by: the identity, with the emulator's path made absolute. */
  readonly journalKey: string;
  readonly client: BtsApi;
  close(): Promise<void>;
}

const RULES = {
  setting: "biztalk:serverEndpoint",
  forms:
    "https://HOST or http://HOST of the management REST service, http://127.0.0.1:PORT for the " +
    "emulator as a server, or emulator:PATH for the emulator in a file",
  profiles: RELEASES,
  account: "",
  plainHttp: true,
} as const;

/** No client certificate is shown to this service. */
const TLS_NAMES = { certificate: "", privateKey: "", ca: "biztalk:serverCa" } as const;

const SETTINGS = {
  user: "biztalk:serverUser",
  password: "biztalk:serverPassword",
  authorization: "biztalk:serverAuthorization",
} as const;

/** The service's address: its path is added where only a host is given. */
const serviceAt = (url: string): string =>
  url.toLowerCase().endsWith(API_PATH.toLowerCase()) ? url : `${url}${API_PATH}`;

/**
 * Opens a connection. Nothing is sent yet.
 *
 * @throws {ProviderError} `invalid-input` for an endpoint that is not understood, credentials that
 * can never be sent to it, or a file that is not the emulator's.
 */
export async function openServerConnection(
  settings: ServerSettings,
  clock: Clock,
): Promise<ServerConnection> {
  const parsed = parseEndpoint(settings.endpoint, RULES);
  if (parsed.kind === "network") {
    const endpoint = serviceAt(parsed.url);
    const tls = defined({ ca: settings.ca });
    const { signIn } = settings;
    checkTlsTexts({ ca: settings.ca }, TLS_NAMES, clock);
    const authenticator =
      signIn === undefined
        ? undefined
        : createAuthenticator(signIn, { endpoint, settings: SETTINGS, tls });
    return {
      identity: endpoint,
      journalKey: `server ${endpoint.toLowerCase()}`,
      client: createBtsClient({ endpoint, clock, tls, ...defined({ authenticator }) }),
      close: () => Promise.resolve(),
    };
  }
  const { path, identity, operationMs, profile: release } = parsed;
  const emulator = await openEmulatorFile(path, {
    clock,
    isQuestion: ({ method }) => method === "GET",
    product: async () => {
      const { emulatedServer } = await import("../emulator/index.js");
      return emulatedServer(defined({ operationMs, release }));
    },
  });
  return {
    identity,
    journalKey: `server emulator:${path}`,
    client: createBtsClient({
      endpoint: identity,
      clock,
      transport: emulator.transport,
      ...defined({ release }),
    }),
    close: () => emulator.close(),
  };
}
