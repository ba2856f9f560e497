/** A group: its hosts with their machines, and its applications with what is in them. */
import { z } from "zod";
import { readArtifactState, type ArtifactState } from "../protocol/index.js";
import type { ArtifactRecord } from "./records.js";
import { artifactKey, keyOf, putHostInstance, type World } from "./world.js";

const name = z.string().min(1).max(256);

const state = z.string().transform((text, context): ArtifactState => {
  const known = readArtifactState(text);
  if (known !== null) return known;
  const message = `"${text}" is not a state; one of Unenlisted, Bound, Enlisted, Stopped, Started`;
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

const artifact = z.strictObject({
  name,
  state: state.default("Started"),
  host: z.string().optional(),
  adapter: z.string().optional(),
  address: z.string().optional(),
  ordered: z.boolean().default(false),
});

const receiveLocation = z.strictObject({
  name,
  port: name,
  enabled: z.boolean().default(true),
  host: z.string().optional(),
  adapter: z.string().optional(),
  address: z.string().optional(),
});

const application = z.strictObject({
  name,
  references: z.array(z.string()).default(["BizTalk.System"]),
  orchestrations: z.array(artifact).default([]),
  sendPorts: z.array(artifact).default([]),
  sendPortGroups: z.array(artifact).default([]),
  receiveLocations: z.array(receiveLocation).default([]),
});

const machine = z.strictObject({
  name,
  state: z.enum(["Running", "Stopped"]).default("Running"),
  disabled: z.boolean().default(false),
});

const host = z.strictObject({
  name,
  type: z.enum(["InProcess", "Isolated"]).default("InProcess"),
  machines: z.array(machine).default([{ name: "BIZTALK01", state: "Running", disabled: false }]),
});

/**
 * A group as the control plane takes it. BizTalk.System and BizTalk Application 1 are always there.
 */
export const GROUP = z.strictObject({
  hosts: z.array(host).min(1),
  applications: z.array(application).default([]),
});

/** A group that was read. */
export type Group = z.infer<typeof GROUP>;

/** What a new BizTalk Server has: no application of anybody's. */
export const DEFAULT_GROUP: Group = GROUP.parse({
  hosts: [
    { name: "BizTalkServerApplication" },
    { name: "BizTalkServerIsolatedHost", type: "Isolated" },
  ],
});

const SYSTEM = "BizTalk.System";
const DEFAULT_APPLICATION = "BizTalk Application 1";

/** Makes an application where there is none. */
export function ensureApplication({ records }: World, label: string, references = [SYSTEM]): void {
  if (records.applications.get(keyOf(label)) !== undefined) return;
  const isSystem = label === SYSTEM;
  records.applications.put(keyOf(label), {
    name: label,
    description: isSystem ? "System Application" : null,
    isSystem,
    isDefault: label === DEFAULT_APPLICATION,
    references: isSystem ? [] : references,
  });
}

/** Makes a host that runs on one machine where there is none. */
export function ensureHost(world: World, label: string): void {
  if (world.records.hosts.get(keyOf(label)) === undefined)
    addHost(world, host.parse({ name: label }));
}

function addHost(world: World, { name: label, type, machines }: Group["hosts"][number]): void {
  const { hosts } = world.records;
  const isDefault = hosts.all().length === 0;
  hosts.put(keyOf(label), { name: label, type, isDefault });
  for (const each of machines) {
    // What runs in IIS is not seen.
    const shown = type === "Isolated" ? "Unknown" : each.state;
    const { name: on, disabled } = each;
    putHostInstance(world, {
      host: label,
      machine: on,
      type,
      state: shown,
      disabled,
      becomes: null,
    });
  }
}

const without = {
  host: null,
  adapter: null,
  address: null,
  ordered: false,
  receivePort: null,
} as const;

function artifactsIn(of: Group["applications"][number]): ArtifactRecord[] {
  const started = (
    kind: ArtifactRecord["kind"],
    { name: label, host: runsIn, adapter, address, ordered, state: is }: z.infer<typeof artifact>,
  ): ArtifactRecord => ({
    ...without,
    ...{ kind, name: label, application: of.name, state: is, ordered },
    host: runsIn ?? null,
    adapter: adapter ?? null,
    address: address ?? null,
  });
  return [
    ...of.orchestrations.map((each) => started("Orchestration", each)),
    ...of.sendPorts.map((each) => started("Send Port", each)),
    ...of.sendPortGroups.map((each) => started("Send Port Group", each)),
    ...of.receiveLocations.map(({ name: label, port, enabled, ...each }) => ({
      ...started("Receive Location", { name: label, ...each, ordered: false, state: "Started" }),
      state: enabled ? ("Started" as const) : ("Stopped" as const),
      receivePort: port,
    })),
  ];
}

/** Puts a group there, instead of the one that was there. Instances stay. */
export function putGroup(world: World, group: Group): void {
  const { records } = world;
  for (const each of records.hosts.all()) records.hosts.delete(keyOf(each.name));
  for (const each of records.applications.all()) records.applications.delete(keyOf(each.name));
  for (const each of records.artifacts.all()) records.artifacts.delete(artifactKey(each));
  for (const { host: of, machine: on } of records.hostInstances.all()) {
    records.hostInstances.delete(keyOf(of, on));
  }
  world.running.byHost = null;
  for (const each of group.hosts) addHost(world, each);
  ensureApplication(world, SYSTEM);
  ensureApplication(world, DEFAULT_APPLICATION);
  for (const each of group.applications) {
    ensureApplication(world, each.name, each.references);
    for (const one of artifactsIn(each)) records.artifacts.put(artifactKey(one), one);
  }
}
