/** The endpoint as a user writes it, and what it means (design section 8). Pure. */
import { resolve } from "node:path";
import { PROFILE_NAMES, type Profile } from "../chart/index.js";
import { ProviderError } from "../errors.js";

/** An endpoint that was understood. */
export type Endpoint =
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

const FORMS =
  "https://HOST for a management endpoint, http://127.0.0.1:PORT for the emulator as a server, or emulator:PATH for the emulator in a file";

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

function invalid(endpoint: string, why: string): ProviderError {
  const shown = endpoint.replace(/\/\/[^/@]*@/, "//****@");
  return new ProviderError("invalid-input", `biztalk:endpoint "${shown}" ${why}. Accepted: ${FORMS}.`);
}

const EMULATOR_OPTIONS = ["operationMs", "nameHeldMs", "profile"];

function parseEmulator(endpoint: string): Endpoint {
  const [path = "", query = ""] = endpoint.slice("emulator:".length).split("?", 2);
  if (path === "") throw invalid(endpoint, "has no path after emulator:");
  const options = new URLSearchParams(query);
  const unknown = [...options.keys()].filter((name) => !EMULATOR_OPTIONS.includes(name));
  if (unknown.length > 0)
    throw invalid(endpoint, `has the option ${unknown.join(", ")}; options are ${EMULATOR_OPTIONS.join(", ")}`);
  const milliseconds = (name: string): number | undefined => {
    const given = options.get(name);
    if (given === null) return undefined;
    if (!/^\d{1,8}$/.test(given)) throw invalid(endpoint, `needs ${name} as a number of milliseconds`);
    return Number(given);
  };
  const [operationMs, nameHeldMs] = [milliseconds("operationMs"), milliseconds("nameHeldMs")];
  const named = options.get("profile");
  const profile = PROFILE_NAMES.find((name) => name === named);
  if (named !== null && profile === undefined)
    throw invalid(endpoint, `needs profile as one of ${PROFILE_NAMES.join(", ")}`);
  return {
    kind: "emulator",
    path: resolve(path),
    identity: `emulator:${path}`,
    ...(operationMs === undefined ? {} : { operationMs }),
    ...(nameHeldMs === undefined ? {} : { nameHeldMs }),
    ...(profile === undefined ? {} : { profile }),
  };
}

/**
 * Reads an endpoint. `identity` says which services it manages: host and subscription, or the emulator's file.
 *
 * @throws {ProviderError} `invalid-input` for anything else, and for plain http to another machine.
 */
export function parseEndpoint(endpoint: string, subscriptionId: string): Endpoint {
  if (endpoint.startsWith("emulator:")) return parseEmulator(endpoint);
  const url = URL.parse(endpoint);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw invalid(endpoint, "is not understood");
  if (url.protocol === "http:" && !LOOPBACK.test(url.hostname))
    throw invalid(endpoint, "would send credentials unencrypted");
  if (url.username !== "" || url.password !== "" || url.search !== "")
    throw invalid(endpoint, "has more than a host and a path");
  const base = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  return { kind: "network", url: base, identity: `${base}/${subscriptionId.toLowerCase()}` };
}
