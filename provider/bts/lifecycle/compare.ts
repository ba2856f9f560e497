/** `diff`: whether anything changes, and which inputs replace. Never throws. */
import { isDeepStrictEqual } from "node:util";
import type { ServerSession } from "../judge/server-session.js";
import { judgedOf } from "./judged.js";
import type { Kind } from "./kind.js";
import type { CheckedResource, ResourceOutputs } from "./resource-states.js";

/** What differs. */
export interface ServerDifference {
  readonly changes: boolean;
  /** Inputs whose change is another thing. */
  readonly replaces: readonly string[];
}

const folded = (value: unknown): unknown =>
  typeof value === "string" ? value.toLowerCase() : value;

/**
 * Compares outputs with checked inputs. Changes are: an input that differs, a plan of this run that
 * has something to do, and a run that was left incomplete. What a program asks of a live field is
 * judged by the plan: outputs show what was seen.
 */
export function compareServer(
  kind: Kind,
  session: ServerSession | undefined,
  recorded: ResourceOutputs,
  checked: CheckedResource,
): ServerDifference {
  const isIdentity = (name: string): boolean => kind.identity.includes(name);
  const isUnknown = (name: string): boolean =>
    checked.unknown.some((path) => path === name || path.startsWith(`${name}.`));
  const differing = kind.inputNames.filter((name) => {
    if (kind.live.includes(name)) return false;
    if (isUnknown(name)) return true;
    const [before, after] = [recorded.inputs[name], checked.inputs[name]];
    return isIdentity(name) ? folded(before) !== folded(after) : !isDeepStrictEqual(before, after);
  });
  const judged = session === undefined ? undefined : judgedOf(session, checked.urn);
  const isDue = judged !== undefined && judged.plan.verdict !== "noop";
  return {
    changes: differing.length > 0 || isDue || recorded.incomplete,
    // What is not known yet never replaces.
    replaces: differing.filter((name) => isIdentity(name) && !isUnknown(name)),
  };
}
