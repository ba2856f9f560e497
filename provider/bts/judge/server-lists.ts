/**
 * The lists of a server, each asked for once for all resources of a run, until something is
 * changed.
 */
import { ProviderError } from "../../errors.js";
import type { ServerConnection } from "../connection/index.js";

type ListName =
  | "instances"
  | "messages"
  | "hostInstances"
  | "applications"
  | "orchestrations"
  | "sendPorts"
  | "sendPortGroups"
  | "receivePorts"
  | "receiveLocations";

/** What is asked of a client. */
export type ListsPort = Pick<ServerConnection["client"], ListName | "release">;

/** The lists, and how they are asked for again. */
export interface ServerLists extends ListsPort {
  /** What was seen may be so no more: the next question is asked of the server. */
  forget(): void;
}

/** Lists over a client. A question that failed is asked again by whoever asks next. */
export function listsOf(client: ListsPort): ServerLists {
  const asked = new Map<string, Promise<unknown>>();
  const once = <T>(name: ListName, ask: () => Promise<T>): Promise<T> => {
    const answer = (asked.get(name) as Promise<T> | undefined) ?? ask();
    asked.set(name, answer);
    answer.catch(() => asked.delete(name));
    return answer;
  };
  const hostInstances = () => once("hostInstances", () => client.hostInstances());
  return {
    // By the same list: that of host instances came with 2020.
    release: () =>
      hostInstances().then(
        () => "2020" as const,
        (reason: unknown) => {
          if (reason instanceof ProviderError && reason.code === "unsupported") return "2016";
          throw reason;
        },
      ),
    instances: () => once("instances", () => client.instances()),
    messages: () => once("messages", () => client.messages()),
    hostInstances,
    applications: () => once("applications", () => client.applications()),
    orchestrations: () => once("orchestrations", () => client.orchestrations()),
    sendPorts: () => once("sendPorts", () => client.sendPorts()),
    sendPortGroups: () => once("sendPortGroups", () => client.sendPortGroups()),
    receivePorts: () => once("receivePorts", () => client.receivePorts()),
    receiveLocations: () => once("receiveLocations", () => client.receiveLocations()),
    forget: () => {
      asked.clear();
    },
  };
}
