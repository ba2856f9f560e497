/** Orchestrations, send ports and send port groups, receive ports and receive locations. */
import { readArtifactState, type ArtifactState } from "./dialects.js";
import {
  flagOf,
  readList,
  requiredText,
  textOf,
  textsOf,
  wordOf,
  type Row,
} from "./read-document.js";

/** What can be started, as it is listed. `host` is `null` for a send port group, which has none. */
export interface ListedArtifact {
  readonly name: string;
  readonly application: string | null;
  /** `null` for a word that is not known; it is kept beside it. */
  readonly state: ArtifactState | null;
  readonly stateText: string;
  readonly host: string | null;
}

/** A send port as it is listed. */
export interface ListedSendPort extends ListedArtifact {
  readonly adapter: string | null;
  readonly address: string | null;
  /** One instance then has many messages: what ends it loses all of them. */
  readonly ordered: boolean;
}

const inner = (row: Row, name: string): Row => {
  const value = row[name];
  return typeof value === "object" && value !== null ? (value as Row) : {};
};

const artifact = (row: Row, nameField: string, host: string | null): ListedArtifact => {
  const stateText = wordOf(row, "Status");
  return {
    name: requiredText(row, nameField),
    application: textOf(row, "ApplicationName"),
    state: readArtifactState(stateText),
    stateText,
    host,
  };
};

/** Reads the list of orchestrations; a name is a full one, as `Billing.Process`. */
export const readOrchestrations = (body: string): ListedArtifact[] =>
  readList(body, "list of orchestrations", (row) => artifact(row, "FullName", textOf(row, "Host")));

/** Reads the list of send ports. */
export const readSendPorts = (body: string): ListedSendPort[] =>
  readList(body, "list of send ports", (row) => {
    const transport = inner(row, "PrimaryTransport");
    return {
      ...artifact(row, "Name", textOf(transport, "SendHandler")),
      adapter: textOf(transport, "TransportType"),
      address: textOf(transport, "Address"),
      ordered: flagOf(row, "OrderedDelivery") || flagOf(transport, "OrderedDelivery"),
    };
  });

/** Reads the list of send port groups. */
export const readSendPortGroups = (body: string): ListedArtifact[] =>
  readList(body, "list of send port groups", (row) => artifact(row, "Name", null));

/** A receive port as it is listed: it alone knows the application of its receive locations. */
export interface ListedReceivePort {
  readonly name: string;
  readonly application: string | null;
  readonly receiveLocations: readonly string[];
}

/** Reads the list of receive ports. */
export const readReceivePorts = (body: string): ListedReceivePort[] =>
  readList(body, "list of receive ports", (row) => ({
    name: requiredText(row, "Name"),
    application: textOf(row, "ApplicationName"),
    receiveLocations: textsOf(row, "ReceiveLocations"),
  }));

/** A receive location as it is listed. */
export interface ListedReceiveLocation {
  readonly name: string;
  readonly receivePort: string;
  readonly enabled: boolean;
  readonly host: string | null;
  readonly adapter: string | null;
  readonly address: string | null;
}

/** Reads the list of receive locations. */
export const readReceiveLocations = (body: string): ListedReceiveLocation[] =>
  readList(body, "list of receive locations", (row) => ({
    name: requiredText(row, "Name"),
    receivePort: requiredText(row, "ReceivePortName"),
    enabled: flagOf(row, "Enable"),
    host: textOf(row, "ReceiveHandler"),
    adapter: textOf(row, "TransportType"),
    address: textOf(row, "Address"),
  }));

/** What can be started, to be written. */
export interface ArtifactToWrite {
  readonly name: string;
  readonly application: string;
  readonly state: ArtifactState;
  readonly host: string | null;
  readonly adapter: string | null;
  readonly address: string | null;
  readonly ordered: boolean;
}

/** Writes an orchestration. */
export const writeOrchestration = ({ name, application, state, host }: ArtifactToWrite): Row => ({
  FullName: name,
  AssemblyName: application,
  ApplicationName: application,
  Description: "",
  Status: state,
  Host: host,
  InboundPorts: [],
  OutboundPorts: [],
});

/** A service window that is not used: its times stand for none. */
const NO_WINDOW = {
  ServiceWindowEnabled: false,
  FromTime: "1899-12-30T00:00:00",
  ToTime: "1899-12-30T00:00:00",
} as const;

/** Writes a send port. */
export const writeSendPort = (port: ArtifactToWrite): Row => ({
  Name: port.name,
  Description: null,
  ApplicationName: port.application,
  IsDynamic: false,
  IsTwoWay: false,
  Status: port.state,
  CustomData: null,
  PrimaryTransport: {
    Address: port.address ?? "",
    TransportType: port.adapter,
    SendHandler: port.host,
    RetryCount: 3,
    RetryInterval: 5,
    OrderedDelivery: port.ordered,
    Schedule: NO_WINDOW,
  },
  OrderedDelivery: port.ordered,
});

/** Writes a send port group. */
export const writeSendPortGroup = ({ name, application, state }: ArtifactToWrite): Row => ({
  Name: name,
  SendPorts: [],
  CustomData: null,
  Filter: "",
  Status: state,
  ApplicationName: application,
  Description: null,
});

/** Writes a receive port. */
export const writeReceivePort = (
  name: string,
  application: string,
  locations: readonly string[],
): Row => ({
  Name: name,
  Description: null,
  IsTwoWay: false,
  ApplicationName: application,
  CustomData: null,
  ReceiveLocations: locations,
  PrimaryReceiveLocation: locations[0] ?? null,
});

/** Writes a receive location: it has no application. */
export const writeReceiveLocation = (location: ListedReceiveLocation): Row => ({
  Name: location.name,
  Description: null,
  ReceivePortName: location.receivePort,
  Enable: location.enabled,
  IsPrimary: true,
  Address: location.address ?? "",
  PublicAddress: "",
  TransportType: location.adapter,
  ReceiveHandler: location.host,
  CustomData: null,
  Schedule: { StartDateEnabled: false, EndDateEnabled: false, ...NO_WINDOW },
  EncryptionCert: null,
});
