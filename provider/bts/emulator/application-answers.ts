/** What is answered about applications: how they are listed, started and stopped. */
import {
  readOptions,
  START_OPTIONS,
  STOP_OPTIONS,
  writeApplication,
  type StartOptions,
  type StopOptions,
} from "../protocol/index.js";
import { askInstances, noApplication, putState, unenlist } from "./artifact-answers.js";
import type { ApplicationRecord, ArtifactRecord } from "./records.js";
import { done, found, refused, type Reply } from "./reply.js";
import { applicationState, artifactsOf, keyOf, type World } from "./world.js";

type Kind = ArtifactRecord["kind"];

function shownApplication(world: World, record: ApplicationRecord) {
  const { name, references } = record;
  const all = world.records.applications.all();
  const referredBy = all.filter((each) => each.references.some((to) => keyOf(to) === keyOf(name)));
  const state = applicationState(artifactsOf(world, name));
  return writeApplication({
    ...record,
    references,
    state,
    referredBy: referredBy.map((each) => each.name),
  });
}

/** Every application. */
export const listApplications = (world: World): Reply =>
  found(world.records.applications.all().map((record) => shownApplication(world, record)));

/** The state of an application, for the log. */
export const stateOfApplication = (world: World, name: string): string =>
  world.records.applications.get(keyOf(name)) === undefined
    ? "absent"
    : applicationState(artifactsOf(world, name));

/** One application. */
export function getApplication(world: World, name: string): Reply {
  const record = world.records.applications.get(keyOf(name));
  return record === undefined ? noApplication(name) : found(shownApplication(world, record));
}

function start(world: World, name: string, options: StartOptions): void {
  const started: Readonly<Record<Kind, boolean>> = {
    Orchestration: options.StartAllOrchestrations,
    "Send Port": options.StartAllSendPorts,
    "Send Port Group": options.StartAllSendPortGroups,
    "Receive Location": options.EnableAllReceiveLocations,
  };
  for (const each of artifactsOf(world, name))
    if (started[each.kind]) putState(world, each, "Started");
}

function stop(world: World, name: string, options: StopOptions): void {
  const stopped: Readonly<Record<Kind, boolean>> = {
    Orchestration: options.UnenlistAllOrchestrations,
    "Send Port": options.UnenlistAllSendPorts,
    "Send Port Group": options.UnenlistAllSendPortGroups,
    "Receive Location": options.DisableAllReceiveLocations,
  };
  if (options.SuspendRunningInstances) askInstances(world, name, "Suspend", () => true);
  for (const each of artifactsOf(world, name)) {
    if (!stopped[each.kind]) continue;
    if (each.kind === "Receive Location") putState(world, each, "Stopped");
    else unenlist(world, each);
  }
}

/** An application and all that it refers to, itself first, none twice. */
function withReferences(world: World, name: string, seen = new Set<string>()): string[] {
  const record = world.records.applications.get(keyOf(name));
  if (record === undefined || seen.has(keyOf(name))) return [];
  seen.add(keyOf(name));
  return [name, ...record.references.flatMap((each) => withReferences(world, each, seen))];
}

/** Starts or stops an application. */
export function switchApplication(
  world: World,
  name: string,
  verb: "Start" | "Stop",
  body: string,
): Reply {
  const record = world.records.applications.get(keyOf(name));
  if (record === undefined) return noApplication(name);
  if (record.isSystem)
    return refused(400, `SYSTEM_APPLICATION: ${record.name} belongs to the system.`);
  const starts = verb === "Start" ? readOptions(START_OPTIONS, body) : undefined;
  const stops = verb === "Stop" ? readOptions(STOP_OPTIONS, body) : undefined;
  if (starts === undefined && stops === undefined) {
    return refused(400, `Please provide the application ${verb.toLowerCase()} options`);
  }
  const further =
    starts?.StartReferencedApplications === true || stops?.StopReferencedApplications === true;
  for (const each of further ? withReferences(world, name) : [name]) {
    if (starts !== undefined) start(world, each, starts);
    if (stops !== undefined) stop(world, each, stops);
  }
  return done;
}
