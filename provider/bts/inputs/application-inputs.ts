/** The inputs of `biztalk.Application`. */
import { z } from "zod";
import { defined } from "../../defined.js";
import { groupOf, text } from "../../pulumi/input-fields.js";
import type { Properties } from "../../pulumi/unknown.js";
import type { ApplicationGoal } from "../planner/index.js";
import { START_OPTIONS, STOP_OPTIONS } from "../protocol/index.js";
import { applicationDrain, consent, flag, oneOf, operationTimeout } from "./input-kinds.js";
import { readGoal, type ParsedGoal } from "./parsed-goal.js";

/** How long a start or a stop is waited for, unless the program says it. */
const OPERATION_MS = 10 * 60_000;

/** The options of a request, each of which may be given. */
function options<N extends string>(input: string, names: readonly N[]) {
  const fields = names.map((name) => [name, flag(`${input}.${name}`).optional()] as const);
  const shape = Object.fromEntries(fields) as Record<N, z.ZodOptional<z.ZodBoolean>>;
  return z.strictObject(shape, groupOf(input, `{ ${names.join(", ")} }`)).optional();
}

const INPUTS = {
  applicationName: text("applicationName", "an application's name", "required"),
  state: oneOf("state", ["Started", "Stopped"], "required"),
  strict: flag("strict").optional(),
  startOptions: options("startOptions", START_OPTIONS),
  stopOptions: options("stopOptions", STOP_OPTIONS),
  drain: applicationDrain.optional(),
  acceptDataLoss: consent("acceptDataLoss"),
  timeouts: operationTimeout,
};

/** Names of the inputs. */
export const APPLICATION_INPUTS: readonly string[] = Object.keys(INPUTS);

type Read = z.infer<z.ZodObject<typeof INPUTS>>;

/** Reads the inputs of an application. */
export function parseApplication(news: Properties): ParsedGoal<ApplicationGoal> {
  const { values, unknown, failures } = readGoal(news, {
    shape: INPUTS,
    required: ["applicationName", "state"],
  });
  const read = values as Partial<Read>;
  const { applicationName: name = "", state = "Started", drain, timeouts: waits, ...rest } = read;
  const { startOptions, stopOptions, strict, acceptDataLoss } = rest;
  return {
    goal: {
      name,
      state,
      ...defined({ strict, acceptDataLoss, drain }),
      ...(startOptions === undefined ? {} : { startOptions: defined(startOptions) }),
      ...(stopOptions === undefined ? {} : { stopOptions: defined(stopOptions) }),
      unknown,
    },
    timeoutMs: waits?.operation ?? OPERATION_MS,
    failures,
  };
}
