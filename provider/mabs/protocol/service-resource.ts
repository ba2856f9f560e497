/**
 * The documents that hold services: `CloudServices`, `CloudService`, `Resource` (docs/protocol.md,
 * Resources).
 */
import { parseEdition, type State, type TransitionalState } from "../chart/index.js";
import { ProviderError } from "../../errors.js";
import { operationElements, type OperationStatus } from "./operation-status.js";
import { readState, writeState } from "./service-state.js";
import { decimal, readSettings, writeSettings, type Settings } from "./settings.js";
import { buildXml, child, children, parseXml, textAt, type XmlNode } from "./xml.js";

/** The container of a service, and its name in it. */
export interface ServiceRef {
  readonly cloudService: string;
  readonly serviceName: string;
}

/** A service as the management API shows it. Secrets are never in it. */
export interface Service extends ServiceRef {
  readonly region: string;
  /**
   * A row of the chart, a transitional state, or the raw text of something else. What cannot be read
   * of the service is in that text, so that it is in no state of the chart: nothing of it can be
   * judged, and nothing is sent to it (D-54).
   */
  readonly state: string;
  /** One of the editions chart, or the raw text of something else; empty where it is not said. */
  readonly edition: string;
  readonly units: number;
  readonly configuration: Settings;
  /** Empty where it is not said. */
  readonly etag: string;
  readonly version: string;
  readonly lastBackup?: { readonly name: string; readonly takenAt: string };
}

/** A container and its services. */
export interface CloudService {
  readonly name: string;
  readonly region: string;
  readonly services: readonly Service[];
}

/**
 * Namespace and type of BizTalk services among a container's resources (docs/protocol.md,
 * Resources).
 */
export const RESOURCE_NAMESPACE = "biztalkservices";
export const RESOURCE_TYPE = "biztalk";

/** Keys of `OutputItems` that carry the last backup: our decision, no document names any (D-48). */
const LAST_BACKUP_NAME = "LastBackupName";
const LAST_BACKUP_TIME = "LastBackupTime";

function outputItems(resource: XmlNode): ReadonlyMap<string, string> {
  const items = children(child(resource, "OutputItems"), "OutputItem");
  return new Map(items.map((item) => [textAt(item, "Key") ?? "", textAt(item, "Value") ?? ""]));
}

/**
 * A name that has to be there: without it nothing could be said of any service that is looked for.
 *
 * @throws {ProviderError} `bad-response`.
 */
function required(resource: XmlNode, element: string): string {
  const text = textAt(resource, element);
  if (text !== undefined) return text;
  throw new ProviderError("bad-response", `a Resource document has no ${element}`);
}

function readResource(
  resource: XmlNode,
  container: { readonly name: string; readonly region: string },
): Service {
  const settings = child(child(resource, "IntrinsicSettings"), "ServiceSettings");
  const edition = textAt(settings, "Edition") ?? textAt(resource, "Plan") ?? "";
  const etag = textAt(resource, "ETag") ?? "";
  const count = textAt(settings, "UnitCount") ?? "1";
  const odd = [
    ...(parseEdition(edition) === undefined ? [`edition ${edition || "not said"}`] : []),
    ...(etag === "" ? ["no ETag"] : []),
    ...(decimal(count) === undefined ? [`UnitCount ${count}`] : []),
  ];
  const configuration = readSettings(settings, (name, text) => odd.push(`${name} ${text}`));
  const state = readState(textAt(resource, "State"), textAt(resource, "SubState"));
  const items = outputItems(resource);
  const backupName = items.get(LAST_BACKUP_NAME);
  const takenAt = items.get(LAST_BACKUP_TIME) ?? "";
  return {
    cloudService: container.name,
    serviceName: required(resource, "Name"),
    region: container.region,
    state: odd.length === 0 ? state : `${state} (${odd.join(", ")})`,
    edition: parseEdition(edition) ?? edition,
    units: decimal(count) ?? 0,
    configuration,
    etag,
    version: textAt(settings, "ServiceVersion") ?? "",
    ...(backupName === undefined ? {} : { lastBackup: { name: backupName, takenAt } }),
  };
}

function isBizTalkService(resource: XmlNode): boolean {
  const namespace = textAt(resource, "ResourceProviderNamespace") ?? RESOURCE_NAMESPACE;
  return (
    namespace.toLowerCase() === RESOURCE_NAMESPACE &&
    (textAt(resource, "Type") ?? "").toLowerCase() === RESOURCE_TYPE
  );
}

function readContainer(node: XmlNode): CloudService {
  const container = { name: textAt(node, "Name") ?? "", region: textAt(node, "GeoRegion") ?? "" };
  const resources = children(child(node, "Resources"), "Resource").filter(isBizTalkService);
  return { ...container, services: resources.map((resource) => readResource(resource, container)) };
}

/** Reads the answer to Get Cloud Services. Resources of other providers are left out. */
export function readCloudServices(xml: string): CloudService[] {
  return children(parseXml(xml, "CloudServices"), "CloudService").map(readContainer);
}

/** Reads the answer to Get Cloud Service. */
export function readCloudService(xml: string): CloudService {
  return readContainer(parseXml(xml, "CloudService"));
}

/** Reads the answer to Get BizTalk Service Properties, a `Resource` (D-3). */
export function readService(xml: string, cloudService: string): Service {
  const resource = parseXml(xml, "Resource");
  return readResource(resource, {
    name: cloudService,
    region: textAt(resource, "CloudServiceSettings", "GeoRegion") ?? "",
  });
}

/** A service as the emulator writes it. */
export interface WrittenService extends Service {
  readonly state: State | TransitionalState;
  /** The operation that it had last, and what has become of it. */
  readonly operation?: OperationStatus & { readonly type: string };
}

function resourceOf(service: WrittenService): Record<string, XmlNode> {
  const { lastBackup } = service;
  const backup =
    lastBackup === undefined
      ? []
      : [
          { Key: LAST_BACKUP_NAME, Value: lastBackup.name },
          { Key: LAST_BACKUP_TIME, Value: lastBackup.takenAt },
        ];
  const { state, subState } = writeState(service.state);
  return {
    CloudServiceSettings: { GeoRegion: service.region },
    ResourceProviderNamespace: RESOURCE_NAMESPACE,
    Type: RESOURCE_TYPE,
    Name: service.serviceName,
    Plan: "",
    SchemaVersion: "1.0",
    ETag: service.etag,
    IntrinsicSettings: {
      ServiceSettings: {
        ServiceVersion: service.version,
        Edition: service.edition,
        UnitCount: String(service.units),
        ...writeSettings(service.configuration),
      },
    },
    State: state,
    SubState: subState,
    OutputItems: { OutputItem: backup },
    ...(service.operation === undefined
      ? {}
      : {
          OperationStatus: {
            Type: service.operation.type,
            ...operationElements(service.operation),
          },
        }),
  };
}

function containerOf(container: WrittenCloudService): Record<string, XmlNode> {
  return {
    Name: container.name,
    Label: container.label ?? container.name,
    Description: container.description ?? "",
    GeoRegion: container.region,
    Resources: { Resource: container.services.map(resourceOf) },
  };
}

/** A container as the emulator writes it. */
export interface WrittenCloudService {
  readonly name: string;
  readonly region: string;
  /** The name, unless given. */
  readonly label?: string;
  readonly description?: string;
  readonly services: readonly WrittenService[];
}

/** Writes the answer to Get Cloud Services. */
export function writeCloudServices(containers: readonly WrittenCloudService[]): string {
  return buildXml(
    "CloudServices",
    { CloudService: containers.map(containerOf) },
    { namespace: true },
  );
}

/** Writes the answer to Get Cloud Service. */
export function writeCloudService(container: WrittenCloudService): string {
  return buildXml("CloudService", containerOf(container), { namespace: true });
}

/** Writes the answer to Get BizTalk Service Properties. */
export function writeService(service: WrittenService): string {
  return buildXml("Resource", resourceOf(service), { namespace: true });
}
