/** Where the connection's settings come from: the stack's configuration, then the environment; PEM text or a file. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { PROFILE_NAMES, type Profile } from "../mabs/chart/index.js";
import { ProviderError } from "../errors.js";

/** What is needed to reach an endpoint. */
export interface BackendSettings {
  readonly endpoint: string;
  readonly subscriptionId: string;
  readonly certificate?: string;
  readonly privateKey?: string;
  readonly ca?: string;
  readonly profile: Profile;
  /** Folder of the journals. */
  readonly journalFolder: string;
}

/** The subscription of an emulator that was started without one. */
const SUBSCRIPTION_DEFAULT = "00000000-0000-0000-0000-000000000000";

/** Every setting: its configuration key below `biztalk:`, and its environment variable. */
export const SETTING_SOURCES = {
  endpoint: "BIZTALK_ENDPOINT",
  subscriptionId: "BIZTALK_SUBSCRIPTION_ID",
  certificate: "BIZTALK_CERTIFICATE",
  privateKey: "BIZTALK_PRIVATE_KEY",
  ca: "BIZTALK_CA",
  profile: "BIZTALK_PROFILE",
  journal: "BIZTALK_JOURNAL",
} as const;

type SettingName = keyof typeof SETTING_SOURCES;

/**
 * Credentials are read from the environment first: a copy in the state may be an old one (docs/architecture.md,
 * Endpoints).
 */
const ENVIRONMENT_FIRST: ReadonlySet<SettingName> = new Set(["certificate", "privateKey", "ca"]);

/** Looks up a value of the configuration by its key below `biztalk:`. */
export type ConfigurationLookup = (key: string) => string | undefined;

function pemOf(name: SettingName, value: string | undefined): string | undefined {
  if (value === undefined || value.includes("-----BEGIN")) return value;
  try {
    const text = readFileSync(value, "utf8");
    if (text.includes("-----BEGIN")) return text;
  } catch (reason) {
    // Neither the value nor the message, which quotes it: it may be a key whose first line was lost.
    const code = reason instanceof Error && "code" in reason ? String(reason.code) : "not readable";
    throw new ProviderError(
      "invalid-input",
      `biztalk:${name} is neither PEM text nor a file that can be read (${code})`,
    );
  }
  throw new ProviderError("invalid-input", `biztalk:${name} names a file that holds no PEM text`);
}

function profileOf(text: string | undefined): Profile {
  const profile = PROFILE_NAMES.find((name) => name === (text ?? PROFILE_NAMES[0]));
  if (profile !== undefined) return profile;
  throw new ProviderError(
    "invalid-input",
    `biztalk:profile "${text ?? ""}" is not accepted; one of ${PROFILE_NAMES.join(", ")}`,
  );
}

/** `${XDG_STATE_HOME:-~/.local/state}/pulumi-biztalk`: where journals are unless `biztalk:journal` says otherwise. */
function journalFolderDefault(env: NodeJS.ProcessEnv): string {
  const base = env["XDG_STATE_HOME"];
  return join(
    base === undefined || base === "" ? join(homedir(), ".local", "state") : base,
    "pulumi-biztalk",
    "journal",
  );
}

/**
 * Collects the settings of one provider.
 *
 * @throws {ProviderError} `invalid-input` when there is no endpoint, or a value cannot be used. No secret is in a message.
 */
export function readSettings(configuration: ConfigurationLookup, env: NodeJS.ProcessEnv): BackendSettings {
  const value = (name: SettingName): string | undefined => {
    const fromEnv = env[SETTING_SOURCES[name]];
    const fromStack = configuration(name);
    const [first, second] = ENVIRONMENT_FIRST.has(name) ? [fromEnv, fromStack] : [fromStack, fromEnv];
    return first === undefined || first === "" ? second : first;
  };
  const endpoint = value("endpoint");
  if (endpoint === undefined || endpoint === "") {
    throw new ProviderError(
      "invalid-input",
      "no endpoint: set one with `pulumi config set biztalk:endpoint ENDPOINT` or BIZTALK_ENDPOINT (for `biztalk`: --endpoint). To try it out without a service: emulator:./biztalk.db",
    );
  }
  const pem = {
    certificate: pemOf("certificate", value("certificate")),
    privateKey: pemOf("privateKey", value("privateKey")),
    ca: pemOf("ca", value("ca")),
  };
  return {
    endpoint,
    subscriptionId: value("subscriptionId") ?? SUBSCRIPTION_DEFAULT,
    ...(pem.certificate === undefined ? {} : { certificate: pem.certificate }),
    ...(pem.privateKey === undefined ? {} : { privateKey: pem.privateKey }),
    ...(pem.ca === undefined ? {} : { ca: pem.ca }),
    profile: profileOf(value("profile")),
    journalFolder: value("journal") ?? journalFolderDefault(env),
  };
}
