/**
 * One request's view of the emulator: the records inside a transaction, the present, and the rules
 * it runs under.
 */
import { serviceKey } from "../protocol/index.js";
import { randomUUID } from "node:crypto";
import type { Records } from "../../emulator/store.js";
import type { FoundingOperation, Operation, Profile } from "../chart/index.js";
import {
  serviceRecordsOf,
  type HybridConnectionRecord,
  type OperationRecord,
  type Pending,
  type ServiceRecord,
  type ServiceRecords,
} from "./records.js";

/** A subscription that is known. */
export interface Subscription {
  readonly id: string;
  /**
   * SHA-256 fingerprint of its management certificate: who shows another one is refused. Any when
   * left out.
   */
  readonly fingerprint?: string;
}

/** How long some operations take, in milliseconds. */
export type Durations = Readonly<Partial<Record<Operation | FoundingOperation, number>>>;

/** What holds for the whole life of an emulator. */
export interface EmulatorRules {
  readonly profile: Profile;
  /** How long an operation takes that is not in `durations`. */
  readonly operationMs: number;
  readonly durations?: Durations;
  /**
   * How long the name of a deleted service stays unavailable (backup and restore guide: it may take
   * long).
   */
  readonly nameHeldMs: number;
  /** The oldest `x-ms-version` that is taken. */
  readonly apiVersionMin: string;
  /** The subscriptions that are known; any when left out. */
  readonly subscriptions?: readonly Subscription[];
}

/** A request's view. */
export interface World {
  readonly records: ServiceRecords;
  readonly rules: EmulatorRules;
  readonly now: number;
}

/** How long an operation takes. */
export const durationOf = (
  { durations, operationMs }: EmulatorRules,
  operation: Operation | FoundingOperation,
): number => durations?.[operation] ?? operationMs;

/** A request's view, inside a transaction. */
export function worldOf(records: Records, rules: EmulatorRules, now: number): World {
  return { records: serviceRecordsOf(records), rules, now };
}

/** Key of a service: containers and names are compared without regard to case (D-26). */
export function keyOf(cloudService: string, name: string): string {
  return serviceKey({ cloudService, serviceName: name });
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

/**
 * Says that another service begins under a name: operations of the one that had it before are not
 * known any more.
 */
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

/**
 * The status of an operation; `undefined` for one of another service, an earlier one of the same
 * name included.
 */
export function operationOf(
  { records }: World,
  cloudService: string,
  name: string,
  operationId: string,
): OperationRecord | undefined {
  const key = keyOf(cloudService, name);
  const operation = records.operations.get(operationId);
  const isOfThis =
    operation?.service === key && operation.incarnation === records.incarnations.get(key)?.id;
  return isOfThis ? operation : undefined;
}

/** Ends an operation that another one has overtaken: whoever polls it must learn of it. */
export function endOvertaken(world: World, service: Named, pending: Pending, by: string): void {
  const { operationId: id, operation } = pending;
  const error = { httpCode: "409", message: `${operation} was ended by ${by}` };
  putOperation(world, service, { id, result: "Failed", error });
}

/** Key of a hybrid connection: its name is its service's own. */
export const connectionKey = ({
  service,
  name,
}: Pick<HybridConnectionRecord, "service" | "name">): string => `${service}/${name.toLowerCase()}`;

/** Key of a backup: it is the name of a blob container in a storage account. */
export const backupKey = (account: string, name: string): string =>
  `${account.toLowerCase()}/${name}`;
