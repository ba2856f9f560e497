/** The parts of an application that are on or off, and what an option makes of them. */
import { applicationStateOf, type ApplicationState } from "../chart/index.js";
import type { StartOptions, StopOptions } from "./application-options.js";
import type { ObservedApplication, ReceiveLocationName } from "./shapes.js";
import { countOf, listed } from "./words.js";

/** A kind of part, and the options that switch all of them on or off. */
interface Kind {
  readonly name: string;
  readonly start: keyof StartOptions;
  readonly stop: keyof StopOptions;
  /** Whether suspending running instances stops it as well: the stop that leaves all enlisted. */
  readonly runs: boolean;
  /** Of each part, whether it is started or enabled. */
  readonly parts: (application: ObservedApplication) => readonly boolean[];
}

const isStarted = ({ state }: { readonly state: string }): boolean => state === "Started";

const KINDS: readonly Kind[] = [
  {
    name: "orchestration",
    start: "StartAllOrchestrations",
    stop: "UnenlistAllOrchestrations",
    runs: true,
    parts: ({ orchestrations }) => orchestrations.map(isStarted),
  },
  {
    name: "send port",
    start: "StartAllSendPorts",
    stop: "UnenlistAllSendPorts",
    runs: true,
    parts: ({ sendPorts }) => sendPorts.map(isStarted),
  },
  {
    name: "send port group",
    start: "StartAllSendPortGroups",
    stop: "UnenlistAllSendPortGroups",
    runs: true,
    parts: ({ sendPortGroups }) => sendPortGroups.map(isStarted),
  },
  {
    name: "receive location",
    start: "EnableAllReceiveLocations",
    stop: "DisableAllReceiveLocations",
    runs: false,
    parts: ({ receivePorts }) =>
      receivePorts.flatMap(({ locations }) => locations.map(({ enabled }) => enabled)),
  },
];

/** Parts of one kind that an operation leaves as they should not be, and the option against it. */
export interface LeftParts {
  readonly words: string;
  readonly option: string;
}

/** What an operation makes of the parts. */
export interface PartsAfter {
  readonly state: ApplicationState;
  readonly left: readonly LeftParts[];
}

const count = (parts: readonly boolean[], on: boolean): number =>
  parts.filter((each) => each === on).length;

function after(
  application: ObservedApplication,
  on: boolean,
  switches: (kind: Kind) => { readonly isSet: boolean; readonly option: string },
): PartsAfter {
  const sums = { on: 0, off: 0 };
  const left: LeftParts[] = [];
  for (const kind of KINDS) {
    const parts = kind.parts(application);
    const { isSet, option } = switches(kind);
    const wrong = isSet ? 0 : count(parts, !on);
    sums.on += on ? parts.length - wrong : wrong;
    sums.off += on ? wrong : parts.length - wrong;
    if (wrong > 0) left.push({ words: countOf(wrong, kind.name), option });
  }
  return { state: applicationStateOf(sums), left };
}

/** The parts after a start, and those that it leaves off. */
export const afterStart = (application: ObservedApplication, options: StartOptions): PartsAfter =>
  after(application, true, ({ start }) => ({
    isSet: options[start],
    option: `startOptions.${start}: true`,
  }));

/** The parts after a stop, and those that it leaves on. */
export const afterStop = (application: ObservedApplication, options: StopOptions): PartsAfter =>
  after(application, false, ({ stop, runs }) => ({
    isSet: options[stop] || (runs && options.SuspendRunningInstances),
    option: `stopOptions.${stop}: true`,
  }));

/** `2 send ports and 1 receive location`. */
export const partsLeft = ({ left }: PartsAfter): string => listed(left.map(({ words }) => words));

/** The receive locations that are enabled. */
export const enabledLocations = ({ receivePorts }: ObservedApplication): ReceiveLocationName[] =>
  receivePorts.flatMap(({ name: receivePort, locations }) =>
    locations.filter(({ enabled }) => enabled).map(({ name }) => ({ receivePort, name })),
  );

/** Whether a receive location is there and disabled. */
export const isDisabled = (
  { receivePorts }: ObservedApplication,
  { receivePort, name }: ReceiveLocationName,
): boolean =>
  receivePorts.some(
    (port) =>
      port.name === receivePort &&
      port.locations.some((location) => location.name === name && !location.enabled),
  );

/** Whether something has to be enlisted before it can be started, which operators may not do. */
export const hasUnenlisted = (application: ObservedApplication): boolean =>
  [application.orchestrations, application.sendPorts, application.sendPortGroups].some((parts) =>
    parts.some(({ state }) => state === "Unenlisted" || state === "Bound"),
  );
