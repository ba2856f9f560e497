/** The inputs of `biztalk.HostInstance`. */
import { z } from "zod";
import { defined } from "../../defined.js";
import { nullGiven, text } from "../../pulumi/input-fields.js";
import type { Properties } from "../../pulumi/unknown.js";
import type { HostInstanceGoal } from "../planner/index.js";
import { consent, drain, flag, oneOf, operationTimeout } from "./input-kinds.js";
import { readGoal, type ParsedGoal } from "./parsed-goal.js";

/** How long a start or a stop is waited for, unless the program says it. */
const OPERATION_MS = 10 * 60_000;

const INPUTS = {
  hostName: text("hostName", "a host's name", "required"),
  machine: text("machine", "a computer's name", "required"),
  state: oneOf("state", ["Running", "Stopped"]).optional(),
  restartTriggers: z
    .unknown()
    .refine((given) => given !== null, { error: nullGiven("restartTriggers", "any value") })
    .optional(),
  clustered: flag("clustered").optional(),
  drain: drain.optional(),
  acceptDataLoss: consent("acceptDataLoss"),
  timeouts: operationTimeout,
};

/** Names of the inputs. */
export const HOST_INSTANCE_INPUTS: readonly string[] = Object.keys(INPUTS);

type Read = z.infer<z.ZodObject<typeof INPUTS>>;

/**
 * Reads the inputs of a host instance.
 *
 * @param restart - whether a restart is due: the triggers differ from those last served.
 */
export function parseHostInstance(
  news: Properties,
  restart: boolean,
): ParsedGoal<HostInstanceGoal> {
  const { values, unknown, failures } = readGoal(news, {
    shape: INPUTS,
    required: ["hostName", "machine"],
  });
  const read = values as Partial<Read>;
  const { hostName = "", machine = "", timeouts: waits, ...rest } = read;
  const { state, clustered, acceptDataLoss, drain: emptied } = rest;
  return {
    goal: {
      hostName,
      machine,
      restart,
      ...defined({ state, clustered, acceptDataLoss, drain: emptied }),
      unknown,
    },
    timeoutMs: waits?.operation ?? OPERATION_MS,
    failures,
  };
}
