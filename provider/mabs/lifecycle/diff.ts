/** `diff`: a boolean, and which inputs replace. Never throws (docs/architecture.md, The calls of Pulumi). */
import { isDeepStrictEqual } from "node:util";
import { sameRegion } from "../protocol/index.js";
import { recordOf } from "./hidden.js";
import type { Session } from "../judge/session.js";
import { INPUT_NAMES, type ServiceInputs } from "../inputs/service-inputs.js";
import { flattenSettings } from "../inputs/settings-map.js";
import { ignoredPaths, isUnmanaged } from "../inputs/unmanaged.js";
import { isUnknown, type Properties } from "../../pulumi/unknown.js";

/** What Pulumi gets. */
export interface DiffResult {
  readonly changes: boolean;
  readonly replaces: string[];
  readonly deleteBeforeReplace: boolean;
}

/** A change of these is another service. Compared without regard to case. */
const IDENTITY = ["serviceName", "cloudService"] as const;

const folded = (value: unknown): unknown => (typeof value === "string" ? value.toLowerCase() : value);

/** Settings by dotted name, without those whose changes are ignored. */
function managed(configuration: unknown, ignored: readonly string[]): Properties {
  const settings = flattenSettings((configuration ?? {}) as ServiceInputs["configuration"]);
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => !isUnmanaged(`configuration.${name}`, ignored)),
  );
}

/** Whether two values of an input mean the same. */
function isEqual(name: string, before: unknown, after: unknown): boolean {
  if (IDENTITY.some((each) => each === name)) return folded(before) === folded(after);
  if (name === "region" && typeof before === "string" && typeof after === "string") return sameRegion(before, after);
  return isDeepStrictEqual(before, after);
}

/** Names of inputs whose change is a change: all but identity in another case. A setting left out is unmanaged. */
function differingInputs(olds: Properties, news: Properties): string[] {
  const ignored = ignoredPaths(recordOf(news).ignore);
  return INPUT_NAMES.filter((name) => {
    const [before, after] = [olds[name], news[name]];
    if (after === undefined && (name === "state" || name === "units")) return false;
    if (isUnmanaged(name, ignored)) return false;
    if (name === "configuration") return !isDeepStrictEqual(managed(before, ignored), managed(after, ignored));
    return !isEqual(name, before, after);
  });
}

/**
 * Compares outputs with checked inputs.
 *
 * Changes are: an input that differs, a plan of this process's `check` that has something to do or could not be judged
 * (drift without refresh), and a run that was left incomplete. During a refresh there was no check, and only the
 * inputs count.
 *
 * An identity that is not known yet never replaces: the engine asks so about what depends on a resource that is replaced,
 * and deletes whatever it is told to.
 */
export function diff(session: Session | undefined, olds: Properties, news: Properties): DiffResult {
  const { urn } = recordOf(news);
  const verdict = session?.told.verdicts.get(urn);
  const replaces = IDENTITY.filter((name) => !isUnknown(news[name]) && folded(olds[name]) !== folded(news[name]));
  const changes =
    differingInputs(olds, news).length > 0 ||
    olds["endpoint"] !== news["endpoint"] ||
    (verdict !== undefined && verdict !== "noop") ||
    recordOf(olds).incomplete === true;
  return { changes, replaces, deleteBeforeReplace: true };
}
