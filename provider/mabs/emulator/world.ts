/**
 * One request's view of the emulator: the records inside a transaction, the present, and the rules it runs under.
 *
 * There are no timers. An operation that has been accepted holds the time at which it ends; `settle` applies what has
 * become due, so every process that looks sees the same truth.
 */
import { randomUUID } from "node:crypto";
import { RESULTS, type Profile } from "../chart/index.js";
import { pendingFor } from "./pending.js";
import type { OperationRecord, Pending, ServiceRecord } from "./records.js";
import type { Records } from "../../emulator/store.js";

/** What holds for the whole life of an emulator. */
export interface EmulatorRules {
  readonly profile: Profile;
  /** How long an operation takes. */
  readonly operationMs: number;
  /** How long the name of a deleted service stays unavailable (backup and restore guide: it may take long). */
  readonly nameHeldMs: number;
  /** The subscription that is known; any when left out. */
  readonly subscriptionId?: string;
}

/** A request's view. */
export interface World {
  readonly records: Records;
  readonly rules: EmulatorRules;
  readonly now: number;
}

/** Key of a service: containers and names are compared without regard to case (D-26). */
export function keyOf(cloudService: string, name: string): string {
  return `${cloudService.toLowerCase()}/${name.toLowerCase()}`;
}

/** Times as the protocol writes them: ISO 8601, UTC. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** Writes a service with a new ETag: it changes with every state and every setting (D-8). */
export function putService(world: World, service: Omit<ServiceRecord, "etag">): ServiceRecord {
  const written = { ...service, etag: randomUUID() };
  const { pending } = service;
  const dueAt = pending?.stalled === true ? undefined : pending?.endsAt;
  world.records.services.put(keyOf(service.cloudService, service.name), written, dueAt);
  return written;
}

/** A service by its place. */
type Named = Pick<ServiceRecord, "cloudService" | "name">;

/** Says that another service begins under a name: operations of the one that had it before are not known any more. */
export function beginIncarnation({ records }: World, { cloudService, name }: Named): void {
  records.incarnations.put(keyOf(cloudService, name), { id: randomUUID() });
}

/** Writes the status of an operation of the service that has the name now, or had it last. */
export function putOperation(
  { records }: World,
  { cloudService, name }: Named,
  operation: Omit<OperationRecord, "service" | "incarnation">,
): void {
  const service = keyOf(cloudService, name);
  const incarnation = records.incarnations.get(service)?.id;
  const known = incarnation === undefined ? {} : { incarnation };
  records.operations.put(operation.id, { ...operation, service, ...known });
}

/** The status of an operation; `undefined` for one of another service, an earlier one of the same name included. */
export function operationOf(
  { records }: World,
  cloudService: string,
  name: string,
  operationId: string,
): OperationRecord | undefined {
  const key = keyOf(cloudService, name);
  const operation = records.operations.get(operationId);
  const isOfThis = operation?.service === key && operation.incarnation === records.incarnations.get(key)?.id;
  return isOfThis ? operation : undefined;
}

/** Ends an operation that another one has overtaken: whoever polls it must learn of it. */
export function endOvertaken(world: World, service: Named, pending: Pending, by: string): void {
  const { operationId: id, operation } = pending;
  const error = { httpCode: "409", message: `${operation} was ended by ${by}` };
  putOperation(world, service, { id, result: "Failed", error });
}

function applied(service: ServiceRecord, pending: Pending): Omit<ServiceRecord, "etag" | "pending"> {
  const { state, units, configuration, lastBackup } = pending.becomes;
  const { cloudService, name, region, edition, version } = service;
  const before = service.lastBackup === undefined ? {} : { lastBackup: service.lastBackup };
  return {
    ...{ cloudService, name, region, edition, version, ...before },
    state: service.state,
    units: service.units,
    configuration: service.configuration,
    ...(state === "absent" ? {} : { state }),
    ...(units === undefined ? {} : { units }),
    ...(configuration === undefined ? {} : { configuration: { ...service.configuration, ...configuration } }),
    ...(lastBackup === undefined ? {} : { lastBackup }),
  };
}

function removeService({ records, rules }: World, service: ServiceRecord, at: number): void {
  records.services.delete(keyOf(service.cloudService, service.name));
  if (rules.nameHeldMs === 0) return;
  records.heldNames.put(service.name.toLowerCase(), { name: service.name, until: at + rules.nameHeldMs });
}

/** Key of a backup: it is the name of a blob container in a storage account. */
export const backupKey = (account: string, name: string): string => `${account.toLowerCase()}/${name}`;

function keepBackup(
  records: Records,
  service: ServiceRecord,
  account: string,
  backup: { readonly name: string; readonly takenAt: string },
): void {
  const { edition, version, units, configuration, name } = service;
  records.backups.put(backupKey(account, backup.name), {
    ...backup,
    account,
    service: name,
    edition,
    version,
    units,
    configuration,
  });
}

function finish(world: World, service: ServiceRecord, pending: Pending): void {
  const { records } = world;
  const { becomes, error, operation, then, operationId, endsAt } = pending;
  const begun = then !== undefined && error === undefined ? pendingFor(world, service, then) : undefined;
  const following =
    begun === undefined ? undefined : { ...begun, operationId, endsAt: endsAt + world.rules.operationMs };
  const to = following === undefined ? becomes.state : RESULTS[following.operation].during;
  records.log.append({
    kind: "transition",
    at: isoTime(endsAt),
    service: service.name,
    operation,
    from: service.state,
    to,
  });
  if (becomes.state === "absent") removeService(world, service, endsAt);
  else if (following === undefined) putService(world, applied(service, pending));
  else
    putService(world, { ...applied(service, pending), state: RESULTS[following.operation].during, pending: following });
  if (following !== undefined) return;
  if (becomes.account !== undefined && becomes.lastBackup !== undefined && error === undefined) {
    keepBackup(records, service, becomes.account, becomes.lastBackup);
  }
  putOperation(world, service, {
    id: operationId,
    result: error === undefined ? "Succeeded" : "Failed",
    ...(error === undefined ? {} : { error }),
  });
}

/** More rounds than a service has operations in a row: a combined PUT has two. */
const ROUNDS_MAX = 4;

/** Applies every operation whose time has come, earliest first. */
export function settle(world: World): void {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const due = world.records.services.due(world.now);
    if (due.length === 0) return;
    for (const service of due) if (service.pending !== undefined) finish(world, service, service.pending);
  }
}
