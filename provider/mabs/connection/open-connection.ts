/**
 * The composition root of a connection: an endpoint's settings become a client, over the network or
 * in process.
 */
import { defined } from "../../defined.js";
import {
  createManagementClient,
  type InProcessTransport,
  type ManagementClient,
} from "../client/index.js";
import type { Clock } from "../../clock.js";
import { openEmulatorFile } from "../../emulator/emulator-file.js";
import { checkTlsTexts } from "../../endpoint/tls-texts.js";
import { isQuestion } from "../protocol/index.js";
import { parseServiceEndpoint } from "./service-endpoint.js";
import type { BackendSettings } from "./service-settings.js";

const TLS_NAMES = {
  certificate: "biztalk:certificate",
  privateKey: "biztalk:privateKey",
  ca: "biztalk:ca",
} as const;

/** A connection to one endpoint. */
export interface Backend {
  /** Host and subscription, or the emulator's file: which services these are. */
  readonly identity: string;
  /** What the journal is kept by: the identity, with the emulator's path made absolute. */
  readonly journalKey: string;
  /**
   * An emulator in a file that did not exist before this was opened: a path that is misspelt, or a
   * first run.
   */
  readonly isNewFile: boolean;
  readonly client: ManagementClient;
  close(): Promise<void>;
}

/**
 * Opens a connection. Nothing is sent yet; an emulator's file is opened, or is made by the first
 * change.
 *
 * @throws {ProviderError} `invalid-input` for an endpoint that is not understood, or a file that is
 * not the emulator's or cannot be made.
 */
export async function openBackend(settings: BackendSettings, clock: Clock): Promise<Backend> {
  const { endpoint, subscriptionId, certificate, privateKey, ca } = settings;
  const parsed = parseServiceEndpoint(endpoint, subscriptionId);
  const client = (transport?: InProcessTransport): ManagementClient =>
    createManagementClient({
      endpoint,
      subscriptionId,
      clock,
      tls: {
        ...defined({ certificate, privateKey, ca }),
      },
      ...defined({ transport }),
    });
  if (parsed.kind === "network") {
    checkTlsTexts({ certificate, privateKey, ca }, TLS_NAMES, clock);
    const { identity } = parsed;
    return {
      identity,
      journalKey: identity,
      isNewFile: false,
      client: client(),
      close: () => Promise.resolve(),
    };
  }
  const { operationMs, nameHeldMs, profile = settings.profile } = parsed;
  const emulator = await openEmulatorFile(parsed.path, {
    clock,
    isQuestion,
    product: async () => {
      const { emulatedServices } = await import("../emulator/index.js");
      return emulatedServices({ profile, ...defined({ operationMs, nameHeldMs }) });
    },
  });
  return {
    identity: parsed.identity,
    journalKey: `emulator:${parsed.path}`,
    isNewFile: emulator.isNew,
    client: client(emulator.transport),
    close: () => emulator.close(),
  };
}
