/** An application with its parts, as the lists of an endpoint say it. */
import type { ObservedApplication } from "../planner/index.js";
import type { ListedArtifact } from "../protocol/index.js";
import type { ListsPort } from "./server-lists.js";

const same = (one: string | null, other: string): boolean =>
  one?.toLowerCase() === other.toLowerCase();

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
  const found = applications.find((each) => same(each.name, name));
  if (found === undefined) return null;
  const own = (all: readonly ListedArtifact[]) =>
    all
      .filter(({ application }) => same(application, name))
      .map((each) => ({ name: each.name, state: each.state ?? each.stateText }));
  const receivePorts = ports
    .filter(({ application }) => same(application, name))
    .map((port) => ({
      name: port.name,
      locations: locations
        .filter(({ receivePort }) => same(receivePort, port.name))
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
