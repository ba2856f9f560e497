/**
 * The spellings of every other word: what is pending, states of messages, applications, artifacts
 * and host instances. A word that is not known is `null`; whoever reads it keeps the text beside
 * it.
 */
import {
  APPLICATION_STATES,
  MESSAGE_STATES,
  MESSAGE_STATE_NAMES,
  TRACKED_STATES,
  type ApplicationState,
  type HostInstanceState,
  type Instance,
  type MessageStateName,
} from "../chart/index.js";
import { wordIn, wordsFor } from "./words.js";

/**
 * What is pending. A resume is known to WMI alone: it is shown, and never asked for (docs/bts.md,
 * B-18).
 */
export type ListedPending = Instance["pending"] | "resume";

const PENDING = wordsFor<ListedPending>([
  ["none", ["None", "NoOperation", "1", ""]],
  ["suspend", ["Suspend", "2"]],
  ["terminate", ["Terminate", "4"]],
  ["resume", ["Resume", "8"]],
]);

const PENDING_WORDS = { none: "NoOperation", suspend: "Suspend", terminate: "Terminate" } as const;

/** Reads what is pending. */
export const readPending = (text: string): ListedPending | null => wordIn(PENDING, text);

/** Writes what is pending. */
export const writePending = (pending: Instance["pending"]): string => PENDING_WORDS[pending];

type MessageState = Exclude<MessageStateName, "Queued" | "Suspended">;

/**
 * The object model's names and numbers, which the REST service has, with the names of the older
 * list of states.
 */
const MESSAGE_WORDS = {
  "In Process": ["Active", "1", "Delivered (not consumed)"],
  Consumed: ["State", "2"],
  "Suspended (resumable)": ["Suspended", "4"],
  "Suspended (not-resumable)": ["SuspendedNotResumable", "8"],
  "Queued (awaiting processing)": ["Undelivered", "16"],
  "Queued (waiting to retry)": ["RetryUndelivered", "32", "Undelivered (retrying)"],
  "Queued (scheduled for later delivery)": [
    "ScheduledUndelivered",
    "64",
    "Undelivered (scheduled)",
  ],
} as const satisfies Record<MessageState, readonly string[]>;

const isState = (name: MessageStateName): name is MessageState =>
  MESSAGE_STATES[name].encompasses.length === 0;

const MESSAGES = wordsFor<MessageState>(
  MESSAGE_STATE_NAMES.filter(isState).map((name) => [name, [name, ...MESSAGE_WORDS[name]]]),
);

/** Reads a message's state. */
export const readMessageState = (text: string): MessageState | null => wordIn(MESSAGES, text);

/** Writes a message's state. */
export const writeMessageState = (state: MessageState): string => MESSAGE_WORDS[state][0];

/** The words of a table of the chart, each read as it is spelled there. */
const own = <T extends string>(table: Readonly<Record<T, unknown>>) =>
  wordsFor((Object.keys(table) as T[]).map((name) => [name, [name]] as const));

const APPLICATIONS = own(APPLICATION_STATES);

/** Reads an application's state. */
export const readApplicationState = (text: string): ApplicationState | null =>
  wordIn(APPLICATIONS, text);

/** Numbers of WMI's `ServiceState`, in its order from 1. */
const SERVICE_STATES = [
  "Stopped",
  "Start pending",
  "Stop pending",
  "Running",
  "Continue pending",
  "Pause pending",
  "Paused",
  "Unknown",
] as const satisfies readonly HostInstanceState[];

const HOST_INSTANCES = wordsFor<HostInstanceState>([
  ...SERVICE_STATES.map((name, index) => [name, [name, String(index + 1)]] as const),
  ["Running", ["Started"]],
]);

/** Reads a host instance's state, with or without blanks (docs/bts.md, B-41). */
export const readHostInstanceState = (text: string): HostInstanceState | null =>
  wordIn(HOST_INSTANCES, text);

/** Writes a host instance's state: `StartPending`. */
export const writeHostInstanceState = (state: HostInstanceState): string =>
  state.replace(" p", "P").replaceAll(" ", "");

/**
 * States of orchestrations, send ports and send port groups, with whether they count as started.
 */
export const ARTIFACT_STATES = {
  Unenlisted: { started: false },
  Bound: { started: false },
  Enlisted: { started: false },
  Stopped: { started: false },
  Started: { started: true },
} as const satisfies Record<string, { readonly started: boolean }>;

/** A state of an orchestration, a send port or a send port group. */
export type ArtifactState = keyof typeof ARTIFACT_STATES;

const ARTIFACTS = own(ARTIFACT_STATES);

/** Reads an artifact's state. */
export const readArtifactState = (text: string): ArtifactState | null => wordIn(ARTIFACTS, text);

const TRACKED = own(TRACKED_STATES);

/** Reads a tracked state. */
export const readTrackedState = (text: string): keyof typeof TRACKED_STATES | null =>
  wordIn(TRACKED, text);

const HOST_TYPES = wordsFor<HostType>([
  ["InProcess", ["InProcess", "In-process", "1"]],
  ["Isolated", ["Isolated", "2"]],
]);

/** What a host runs in: a Windows service, or IIS. */
export type HostType = "InProcess" | "Isolated";

/** Reads a host's type. */
export const readHostType = (text: string): HostType | null => wordIn(HOST_TYPES, text);
