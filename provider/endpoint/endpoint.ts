/**
 * The endpoint as a user writes it, what it means, and when two are one (docs/architecture.md,
 * Endpoints).
 */
import { defined } from "../defined.js";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { ProviderError } from "../errors.js";

/** An endpoint that was understood. */
export type Endpoint<Profile extends string> =
  | { readonly kind: "network"; readonly url: string; readonly identity: string }
  | {
      readonly kind: "emulator";
      /** Absolute path of the SQLite file. */
      readonly path: string;
      readonly identity: string;
      readonly operationMs?: number;
      readonly nameHeldMs?: number;
      readonly profile?: Profile;
    };

/** What is understood as an endpoint of a product. */
export interface EndpointRules<Profile extends string> {
  /** The setting, for messages. */
  readonly setting: string;
  /** What is accepted, for messages. */
  readonly forms: string;
  /** The emulator's profiles of the product. */
  readonly profiles: readonly Profile[];
  /**
   * Which of the endpoint's accounts is meant: a part of the identity; empty where there is one.
   */
  readonly account: string;
  /** Set where a sign-in may go over plain http to another machine: it decides that by itself. */
  readonly plainHttp?: true;
  /** What the path of an emulator's file is relative to; the working directory unless given. */
  readonly folder?: string | undefined;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether the host of a URL is this machine, so that nobody else hears what is sent to it. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

type Invalid = (endpoint: string, why: string) => ProviderError;

const invalidBy =
  ({ setting, forms }: Pick<EndpointRules<string>, "setting" | "forms">): Invalid =>
  (endpoint, why) => {
    const shown = endpoint.replace(/\/\/[^/@]*@/, "//****@");
    return new ProviderError("invalid-input", `${setting} "${shown}" ${why}. Accepted: ${forms}.`);
  };

const EMULATOR_OPTIONS = ["operationMs", "nameHeldMs", "profile"];

/**
 * One text for one file, whichever way it was written: from the folder where it is below it, else
 * absolute.
 */
function emulatorIdentity(path: string, folder: string): string {
  const absolute = resolve(folder, path);
  const inside = relative(folder, absolute);
  const isBelow =
    inside !== "" && inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
  return `emulator:${isBelow ? `./${inside.split(sep).join("/")}` : absolute}`;
}

function parseEmulator<Profile extends string>(
  endpoint: string,
  folder: string,
  { profiles, ...rules }: EndpointRules<Profile>,
): Endpoint<Profile> {
  const invalid = invalidBy(rules);
  const [path = "", query = ""] = endpoint.slice("emulator:".length).split("?", 2);
  if (path === "") throw invalid(endpoint, "has no path after emulator:");
  const options = new URLSearchParams(query);
  const unknown = [...options.keys()].filter((name) => !EMULATOR_OPTIONS.includes(name));
  if (unknown.length > 0)
    throw invalid(
      endpoint,
      `has the option ${unknown.join(", ")}; options are ${EMULATOR_OPTIONS.join(", ")}`,
    );
  const milliseconds = (name: string): number | undefined => {
    const given = options.get(name);
    if (given === null) return undefined;
    if (!/^\d{1,8}$/.test(given))
      throw invalid(endpoint, `needs ${name} as a number of milliseconds`);
    return Number(given);
  };
  const [operationMs, nameHeldMs] = [milliseconds("operationMs"), milliseconds("nameHeldMs")];
  const named = options.get("profile");
  const profile = profiles.find((name) => name === named);
  if (named !== null && profile === undefined)
    throw invalid(endpoint, `needs profile as one of ${profiles.join(", ")}`);
  return {
    kind: "emulator",
    path: resolve(folder, path),
    identity: emulatorIdentity(path, folder),
    ...defined({ operationMs, nameHeldMs, profile }),
  };
}

/**
 * Reads an endpoint. `identity` says what it manages: host and account, or the emulator's file
 * (`emulator:./x` for a file below `folder`, absolute otherwise).
 *
 * @throws {ProviderError} `invalid-input` for anything else, and for plain http to another machine.
 */
export function parseEndpoint<Profile extends string>(
  endpoint: string,
  rules: EndpointRules<Profile>,
): Endpoint<Profile> {
  const { account, plainHttp, folder = process.cwd() } = rules;
  const invalid = invalidBy(rules);
  if (endpoint.startsWith("emulator:")) return parseEmulator(endpoint, folder, rules);
  const url = URL.parse(endpoint);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw invalid(endpoint, "is not understood");
  if (url.protocol === "http:" && plainHttp !== true && !isLoopback(url.hostname))
    throw invalid(endpoint, "would send credentials unencrypted");
  if (url.username !== "" || url.password !== "" || url.search !== "")
    throw invalid(endpoint, "has more than a host and a path");
  const base = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  const identity = account === "" ? base : `${base}/${account.toLowerCase()}`;
  return { kind: "network", url: base, identity };
}

/**
 * An identity in the form that this version writes; earlier ones kept an emulator's path as it was
 * typed.
 */
function canonicalIdentity(identity: string, folder: string): string {
  if (identity.startsWith("emulator:")) {
    const [path = ""] = identity.slice("emulator:".length).split("?", 1);
    return path === "" ? identity : emulatorIdentity(path, folder);
  }
  const url = URL.parse(identity);
  if (url === null) return identity;
  // The last part is the account, whose letter case means nothing; a proxy's path may have one that
  // does.
  const path = url.pathname.replaceAll(/\/{2,}/g, "/").replace(/\/$/, "");
  const accountAt = path.lastIndexOf("/");
  return `${url.origin}${path.slice(0, accountAt)}${path.slice(accountAt).toLowerCase()}`;
}

/**
 * Whether an identity that was recorded is that of this endpoint, although it may be written in
 * another way: a file's relative or absolute path, letter case of a host or account, a default
 * port, a slash at the end.
 *
 * @param folder - what the paths of emulators' files are relative to; the working directory unless
 * given.
 */
export function sameEndpoint(recorded: string, identity: string, folder = process.cwd()): boolean {
  return canonicalIdentity(recorded, folder) === canonicalIdentity(identity, folder);
}
