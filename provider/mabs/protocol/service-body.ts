/**
 * Bodies of requests: create and update (PUT), backup, and the container (docs/protocol.md,
 * Bodies).
 */
import { defined } from "../../defined.js";
import { parseEdition, type Edition } from "../chart/index.js";
import { decimal, readSettings, refuseNoNumber, writeSettings, type Settings } from "./settings.js";
import { buildXml, child, parseXml, textAt, type XmlNode } from "./xml.js";

/** What a PUT says of a service. What is left out stays as it is (PR-6). */
export interface ServiceBody {
  readonly edition?: Edition;
  readonly units?: number;
  readonly configuration: Settings;
  /** For Restore: the backup that the new service is made from (D-14: the element is our own). */
  readonly restoreFrom?: BackupBody;
}

/** What a backup needs. `store` is a secret connection string. */
export interface BackupBody {
  readonly name: string;
  readonly store: string;
}

/** Writes the body of a create or update. */
export function writeServiceBody(body: ServiceBody): string {
  const settings = {
    ...defined({ Edition: body.edition }),
    ...(body.units === undefined ? {} : { UnitCount: String(body.units) }),
    ...writeSettings(body.configuration),
    ...(body.restoreFrom === undefined ? {} : { RestoreFrom: backupElements(body.restoreFrom) }),
  };
  const content = {
    SchemaVersion: "1.0",
    Plan: "",
    IntrinsicSettings: { ServiceSettings: settings },
  };
  return buildXml("Resource", content, { namespace: true });
}

/** Reads the body of a create or update; `edition` is `null` when the text is not an edition. */
export function readServiceBody(xml: string): Omit<ServiceBody, "edition" | "restoreFrom"> & {
  readonly edition?: Edition | null;
  readonly version?: string;
  readonly restoreFrom?: Partial<BackupBody>;
} {
  const settings = child(child(parseXml(xml, "Resource"), "IntrinsicSettings"), "ServiceSettings");
  const edition = textAt(settings, "Edition");
  const count = textAt(settings, "UnitCount");
  const units = count === undefined ? undefined : decimal(count);
  if (count !== undefined && units === undefined) refuseNoNumber("UnitCount", count);
  const version = textAt(settings, "ServiceVersion");
  const backup = child(settings, "RestoreFrom");
  return {
    ...(edition === undefined ? {} : { edition: parseEdition(edition) ?? null }),
    ...defined({ units, version }),
    ...(backup === undefined ? {} : { restoreFrom: readBackup(backup) }),
    configuration: readSettings(settings, refuseNoNumber),
  };
}

/** Writes the body of a backup, children in the order of the sample. */
export function writeBackupBody(backup: BackupBody): string {
  return buildXml("ServiceBackupSettings", backupElements(backup));
}

const backupElements = ({ name, store }: BackupBody): Record<string, XmlNode> => ({
  BackupStoreConnectionString: store,
  BackupName: name,
});

/** Reads the body of a backup, as XML. */
export function readBackupBody(xml: string): Partial<BackupBody> {
  return readBackup(parseXml(xml, "ServiceBackupSettings"));
}

/** Reads the body of a backup, as JSON (D-15). */
export function readJsonBackupBody(json: string): Partial<BackupBody> {
  const parsed = (JSON.parse(json) ?? {}) as Readonly<Record<string, unknown>>;
  const [name, store] = [parsed["BackupName"], parsed["BackupStoreConnectionString"]];
  return {
    ...(typeof name === "string" ? { name } : {}),
    ...(typeof store === "string" ? { store } : {}),
  };
}

function readBackup(settings: XmlNode): Partial<BackupBody> {
  const name = textAt(settings, "BackupName");
  const store = textAt(settings, "BackupStoreConnectionString");
  return { ...defined({ name, store }) };
}

/** Writes the body that creates a container (a sibling's documented form). */
export function writeContainerBody(cloudService: string, region: string): string {
  return buildXml(
    "CloudService",
    { Label: cloudService, Description: "BizTalk services", GeoRegion: region },
    { namespace: true },
  );
}

/** What the body that creates a container says of it. */
export interface ContainerBody {
  readonly region?: string;
  readonly label?: string;
  readonly description?: string;
}

/** Reads the body that creates a container. */
export function readContainerBody(xml: string): ContainerBody {
  const container = parseXml(xml, "CloudService");
  const at = (name: string): string | undefined => textAt(container, name);
  return defined({ region: at("GeoRegion"), label: at("Label"), description: at("Description") });
}
