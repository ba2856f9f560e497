/** From checked inputs and a plan to what the executor is to do. */
import type { Job, OneShots } from "../executor/index.js";
import type { Plan } from "../planner/index.js";
import { parseDuration } from "./duration.js";
import type { ServiceInputs } from "./service-inputs.js";
import type { Session } from "./session.js";
import { flattenSettings } from "./settings-map.js";

/** What a job is made of. */
export interface JobParts {
  /** Inputs that were checked: nothing required is missing. */
  readonly inputs: ServiceInputs;
  readonly plan: Plan;
  readonly due: OneShots;
  /** On whose behalf: the resource's URN, or the file of `biztalk apply`. */
  readonly urn: string;
}

/** A day: longer than any operation. Durations were checked before, so this is never seen. */
const DURATION_MAX_MS = 86_400_000;

/** The executor's job for one service. */
export function jobFor(session: Session, { inputs, plan, due, urn }: JobParts): Job {
  const { cloudService, serviceName, region, edition, units, configuration, backup, timeouts } = inputs;
  return {
    service: { cloudService, serviceName },
    urn,
    region,
    profile: session.profile,
    steps: plan.steps,
    desired: { edition, ...(units === undefined ? {} : { units }), configuration: flattenSettings(configuration) },
    ...(backup === undefined ? {} : { backup }),
    due,
    settleMs: parseDuration(timeouts.settle) ?? DURATION_MAX_MS,
    operationMs: parseDuration(timeouts.operation) ?? DURATION_MAX_MS,
  };
}
