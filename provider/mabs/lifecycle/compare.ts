/**
 * `diff`: whether anything changes, and which inputs replace. Never throws (docs/architecture.md,
 * The calls of Pulumi).
 */
import { isDeepStrictEqual } from "node:util";
import { INPUT_NAMES, type ServiceInputs } from "../inputs/service-inputs.js";
import { flattenSettings } from "../inputs/settings-map.js";
import { isUnmanaged } from "../inputs/unmanaged.js";
import type { Session } from "../judge/session.js";
import { sameRegion } from "../protocol/index.js";
import { serviceIn, type CheckedService, type ServiceOutputs } from "./service-states.js";

/** What differs. */
export interface Difference {
  readonly changes: boolean;
  /** Inputs whose change is another service. */
  readonly replaces: readonly string[];
}

/** A change of these is another service. Compared without regard to case. */
const IDENTITY = ["serviceName", "cloudService"] as const;

type Values = Readonly<Record<string, unknown>>;

const folded = (value: unknown): unknown =>
  typeof value === "string" ? value.toLowerCase() : value;

/** Settings by dotted name, without those whose changes are ignored. */
function managed(configuration: unknown, ignored: readonly string[]): Values {
  const settings = flattenSettings((configuration ?? {}) as ServiceInputs["configuration"]);
  return Object.fromEntries(
    Object.entries(settings).filter(([name]) => !isUnmanaged(`configuration.${name}`, ignored)),
  );
}

/** Whether two values of an input mean the same. */
function isEqual(name: string, before: unknown, after: unknown): boolean {
  if (IDENTITY.some((each) => each === name)) return folded(before) === folded(after);
  if (name === "region" && typeof before === "string" && typeof after === "string")
    return sameRegion(before, after);
  return isDeepStrictEqual(before, after);
}

const isUnknownIn = ({ unknown }: CheckedService, name: string): boolean =>
  unknown.some((path) => path === name || path.startsWith(`${name}.`));

/**
 * Names of inputs whose change is a change: all but identity in another case. A setting left out is
 * unmanaged.
 */
function differingInputs(olds: Values, checked: CheckedService): string[] {
  const { ignored } = checked;
  const news: Values = { ...checked.inputs };
  return INPUT_NAMES.filter((name) => {
    if (isUnmanaged(name, ignored)) return false;
    if (isUnknownIn(checked, name)) return true;
    const [before, after] = [olds[name], news[name]];
    if (after === undefined && (name === "state" || name === "units")) return false;
    if (name === "configuration")
      return !isDeepStrictEqual(managed(before, ignored), managed(after, ignored));
    return !isEqual(name, before, after);
  });
}

/**
 * Compares outputs with checked inputs.
 *
 * Changes are: an input that differs, a plan of this process's `check` that has something to do or
 * could not be judged (drift without refresh), and a run that was left incomplete. During a refresh
 * there was no check, and only the inputs count.
 *
 * An identity that is not known yet never replaces: the engine asks so about what depends on a
 * resource that is replaced, and deletes whatever it is told to.
 */
export function compare(
  session: Session | undefined,
  recorded: ServiceOutputs,
  checked: CheckedService,
): Difference {
  const { state, units, edition } = recorded.seen;
  const olds: Values = { ...recorded.inputs, state, units, edition };
  const news: Values = { ...checked.inputs };
  const service = serviceIn(checked.inputs);
  const judgement = service === undefined ? undefined : session?.notes.judgementOf(service);
  const verdict = judgement === undefined ? undefined : (judgement.plan?.verdict ?? "unknown");
  const replaces = IDENTITY.filter(
    (name) => !isUnknownIn(checked, name) && folded(olds[name]) !== folded(news[name]),
  );
  const changes =
    differingInputs(olds, checked).length > 0 ||
    recorded.endpoint !== checked.endpoint ||
    (verdict !== undefined && verdict !== "noop") ||
    recorded.incomplete;
  return { changes, replaces };
}
