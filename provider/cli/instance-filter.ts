/** Filters of instances, as the command line takes them: names in every dialect. */
import { Option, type Command } from "commander";
import type { Match } from "../bts/planner/index.js";
import { classMeant, notAClass, notAState, statesMeant } from "../bts/inputs/instance-names.js";
import { CLASS_NAMES } from "../bts/protocol/index.js";
import { defined } from "../defined.js";
import { ProviderError } from "../errors.js";
import { parseAge } from "../pulumi/duration.js";

/** Filters, as commander hands them over. */
export interface InstanceFilter {
  readonly application?: string;
  readonly serviceType?: string;
  readonly class?: string;
  readonly host?: string;
  readonly state: readonly string[];
  readonly errorCode?: string;
  readonly errorText?: string;
  readonly uri?: string;
  readonly adapter?: string;
  readonly olderThan?: string;
  readonly countedFrom: "created" | "suspended" | "pending";
  readonly all: boolean;
}

/** Adds the filters to a command. */
export function withInstanceFilter(command: Command): Command {
  return command
    .option("--application <name>", "of this application")
    .option("--service-type <name>", "of this orchestration, port or pipeline")
    .option("--class <class>", CLASS_NAMES.join(", "))
    .option("--host <name>", "of this host")
    .addOption(
      new Option("--state <state>", "in this state, in any dialect; several times")
        .argParser((text: string, before: readonly string[]) => [...before, text])
        .default([], "any"),
    )
    .option("--error-code <code>", "with this error, 0xC0C01B4C or a number")
    .option("--error-text <text>", "with this in the error's text")
    .option("--uri <uri>", "of this address")
    .option("--adapter <name>", "of this adapter")
    .option("--older-than <duration>", "at least so old, as 12h or 30d; see --counted-from")
    .addOption(
      new Option("--counted-from <time>", "the time that an age counts from")
        .choices(["created", "suspended", "pending"])
        .default("created"),
    )
    .option("--all", "every instance, where nothing else is said", false);
}

function statesOf(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const states = statesMeant(name);
    if (states !== undefined) return states;
    throw new ProviderError("invalid-input", `--state ${notAState(name)}`);
  });
}

function classOf(name: string): string {
  const found = classMeant(name);
  if (found !== undefined) return found;
  throw new ProviderError("invalid-input", `--class ${notAClass(name)}`);
}

function ageOf(text: string): number {
  const ms = parseAge(text);
  if (ms !== undefined) return ms;
  throw new ProviderError(
    "invalid-input",
    `--older-than "${text}" has no unit that is known; accepted: an age as 90s, 12h or 30d.`,
  );
}

/**
 * The filters as a match of the planner.
 *
 * @throws {ProviderError} `invalid-input` for a name that is not known, with the nearest one.
 */
export function matchOf(filter: InstanceFilter): Match {
  const { application, serviceType, host, errorCode, errorText, uri, adapter } = filter;
  const { olderThan, countedFrom, state } = filter;
  return {
    ...defined({ application, serviceType, host, errorCode, errorText, uri, adapter }),
    ...(filter.class === undefined ? {} : { class: classOf(filter.class) }),
    ...(state.length === 0 ? {} : { states: statesOf(state) }),
    ...(olderThan === undefined ? {} : { olderThan: { ms: ageOf(olderThan), from: countedFrom } }),
    ...(filter.all ? { all: true } : {}),
  };
}
