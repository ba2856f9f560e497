/** An application with its parts, as the lists of an endpoint say it. */
import { isSameName } from "../../same-name.js";
import type { ObservedApplication } from "../planner/index.js";
import type { ListedArtifact } from "../protocol/index.js";
import type { ListsPort } from "./server-lists.js";

/**
 * Reads an application by its name, in any letter case; `null` where there is none. Receive
 * locations belong to the application of their receive port: they do not say it themselves.
 */
export async function readApplication(
  lists: ListsPort,
  name: string,
): Promise<ObservedApplication | null> {
  const [applications, orchestrations, sendPorts, sendPortGroups, ports, locations] =
    await Promise.all([
      lists.applications(),
      lists.orchestrations(),
      lists.sendPorts(),
      lists.sendPortGroups(),
      lists.receivePorts(),
      lists.receiveLocations(),
    ]);
  const found = applications.find((each) => isSameName(each.name, name));
  if (found === undefined) return null;
  const own = (all: readonly ListedArtifact[]) =>
    all
      .filter(({ application }) => isSameName(application, name))
      .map((each) => ({ name: each.name, state: each.state ?? each.stateText }));
  const receivePorts = ports
    .filter(({ application }) => isSameName(application, name))
    .map((port) => ({
      name: port.name,
      locations: locations
        .filter(({ receivePort }) => isSameName(receivePort, port.name))
        .map(({ name: location, enabled }) => ({ name: location, enabled })),
    }));
  return {
    name: found.name,
    state: found.state ?? found.stateText,
    isSystem: found.isSystem,
    orchestrations: own(orchestrations),
    sendPorts: own(sendPorts),
    sendPortGroups: own(sendPortGroups),
    receivePorts,
  };
}
