/**
 * The settings of a service: input name, element in `ServiceSettings`, type, whether it is secret,
 * and whether the element's name is documented or our decision (docs/protocol.md, Bodies; D-5).
 *
 * Settings are handled as a flat map with dotted names (`certificate.data`), so that each is
 * compared by itself.
 */
import { ProviderError } from "../../errors.js";
import { child, textAt, type XmlNode } from "./xml.js";

/** One row: a setting. */
export interface Setting {
  /** The input's name, dotted for members of a group. */
  readonly name: string;
  /** The element's path below `ServiceSettings`. */
  readonly element: readonly string[];
  readonly type: "string" | "number" | "boolean";
  /** A secret is never returned by the service, nor printed by anyone. */
  readonly secret: boolean;
  readonly mark: "documented" | "decision";
}

/** Every setting, in the order of the sample body. */
export const SETTINGS: readonly Setting[] = [
  {
    name: "customDomainUrl",
    element: ["CustomDomainUrl"],
    type: "string",
    secret: false,
    mark: "documented",
  },
  {
    name: "certificate.data",
    element: ["ServiceCertificate", "Data"],
    type: "string",
    secret: true,
    mark: "documented",
  },
  {
    name: "certificate.password",
    element: ["ServiceCertificate", "Password"],
    type: "string",
    secret: true,
    mark: "documented",
  },
  {
    name: "trackingStore",
    element: ["TrackingStoreConnectionString"],
    type: "string",
    secret: true,
    mark: "documented",
  },
  {
    name: "monitoringStore",
    element: ["MonitoringStoreConnectionString"],
    type: "string",
    secret: true,
    mark: "decision",
  },
  {
    name: "archivingStore",
    element: ["ArchivingStoreConnectionString"],
    type: "string",
    secret: true,
    mark: "decision",
  },
  {
    name: "accessControl.namespace",
    element: ["AccessControl", "Namespace"],
    type: "string",
    secret: false,
    mark: "decision",
  },
  {
    name: "accessControl.issuerName",
    element: ["AccessControl", "IssuerName"],
    type: "string",
    secret: false,
    mark: "decision",
  },
  {
    name: "accessControl.issuerKey",
    element: ["AccessControl", "IssuerKey"],
    type: "string",
    secret: true,
    mark: "decision",
  },
  {
    name: "backupSchedule.store",
    element: ["BackupSchedule", "StoreConnectionString"],
    type: "string",
    secret: true,
    mark: "decision",
  },
  {
    name: "backupSchedule.frequencyDays",
    element: ["BackupSchedule", "FrequencyDays"],
    type: "number",
    secret: false,
    mark: "decision",
  },
  {
    name: "backupSchedule.retentionDays",
    element: ["BackupSchedule", "RetentionDays"],
    type: "number",
    secret: false,
    mark: "decision",
  },
  {
    name: "backupSchedule.keepAtLeastOne",
    element: ["BackupSchedule", "KeepAtLeastOne"],
    type: "boolean",
    secret: false,
    mark: "decision",
  },
];

/** A setting's value. */
export type SettingValue = string | number | boolean;

/** Settings by dotted name. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** Names of the settings that are secret. */
export const SECRET_SETTINGS: ReadonlySet<string> = new Set(
  SETTINGS.filter(({ secret }) => secret).map(({ name }) => name),
);

/** Reads a whole number in decimal digits; `undefined` when it is none. */
export const decimal = (text: string): number | undefined =>
  /^\s*-?\d{1,9}\s*$/.test(text) ? Number(text) : undefined;

/** What is done with a text that is not a whole number where one has to be. */
export type OnNoNumber = (name: string, text: string) => void;

/**
 * Refuses it, as is right for a body that somebody sends.
 *
 * @throws {ProviderError} `invalid-input`.
 */
export const refuseNoNumber: OnNoNumber = (name, text) => {
  throw new ProviderError("invalid-input", `${name}: "${text.slice(0, 40)}" is not a whole number`);
};

/**
 * Reads settings from a `ServiceSettings` element; elements that nobody knows are left alone, and
 * so is a number that is none, once `onNoNumber` has heard of it.
 */
export function readSettings(
  serviceSettings: XmlNode | undefined,
  onNoNumber: OnNoNumber,
): Settings {
  const found: Record<string, SettingValue> = {};
  for (const { name, element, type } of SETTINGS) {
    const text = textAt(serviceSettings, ...element);
    if (text === undefined) continue;
    const value =
      type === "boolean"
        ? text.trim().toLowerCase() === "true"
        : type === "string"
          ? text
          : decimal(text);
    if (value === undefined) onNoNumber(name, text);
    else found[name] = value;
  }
  return found;
}

/** Writes settings as children of `ServiceSettings`, in the table's order. */
export function writeSettings(settings: Settings): Record<string, XmlNode> {
  const written: Record<string, XmlNode> = {};
  for (const { name, element } of SETTINGS) {
    const value = settings[name];
    const [outer, inner] = element;
    if (value === undefined || outer === undefined) continue;
    if (inner === undefined) written[outer] = String(value);
    else
      written[outer] = {
        ...(child(written, outer) as Record<string, XmlNode> | undefined),
        [inner]: String(value),
      };
  }
  return written;
}

/** Settings with every secret replaced by `****`, for logs and the control plane. */
export function maskSettings(settings: Settings): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      SECRET_SETTINGS.has(name) ? "****" : value,
    ]),
  );
}
