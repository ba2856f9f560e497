/** Answers to values that are not accepted. */
import { EDITION_NAMES, EDITIONS, settingsLackedBy } from "../chart/index.js";
import {
  certificateFaults,
  CLOUD_SERVICE_NAME_MAX,
  hostsOf,
  type ServiceRef,
  type Settings,
} from "../protocol/index.js";
import { connectionPart } from "./connection-part.js";
import { refused, type Reply } from "./reply.js";
import { keyOf, type World } from "./world.js";

/** Units that an edition does not have; `undefined` when it has them. */
export function badUnits(edition: keyof typeof EDITIONS, units: number): Reply | undefined {
  const { unitsMin, unitsMax } = EDITIONS[edition];
  if (Number.isInteger(units) && units >= unitsMin && units <= unitsMax) return undefined;
  return refused(
    "BadRequest",
    `UnitCount: edition ${edition} accepts ${String(unitsMin)} to ${String(unitsMax)}.`,
  );
}

/** An edition that there is not. */
export const badEdition = (): Reply =>
  refused("BadRequest", `Edition is one of ${EDITION_NAMES.join(", ")}.`);

/** A schedule whose backups would go before the next one is taken (backup and restore guide). */
function badSchedule(configuration: Settings): Reply | undefined {
  const frequency = configuration["backupSchedule.frequencyDays"];
  const retention = configuration["backupSchedule.retentionDays"];
  if (typeof frequency !== "number" || typeof retention !== "number") return undefined;
  if (frequency >= 1 && retention > frequency) return undefined;
  return refused(
    "BadRequest",
    "FrequencyDays is 1 or more, and RetentionDays is more than FrequencyDays.",
  );
}

/** Settings that cannot be so; `undefined` when nothing stands against them. */
export function badSettings(
  edition: keyof typeof EDITIONS,
  configuration: Settings,
): Reply | undefined {
  const lacked = settingsLackedBy(edition).find((setting) => configuration[setting] !== undefined);
  if (lacked !== undefined)
    return refused("BadRequest", `Edition ${edition} does not have what ${lacked} is for.`);
  return badSchedule(configuration);
}

/**
 * A certificate without a password, or that is not for this service (provisioning page, D-60).
 *
 * @param given - settings of a request: one that says nothing of a certificate is not judged, since
 * that of a restored service may be for the name that it had.
 * @param has - settings that the service has.
 */
export function badCertificate(
  serviceName: string,
  given: Settings,
  has: Settings = {},
): Reply | undefined {
  const data = given["certificate.data"];
  if (data === undefined) return undefined;
  const { "certificate.password": password, customDomainUrl: domain } = { ...has, ...given };
  if (password === undefined)
    return refused("BadRequest", "ServiceCertificate has Data and Password.");
  const hosts = hostsOf(serviceName, domain === undefined ? undefined : String(domain));
  const certificate = { data: String(data), password: String(password) };
  const [fault] = certificateFaults(certificate, hosts);
  return fault === undefined ? undefined : refused("BadRequest", `ServiceCertificate: ${fault}`);
}

/** The database of a connection string; the text itself where it names none. */
function databaseOf(connection: string): string {
  const server = connectionPart(connection, "Data Source|Server") ?? "";
  const database = connectionPart(connection, "Initial Catalog|Database");
  return (database === undefined ? connection : `${server}/${database}`).toLowerCase();
}

/** A tracking database that another service has: it belongs to one alone (provisioning page). */
export function refuseTakenDatabase(
  { records }: World,
  { cloudService, serviceName }: ServiceRef,
  { trackingStore }: Settings,
): Reply | undefined {
  if (typeof trackingStore !== "string") return undefined;
  const own = keyOf(cloudService, serviceName);
  const wanted = databaseOf(trackingStore);
  const other = records.services.all().find(({ cloudService: container, name, configuration }) => {
    const theirs = configuration["trackingStore"];
    const isTaken = typeof theirs === "string" && databaseOf(theirs) === wanted;
    return isTaken && keyOf(container, name) !== own;
  });
  return other === undefined
    ? undefined
    : refused("ConflictError", `The tracking database is in use by service ${other.name}.`);
}

/** A container's name that is too long; `undefined` when it is not. */
export function badCloudService(name: string): Reply | undefined {
  if (name.length <= CLOUD_SERVICE_NAME_MAX) return undefined;
  return refused(
    "BadRequest",
    `A cloud service's name has at most ${String(CLOUD_SERVICE_NAME_MAX)} characters.`,
  );
}
