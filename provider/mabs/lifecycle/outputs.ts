/** Outputs: the inputs as they were completed, and the service as it was last seen. */
import { parseState } from "../chart/index.js";
import type { OneShots } from "../executor/index.js";
import { describeRecovery, observedPowers, type Recovery } from "../planner/index.js";
import { SECRET_SETTINGS, serviceUrl, type Service } from "../protocol/index.js";
import { INPUT_NAMES, type ServiceInputs } from "../inputs/service-inputs.js";
import { flattenSettings, groupSettings } from "../inputs/settings-map.js";
import { recordOf, writeRecord } from "./hidden.js";
import { ignoredPaths, isUnmanaged } from "../inputs/unmanaged.js";
import type { Properties } from "../../pulumi/unknown.js";

/** What outputs are made of. */
export interface OutputParts {
  /** Checked inputs of this run. */
  readonly news: Properties;
  /** Outputs of the last one; empty for a new resource. */
  readonly olds: Properties;
  readonly service: Service;
  readonly lastOperation: string;
  /** The way out of the failed state that the run ended in. */
  readonly recovery: Recovery | null;
  /** One-shots that were due and are not served: they keep the value last completed. */
  readonly unserved: OneShots;
  readonly incomplete: boolean;
  /** Name of the backup that a deleted service is to be restored from. */
  readonly pendingRestore?: string;
}

/** Power as a text: one power, several where a failed state counts as several (PR-1), or none. */
function powerOf(state: string): string {
  const known = parseState(state);
  return known === undefined ? "" : observedPowers(known).join(" or ");
}

/** Names of the fields that the program manages; the others are left as they are found. */
function managedFields(news: Properties): string[] {
  const settings = Object.keys(flattenSettings((news["configuration"] ?? {}) as ServiceInputs["configuration"]));
  const fields = ["state", "units"].filter((name) => news[name] !== undefined);
  const ignored = ignoredPaths(recordOf(news).ignore);
  return [...fields, ...settings.map((name) => `configuration.${name}`)].filter(
    (field) => !isUnmanaged(field, ignored),
  );
}

/** Settings as they are: readable ones as seen, secrets as last applied. */
export function settingsAsSeen(
  desired: ServiceInputs["configuration"],
  before: ServiceInputs["configuration"],
  service: Service,
  secretsServed: boolean,
): ServiceInputs["configuration"] {
  const old = flattenSettings(before);
  const entries = Object.entries(flattenSettings(desired)).flatMap(([name, value]) => {
    const seen = SECRET_SETTINGS.has(name) ? (secretsServed ? value : old[name]) : service.configuration[name];
    return seen === undefined ? [] : [[name, seen] as const];
  });
  return groupSettings(Object.fromEntries(entries));
}

const configurationOf = (properties: Properties): ServiceInputs["configuration"] =>
  (properties["configuration"] ?? {}) as ServiceInputs["configuration"];

/** The outputs of a resource after create or update, whole or partial. Deterministic but for ETag and version. */
export function outputsOf(parts: OutputParts): Record<string, unknown> {
  const { news, olds, service, unserved } = parts;
  const inputs = Object.fromEntries(INPUT_NAMES.map((name) => [name, news[name]]));
  return {
    ...inputs,
    restartTriggers: unserved.restartTriggers === undefined ? news["restartTriggers"] : olds["restartTriggers"],
    backup: unserved.backup === undefined ? news["backup"] : olds["backup"],
    configuration: settingsAsSeen(
      configurationOf(news),
      configurationOf(olds),
      service,
      unserved.secrets === undefined,
    ),
    ...seenOutputs(service),
    endpoint: news["endpoint"],
    lastOperation: parts.lastOperation,
    recoveryPlan: describeRecovery(parts.recovery),
    plan: news["plan"],
    ...writeRecord({
      ...recordOf(news),
      // A run that is left incomplete is none that is recorded: the journal knows more of it.
      runs: recordOf(parts.incomplete ? olds : news).runs,
      managed: managedFields(news),
      // What was asked for last: a refresh in a failed state gives it back as the input (docs/architecture.md, The
      // calls of Pulumi).
      ...(news["state"] === undefined ? {} : { power: news["state"] }),
      ...(parts.incomplete ? { incomplete: true as const } : {}),
      ...(parts.pendingRestore === undefined ? {} : { pendingRestore: parts.pendingRestore }),
    }),
  };
}

/** Outputs that say what was seen. */
export function seenOutputs(service: Service): Record<string, unknown> {
  const domain = service.configuration["customDomainUrl"];
  return {
    state: service.state,
    power: powerOf(service.state),
    units: service.units,
    edition: service.edition,
    url: serviceUrl(service.serviceName, typeof domain === "string" ? domain : undefined),
    etag: service.etag,
    version: service.version,
    lastBackup: service.lastBackup ?? null,
  };
}
