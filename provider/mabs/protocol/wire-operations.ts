/**
 * How each operation goes over the wire, and how sure that is.
 *
 * `documented`: a page of the REST reference says so, and the source is its title. `decision`: no
 * page was seen; the source is the decision's number (docs/protocol.md, Decisions).
 */
import type { FoundingOperation, Operation } from "../chart/index.js";

/** One row: an operation as a request. */
export interface WireOperation {
  readonly method: "PUT" | "POST" | "DELETE";
  /**
   * The value of `comp=` on the pass-through path; without it the request goes to the service's own
   * path.
   */
  readonly comp?: string;
  readonly mark: "documented" | "decision";
  readonly source: string;
}

/** One row for each operation. */
export const WIRE_OPERATIONS = {
  Create: { method: "PUT", mark: "documented", source: "Create or Update a BizTalk Service" },
  Restore: {
    method: "PUT",
    mark: "decision",
    source: "D-14: the URI is documented, the body is not",
  },
  Scale: { method: "PUT", mark: "decision", source: "D-47: the update PUT with another UnitCount" },
  "Update Configuration": {
    method: "PUT",
    mark: "decision",
    source: "D-47: the update PUT with other settings",
  },
  Delete: { method: "DELETE", mark: "decision", source: "D-4" },
  Suspend: {
    method: "POST",
    comp: "suspend",
    mark: "documented",
    source: "Suspend BizTalk Service",
  },
  Resume: { method: "POST", comp: "resume", mark: "decision", source: "D-1" },
  Restart: { method: "POST", comp: "restart", mark: "decision", source: "D-1" },
  Start: { method: "POST", comp: "start", mark: "decision", source: "D-2" },
  Stop: { method: "POST", comp: "stop", mark: "decision", source: "D-2" },
  Backup: { method: "POST", comp: "backup", mark: "documented", source: "Backup BizTalk Service" },
} as const satisfies Record<Operation | FoundingOperation, WireOperation>;

/** The protocol version that every sample sends (D-38). */
export const API_VERSION = "2013-04-26";

/** The oldest version that the pages admit. */
export const API_VERSION_MIN = "2012-08-01";

/** Header names, lower case. */
export const HEADERS = {
  version: "x-ms-version",
  requestId: "x-ms-request-id",
  clientRequestId: "x-ms-client-request-id",
  ifMatch: "if-match",
  retryAfter: "retry-after",
} as const;

/** A service's name: 6 to 20 letters and digits, letter first (D-26). */
export const SERVICE_NAME_PATTERN = /^[a-zA-Z][a-zA-Z0-9]{5,19}$/;

/** A container's name is at most this long (docs/protocol.md, Names). */
export const CLOUD_SERVICE_NAME_MAX = 64;

/**
 * A backup's name: 3 to 63 of a-z, 0-9 and single hyphens, letter or digit first and last
 * (docs/protocol.md, Names; D-39).
 */
export const BACKUP_NAME_PATTERN = /^(?=.{3,63}$)[a-z0-9](?:-?[a-z0-9])*$/;

const hostOf = (serviceName: string): string => `${serviceName.toLowerCase()}.biztalk.windows.net`;

/** The names that a service answers to: its own, and a domain that it is given. */
export const hostsOf = (serviceName: string, customDomainUrl?: string): string[] => [
  hostOf(serviceName),
  ...(customDomainUrl === undefined ? [] : [customDomainUrl]),
];

/** Where a service answers unless it has a domain of its own (docs/protocol.md, Addresses). */
export function serviceUrl(serviceName: string, customDomainUrl?: string): string {
  return `https://${customDomainUrl ?? hostOf(serviceName)}`;
}
