/** What Pulumi asks of a service, whichever door it comes through. */
export { apply, type Applied, type ApplyRequest } from "./apply.js";
export { check } from "./check.js";
export { compare, type Difference } from "./compare.js";
export { observe } from "./observe.js";
export { planDeletion, remove } from "./remove.js";
export type { CheckedService, ServiceOutputs } from "./service-states.js";
