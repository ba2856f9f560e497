/**
 * What the class tells `check` beside the program's inputs, and what of its inputs is the
 * program's.
 */
import { defined } from "../../defined.js";
import type { Call, Keep, Log } from "../../pulumi/call.js";
import { isProperties, type Properties } from "../../pulumi/unknown.js";
import { CALL, FORMER_NAMES, PLAN, PROVIDER, RECORD } from "./hidden-names.js";

/** The hidden property of the class. */
export interface ServiceCall {
  readonly urn: string;
  /** Whether the run is a preview. */
  readonly dryRun: boolean;
  /** Paths of Pulumi's `ignoreChanges`, as the program writes them. */
  readonly ignore?: readonly string[];
  /** The Pulumi option that forbids every plan with Delete. */
  readonly keep?: Keep;
  /** URNs of the resources that the service's name or container follows from. */
  readonly origins?: readonly string[];
}

/** Inputs of a resource that are no program's: the class, the SDK and `check` add them. */
const NOT_A_PROGRAMS: ReadonlySet<string> = new Set([
  ...[CALL, RECORD, PLAN, PROVIDER, "plan", "url", "endpoint"],
  ...Object.values(FORMER_NAMES),
]);

/** The call; of a program that tells nothing, an update of an unnamed resource. */
export function readCall(news: Properties, log: Log): Call {
  const told = news[CALL];
  const { urn, dryRun, ignore, keep, origins } = (
    isProperties(told) ? told : {}
  ) as Partial<ServiceCall>;
  return {
    urn: urn ?? "",
    dryRun: dryRun === true,
    ignore: ignore ?? [],
    origins: origins ?? [],
    log,
    ...defined({ keep }),
  };
}

/** What the program gave. */
export function programInputs(news: Properties): Properties {
  return Object.fromEntries(Object.entries(news).filter(([name]) => !NOT_A_PROGRAMS.has(name)));
}
