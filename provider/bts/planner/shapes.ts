/**
 * What goes into the planner of BizTalk Server: what was seen, what a program asks for, and what
 * it permits. All of it plain JSON in the chart's words; nothing here knows of Pulumi or HTTP.
 */
import type { StartOptions, StopOptions } from "./application-options.js";

/** A request that an instance has not picked up yet. */
export interface PendingOperation {
  /** `suspend` or `terminate`; any other text as it came, for instance a resume that WMI shows. */
  readonly operation: string;
  /** Since when, as it came. */
  readonly since?: string | null;
}

/** An instance as the list showed it. What the list left empty is left out. */
export interface ObservedInstance {
  readonly id: string;
  readonly application?: string;
  readonly serviceType?: string;
  /** A class of the chart, or the raw text of one that nobody knows. */
  readonly class: string;
  readonly host?: string;
  /** The machine that works on it. */
  readonly machine?: string;
  /** A state in the chart's words, breakpoints included, or the raw text of an unknown one. */
  readonly state: string;
  readonly pending?: PendingOperation;
  /** When it came to be, as it came: perhaps without offset, or a date that stands for none. */
  readonly createdAt?: string | null;
  /** When it was suspended, as it came. */
  readonly suspendedAt?: string | null;
  readonly errorCode?: string | null;
  readonly errorText?: string | null;
  readonly uri?: string | null;
  readonly adapter?: string | null;
}

/** That an instance refers to a message, and in which state the message is. */
export interface ObservedMessage {
  readonly messageId: string;
  readonly instanceId: string;
  /** In the chart's words, or the raw text. */
  readonly state?: string;
}

/** A host instance: the Windows service that runs the instances of a host on one machine. */
export interface ObservedHostInstance {
  readonly hostName: string;
  readonly machine: string;
  /** A state of the chart, or the raw text. */
  readonly state: string;
  readonly disabled: boolean;
  /** Whether its host is an isolated one, which runs in IIS. */
  readonly isolated: boolean;
}

/** Everything that one preview saw of instances at an endpoint. */
export interface Population {
  readonly instances: readonly ObservedInstance[];
  /** Of every instance of the endpoint; left out where nobody asked for them. */
  readonly messages?: readonly ObservedMessage[];
  /** Of the whole group; left out where the release has no list of them. */
  readonly hostInstances?: readonly ObservedHostInstance[];
}

/** A receive location by its port and name. */
export interface ReceiveLocationName {
  readonly receivePort: string;
  readonly name: string;
}

/** An orchestration, a send port or a group of them. */
export interface ObservedArtifact {
  readonly name: string;
  /** `Started`, or whatever it is instead: Unenlisted, Enlisted, Bound, Stopped. */
  readonly state: string;
}

/** An application with its parts. */
export interface ObservedApplication {
  readonly name: string;
  /** A state of the chart, or the raw text. */
  readonly state: string;
  readonly isSystem: boolean;
  readonly orchestrations: readonly ObservedArtifact[];
  readonly sendPorts: readonly ObservedArtifact[];
  readonly sendPortGroups: readonly ObservedArtifact[];
  readonly receivePorts: readonly {
    readonly name: string;
    readonly locations: readonly { readonly name: string; readonly enabled: boolean }[];
  }[];
}

/** What can be done to the instances of a policy. */
export type PolicyAction = "resume" | "suspend" | "terminate";

/** How old an instance is, counted from one of its times. */
export interface Age {
  readonly ms: number;
  readonly from: "created" | "suspended" | "pending";
}

/** Which instances a policy is about: those that fit everything that is given. */
export interface Match {
  readonly application?: string;
  readonly serviceType?: string;
  readonly class?: string;
  readonly host?: string;
  /** States in the chart's words, `Pending suspend` and `Pending terminate` among them. */
  readonly states?: readonly string[];
  /** Compared by its value: `0xC0C01B4C` is 3233815372. */
  readonly errorCode?: string;
  /** A part of the error's text. */
  readonly errorText?: string;
  readonly uri?: string;
  readonly adapter?: string;
  readonly olderThan?: Age;
  /** Says that a match that leaves nothing out is meant. */
  readonly all?: boolean;
}

/** What a program asks for with a policy of instances. */
export interface InstancePolicy {
  /** The policy's name, which a consent has to name. */
  readonly name: string;
  readonly match: Match;
  readonly action: PolicyAction;
  /** The most instances that may be touched; any number where it is left out. */
  readonly limit?: number;
  /** How often the same instance is resumed; 3 where it is left out. */
  readonly attempts?: number;
  readonly acceptDataLoss?: string;
  /** A file for the metadata of each message before its instance is terminated. */
  readonly saveMessages?: string;
  /** Inputs whose value is not known yet, in a preview. */
  readonly unknown?: readonly string[];
}

/** How something is emptied of instances before it is stopped. */
export interface Drain {
  readonly action: "wait" | "suspend" | "terminate";
  /** How long it may take. */
  readonly deadlineMs: number;
  /** What happens when that is over and something is left. */
  readonly onDeadline: "refuse" | "proceed";
}

/** The drain of an application: suspended instances are listed, or block it as well. */
export interface ApplicationDrain extends Drain {
  readonly suspended?: "list" | "block";
}

/** What a program asks for with an application. */
export interface ApplicationGoal {
  readonly name: string;
  readonly state: "Started" | "Stopped";
  /** Whether PartiallyStarted is not enough for Started. */
  readonly strict?: boolean;
  /** By the names of the REST service; the others as in `START_OPTIONS` and `STOP_OPTIONS`. */
  readonly startOptions?: Partial<StartOptions>;
  readonly stopOptions?: Partial<StopOptions>;
  readonly drain?: ApplicationDrain;
  readonly acceptDataLoss?: string;
  readonly unknown?: readonly string[];
}

/** What a program asks for with a host instance. What is left out is left as it is found. */
export interface HostInstanceGoal {
  readonly hostName: string;
  readonly machine: string;
  readonly state?: "Running" | "Stopped";
  /** Whether a restart is due: the triggers differ from those last served. */
  readonly restart?: boolean;
  /** Whether its host is clustered, which the REST service does not say. */
  readonly clustered?: boolean;
  readonly drain?: Drain;
  readonly acceptDataLoss?: string;
  readonly unknown?: readonly string[];
}

/** The release of BizTalk Server. */
export type Release = "2016" | "2020";
