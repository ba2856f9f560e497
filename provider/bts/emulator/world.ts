/**
 * One request's view of the group: the records inside a transaction, the present, and the rules.
 */
import type { Records } from "../../emulator/store.js";
import { applicationStateOf, type ApplicationState } from "../chart/index.js";
import { ARTIFACT_STATES, type Release } from "../protocol/index.js";
import {
  serverRecordsOf,
  type ArtifactRecord,
  type ControlRecord,
  type HostInstanceRecord,
  type ServerRecords,
} from "./records.js";

/** What holds for the whole life of an emulator. */
export interface ServerRules {
  readonly release: Release;
  /**
   * How long it takes until an instance picks a request up, and until a host instance has started
   * or stopped.
   */
  readonly operationMs: number;
  /**
   * What an instance's operation is answered: `Succeeded` or `Pending`, or an empty object
   * (docs/bts.md, B-34).
   */
  readonly answers: "status" | "empty";
}

/** A request's view. */
export interface World {
  readonly records: ServerRecords;
  readonly rules: ServerRules;
  readonly now: number;
  /**
   * Machines on which a host runs, by the host's name in small letters; made when it is first asked
   * for.
   */
  readonly running: { byHost: ReadonlyMap<string, readonly string[]> | null };
}

/** A request's view, inside a transaction. */
export function worldOf(records: Records, rules: ServerRules, now: number): World {
  return { records: serverRecordsOf(records), rules, now, running: { byHost: null } };
}

/** The same view at another time. */
export const at = (world: World, now: number): World => ({ ...world, now });

/** Keys: names are compared without regard to letter case. */
export const keyOf = (...names: readonly string[]): string => names.join("/").toLowerCase();

/** Times of the log. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();

const CONTROL_KEY = "control";

/** What the control plane has set. */
export const controlOf = ({ records }: World): ControlRecord =>
  records.control.get(CONTROL_KEY) ?? { hold: false, basic: null };

/** Sets it. */
export function setControl(world: World, change: Partial<ControlRecord>): void {
  world.records.control.put(CONTROL_KEY, { ...controlOf(world), ...change });
}

function machinesByHost(hostInstances: readonly HostInstanceRecord[]): Map<string, string[]> {
  const byHost = new Map<string, string[]>();
  for (const { host, machine, state } of hostInstances) {
    if (state !== "Running") continue;
    const key = host.toLowerCase();
    byHost.set(key, [...(byHost.get(key) ?? []), machine]);
  }
  return byHost;
}

/** The machines on which a host runs, in the order of their names. */
export function runningMachines({ records, running }: World, host: string): readonly string[] {
  running.byHost ??= machinesByHost(records.hostInstances.all());
  return running.byHost.get(host.toLowerCase()) ?? [];
}

/** Writes a host instance. */
export function putHostInstance({ records, running }: World, record: HostInstanceRecord): void {
  const key = keyOf(record.host, record.machine);
  records.hostInstances.put(key, record, record.becomes?.at);
  running.byHost = null;
}

/**
 * Key of an artifact: only the names of orchestrations and receive locations are not unique in the
 * group.
 */
export const artifactKey = ({ kind, application, receivePort, name }: ArtifactRecord): string =>
  keyOf(kind, kind === "Orchestration" ? application : (receivePort ?? ""), name);

/** The artifacts of an application. */
export const artifactsOf = ({ records }: World, application: string): ArtifactRecord[] =>
  records.artifacts.all().filter((each) => keyOf(each.application) === keyOf(application));

/** Whether it is started, or enabled. */
export const isStarted = ({ state }: Pick<ArtifactRecord, "state">): boolean =>
  ARTIFACT_STATES[state].started;

/** The state of an application, by those of its artifacts. */
export function applicationState(artifacts: readonly ArtifactRecord[]): ApplicationState {
  const on = artifacts.filter(isStarted).length;
  return applicationStateOf({ on, off: artifacts.length - on });
}
