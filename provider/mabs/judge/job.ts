/** From checked inputs and a plan to what the executor is to do. */
import { defined } from "../../defined.js";
import type { Job, OneShots } from "../executor/index.js";
import type { Plan } from "../planner/index.js";
import { parseDuration } from "../../pulumi/duration.js";
import { storeOf } from "./known-backups.js";
import type { ServiceInputs } from "../inputs/service-inputs.js";
import type { Session } from "./session.js";
import { flattenSettings } from "../inputs/settings-map.js";
import type { Line } from "./unrecorded.js";

/** What a job is made of. */
export interface JobParts {
  /** Inputs that were checked: nothing required is missing. */
  readonly inputs: ServiceInputs;
  readonly plan: Plan;
  readonly due: OneShots;
  /** On whose behalf: the resource's URN, or the file of `biztalk apply`. */
  readonly urn: string;
  /** Where the resource stands. */
  readonly line: Line;
  /** Which of the time limits for a whole run holds. */
  readonly method: "create" | "update";
}

/** What the journal keeps of a plan that deletes; nothing for one that does not. */
function replacingOf({ steps }: Plan): Job["replacing"] {
  const at = steps.findIndex(({ operation }) => operation === "Delete");
  if (at === -1) return undefined;
  const founding = steps
    .slice(at)
    .find(({ operation }) => operation === "Create" || operation === "Restore");
  const operation =
    founding?.operation === "Restore" ? "Restore" : founding === undefined ? null : "Create";
  return { founding: operation, backup: founding?.backup ?? null };
}

/** When a run must be over, where its time is limited. */
export function endOf({ clock }: Session, limit: string | undefined): Pick<Job, "endsAt"> {
  const ms = limit === undefined ? undefined : parseDuration(limit);
  return ms === undefined ? {} : { endsAt: clock.now() + ms };
}

/** The backup that a plan restores, with its store. */
function restoreFrom(inputs: ServiceInputs, { steps }: Plan): Pick<Job, "restoreFrom"> {
  const name = steps.find(({ operation }) => operation === "Restore")?.backup?.name;
  const store = name === undefined ? undefined : storeOf(inputs, name);
  return name === undefined || store === undefined ? {} : { restoreFrom: { name, store } };
}

/** A day: longer than any operation. Durations were checked before, so this is never seen. */
const DURATION_MAX_MS = 86_400_000;

/** The executor's job for one service. */
export function jobFor(session: Session, { inputs, plan, due, urn, line, method }: JobParts): Job {
  const replacing = replacingOf(plan);
  const { cloudService, serviceName, region, edition, units, configuration, backup, timeouts } =
    inputs;
  return {
    service: { cloudService, serviceName },
    urn,
    region,
    profile: session.profile,
    steps: plan.steps,
    desired: { edition, ...defined({ units }), configuration: flattenSettings(configuration) },
    ...defined({ backup }),
    ...restoreFrom(inputs, plan),
    ...defined({ replacing }),
    ...endOf(session, timeouts[method]),
    due,
    ...defined({ life: line.life }),
    origin: session.origin,
    generation: line.generation + 1,
    settleMs: parseDuration(timeouts.settle) ?? DURATION_MAX_MS,
    operationMs: parseDuration(timeouts.operation) ?? DURATION_MAX_MS,
  };
}
