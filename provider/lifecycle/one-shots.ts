/** What is due that leaves no trace on the service: restart triggers, a backup, settings that cannot be read back. */
import { createHash } from "node:crypto";
import type { OneShots } from "../executor/index.js";
import { SECRET_SETTINGS, type Settings } from "../protocol/index.js";
import type { ServiceInputs } from "./service-inputs.js";
import { flattenSettings } from "./settings-map.js";

/** The inputs that matter here, as far as they are known. */
export type OneShotInputs = Pick<
  Partial<ServiceInputs>,
  "restartTriggers" | "backup" | "restoreFrom" | "configuration"
>;

/** JSON with the keys of every object in order, so that equal values have equal digests. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** A digest, so that the journal holds no secret. */
function digest(value: unknown): string {
  return createHash("sha256")
    .update(value === undefined ? "" : canonical(value))
    .digest("hex");
}

const secretsOf = (configuration: ServiceInputs["configuration"] | undefined): Settings =>
  Object.fromEntries(
    Object.entries(flattenSettings(configuration ?? {})).filter(([name]) => SECRET_SETTINGS.has(name)),
  );

/** The change from one value to another; nothing when they are equal or there is no new one. */
function change(from: unknown, to: unknown): { readonly from: string; readonly to: string } | undefined {
  if (to === undefined) return undefined;
  const pair = { from: digest(from), to: digest(to) };
  return pair.from === pair.to ? undefined : pair;
}

/** One-shots by which new inputs differ from those last completed. A secret that is no longer given is unmanaged. */
export function changedOneShots(completed: OneShotInputs, news: OneShotInputs): OneShots {
  const before = secretsOf(completed.configuration);
  const after = secretsOf(news.configuration);
  const comparable = Object.fromEntries(Object.entries(before).filter(([name]) => name in after));
  const restartTriggers = change(completed.restartTriggers, news.restartTriggers);
  const backup = change(completed.backup?.name, news.backup?.name);
  const secrets = change(comparable, after);
  return {
    ...(restartTriggers === undefined ? {} : { restartTriggers }),
    ...(backup === undefined ? {} : { backup }),
    ...(secrets === undefined ? {} : { secrets }),
  };
}

/** Names of the secret settings whose value differs. */
export function changedSecrets(completed: OneShotInputs, news: OneShotInputs): string[] {
  const before = secretsOf(completed.configuration);
  return Object.entries(secretsOf(news.configuration))
    .filter(([name, value]) => before[name] !== value)
    .map(([name]) => name);
}
