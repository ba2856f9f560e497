/** The inputs of `biztalk.InstancePolicy`. */
import { z } from "zod";
import { defined } from "../../defined.js";
import { expects, groupOf, text } from "../../pulumi/input-fields.js";
import type { Properties } from "../../pulumi/unknown.js";
import type { InstancePolicy, Match } from "../planner/index.js";
import { age, consent, count, flag, oneOf, settleTimeout } from "./input-kinds.js";
import { classMeant, notAClass, notAState, statesMeant } from "./instance-names.js";
import { readGoal, type ParsedGoal } from "./parsed-goal.js";

/** How long what is pending is waited for, unless the program says it. */
const SETTLE_MS = 30_000;

const CODE_RULE = 'a code such as "0xC0C01B4C" or a number';

const states = z
  .array(z.string({ error: expects("match.states", "names of states") }), {
    error: expects("match.states", "a list of states"),
  })
  .min(1, { error: () => "match.states: an empty list matches nothing; leave it out." })
  .transform((names, context) =>
    names.flatMap((name) => {
      const meant = statesMeant(name);
      if (meant === undefined)
        context.addIssue({ code: "custom", message: `match.states: ${notAState(name)}` });
      return meant ?? [];
    }),
  );

const instanceClass = text("match.class", "a class of instances").transform((name, context) => {
  const meant = classMeant(name);
  if (meant !== undefined) return meant;
  context.addIssue({ code: "custom", message: `match.class: ${notAClass(name)}` });
  return z.NEVER;
});

const MATCH = {
  application: text("match.application", "an application's name").optional(),
  serviceType: text("match.serviceType", "a name of an orchestration or port").optional(),
  class: instanceClass.optional(),
  host: text("match.host", "a host's name").optional(),
  states: states.optional(),
  errorCode: z
    .union([z.string().regex(/^(0x[\da-f]+|-?\d+)$/i), z.number().int()], {
      error: expects("match.errorCode", CODE_RULE),
    })
    .transform(String)
    .optional(),
  errorText: text("match.errorText", "a part of the error's text").optional(),
  uri: text("match.uri", "an address").optional(),
  adapter: text("match.adapter", "an adapter's name").optional(),
  olderThan: age("match.olderThan").optional(),
  countedFrom: oneOf("match.countedFrom", ["created", "suspended", "pending"]).optional(),
  all: flag("match.all").optional(),
};

const INPUTS = {
  match: z.strictObject(MATCH, groupOf("match", `{ ${Object.keys(MATCH).join(", ")} }`)),
  action: oneOf("action", ["resume", "suspend", "terminate"], "required"),
  limit: count("limit").optional(),
  attempts: count("attempts").optional(),
  acceptDataLoss: consent("acceptDataLoss"),
  saveMessages: text("saveMessages", "a file's path").optional(),
  timeouts: settleTimeout,
};

/** Names of the inputs. */
export const POLICY_INPUTS: readonly string[] = Object.keys(INPUTS);

type Read = z.infer<z.ZodObject<typeof INPUTS>>;

/** Inputs that only make sense together. */
function combinationFailures({ match, action, attempts, saveMessages }: Partial<Read>): string[] {
  return [
    match?.countedFrom !== undefined && match.olderThan === undefined
      ? "match.countedFrom: there is no age to count; give match.olderThan."
      : "",
    attempts !== undefined && action !== undefined && action !== "resume"
      ? `attempts: it bounds how often an instance is resumed; action is ${action}, leave it out.`
      : "",
    saveMessages !== undefined && action !== undefined && action !== "terminate"
      ? `saveMessages: nothing is lost by ${action}; leave it out.`
      : "",
  ].filter((failure) => failure !== "");
}

function matchOf({ olderThan, countedFrom = "created", ...rest }: Read["match"]): Match {
  return {
    ...defined(rest),
    ...(olderThan === undefined ? {} : { olderThan: { ms: olderThan, from: countedFrom } }),
  };
}

/**
 * Reads the inputs of a policy.
 *
 * @param name - the policy's name, which a consent has to name.
 */
export function parsePolicy(news: Properties, name: string): ParsedGoal<InstancePolicy> {
  const { values, unknown, failures } = readGoal(news, {
    shape: INPUTS,
    required: ["match", "action"],
    groups: { match: MATCH },
  });
  const { match = {}, action = "resume", timeouts: waits, ...rest } = values as Partial<Read>;
  return {
    goal: { name, match: matchOf(match), action, ...defined(rest), unknown },
    timeoutMs: waits?.settle ?? SETTLE_MS,
    failures: [...failures, ...combinationFailures(values)],
  };
}
