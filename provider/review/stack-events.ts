/**
 * What the engine's events say of a stack: each resource with what is done to it, and what went
 * wrong.
 */
import type { EngineEvent } from "../engine/index.js";
import { isProperties, type Properties } from "../pulumi/unknown.js";

/** A resource as the engine saw it. Secrets are masked by the engine. */
export interface SeenResource {
  readonly urn: string;
  readonly type: string;
  /**
   * What the engine does to it, in order: `same`, `create`, `update`, `delete`, `delete-replaced`,
   * ...
   */
  readonly operations: string[];
  /** URN and id of its provider. */
  provider: string;
  /** Its URN in the state: another one where `aliases` have renamed it. */
  oldUrn: string;
  inputs: Properties | null;
  /** As the state has it; `null` for one that is new. */
  oldInputs: Properties | null;
  oldOutputs: Properties | null;
  retained: boolean;
}

/** A text of the engine, the program or a provider. */
export interface Said {
  readonly urn: string;
  readonly severity: string;
  readonly message: string;
}

/** A violation of a policy. */
export interface Violated {
  readonly urn: string;
  readonly policy: string;
  readonly level: string;
  readonly message: string;
}

/** Everything that was seen. */
export interface StackEvents {
  readonly resources: Map<string, SeenResource>;
  readonly said: Said[];
  readonly violations: Violated[];
  /** Resources whose step failed. */
  readonly failed: string[];
  /** How many resources have which operation; empty until the engine has ended in good order. */
  changes: Readonly<Record<string, number>>;
  /** Whether the engine has begun: without it there is no such project or stack. */
  begun: boolean;
}

/** Before the first event. */
export function noEvents(): StackEvents {
  return { resources: new Map(), said: [], violations: [], failed: [], changes: {}, begun: false };
}

const properties = (value: unknown): Properties | null => (isProperties(value) ? value : null);
const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What the engine puts before a message. */
const PREFIX = /^(warning|error|info): /;

/**
 * Operations that only look, before the engine decides what it does: with --refresh each resource
 * begins with one.
 */
const LOOKS: ReadonlySet<string> = new Set(["refresh", "read", "read-replacement"]);

function takeResource({ resources }: StackEvents, metadata: Properties): void {
  const urn = text(metadata["urn"]);
  if (LOOKS.has(text(metadata["op"]))) return;
  const seen = resources.get(urn) ?? {
    ...{ urn, type: text(metadata["type"]), operations: [], provider: "", oldUrn: urn },
    ...{ inputs: null, oldInputs: null, oldOutputs: null, retained: false },
  };
  const [before, after] = [properties(metadata["old"]), properties(metadata["new"])];
  seen.operations.push(text(metadata["op"]));
  seen.provider = text(after?.["provider"]) || text(metadata["provider"]) || seen.provider;
  seen.oldUrn = text(before?.["urn"]) || seen.oldUrn;
  seen.inputs = properties(after?.["inputs"]) ?? seen.inputs;
  seen.oldInputs = properties(before?.["inputs"]) ?? seen.oldInputs;
  seen.oldOutputs = properties(before?.["outputs"]) ?? seen.oldOutputs;
  seen.retained ||= before?.["retainOnDelete"] === true;
  resources.set(urn, seen);
}

/** How each kind of event is taken; kinds that are not here say nothing about the stack. */
const TAKE: Readonly<Record<string, (events: StackEvents, event: Properties) => void>> = {
  preludeEvent: (events) => {
    events.begun = true;
  },
  resourcePreEvent: (events, { metadata }) => {
    takeResource(events, properties(metadata) ?? {});
  },
  resOpFailedEvent: (events, { metadata }) => {
    events.failed.push(text(properties(metadata)?.["urn"]));
  },
  diagnosticEvent: (events, { urn, severity, message, ephemeral }) => {
    if (severity === "debug" || ephemeral === true) return;
    events.said.push({
      urn: text(urn),
      severity: text(severity),
      message: text(message).replace(PREFIX, "").trim(),
    });
  },
  policyEvent: (events, { resourceUrn, policyName, policyPackName, enforcementLevel, message }) => {
    events.violations.push({
      urn: text(resourceUrn),
      policy: `${text(policyPackName)}/${text(policyName)}`,
      level: text(enforcementLevel),
      message: text(message).trim(),
    });
  },
  summaryEvent: (events, { resourceChanges }) => {
    events.changes = (properties(resourceChanges) ?? {}) as Readonly<Record<string, number>>;
  },
};

/** Adds one event to what was seen. */
export function takeEvent(events: StackEvents, event: EngineEvent): void {
  for (const [kind, take] of Object.entries(TAKE)) {
    const content = properties(event[kind]);
    if (content !== null) take(events, content);
  }
}
