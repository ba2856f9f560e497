/**
 * The client of the management REST service: one method for each kind of request, documents in and
 * out.
 */
import { ProviderError, ResponseError } from "../../errors.js";
import { createHttp, type HttpOptions } from "../../http/http.js";
import {
  API_PATH,
  hasRequest,
  isInstanceId,
  pathOf,
  readApplication,
  readApplications,
  readHostInstances,
  readHosts,
  readInstances,
  readMessages,
  readOrchestrations,
  readReceiveLocations,
  readReceivePorts,
  readSendPortGroups,
  readSendPorts,
  readSubscriptions,
  readTrackedInstances,
  readTrackedMessageEvents,
  REQUESTS,
  START_OPTIONS,
  STOP_OPTIONS,
  writeOptions,
  type PathParameters,
  type Release,
  type ServerRequestName,
  type ListedHostInstance,
} from "../protocol/index.js";
import type { BtsApi } from "./bts-api.js";
import { toResponseError } from "./response-error.js";

/** What a message tells a person to give. */
const TLS_SETTINGS = { ca: "biztalk:serverCa" } as const;

/** What a client is made of. `endpoint` ends with `/BizTalkManagementService`. */
export interface BtsClientOptions extends Omit<HttpOptions, "settings" | "toResponseError"> {
  /** The release that answers; found out with a GET unless given. */
  readonly release?: Release;
}

const isNotFound = (reason: unknown): boolean =>
  reason instanceof ResponseError && reason.code === "not-found";

/**
 * Makes a client for one endpoint.
 *
 * Every method rejects with a `ProviderError`: `unavailable` where nothing answers, or where the
 * service says that it has an error inside; `unauthenticated`; `not-found`; `operation-not-allowed`
 * with the refusal's code; `request-refused`; `bad-response` for what is not the service's. A GET
 * is tried again, a PUT never, and what became of one is told by reading again (docs/bts.md, B-34).
 */
export function createBtsClient(options: BtsClientOptions): BtsApi {
  const { endpoint } = options;
  const http = createHttp({ ...options, settings: TLS_SETTINGS, toResponseError });
  // Without a socket there is no address that the path could be part of.
  const base = options.transport === undefined ? "" : API_PATH;
  let known = options.release;
  let asking: ReturnType<typeof listHostInstances> | undefined;

  const send = async <N extends ServerRequestName>(
    name: N,
    parameters: PathParameters<N>,
    body?: string,
  ): Promise<string> => {
    const { method } = REQUESTS[name];
    const type: Record<string, string> =
      body === undefined ? {} : { "content-type": "application/json; charset=utf-8" };
    const answer = await http({
      method,
      path: base + pathOf(name, parameters),
      headers: { accept: "application/json", ...type },
      ...(body === undefined ? {} : { body }),
    });
    return answer.body;
  };

  /** Reads a document; what is wrong with it is said of this endpoint. */
  const readAs = <T>(reader: (body: string) => T, body: string): T => {
    try {
      return reader(body);
    } catch (reason) {
      if (!(reason instanceof ProviderError)) throw reason;
      throw new ProviderError("bad-response", `endpoint ${endpoint}, ${reason.message}`, {
        cause: reason,
      });
    }
  };

  /**
   * A list, which every release that has it has at its path: a 404 says that this is another
   * service.
   */
  const list = async <T>(name: ListName, reader: (body: string) => T): Promise<T> => {
    try {
      return readAs(reader, await send(name, {}));
    } catch (reason) {
      if (!isNotFound(reason)) throw reason;
      const what = name.replace("List ", "list of ").toLowerCase();
      throw new ProviderError(
        "bad-response",
        `endpoint ${endpoint} has no ${what}: is it the management REST service of BizTalk ` +
          `Server 2016 (Feature Pack 1 or newer) or 2020? (${(reason as Error).message})`,
        { cause: reason },
      );
    }
  };

  /**
   * The one list that came with 2020, and by it the release (docs/bts.md, B-46); `undefined` of
   * 2016.
   */
  const listHostInstances = async (): Promise<ListedHostInstance[] | undefined> => {
    if (known === "2016") return undefined;
    if (known === "2020") return list("List Host Instances", readHostInstances);
    try {
      const listed = readAs(readHostInstances, await send("List Host Instances", {}));
      known = "2020";
      return listed;
    } catch (reason) {
      if (!isNotFound(reason)) throw reason;
    }
    // That something is not there says nothing of what is: a list of every release does.
    await list("List Hosts", readHosts);
    known = "2016";
    return undefined;
  };

  const release = async (): Promise<Release> => {
    if (known !== undefined) return known;
    asking ??= listHostInstances();
    try {
      return (await asking) === undefined ? "2016" : "2020";
    } finally {
      asking = undefined;
    }
  };

  const refuseOf = (name: ServerRequestName, present: Release): ProviderError =>
    new ProviderError(
      "unsupported",
      `${name}: the REST service of BizTalk Server ${present} at ${endpoint} has no host ` +
        `instances, that of ${REQUESTS[name].since} has. Use the console there.`,
    );

  /** Refuses what the release does not have, before it is sent. */
  const assertHas = async (name: ServerRequestName): Promise<void> => {
    if (REQUESTS[name].since === "2016") return;
    const present = await release();
    if (!hasRequest(present, name)) throw refuseOf(name, present);
  };

  const assertNames = (
    name: ServerRequestName,
    parameters: Readonly<Record<string, string>>,
  ): void => {
    for (const [key, value] of Object.entries(parameters)) {
      if (key === "instanceId" && !isInstanceId(value)) {
        throw new ProviderError(
          "invalid-input",
          `${name}: "${value}" is not an instance's id; ` +
            "one is as 522b325c-2677-4d17-9e6d-cd49b9b9f8de",
        );
      }
      // Such a name would lead to another path.
      if (/^\.{0,2}$/.test(value.trim())) {
        throw new ProviderError("invalid-input", `${name}: ${key} cannot be "${value}"`);
      }
    }
  };

  const change = async <N extends ServerRequestName>(
    name: N,
    parameters: PathParameters<N>,
    body?: string,
  ): Promise<void> => {
    assertNames(name, parameters);
    await assertHas(name);
    await send(name, parameters, body);
  };

  return {
    release,
    instances: () => list("List Instances", readInstances),
    messages: () => list("List Messages", readMessages),
    subscriptions: () => list("List Subscriptions", readSubscriptions),
    trackedInstances: () => list("List Tracked Instances", readTrackedInstances),
    trackedMessageEvents: () => list("List Tracked Message Events", readTrackedMessageEvents),
    applications: () => list("List Applications", readApplications),
    orchestrations: () => list("List Orchestrations", readOrchestrations),
    sendPorts: () => list("List Send Ports", readSendPorts),
    sendPortGroups: () => list("List Send Port Groups", readSendPortGroups),
    receivePorts: () => list("List Receive Ports", readReceivePorts),
    receiveLocations: () => list("List Receive Locations", readReceiveLocations),
    hosts: () => list("List Hosts", readHosts),
    hostInstances: async () => {
      const listed = await listHostInstances();
      if (listed === undefined) throw refuseOf("List Host Instances", "2016");
      return listed;
    },
    application: async (applicationName) => {
      assertNames("Get Application", { applicationName });
      try {
        return readAs(readApplication, await send("Get Application", { applicationName }));
      } catch (reason) {
        if (isNotFound(reason)) return null;
        throw reason;
      }
    },
    operate: (operation, instanceId) => change(`${operation} Instance`, { instanceId }),
    startApplication: (applicationName, given) =>
      change("Start Application", { applicationName }, writeOptions(START_OPTIONS, given)),
    stopApplication: (applicationName, given) =>
      change("Stop Application", { applicationName }, writeOptions(STOP_OPTIONS, given)),
    switchOrchestration: (verb, applicationName, name) =>
      change(`${verb} Orchestration`, { applicationName, name }),
    switchSendPort: (verb, name) => change(`${verb} Send Port`, { name }),
    switchSendPortGroup: (verb, name) => change(`${verb} Send Port Group`, { name }),
    switchReceiveLocation: (verb, receivePortName, name) =>
      change(`${verb} Receive Location`, { receivePortName, name }),
    switchHostInstance: (verb, hostName, serverName) =>
      change(`${verb} Host Instance`, { hostName, serverName }),
  };
}

/** Requests for lists. */
type ListName = Extract<ServerRequestName, `List ${string}`>;
