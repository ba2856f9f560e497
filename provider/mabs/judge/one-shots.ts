/**
 * What is due that leaves no trace on the service: restart triggers, a backup, settings that cannot
 * be read back.
 */
import { createHash } from "node:crypto";
import type { OneShots } from "../executor/index.js";
import { SECRET_SETTINGS, type Settings } from "../protocol/index.js";
import type { ServiceInputs } from "../inputs/service-inputs.js";
import { flattenSettings, groupSettings } from "../inputs/settings-map.js";

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
  return createHash("sha256").update(canonical(value)).digest("hex");
}

const secretsOf = (configuration: ServiceInputs["configuration"] | undefined): Settings =>
  Object.fromEntries(
    Object.entries(flattenSettings(configuration ?? {})).filter(([name]) =>
      SECRET_SETTINGS.has(name),
    ),
  );

/**
 * What stands for a value in the journal: of a backup its name, of anything else a digest, since it
 * may be secret.
 */
type Marks = Readonly<Partial<Record<keyof OneShots, string>>>;

/** The marks of inputs; what is not given has none. */
function marksOf({ restartTriggers, backup, configuration }: OneShotInputs): Marks {
  const secrets = secretsOf(configuration);
  return {
    ...(restartTriggers === undefined ? {} : { restartTriggers: digest(restartTriggers) }),
    ...(backup === undefined ? {} : { backup: backup.name }),
    ...(Object.keys(secrets).length === 0 ? {} : { secrets: digest(secrets) }),
  };
}

/** The marks that one-shots led to. */
export function marksAfter(oneShots: OneShots): Marks {
  return Object.fromEntries(Object.entries(oneShots).map(([kind, { to }]) => [kind, to] as const));
}

/**
 * One-shots by which new inputs differ from those last completed. A secret that is no longer given
 * is unmanaged.
 *
 * @param applied - what a run that the engine has not recorded has applied since.
 */
export function changedOneShots(
  completed: OneShotInputs,
  news: OneShotInputs,
  applied: Marks = {},
): OneShots {
  const before = secretsOf(completed.configuration);
  const comparable = Object.keys(secretsOf(news.configuration)).filter((name) => name in before);
  const configuration = groupSettings(
    Object.fromEntries(comparable.map((name) => [name, before[name] ?? ""] as const)),
  );
  const from = { ...marksOf({ ...completed, configuration }), ...applied };
  const entries = Object.entries(marksOf(news)) as [keyof OneShots, string][];
  return Object.fromEntries(
    entries
      .filter(([kind, to]) => from[kind] !== to)
      .map(([kind, to]) => [kind, { from: from[kind] ?? "", to }] as const),
  );
}

/** Names of the secret settings whose value differs. */
export function changedSecrets(completed: OneShotInputs, news: OneShotInputs): string[] {
  const before = secretsOf(completed.configuration);
  return Object.entries(secretsOf(news.configuration))
    .filter(([name, value]) => before[name] !== value)
    .map(([name]) => name);
}
