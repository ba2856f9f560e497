/** What Pulumi asks of a service: check, diff, create, update, read, delete. */
export type { CheckedPlan } from "./find-plan.js";
export type { ServiceCall } from "./hidden.js";
export { planDeletion } from "./delete.js";
