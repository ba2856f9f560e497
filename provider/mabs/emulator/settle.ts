/**
 * What has become due.
 *
 * There are no timers. An operation that has been accepted holds the time at which it ends;
 * `settle` applies what has become due, so every process that looks sees the same truth.
 */
import { defined } from "../../defined.js";
import { RESULTS } from "../chart/index.js";
import { pendingFor } from "./pending.js";
import type { Pending, ServiceRecord, ServiceRecords } from "./records.js";
import { backupKey, isoTime, keyOf, putOperation, putService, type World } from "./world.js";

function applied(
  service: ServiceRecord,
  pending: Pending,
): Omit<ServiceRecord, "etag" | "pending"> {
  const { state, units, configuration, lastBackup } = pending.becomes;
  const { cloudService, name, region, edition, version } = service;
  const before = defined({ lastBackup: service.lastBackup, last: service.last });
  return {
    ...{ cloudService, name, region, edition, version, ...before },
    state: service.state,
    units: service.units,
    configuration: service.configuration,
    ...(state === "absent" ? {} : { state }),
    ...defined({ units }),
    ...(configuration === undefined
      ? {}
      : { configuration: { ...service.configuration, ...configuration } }),
    ...defined({ lastBackup }),
  };
}

/** Takes a service away; its name may be held for a time. */
export function removeService({ records, rules }: World, service: ServiceRecord, at: number): void {
  records.services.delete(keyOf(service.cloudService, service.name));
  if (rules.nameHeldMs === 0) return;
  records.heldNames.put(service.name.toLowerCase(), {
    name: service.name,
    until: at + rules.nameHeldMs,
  });
}

function keepBackup(
  records: ServiceRecords,
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
  const begun =
    then !== undefined && error === undefined ? pendingFor(world, service, then) : undefined;
  const following =
    begun === undefined
      ? undefined
      : { ...begun, operationId, endsAt: endsAt + world.rules.operationMs };
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
    putService(world, {
      ...applied(service, pending),
      state: RESULTS[following.operation].during,
      pending: following,
    });
  if (following !== undefined) return;
  if (becomes.account !== undefined && becomes.lastBackup !== undefined && error === undefined) {
    keepBackup(records, service, becomes.account, becomes.lastBackup);
  }
  putOperation(world, service, {
    id: operationId,
    result: error === undefined ? "Succeeded" : "Failed",
    ...defined({ error }),
  });
}

/** More rounds than a service has operations in a row: a combined PUT has two. */
const ROUNDS_MAX = 4;

/** Applies every operation whose time has come, earliest first. */
export function settle(world: World): void {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const due = world.records.services.due(world.now);
    if (due.length === 0) return;
    for (const service of due)
      if (service.pending !== undefined) finish(world, service, service.pending);
  }
}
