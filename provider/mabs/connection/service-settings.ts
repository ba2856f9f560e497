/** What is needed to reach an endpoint of BizTalk Services, and where each setting comes from. */
import { defined } from "../../defined.js";
import { PROFILE_NAMES, type Profile } from "../chart/index.js";
import {
  journalFolderDefault,
  pemOf,
  settingReader,
  type ConfigurationLookup,
} from "../../endpoint/settings.js";
import { ProviderError } from "../../errors.js";

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

/** Credentials: a copy in the state may be an old one. */
const ENVIRONMENT_FIRST: ReadonlySet<SettingName> = new Set(["certificate", "privateKey", "ca"]);

function profileOf(text: string | undefined): Profile {
  const profile = PROFILE_NAMES.find((name) => name === (text ?? PROFILE_NAMES[0]));
  if (profile !== undefined) return profile;
  throw new ProviderError(
    "invalid-input",
    `biztalk:profile "${text ?? ""}" is not accepted; one of ${PROFILE_NAMES.join(", ")}`,
  );
}

/**
 * Collects the settings of one provider.
 *
 * @throws {ProviderError} `invalid-input` when there is no endpoint, or a value cannot be used. No
 * secret is in a message.
 */
export function readSettings(
  configuration: ConfigurationLookup,
  env: NodeJS.ProcessEnv,
): BackendSettings {
  const value = settingReader(
    { sources: SETTING_SOURCES, environmentFirst: ENVIRONMENT_FIRST },
    configuration,
    env,
  );
  const endpoint = value("endpoint");
  if (endpoint === undefined || endpoint === "") {
    throw new ProviderError(
      "invalid-input",
      "no endpoint: set one with `pulumi config set biztalk:endpoint ENDPOINT` " +
        "or BIZTALK_ENDPOINT (for `biztalk`: --endpoint). To try it out without a " +
        "service: emulator:./biztalk.db",
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
    ...defined({ certificate: pem.certificate, privateKey: pem.privateKey, ca: pem.ca }),
    profile: profileOf(value("profile")),
    journalFolder: value("journal") ?? journalFolderDefault(env),
  };
}
