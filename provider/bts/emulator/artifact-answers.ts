/** What is answered about what is in an application, and what becomes of its instances. */
import type { InstanceEvent } from "../chart/index.js";
import {
  writeOrchestration,
  writeReceiveLocation,
  writeReceivePort,
  writeSendPort,
  writeSendPortGroup,
  type ArtifactState,
} from "../protocol/index.js";
import { happen } from "./instance-events.js";
import type { ArtifactRecord } from "./records.js";
import { done, found, refused, type Reply } from "./reply.js";
import { artifactKey, isStarted, keyOf, type World } from "./world.js";

type Kind = ArtifactRecord["kind"];

/** The words of a server, its slip included. */
export const noApplication = (name: string): Reply =>
  refused(404, `Application with name ${name} does not exists.`);

/** Puts an artifact into a state. */
export const putState = (
  { records }: World,
  record: ArtifactRecord,
  state: ArtifactState,
): void => {
  records.artifacts.put(artifactKey(record), { ...record, state });
};

/**
 * What an instance is asked for with all others of an application; one that refuses stays as it is.
 */
export function askInstances(
  world: World,
  application: string,
  event: InstanceEvent,
  includes: (each: { readonly class: string; readonly serviceType: string }) => boolean,
): void {
  for (const each of world.records.instances.all()) {
    if (keyOf(each.application) === keyOf(application) && includes(each))
      happen(world, each, event);
  }
}

/**
 * What is not enlisted any more ends its instances: this emulator's reading (docs/bts.md, B-47).
 */
export function unenlist(world: World, record: ArtifactRecord): void {
  const isOrchestration = record.kind === "Orchestration";
  putState(world, record, isOrchestration ? "Unenlisted" : "Bound");
  if (record.kind === "Send Port Group" || record.kind === "Receive Location") return;
  const of = isOrchestration ? "Orchestration" : "Messaging";
  askInstances(world, record.application, "Terminate", (each) => each.class === of);
}

const ofKind = ({ records }: World, kind: Kind): ArtifactRecord[] =>
  records.artifacts.all().filter((each) => each.kind === kind);

/** Orchestrations, send ports or send port groups. */
export function listArtifacts(world: World, kind: Exclude<Kind, "Receive Location">): Reply {
  const write = {
    Orchestration: writeOrchestration,
    "Send Port": writeSendPort,
    "Send Port Group": writeSendPortGroup,
  }[kind];
  return found(ofKind(world, kind).map((each) => write(each)));
}

/** Receive ports: those that have a receive location. */
export function listReceivePorts(world: World): Reply {
  const locations = ofKind(world, "Receive Location");
  const names = [...new Set(locations.map(({ receivePort }) => receivePort ?? ""))];
  const rows = names.map((name) => {
    const own = locations.filter(({ receivePort }) => receivePort === name);
    const labels = own.map((each) => each.name);
    return writeReceivePort(name, own[0]?.application ?? "", labels);
  });
  return found(rows);
}

/** Receive locations. */
export const listReceiveLocations = (world: World): Reply =>
  found(
    ofKind(world, "Receive Location").map((each) =>
      writeReceiveLocation({
        ...each,
        receivePort: each.receivePort ?? "",
        enabled: isStarted(each),
      }),
    ),
  );

/** What a verb leads to, by whether it is about an orchestration. */
const LEADS_TO = {
  Enlist: { orchestration: "Enlisted", other: "Stopped" },
  Start: { orchestration: "Started", other: "Started" },
  Stop: { orchestration: "Enlisted", other: "Stopped" },
  Enable: { orchestration: "Started", other: "Started" },
  Disable: { orchestration: "Stopped", other: "Stopped" },
} as const satisfies Record<string, Record<"orchestration" | "other", ArtifactState>>;

/** An artifact by its names, for the log as well. */
export const findArtifact = (
  world: World,
  kind: Kind,
  name: string,
  within: string,
): ArtifactRecord | undefined =>
  world.records.artifacts.get(
    keyOf(kind, kind === "Send Port" || kind === "Send Port Group" ? "" : within, name),
  );

function missing(world: World, kind: Kind, name: string, within: string): Reply {
  if (kind === "Orchestration" && world.records.applications.get(keyOf(within)) === undefined) {
    return noApplication(within);
  }
  const ports = ofKind(world, "Receive Location").map((each) => keyOf(each.receivePort ?? ""));
  if (kind === "Receive Location" && !ports.includes(keyOf(within))) {
    return refused(404, `ReceivePort with name ${within} does not exist.`);
  }
  return refused(404, `${kind.replaceAll(" ", "")} with name ${name} does not exist.`);
}

/** What can be done to an artifact. */
export type ArtifactChange = keyof typeof LEADS_TO | "Unenlist";

/** Does one thing to one artifact. */
export function switchArtifact(
  world: World,
  kind: Kind,
  verb: ArtifactChange,
  name: string,
  within: string,
): Reply {
  const record = findArtifact(world, kind, name, within);
  if (record === undefined) return missing(world, kind, name, within);
  if (verb === "Unenlist") unenlist(world, record);
  else
    putState(world, record, LEADS_TO[verb][kind === "Orchestration" ? "orchestration" : "other"]);
  return done;
}
