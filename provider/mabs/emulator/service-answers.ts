/**
 * What the management API does with one service: create or update, the actions, backup, delete,
 * read, poll.
 */
import { defined } from "../../defined.js";
import { editionHas, parseState, type FoundingOperation, type Operation } from "../chart/index.js";
import {
  BACKUP_NAME_PATTERN,
  OPERATION_NOT_ALLOWED,
  type BackupBody,
  type readServiceBody,
  SERVICE_NAME_PATTERN,
  writeOperation,
  writeOperationStatus,
  writeService,
  type ServiceRef,
} from "../protocol/index.js";
import { accept, refuse } from "./accept.js";
import {
  badCertificate,
  badCloudService,
  badEdition,
  badSettings,
  badUnits,
  refuseTakenDatabase,
} from "./bad-values.js";
import { accountOf, refuseTakenName, restored, VERSION_DEFAULT } from "./backups.js";
import type { Asked, ServiceRecord } from "./records.js";
import { found, refused, type Reply } from "./reply.js";
import { shown } from "./shown-service.js";
import { isoTime, keyOf, operationOf, type World } from "./world.js";

/** The region of a container that a PUT makes by itself (D-17). */
const REGION_DEFAULT = "West Europe";

/** The service, or the answer that says there is none. */
function find(world: World, { cloudService, serviceName }: ServiceRef): ServiceRecord | undefined {
  return world.records.services.get(keyOf(cloudService, serviceName));
}

/** The answer that says that there is no such service. */
export const notFound = ({ cloudService, serviceName }: ServiceRef): Reply =>
  refused(
    "ResourceNotFound",
    `There is no BizTalk service ${serviceName} in cloud service ${cloudService}.`,
  );

/** An ETag comes bare, as the pages have it, or in quotes, as HTTP has it (D-8). */
const matches = (service: ServiceRecord, ifMatch: string | undefined): boolean =>
  ifMatch === undefined || ifMatch === "*" || ifMatch.replace(/^"(.*)"$/, "$1") === service.etag;

const preconditionFailed = (): Reply =>
  refused("PreconditionFailed", "The ETag in If-Match is not the service's present one.");

/** What a PUT asks for. */
export type PutBody = ReturnType<typeof readServiceBody>;

/** Create, and Restore where a backup is named. */
function create(world: World, ref: ServiceRef, body: PutBody): Reply {
  if (!SERVICE_NAME_PATTERN.test(ref.serviceName)) {
    return refused("BadRequest", "The resource name has 6 to 20 letters and digits, letter first.");
  }
  if (body.edition === null) return badEdition();
  const bad =
    badCloudService(ref.cloudService) ??
    badCertificate(ref.serviceName, body.configuration) ??
    refuseTakenName(world, ref) ??
    refuseTakenDatabase(world, ref, body.configuration);
  if (bad !== undefined) return bad;
  const begun =
    body.restoreFrom === undefined
      ? created(body)
      : restored(world, body.restoreFrom, body.edition, body.configuration);
  if ("status" in begun) return begun;
  const { containers } = world.records;
  const container = containers.get(ref.cloudService.toLowerCase()) ?? {
    name: ref.cloudService,
    region: REGION_DEFAULT,
  };
  containers.put(ref.cloudService.toLowerCase(), container);
  const service: Omit<ServiceRecord, "etag"> = {
    cloudService: container.name,
    name: ref.serviceName,
    region: container.region,
    state: "Active",
    ...begun,
  };
  return accept(world, service, [
    { operation: body.restoreFrom === undefined ? "Create" : "Restore" },
  ]);
}

type Begun = Pick<ServiceRecord, "edition" | "units" | "version" | "configuration" | "lastBackup">;

/** What a service begins with that is made of nothing. */
function created({
  edition,
  units = 1,
  version = VERSION_DEFAULT,
  configuration,
}: PutBody): Begun | Reply {
  if (edition === undefined)
    return refused("BadRequest", "Edition is required to create a service.");
  if (edition === null) return badEdition();
  return (
    badSettings(edition, configuration) ??
    badUnits(edition, units) ?? { edition, units, version, configuration }
  );
}

/** PR-6: which operations an update asks for; in Active an unchanged PUT asks for none. */
function askedBy(service: ServiceRecord, body: PutBody): Asked[] {
  const { units, configuration } = body;
  const settings = Object.entries(configuration).filter(
    ([name, value]) => service.configuration[name] !== value,
  );
  const scale =
    (units !== undefined && units !== service.units) ||
    (service.state === "ScaleFailed" && settings.length === 0);
  const configure = settings.length > 0 || (service.state === "ConfigUpdateFailed" && !scale);
  return [
    ...(scale ? [{ operation: "Scale", change: { units: units ?? service.units } } as const] : []),
    ...(configure
      ? [{ operation: "Update Configuration", change: { configuration } } as const]
      : []),
  ];
}

function update(
  world: World,
  service: ServiceRecord,
  body: PutBody,
  ifMatch: string | undefined,
): Reply {
  if (ifMatch === undefined)
    return refused("BadRequest", "If-Match is required to update a service.");
  if (!matches(service, ifMatch)) return preconditionFailed();
  if (body.edition === null) return badEdition();
  if (body.edition !== undefined && body.edition !== service.edition) {
    return refused("ConflictError", "The edition of a service changes only by backup and restore.");
  }
  if (body.version !== undefined && body.version !== service.version) {
    const text = `ServiceVersion is ${service.version}: it changes with a service update alone.`;
    return refused("BadRequest", text);
  }
  const settings =
    badSettings(service.edition, { ...service.configuration, ...body.configuration }) ??
    badCertificate(service.name, body.configuration, service.configuration) ??
    refuseTakenDatabase(world, { ...service, serviceName: service.name }, body.configuration);
  if (settings !== undefined) return settings;
  const asked = askedBy(service, body);
  const state = parseState(service.state);
  const unchangedElsewhere = asked.length === 0 && state !== "Active";
  if (unchangedElsewhere || (asked.length > 1 && state !== "Active"))
    return refused("ConflictError", OPERATION_NOT_ALLOWED);
  const refusal = asked
    .map(({ operation }) => refuse(world, service, operation as Operation))
    .find((each) => each !== undefined);
  const bad =
    body.units === undefined || body.units === service.units
      ? undefined
      : badUnits(service.edition, body.units);
  return refusal ?? bad ?? accept(world, service, asked);
}

/** PUT: creates a service that does not exist, updates one that does. */
export function putRequest(
  world: World,
  ref: ServiceRef,
  body: PutBody,
  ifMatch: string | undefined,
): Reply {
  const service = find(world, ref);
  // A restore makes a service; it goes into none that exists (backup and restore guide).
  if (service !== undefined && body.restoreFrom !== undefined)
    return refused("ConflictError", OPERATION_NOT_ALLOWED);
  return service === undefined ? create(world, ref, body) : update(world, service, body, ifMatch);
}

/** The operation that a PUT will be, for faults and the log; `null` when it is none. */
export function nameOfPut(
  world: World,
  ref: ServiceRef,
  body: PutBody,
): FoundingOperation | Operation | null {
  const service = find(world, ref);
  if (body.restoreFrom !== undefined) return "Restore";
  if (service === undefined) return "Create";
  return (askedBy(service, body)[0]?.operation as Operation | undefined) ?? null;
}

/** POST `comp=...` and DELETE: an operation without a body of its own. */
export function actionRequest(
  world: World,
  ref: ServiceRef,
  operation: Operation,
  ifMatch: string | undefined,
): Reply {
  const service = find(world, ref);
  if (service === undefined) return notFound(ref);
  if (!matches(service, ifMatch)) return preconditionFailed();
  // D-32: accepted, succeeds at once, no effect.
  const isIdle = operation === "Suspend" && service.state === "Suspended";
  if (isIdle && editionHas(service.edition, operation)) return accept(world, service, []);
  const refusal = refuse(world, service, operation);
  return refusal ?? accept(world, service, [{ operation }]);
}

/** POST `comp=backup`. */
export function backupRequest(
  world: World,
  ref: ServiceRef,
  { name, store }: Partial<BackupBody>,
  ifMatch: string | undefined,
): Reply {
  const service = find(world, ref);
  if (service === undefined) return notFound(ref);
  if (!matches(service, ifMatch)) return preconditionFailed();
  const refusal = refuse(world, service, "Backup");
  if (refusal !== undefined) return refusal;
  if (name === undefined || !BACKUP_NAME_PATTERN.test(name)) {
    return refused(
      "BadRequest",
      "BackupName has 3 to 63 lower-case letters, digits and single hyphens.",
    );
  }
  if (store === undefined) return refused("BadRequest", "BackupStoreConnectionString is required.");
  const takenAt = isoTime(world.now);
  const change = { lastBackup: { name, takenAt }, account: accountOf(store) };
  return accept(world, service, [{ operation: "Backup", change }]);
}

/** GET on the pass-through path: the service's properties (D-3). */
export function readRequest(world: World, ref: ServiceRef): Reply {
  const service = find(world, ref);
  return service === undefined ? notFound(ref) : found(writeService(shown(world, service)));
}

/** GET on an operation by its id alone, as siblings poll (D-55). */
export function operationRequest({ records }: World, operationId: string): Reply {
  const operation = records.operations.get(operationId);
  return operation === undefined
    ? refused("ResourceNotFound", `There is no operation ${operationId}.`)
    : found(writeOperation(operationId, operation));
}

/** GET with `OperationStatus/ID`: 202, as printed (D-37); not on Free. */
export function pollRequest(world: World, ref: ServiceRef, operationId: string): Reply {
  const service = find(world, ref);
  if (service?.edition === "Free")
    return refused("ConflictError", "Poll is not available on edition Free.");
  const operation = operationOf(world, ref.cloudService, ref.serviceName, operationId);
  if (operation === undefined) {
    return refused("ResourceNotFound", `There is no operation ${operationId} on this service.`);
  }
  const { result, error } = operation;
  return { status: 202, body: writeOperationStatus({ result, ...defined({ error }) }) };
}
