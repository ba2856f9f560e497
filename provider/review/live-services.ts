/** The endpoints of a stack, asked by the command itself: once each, after the engine has ended. */
import { isAbsolute, join } from "node:path";
import {
  openBackend,
  parseServiceEndpoint,
  readSettings,
  SETTING_SOURCES,
  type BackendSettings,
} from "../mabs/connection/index.js";
import type { Profile } from "../mabs/chart/index.js";
import { systemClock } from "../clock.js";
import { messageOf, ProviderError } from "../errors.js";
import type { Properties } from "../pulumi/unknown.js";
import type { Service } from "../mabs/protocol/index.js";
import type { Secrets } from "./stack-state.js";

/** What an endpoint answered: its services, or why it could not be asked. */
export type Asked = {
  readonly profile: Profile;
  /** Which services these are, as outputs record it; empty where that is not known. */
  readonly identity: string;
} & ({ readonly services: readonly Service[] } | { readonly problem: string });

/** A provider of the stack: where it is, and its inputs with secrets masked. */
export interface ProviderInputs {
  readonly urn: string;
  readonly inputs: Properties;
}

const DEFAULT_PREFIX = "biztalk:";

/**
 * A setting of a provider: the default one has it with its namespace, an explicit one without
 * (docs/architecture.md, Endpoints).
 */
const valueOf = ({ inputs }: ProviderInputs, name: string): unknown =>
  inputs[`${DEFAULT_PREFIX}${name}`] ?? inputs[name];

/** `emulator:PATH` is relative to the folder in which the provider runs. */
function located(endpoint: string, folder: string): string {
  const path = endpoint.startsWith("emulator:") ? endpoint.slice("emulator:".length) : undefined;
  return path === undefined || path === "" || isAbsolute(path)
    ? endpoint
    : `emulator:${join(folder, path)}`;
}

const PEM_SETTINGS = ["certificate", "privateKey", "ca"] as const;

const isPem = (name: string): boolean => PEM_SETTINGS.some((each) => each === name);

/** So is the path of a PEM file. */
function locatedPem(pem: string, folder: string): string {
  return pem === "" || pem.includes("-----BEGIN") || isAbsolute(pem) ? pem : join(folder, pem);
}

/**
 * The settings of a provider: visible ones as they are, secrets from the environment, else
 * decrypted.
 */
async function settingsOf(
  provider: ProviderInputs,
  env: NodeJS.ProcessEnv,
  folder: string,
  secrets: Secrets,
): Promise<BackendSettings> {
  const names = ["endpoint", "subscriptionId", "certificate", "privateKey", "ca", "profile"];
  const values = new Map<string, string>();
  for (const name of names) {
    const value = valueOf(provider, name);
    if (value === undefined) continue;
    const decrypted = typeof value === "string" ? value : await secrets(provider.urn, name);
    if (decrypted !== undefined)
      values.set(name, isPem(name) ? locatedPem(decrypted, folder) : decrypted);
  }
  const variables = PEM_SETTINGS.map((name) => SETTING_SOURCES[name]);
  const pems = variables.map((name) => [name, locatedPem(env[name] ?? "", folder)] as const);
  return readSettings((name) => values.get(name), { ...env, ...Object.fromEntries(pems) });
}

/**
 * Asks one provider's endpoint for its services. Never rejects for an endpoint that cannot be
 * asked.
 */
export async function askEndpoint(
  provider: ProviderInputs,
  env: NodeJS.ProcessEnv,
  folder: string,
  secrets: Secrets,
): Promise<Asked> {
  let profile: Profile = "chart";
  let identity = "";
  try {
    const settings = await settingsOf(provider, env, folder, secrets);
    profile = settings.profile;
    identity = parseServiceEndpoint(settings.endpoint, settings.subscriptionId, folder).identity;
    const backend = await openBackend(
      { ...settings, endpoint: located(settings.endpoint, folder) },
      systemClock,
    );
    try {
      const services = (await backend.client.list()).flatMap((container) => container.services);
      return { services, profile, identity };
    } finally {
      await backend.close();
    }
  } catch (reason) {
    if (!(reason instanceof ProviderError)) throw reason;
    return { problem: messageOf(reason), profile, identity };
  }
}
