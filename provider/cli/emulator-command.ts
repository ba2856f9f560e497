/** `biztalk emulator`: the emulator as a server. */
import { readFileSync } from "node:fs";
import type { Release } from "../bts/protocol/index.js";
import type { Profile } from "../mabs/chart/index.js";
import { systemClock } from "../clock.js";
import { defined } from "../defined.js";
import type { TlsOptions } from "../emulator/index.js";
import { checkTlsTexts } from "../endpoint/tls-texts.js";
import { messageOf, ProviderError } from "../errors.js";
import { startEmulator } from "../start-emulator.js";
import type { Terminal } from "./terminal.js";

/** What the command was given. */
export interface EmulatorCommandOptions {
  /** The address to listen on, then names under which it may be asked besides. */
  readonly host: readonly [string, ...string[]];
  readonly port: number;
  readonly data?: string;
  readonly profile: Profile;
  /** The release of BizTalk Server. */
  readonly serverRelease: Release;
  readonly operationMs: number;
  /** OPERATION=MS, for operations of their own duration. */
  readonly duration?: readonly string[];
  readonly nameHeldMs: number;
  /** A date. */
  readonly apiVersionMin?: string;
  readonly clock: "real" | "virtual";
  /** ID, or ID=FILE with its management certificate. */
  readonly subscription?: readonly string[];
  readonly log?: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsCa?: string;
}

const TLS_NAMES = { certificate: "--tls-cert", privateKey: "--tls-key", ca: "--tls-ca" } as const;

function readPem(option: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (reason) {
    throw new ProviderError(
      "invalid-input",
      `${option} ${path}: cannot be read (${messageOf(reason)})`,
    );
  }
}

function tlsOf({ tlsCert, tlsKey, tlsCa }: EmulatorCommandOptions): TlsOptions | undefined {
  if (tlsCert === undefined && tlsKey === undefined && tlsCa === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new ProviderError(
      "invalid-input",
      "--tls-cert and --tls-key are given together; --tls-ca asks for client certificates as well",
    );
  }
  const texts = {
    certificate: readPem("--tls-cert", tlsCert),
    privateKey: readPem("--tls-key", tlsKey),
    ...(tlsCa === undefined ? {} : { ca: readPem("--tls-ca", tlsCa) }),
  };
  checkTlsTexts(texts, TLS_NAMES, systemClock);
  return texts;
}

/** ID, or ID=FILE. */
function subscriptionOf(text: string): { readonly id: string; readonly certificate?: string } {
  const at = text.indexOf("=");
  if (at === -1) return { id: text };
  const path = text.slice(at + 1);
  const certificate = readPem("--subscription", path);
  checkTlsTexts({ ca: certificate }, { ...TLS_NAMES, ca: `--subscription ${path}` }, systemClock);
  return { id: text.slice(0, at), certificate };
}

/** OPERATION=MS. */
function durationsOf(texts: readonly string[]): Readonly<Record<string, number>> {
  const read = texts.map((text) => {
    const [, operation, ms] = /^([^=]+)=(\d+)$/.exec(text) ?? [];
    if (operation !== undefined) return [operation, Number(ms)] as const;
    throw new ProviderError(
      "invalid-input",
      `--duration ${text}: give an operation and milliseconds, as Backup=3600000`,
    );
  });
  return Object.fromEntries(read);
}

/**
 * Serves until the signal is aborted. The line with the URL is written when, and only when, it is
 * ready.
 */
export async function emulatorCommand(
  terminal: Terminal,
  options: EmulatorCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  const { subscription: named, duration, log, ...rest } = options;
  const [host, ...names] = options.host;
  const tls = tlsOf(options);
  const emulator = await startEmulator({
    ...rest,
    ...{ host, names },
    ...defined({ subscriptions: named?.map(subscriptionOf), tls }),
    ...defined({ durations: duration === undefined ? undefined : durationsOf(duration) }),
    ...(log === true
      ? {
          logTo: {
            write: (line) => {
              terminal.error(line.trimEnd());
            },
          },
        }
      : {}),
  });
  terminal.out(`BizTalk emulator ready at ${emulator.url}\n`);
  await new Promise<void>((resolve) => {
    signal.addEventListener(
      "abort",
      () => {
        resolve();
      },
      { once: true },
    );
    if (signal.aborted) resolve();
  });
  await emulator.close();
}
