/**
 * Two questions about what is not there yet: is a name free, and what is in a backup?
 *
 * The first is a sibling's documented request (D-46). The second is our decision (D-45), no
 * document has it: a POST with the body of a backup, so that the store's connection string is in no
 * URL. An endpoint that knows neither answers 4xx, and the client takes that for "cannot be known".
 */
import { defined } from "../../defined.js";
import { parseEdition, type Edition } from "../chart/index.js";
import { buildXml, parseXml, textAt } from "./xml.js";

/** What an endpoint knows of a backup. */
export interface BackupDetails {
  readonly takenAt: string;
  readonly edition?: Edition;
  readonly version?: string;
  readonly units?: number;
  /** The service version that a service made now would have. */
  readonly newVersion?: string;
}

/** Writes the answer to Check Name Availability. */
export function writeNameAvailability(isAvailable: boolean): string {
  return buildXml(
    "ResourceNameAvailabilityResponse",
    { IsAvailable: String(isAvailable) },
    { namespace: true },
  );
}

/** Reads the answer to Check Name Availability. */
export function readNameAvailability(xml: string): boolean {
  return (
    (
      textAt(parseXml(xml, "ResourceNameAvailabilityResponse"), "IsAvailable") ?? ""
    ).toLowerCase() === "true"
  );
}

/** Writes the answer about a backup; `null` when there is none of that name in that store. */
export function writeBackupDetails(details: BackupDetails | null): string {
  if (details === null) return buildXml("ServiceBackup", { Exists: "false" }, { namespace: true });
  const { takenAt, edition, version, units, newVersion } = details;
  const content = {
    Exists: "true",
    TakenAt: takenAt,
    ...defined({ Edition: edition, ServiceVersion: version }),
    ...(units === undefined ? {} : { UnitCount: String(units) }),
    ...defined({ NewServiceVersion: newVersion }),
  };
  return buildXml("ServiceBackup", content, { namespace: true });
}

/** Reads the answer about a backup. */
export function readBackupDetails(xml: string): BackupDetails | null {
  const backup = parseXml(xml, "ServiceBackup");
  if ((textAt(backup, "Exists") ?? "").toLowerCase() !== "true") return null;
  const edition = parseEdition(textAt(backup, "Edition") ?? "");
  const version = textAt(backup, "ServiceVersion");
  const units = Number(textAt(backup, "UnitCount"));
  const newVersion = textAt(backup, "NewServiceVersion");
  return {
    takenAt: textAt(backup, "TakenAt") ?? "",
    ...defined({ edition, version }),
    ...(Number.isInteger(units) && units > 0 ? { units } : {}),
    ...defined({ newVersion }),
  };
}
