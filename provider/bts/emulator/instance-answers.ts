/** What is answered about instances: the three operations, and the lists that come from them. */
import { displayInstance, messageStatesOf, type InstanceEvent } from "../chart/index.js";
import {
  isInstanceId,
  writeInstance,
  writeMessage,
  writeReceived,
  writeSubscription,
  writeTrackedInstance,
  type Row,
  type TrackedToWrite,
} from "../protocol/index.js";
import { happen } from "./instance-events.js";
import type { InstanceRecord } from "./records.js";
import { found, listed, refused, type Reply } from "./reply.js";
import { guids } from "./seeded-ids.js";
import { keyOf, type World } from "./world.js";

/** The instance of a host's cache: no list shows it, and it is there as long as the host is. */
function cacheIdOf(host: string): string {
  const sum = Array.from(keyOf(host)).reduce(
    (hash, each) => hash * 31 + (each.codePointAt(0) ?? 0),
    7,
  );
  return guids(sum % 2 ** 31)();
}

const isCache = ({ records }: World, id: string): boolean =>
  records.hosts.all().some(({ name }) => cacheIdOf(name) === id);

/** The state in which a request finds an instance, for the log. */
export function instanceState({ records }: World, id: string): string {
  const record = records.instances.get(id.toLowerCase());
  return record === undefined ? "absent" : displayInstance(record);
}

/**
 * Asks for an operation.
 *
 * @param stalls - a scripted fault: what becomes pending with it stays so.
 */
export function operate(
  world: World,
  instanceId: string,
  operation: Extract<InstanceEvent, "Suspend" | "Resume" | "Terminate">,
  stalls: boolean,
): Reply {
  // Seen of a server, with the text {instanceId}.
  if (!isInstanceId(instanceId)) return refused(400, "Please provide a valid instance Id");
  const id = instanceId.toLowerCase();
  const record = world.records.instances.get(id);
  if (record === undefined) {
    return isCache(world, id)
      ? refused(400, `INTERNAL_CLASS: ${id} is one of the engine's own instances.`)
      : refused(404, `NOT_FOUND: there is no instance ${id}.`);
  }
  const happened = happen(world, record, operation, stalls);
  if (happened.answer === "refused") {
    const { code } = happened;
    return refused(400, `${code}: ${operation} is not possible in ${displayInstance(record)}.`);
  }
  if (world.rules.answers === "empty") return found({});
  return found(happened.answer === "pending" ? "Pending" : "Succeeded");
}

/** Instances that a list shows. */
function* shown({ records }: World): Iterable<InstanceRecord> {
  for (const record of records.instances.each()) if (record.class !== "Internal") yield record;
}

/** Every instance but the engine's own. */
export const listInstances = (world: World): Reply =>
  listed(shown(world), (record) => [writeInstance(record)]);

function messagesOf(record: InstanceRecord): Row[] {
  const [usual, other = usual] = messageStatesOf(record);
  if (usual === undefined || other === undefined) return [];
  return record.messages.map(({ id, type }, index) =>
    writeMessage({
      messageId: id,
      messageType: type,
      state: index === 0 ? usual : other,
      createdAt: record.createdAt,
      retryCount: 0,
      instance: record,
    }),
  );
}

/** Every message, once for each instance that refers to it. */
export const listMessages = (world: World): Reply => listed(shown(world), messagesOf);

type Tracked = TrackedToWrite & Pick<InstanceRecord, "messages">;

function* tracked(world: World): Iterable<Tracked> {
  yield* world.records.tracked.each();
  for (const record of shown(world)) {
    yield { ...record, state: "Started", startedAt: record.createdAt, endedAt: null };
  }
}

/** Every instance that there is or was. */
export const listTracked = (world: World): Reply =>
  listed(tracked(world), (each) => [writeTrackedInstance(each)]);

/** Of every message that it was received. */
export const listTrackedEvents = (world: World): Reply =>
  listed(tracked(world), (each) =>
    each.messages.map(({ id, type }) => writeReceived(id, type, each)),
  );

/**
 * What each host's cache, each orchestration and each send port waits for, unless it is not
 * enlisted.
 */
export function listSubscriptions({ records }: World): Reply {
  const caches = records.hosts.all().map(({ name: host }) => ({
    id: cacheIdOf(`subscription of ${host}`),
    name: "Cache: BIZTALK01",
    serviceType: "BizTalkCachingService",
    classText: "CachingService",
    instanceId: cacheIdOf(host),
    ...{ host, createdAt: 0, ordered: true },
  }));
  const waiting = records.artifacts
    .all()
    .filter(
      ({ kind, state }) =>
        /^(Orchestration|Send Port)$/.test(kind) && !/^(Unenlisted|Bound)$/.test(state),
    )
    .map(({ kind, name, host, ordered }) => ({
      id: cacheIdOf(`subscription of ${kind} ${name}`),
      name: kind === "Orchestration" ? `Activate: ${name}` : name,
      serviceType: name,
      classText: kind === "Orchestration" ? kind : "Messaging",
      instanceId: null,
      ...{ host, createdAt: 0, ordered },
    }));
  return found([...caches, ...waiting].map(writeSubscription));
}
