/** Outputs: the inputs as they were completed, and the service as it was last seen. */
import { defined } from "../../defined.js";
import { parseState } from "../chart/index.js";
import type { OneShots } from "../executor/index.js";
import { describeRecovery, observedPowers, type Recovery } from "../planner/index.js";
import { SECRET_SETTINGS, serviceUrl, type Service } from "../protocol/index.js";
import type { ServiceInputs } from "../inputs/service-inputs.js";
import { flattenSettings, groupSettings } from "../inputs/settings-map.js";
import { isUnmanaged } from "../inputs/unmanaged.js";
import type {
  CheckedService,
  CompletedInputs,
  LiveField,
  SeenService,
  ServiceOutputs,
} from "./service-states.js";

/** What outputs are made of. */
export interface OutputParts {
  readonly checked: CheckedService;
  /** Outputs of the last run; `undefined` for a new resource. */
  readonly recorded: ServiceOutputs | undefined;
  readonly urn: string;
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

/** Names of the live fields that the program manages; the others are left as they are found. */
function managedFields({ inputs, ignored }: CheckedService): LiveField[] {
  return (["state", "units"] as const).filter(
    (name) => inputs[name] !== undefined && !isUnmanaged(name, ignored),
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
    const seen = SECRET_SETTINGS.has(name)
      ? secretsServed
        ? value
        : old[name]
      : service.configuration[name];
    return seen === undefined ? [] : [[name, seen] as const];
  });
  return groupSettings(Object.fromEntries(entries));
}

/** The inputs as they were completed: a one-shot that was not served keeps the value before. */
function completedInputs({ checked, recorded, service, unserved }: OutputParts): CompletedInputs {
  const { state, units, edition, restartTriggers, backup, ...rest } = checked.inputs;
  const before = recorded?.inputs;
  const oneShots = {
    restartTriggers:
      unserved.restartTriggers === undefined ? restartTriggers : before?.restartTriggers,
    backup: unserved.backup === undefined ? backup : before?.backup,
  };
  return {
    ...rest,
    ...defined({ restartTriggers: oneShots.restartTriggers, backup: oneShots.backup }),
    configuration: settingsAsSeen(
      rest.configuration,
      before?.configuration ?? {},
      service,
      unserved.secrets === undefined,
    ),
  };
}

/**
 * The outputs of a resource after create or update, whole or partial. Deterministic but for ETag
 * and version.
 */
export function outputsOf(parts: OutputParts): ServiceOutputs {
  const { checked, recorded, service, incomplete } = parts;
  return {
    inputs: completedInputs(parts),
    seen: seenService(service),
    urn: parts.urn,
    endpoint: checked.endpoint,
    life: checked.life,
    ignored: checked.ignored,
    moved: checked.moved,
    lines: checked.lines,
    // A run that is left incomplete is none that is recorded: the journal knows more of it.
    runs: (incomplete ? recorded?.runs : checked.runs) ?? 0,
    lastOperation: parts.lastOperation,
    recoveryPlan: describeRecovery(parts.recovery),
    managed: managedFields(checked),
    // What was asked for last: a refresh in a failed state gives it back as the input
    // (docs/architecture.md, The calls of Pulumi).
    power: checked.inputs.state,
    incomplete,
    pendingRestore: parts.pendingRestore,
  };
}

/** A service as outputs show it. */
export function seenService(service: Service): SeenService {
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
