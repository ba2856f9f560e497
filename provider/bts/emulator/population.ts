/**
 * Instances that are put there: a population by counts, the same for the same seed, or a single one
 * in any state.
 */
import { z } from "zod";
import { ProviderError } from "../../errors.js";
import { BASE_STATES, displayState, instanceIn } from "../chart/index.js";
import {
  CLASS_NAMES,
  DISCARDED_MESSAGES_ERROR,
  readClass,
  readErrorCode,
  readState,
  STATE_NAMES,
  type ListedState,
} from "../protocol/index.js";
import { ensureApplication, ensureHost } from "./group.js";
import { machineFor, putInstance } from "./instance-events.js";
import type { InstanceRecord } from "./records.js";
import { guids } from "./seeded-ids.js";
import type { World } from "./world.js";

const state = z.string().transform((text, context): ListedState => {
  const known = readState(text, null);
  if (known !== null && known.base !== "Completed" && known.base !== "Terminated") return known;
  const message = `"${text}" is not a state of an instance; one of ${STATE_NAMES.join(", ")}`;
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

const instanceClass = z.string().transform((text, context) => {
  const known = readClass(text);
  if (known !== null) return known;
  const message = `"${text}" is not a class; one of ${CLASS_NAMES.join(", ")}, Internal`;
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

const errorCode = z.union([z.string(), z.number()]).transform((value, context) => {
  const known = readErrorCode(value);
  if (known !== null) return known;
  context.addIssue({ code: "custom", message: `"${value}" is not an error code, as 0xC0C01B4C` });
  return z.NEVER;
});

const COUNT_MAX = 1_000_000;

/** Everything about an instance but how many of it there are; what is left out is usual. */
const INSTANCE = z.strictObject({
  state: state.default({ base: "Active", breakpoint: false }),
  class: instanceClass.optional(),
  application: z.string().default("BizTalk Application 1"),
  host: z.string().default("BizTalkServerApplication"),
  serviceType: z.string().optional(),
  pending: z.enum(["none", "suspend", "terminate"]).default("none"),
  /**
   * Whether a Windows service holds it; Active ones are held unless it says otherwise, others
   * cannot be.
   */
  resident: z.boolean().optional(),
  suspendedFrom: z.enum(BASE_STATES).optional(),
  adapter: z.string().optional(),
  uri: z.string().optional(),
  errorCode: errorCode.optional(),
  errorText: z.string().optional(),
  /** How long ago it was created. */
  ageMs: z.number().int().min(0).default(0),
  /** When it completes by itself, from now, if it runs then. */
  completesInMs: z.number().int().min(0).optional(),
  messages: z.number().int().min(0).max(1000).default(1),
  messageType: z.string().default("http://schemas.example.com#Order"),
  /** Every instance of the group refers to the same messages. */
  shareMessages: z.boolean().default(false),
});

/** A population as the control plane takes it. */
export const POPULATION = z.strictObject({
  seed: z.number().int().min(0).default(1),
  /** Instances that are there stay. */
  keep: z.boolean().default(false),
  instances: z.array(INSTANCE.extend({ count: z.number().int().min(1).max(COUNT_MAX).default(1) })),
});

/** One instance as the control plane takes it. */
export const ONE_INSTANCE = INSTANCE;

type Kind = z.infer<typeof INSTANCE>;

function refuse(text: string): never {
  throw new ProviderError("invalid-input", text);
}

function recordOf(
  world: World,
  kind: Kind,
  id: string,
  messages: InstanceRecord["messages"],
): InstanceRecord {
  const { base, breakpoint } = kind.state;
  const facts = instanceIn(base, { breakpoint });
  const of = kind.class ?? facts.class;
  if (breakpoint && of !== "Orchestration")
    refuse(`${of}: only an orchestration can be in a breakpoint`);
  if (kind.pending !== "none" && base !== "Active" && base !== "Dehydrated") {
    refuse(`${displayState(kind.state)}: nothing can be pending in it`);
  }
  const resident = base === "Active" && (kind.resident ?? true);
  const machine = resident ? machineFor(world, id, kind.host, null) : null;
  if (resident && machine === null)
    refuse(`${kind.host}: it runs nowhere, so nothing of it is Active`);
  const isZombie = base === "Completed with discarded messages";
  const resumable = base === "Suspended (resumable)";
  return {
    ...facts,
    class: of,
    resident,
    pending: kind.pending,
    suspendedFrom: resumable ? (kind.suspendedFrom ?? "Active") : null,
    id,
    application: kind.application,
    serviceType: kind.serviceType ?? `${kind.application}.${of.replaceAll(" ", "")}`,
    serviceTypeId: guids(Array.from(kind.application).length + of.length)(),
    host: kind.host,
    machine,
    adapter: kind.adapter ?? null,
    uri: kind.uri ?? null,
    errorCode: kind.errorCode ?? (isZombie ? DISCARDED_MESSAGES_ERROR : null),
    errorText: kind.errorText ?? null,
    createdAt: world.now - kind.ageMs,
    suspendedAt: base.startsWith("Suspended") || isZombie ? world.now - kind.ageMs : null,
    pendingSince: kind.pending === "none" ? null : world.now,
    pickupAt: kind.pending === "none" ? null : world.now + world.rules.operationMs,
    completesAt: kind.completesInMs === undefined ? null : world.now + kind.completesInMs,
    messages,
  };
}

/** Puts a single instance there, whatever was there before. */
export function putOne(world: World, id: string, kind: Kind): InstanceRecord {
  ensureApplication(world, kind.application);
  ensureHost(world, kind.host);
  const next = guids(Number.parseInt(id.slice(0, 8), 16));
  const messages = Array.from({ length: kind.messages }, () => ({
    id: next(),
    type: kind.messageType,
  }));
  const record = recordOf(world, kind, id.toLowerCase(), messages);
  putInstance(world, record);
  return record;
}

/** Puts a population there and returns how many instances it has. */
export function putPopulation(world: World, population: z.infer<typeof POPULATION>): number {
  const { instances, tracked } = world.records;
  if (!population.keep) {
    for (const { id } of instances.all()) instances.delete(id);
    for (const { id } of tracked.all()) tracked.delete(id);
  }
  const next = guids(population.seed);
  let made = 0;
  for (const { count, ...kind } of population.instances) {
    ensureApplication(world, kind.application);
    ensureHost(world, kind.host);
    const some = () =>
      Array.from({ length: kind.messages }, () => ({ id: next(), type: kind.messageType }));
    const shared = kind.shareMessages ? some() : undefined;
    for (let index = 0; index < count; index += 1) {
      putInstance(world, recordOf(world, kind, next(), shared ?? some()));
      made += 1;
    }
  }
  return made;
}
