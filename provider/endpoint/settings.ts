/**
 * Where settings of a connection come from: the stack's configuration, then the environment; PEM
 * text or a file.
 */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ProviderError } from "../errors.js";

/** Looks up a value of the configuration by its key below `biztalk:`. */
export type ConfigurationLookup = (key: string) => string | undefined;

/** The settings of a product. */
export interface SettingRules<Name extends string> {
  /** Every setting: its configuration key below `biztalk:`, and its environment variable. */
  readonly sources: Readonly<Record<Name, string>>;
  /**
   * Settings that are read from the environment first: a copy of a credential in the state may be
   * an old one (docs/architecture.md, Endpoints).
   */
  readonly environmentFirst: ReadonlySet<Name>;
}

/** Reads one setting; `undefined` where nobody gives it, or gives nothing. */
export type SettingReader<Name extends string> = (name: Name) => string | undefined;

/** Looks for settings in both places, in the order that holds for each. */
export function settingReader<Name extends string>(
  { sources, environmentFirst }: SettingRules<Name>,
  configuration: ConfigurationLookup,
  env: NodeJS.ProcessEnv,
): SettingReader<Name> {
  return (name) => {
    const [fromEnv, fromStack] = [env[sources[name]], configuration(name)];
    const [first, second] = environmentFirst.has(name)
      ? [fromEnv, fromStack]
      : [fromStack, fromEnv];
    return first === undefined || first === "" ? second : first;
  };
}

/**
 * PEM text, or what the file of that name holds.
 *
 * @throws {ProviderError} `invalid-input` where it is neither. What was given is not in the
 * message.
 */
export function pemOf(name: string, value: string | undefined): string | undefined {
  if (value === undefined || value.includes("-----BEGIN")) return value;
  try {
    const text = readFileSync(value, "utf8");
    if (text.includes("-----BEGIN")) return text;
  } catch (reason) {
    // Neither the value nor the message, which quotes it: it may be a key whose first line was
    // lost.
    const code = reason instanceof Error && "code" in reason ? String(reason.code) : "not readable";
    throw new ProviderError(
      "invalid-input",
      `biztalk:${name} is neither PEM text nor a file that can be read (${code})`,
    );
  }
  throw new ProviderError("invalid-input", `biztalk:${name} names a file that holds no PEM text`);
}

/**
 * `${XDG_STATE_HOME:-~/.local/state}/pulumi-biztalk`: where journals are unless `biztalk:journal`
 * says otherwise.
 */
export function journalFolderDefault(env: NodeJS.ProcessEnv): string {
  const base = env["XDG_STATE_HOME"];
  return join(
    base === undefined || base === "" ? join(homedir(), ".local", "state") : base,
    "pulumi-biztalk",
    "journal",
  );
}
