/** What is needed to reach a BizTalk Server, and where each setting comes from. */
import { defined } from "../../defined.js";
import {
  journalFolderDefault,
  pemOf,
  settingReader,
  type ConfigurationLookup,
} from "../../endpoint/settings.js";
import { ProviderError } from "../../errors.js";
import type { SignIn } from "../../http/sign-in.js";

/** What is needed to reach the management REST service. */
export interface ServerSettings {
  readonly endpoint: string;
  /** `undefined` where the service asks nobody to sign in. */
  readonly signIn?: SignIn;
  readonly ca?: string;
  /** Folder of the journals. */
  readonly journalFolder: string;
}

/** Every setting: its configuration key below `biztalk:`, and its environment variable. */
export const SERVER_SETTING_SOURCES = {
  serverEndpoint: "BIZTALK_SERVER_ENDPOINT",
  serverUser: "BIZTALK_SERVER_USER",
  serverPassword: "BIZTALK_SERVER_PASSWORD",
  serverAuthorization: "BIZTALK_SERVER_AUTHORIZATION",
  serverCa: "BIZTALK_SERVER_CA",
  journal: "BIZTALK_JOURNAL",
} as const;

type SettingName = keyof typeof SERVER_SETTING_SOURCES;

/** Credentials: a copy in the state may be an old one. */
const ENVIRONMENT_FIRST: ReadonlySet<SettingName> = new Set([
  "serverUser",
  "serverPassword",
  "serverAuthorization",
  "serverCa",
]);

/** The ways to sign in; a user and a password, or a header, and not both. */
function signInOf(
  user: string | undefined,
  password: string | undefined,
  authorization: string | undefined,
): SignIn | undefined {
  if (authorization !== undefined) {
    if (user === undefined && password === undefined) return { authorization };
    throw new ProviderError(
      "invalid-input",
      "biztalk:serverAuthorization is a header of its own: unset serverUser and serverPassword, " +
        "or unset it.",
    );
  }
  if (user === undefined && password === undefined) return undefined;
  if (user !== undefined && password !== undefined) return { user, password };
  const missing = user === undefined ? "serverUser" : "serverPassword";
  throw new ProviderError(
    "invalid-input",
    `biztalk:${missing} is missing: a sign-in needs serverUser and serverPassword.`,
  );
}

/**
 * Collects the settings of one BizTalk Server.
 *
 * @throws {ProviderError} `invalid-input` when there is no endpoint, or a value cannot be used. No
 * secret is in a message.
 */
export function readServerSettings(
  configuration: ConfigurationLookup,
  env: NodeJS.ProcessEnv,
): ServerSettings {
  const rules = { sources: SERVER_SETTING_SOURCES, environmentFirst: ENVIRONMENT_FIRST };
  const read = settingReader(rules, configuration, env);
  const value = (name: SettingName): string | undefined => {
    const text = read(name);
    return text === "" ? undefined : text;
  };
  const endpoint = value("serverEndpoint");
  if (endpoint === undefined) {
    throw new ProviderError(
      "invalid-input",
      "no endpoint of BizTalk Server: set one with " +
        "`pulumi config set biztalk:serverEndpoint ENDPOINT` or BIZTALK_SERVER_ENDPOINT " +
        "(for `biztalk`: --server-endpoint). To try it out without a server: " +
        "emulator:./biztalk.db",
    );
  }
  const signIn = signInOf(
    value("serverUser"),
    value("serverPassword"),
    value("serverAuthorization"),
  );
  return {
    endpoint,
    journalFolder: value("journal") ?? journalFolderDefault(env),
    ...defined({ signIn, ca: pemOf("serverCa", value("serverCa")) }),
  };
}
