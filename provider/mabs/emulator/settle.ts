/**
 * What has become due.
 *
 * There are no timers. An operation that has been accepted holds the time at which it ends;
 * `settle` applies what has become due, so every process that looks sees the same truth.
 */
import { defined } from "../../defined.js";
import { RESULTS } from "../chart/index.js";
import { pendingFor } from "./pending.js";
import type { Pending, ScheduleRecord, ServiceRecord } from "./records.js";
import { keepBackup } from "./backups.js";
import { schedule, takeScheduled } from "./scheduled-backups.js";
import {
  connectionKey,
  durationOf,
  isoTime,
  keyOf,
  putOperation,
  putService,
  type World,
} from "./world.js";

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
  const key = keyOf(service.cloudService, service.name);
  records.services.delete(key);
  records.schedules.delete(key);
  for (const each of records.hybridConnections.all())
    if (each.service === key) records.hybridConnections.delete(connectionKey(each));
  if (rules.nameHeldMs === 0) return;
  records.heldNames.put(service.name.toLowerCase(), {
    name: service.name,
    until: at + rules.nameHeldMs,
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
      : { ...begun, operationId, endsAt: endsAt + durationOf(world.rules, begun.operation) };
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
  else if (following === undefined)
    schedule(world, putService(world, applied(service, pending)), endsAt);
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

/** Ends the operations of one service whose time had come by then. */
function endOperationsOf(world: World, key: string, by: number): void {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const service = world.records.services.get(key);
    const { pending } = service ?? {};
    if (service === undefined || pending === undefined) return;
    if (pending.stalled === true || pending.endsAt > by) return;
    finish(world, service, pending);
  }
}

/** Takes every backup that a schedule owes by now. */
function catchUp(world: World, due: ScheduleRecord): void {
  let next: ScheduleRecord | undefined = due;
  while (next !== undefined && next.dueAt <= world.now) {
    endOperationsOf(world, next.key, next.dueAt);
    next = takeScheduled(world, next);
  }
}

/**
 * Applies what has become due: scheduled backups, and operations that end. Of one service it is in
 * the order of time; of several, which have nothing to do with each other, one after the other.
 */
export function settle(world: World): void {
  const { records, now } = world;
  for (;;) {
    const due = records.schedules.due(now);
    for (const each of due) catchUp(world, each);
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      for (const service of records.services.due(now))
        if (service.pending !== undefined) finish(world, service, service.pending);
    }
    // An operation that has just ended may have set a schedule whose time has come since.
    if (due.length === 0 && records.schedules.due(now).length === 0) return;
  }
}
