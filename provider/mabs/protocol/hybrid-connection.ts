/**
 * Hybrid connections, and what a service uses (REST reference; D-59 for what no page shows).
 */
import { defined } from "../../defined.js";
import { buildXml, parseXml, textAt, type XmlNode } from "./xml.js";

/** Letters, digits and hyphens, 6 to 50 of them, letter first, letter or digit last. */
export const HYBRID_CONNECTION_NAME_PATTERN = /^[A-Za-z][A-Za-z0-9-]{4,48}[A-Za-z0-9]$/;

/** Who a key is for: the application in the cloud, and the manager on the premises. */
export const HYBRID_RULES = ["defaultSender", "defaultListener"] as const;

/** Of each rule there are two keys, so that one can be made anew while the other is in use. */
export const KEY_TYPES = ["PrimaryKey", "SecondaryKey"] as const;

/** A key of a hybrid connection. */
export interface HybridKey {
  readonly rule: (typeof HYBRID_RULES)[number];
  readonly type: (typeof KEY_TYPES)[number];
  /** Secret. */
  readonly key: string;
}

/** Where a hybrid connection leads to. */
export interface HybridTarget {
  readonly hostName?: string;
  readonly port?: string;
}

/** Reads what a hybrid connection shall lead to. */
export function readHybridTarget(xml: string): HybridTarget {
  const input = parseXml(xml, "HybridConnectionInput");
  return defined({ hostName: textAt(input, "HostName"), port: textAt(input, "Port") });
}

/** A hybrid connection of a service. */
export interface HybridConnection {
  readonly name: string;
  readonly hostName: string;
  readonly port: number;
  readonly keys: readonly HybridKey[];
}

function elementsOf(service: string, { name, hostName, port, keys }: HybridConnection): XmlNode {
  const endpoint = `hc://${service.toLowerCase()}.hybrid.biztalk.windows.net/${name}`;
  const strings = keys.map(({ rule, type, key }) => ({
    RuleName: rule,
    KeyType: type,
    Value: `Endpoint=${endpoint};SharedAccessKeyName=${rule};SharedAccessKey=${key}`,
  }));
  const ConnectionStrings = { ConnectionString: strings };
  return { Name: name, HostName: hostName, Port: String(port), ConnectionStrings };
}

/** Writes one, with its connection strings: those are secret. */
export function writeHybridConnection(service: string, connection: HybridConnection): string {
  return buildXml("HybridConnection", elementsOf(service, connection), { namespace: true });
}

/** Writes all of a service. */
export function writeHybridConnections(
  service: string,
  connections: readonly HybridConnection[],
): string {
  const content = {
    HybridConnection: connections.map((connection) => elementsOf(service, connection)),
  };
  return buildXml("HybridConnections", content, { namespace: true });
}

/** What a service uses. */
export interface Usage {
  readonly hybridConnections: number;
  readonly hybridConnectionsMax: number;
  /** Milliseconds since the epoch. */
  readonly nextReset: number;
}

/** Writes what a service uses: the two metrics of the page, no data having been moved. */
export function writeUsage({ hybridConnections, hybridConnectionsMax, nextReset }: Usage): string {
  const at = new Date(nextReset).toISOString();
  const metrics = [
    {
      Name: "Hybrid Connections",
      CurrentValue: String(hybridConnections),
      Limit: String(hybridConnectionsMax),
      Unit: "Count",
    },
    {
      Name: "Hybrid Connections Data Usage",
      CurrentValue: "0.0",
      Limit: "-1",
      NextResetTime: `${at.slice(0, 10)} ${at.slice(11, 22)}`,
      Unit: "GB",
    },
  ];
  return buildXml("UsageMetricCollection", { UsageMetric: metrics }, { namespace: true });
}
