/** What answers each request, and what the request is about, for faults and the log. */
import { REQUEST_NAMES, type ServerRequestName } from "../protocol/index.js";
import {
  getApplication,
  listApplications,
  stateOfApplication,
  switchApplication,
} from "./application-answers.js";
import {
  findArtifact,
  listArtifacts,
  listReceiveLocations,
  listReceivePorts,
  switchArtifact,
  type ArtifactChange,
} from "./artifact-answers.js";
import { listHostInstances, listHosts, operateHostInstance } from "./host-answers.js";
import {
  instanceState,
  listInstances,
  listMessages,
  listSubscriptions,
  listTracked,
  listTrackedEvents,
  operate,
} from "./instance-answers.js";
import type { ArtifactRecord } from "./records.js";
import type { Reply } from "./reply.js";
import { keyOf, type World } from "./world.js";

/** The names in a path, by the names of its parameters. */
export type Parameters = Readonly<Record<string, string>>;

/** What is asked for. */
export interface Asked {
  readonly parameters: Parameters;
  readonly body: string;
  /** What a scripted fault does to what is accepted; with `fails` nothing comes of it. */
  readonly fault?: "stalls" | "fails" | undefined;
}

/** One kind of request. */
export interface Route {
  answer(world: World, asked: Asked): Reply;
  /** The name of what it is about; `undefined` for a list. */
  about?(parameters: Parameters): string;
  /** The state in which it finds that. */
  state?(world: World, parameters: Parameters): string;
}

const named =
  (parameter: string) =>
  (parameters: Parameters): string =>
    parameters[parameter] ?? "";

const instance = (operation: "Suspend" | "Resume" | "Terminate"): Route => ({
  answer: (world, { parameters, fault }) =>
    operate(world, named("instanceId")(parameters), operation, fault === "stalls"),
  about: named("instanceId"),
  state: (world, parameters) => instanceState(world, named("instanceId")(parameters)),
});

const application = (verb: "Start" | "Stop"): Route => ({
  answer: (world, { parameters, body }) =>
    switchApplication(world, named("applicationName")(parameters), verb, body),
  about: named("applicationName"),
  state: (world, parameters) => stateOfApplication(world, named("applicationName")(parameters)),
});

/** Where the name of an artifact is unique. */
const withinOf = ({
  applicationName = "",
  receivePortName = applicationName,
}: Parameters): string => receivePortName;

const artifact = (kind: ArtifactRecord["kind"], verb: ArtifactChange): Route => ({
  answer: (world, { parameters }) =>
    switchArtifact(world, kind, verb, named("name")(parameters), withinOf(parameters)),
  about: named("name"),
  state: (world, parameters) =>
    findArtifact(world, kind, named("name")(parameters), withinOf(parameters))?.state ?? "absent",
});

const hostInstance = (verb: "Start" | "Stop"): Route => ({
  answer: (world, { parameters: { hostName = "", serverName = "" }, fault }) =>
    operateHostInstance(world, hostName, serverName, verb, fault),
  about: ({ hostName = "", serverName = "" }) => `${hostName}/${serverName}`,
  state: ({ records }, { hostName = "", serverName = "" }) =>
    records.hostInstances.get(keyOf(hostName, serverName))?.state ?? "absent",
});

const list = (answer: (world: World) => Reply): Route => ({ answer });

/** One for each kind of request that the protocol has. */
export const ROUTES: Readonly<Record<ServerRequestName, Route>> = {
  "List Instances": list(listInstances),
  "Suspend Instance": instance("Suspend"),
  "Resume Instance": instance("Resume"),
  "Terminate Instance": instance("Terminate"),
  "List Messages": list(listMessages),
  "List Subscriptions": list(listSubscriptions),
  "List Tracked Instances": list(listTracked),
  "List Tracked Message Events": list(listTrackedEvents),
  "List Applications": list(listApplications),
  "Get Application": {
    ...application("Start"),
    answer: (world, { parameters }) => getApplication(world, named("applicationName")(parameters)),
  },
  "Start Application": application("Start"),
  "Stop Application": application("Stop"),
  "List Orchestrations": list((world) => listArtifacts(world, "Orchestration")),
  "Enlist Orchestration": artifact("Orchestration", "Enlist"),
  "Unenlist Orchestration": artifact("Orchestration", "Unenlist"),
  "Start Orchestration": artifact("Orchestration", "Start"),
  "Stop Orchestration": artifact("Orchestration", "Stop"),
  "List Send Ports": list((world) => listArtifacts(world, "Send Port")),
  "Enlist Send Port": artifact("Send Port", "Enlist"),
  "Unenlist Send Port": artifact("Send Port", "Unenlist"),
  "Start Send Port": artifact("Send Port", "Start"),
  "Stop Send Port": artifact("Send Port", "Stop"),
  "List Send Port Groups": list((world) => listArtifacts(world, "Send Port Group")),
  "Enlist Send Port Group": artifact("Send Port Group", "Enlist"),
  "Unenlist Send Port Group": artifact("Send Port Group", "Unenlist"),
  "Start Send Port Group": artifact("Send Port Group", "Start"),
  "Stop Send Port Group": artifact("Send Port Group", "Stop"),
  "List Receive Ports": list(listReceivePorts),
  "List Receive Locations": list(listReceiveLocations),
  "Enable Receive Location": artifact("Receive Location", "Enable"),
  "Disable Receive Location": artifact("Receive Location", "Disable"),
  "List Hosts": list(listHosts),
  "List Host Instances": list(listHostInstances),
  "Start Host Instance": hostInstance("Start"),
  "Stop Host Instance": hostInstance("Stop"),
};

/** Names of requests for faults: what is accepted and can fail, and what changes nothing. */
export const FAULT_NAMES = {
  operations: REQUEST_NAMES.filter((name) => !/^(?:List|Get) /.test(name)),
  reads: REQUEST_NAMES.filter((name) => /^(?:List|Get) /.test(name)),
};
