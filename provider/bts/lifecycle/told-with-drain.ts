/** How a plan is told that may have a drain: of an application, of a host instance. */
import {
  describeDrain,
  describePlan,
  type ApplicationPlan,
  type HostInstancePlan,
} from "../planner/index.js";
import type { Kind } from "./kind.js";

/** The numbers of a drain come and go: they stand in the details, which bind nobody. */
export const TOLD_WITH_DRAIN: Pick<
  Kind<unknown, ApplicationPlan | HostInstancePlan>,
  "keep" | "linesOf" | "details"
> = {
  keep: () => ({}),
  linesOf: describePlan,
  details: (plan) => [
    ...(plan.verdict === "legal" ? describePlan(plan) : []),
    ...(plan.drain === null ? [] : describeDrain(plan.drain)),
    ...plan.notes,
  ],
};
