/**
 * Every request of the management REST service that is sent, and which release has it. Pure data.
 */

/**
 * The releases of BizTalk Server whose management REST service is spoken; 2016 from Feature Pack 1
 * on.
 */
export const RELEASES = ["2016", "2020"] as const;

/** A release of BizTalk Server. */
export type Release = (typeof RELEASES)[number];

/** Where the REST service is on its server. */
export const API_PATH = "/BizTalkManagementService";

/** One kind of request. */
export interface ServerRequest {
  readonly method: "GET" | "PUT";
  /** Below the address of the REST service; names in braces are parameters. */
  readonly path: string;
  /** The first release that has it. */
  readonly since: Release;
  /** The status that documents success. */
  readonly success: 200 | 204;
}

const list = <P extends string, R extends Release = "2016">(path: P, since?: R) =>
  ({ method: "GET", path, since: since ?? "2016", success: 200 }) as const;

const act = <P extends string, R extends Release = "2016">(path: P, since?: R) =>
  ({ method: "PUT", path, since: since ?? "2016", success: 204 }) as const;

/**
 * An operation on an instance documents 200, with a body of which nothing is said (docs/bts.md,
 * B-34).
 */
const instance = <P extends string>(path: P) => ({ ...act(path), success: 200 }) as const;

/**
 * All of them. The verb stands before the id for instances and receive locations, and behind the
 * name for everything else, as the Swagger documents of both releases have it.
 */
export const REQUESTS = {
  "List Instances": list("/OperationalData/Instances"),
  "Suspend Instance": instance("/OperationalData/Instances/Suspend/{instanceId}"),
  "Resume Instance": instance("/OperationalData/Instances/Resume/{instanceId}"),
  "Terminate Instance": instance("/OperationalData/Instances/Terminate/{instanceId}"),
  "List Messages": list("/OperationalData/Messages"),
  "List Subscriptions": list("/OperationalData/Subscriptions"),
  "List Tracked Instances": list("/OperationalData/TrackedServiceInstances"),
  "List Tracked Message Events": list("/OperationalData/TrackedMessageEvents"),
  "List Applications": list("/Applications"),
  "Get Application": list("/Applications/{applicationName}"),
  "Start Application": act("/Applications/{applicationName}/Start"),
  "Stop Application": act("/Applications/{applicationName}/Stop"),
  "List Orchestrations": list("/Orchestrations"),
  "Enlist Orchestration": act("/Orchestrations/{applicationName}/{name}/Enlist"),
  "Unenlist Orchestration": act("/Orchestrations/{applicationName}/{name}/Unenlist"),
  "Start Orchestration": act("/Orchestrations/{applicationName}/{name}/Start"),
  "Stop Orchestration": act("/Orchestrations/{applicationName}/{name}/Stop"),
  "List Send Ports": list("/SendPorts"),
  "Enlist Send Port": act("/SendPorts/{name}/Enlist"),
  "Unenlist Send Port": act("/SendPorts/{name}/Unenlist"),
  "Start Send Port": act("/SendPorts/{name}/Start"),
  "Stop Send Port": act("/SendPorts/{name}/Stop"),
  "List Send Port Groups": list("/SendPortGroups"),
  "Enlist Send Port Group": act("/SendPortGroups/{name}/Enlist"),
  "Unenlist Send Port Group": act("/SendPortGroups/{name}/Unenlist"),
  "Start Send Port Group": act("/SendPortGroups/{name}/Start"),
  "Stop Send Port Group": act("/SendPortGroups/{name}/Stop"),
  "List Receive Ports": list("/ReceivePorts"),
  "List Receive Locations": list("/ReceiveLocations"),
  "Enable Receive Location": act("/ReceiveLocations/Enable/{receivePortName}/{name}"),
  "Disable Receive Location": act("/ReceiveLocations/Disable/{receivePortName}/{name}"),
  "List Hosts": list("/Hosts"),
  "List Host Instances": list("/HostInstances", "2020"),
  "Start Host Instance": act("/HostInstances/{hostName}/{serverName}/Start", "2020"),
  "Stop Host Instance": act("/HostInstances/{hostName}/{serverName}/Stop", "2020"),
} as const satisfies Readonly<Record<string, ServerRequest>>;

/** The name of a kind of request, as it stands in messages, in faults and in the emulator's log. */
export type ServerRequestName = keyof typeof REQUESTS;

/** All names. */
export const REQUEST_NAMES = Object.keys(REQUESTS) as readonly ServerRequestName[];

type ParametersOf<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParametersOf<Rest>
  : never;

/** What the path of a request needs to be told. */
export type PathParameters<N extends ServerRequestName> = Readonly<
  Record<ParametersOf<(typeof REQUESTS)[N]["path"]>, string>
>;

/** The path of a request below the address of the REST service, its names encoded. */
export function pathOf<N extends ServerRequestName>(
  name: N,
  parameters: PathParameters<N>,
): string {
  const values: Readonly<Record<string, string>> = parameters;
  return REQUESTS[name].path.replaceAll(/\{(\w+)\}/g, (_, each: string) =>
    encodeURIComponent(values[each] ?? ""),
  );
}

/** Whether a release has a kind of request: what came later has taken nothing away. */
export function hasRequest(release: Release, name: ServerRequestName): boolean {
  return RELEASES.indexOf(REQUESTS[name].since) <= RELEASES.indexOf(release);
}

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether a text has the form of an instance's id: with hyphens, without braces. */
export const isInstanceId = (text: string): boolean => GUID.test(text);
