/** Answers to values that are not accepted. */
import { EDITION_NAMES, EDITIONS } from "../chart/index.js";
import { CLOUD_SERVICE_NAME_MAX, type Settings } from "../protocol/index.js";
import { refused, type Reply } from "./reply.js";

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
export function badSchedule(configuration: Settings): Reply | undefined {
  const frequency = configuration["backupSchedule.frequencyDays"];
  const retention = configuration["backupSchedule.retentionDays"];
  if (typeof frequency !== "number" || typeof retention !== "number") return undefined;
  if (frequency >= 1 && retention > frequency) return undefined;
  return refused(
    "BadRequest",
    "FrequencyDays is 1 or more, and RetentionDays is more than FrequencyDays.",
  );
}

/** A container's name that is too long; `undefined` when it is not. */
export function badCloudService(name: string): Reply | undefined {
  if (name.length <= CLOUD_SERVICE_NAME_MAX) return undefined;
  return refused(
    "BadRequest",
    `A cloud service's name has at most ${String(CLOUD_SERVICE_NAME_MAX)} characters.`,
  );
}
