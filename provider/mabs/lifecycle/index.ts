/** What Pulumi asks of a service, whichever door it comes through. */
export { apply, type Applied } from "./apply.js";
export type { ApplyRequest } from "./applying.js";
export { check } from "./check.js";
export { compare, type Difference } from "./compare.js";
export { observe } from "./observe.js";
export { planDeletion } from "./plan-deletion.js";
export { remove } from "./remove.js";
export type { CheckedService, ServiceOutputs } from "./service-states.js";
