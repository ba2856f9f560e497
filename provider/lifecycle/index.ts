/** What Pulumi calls: the dynamic provider of `biztalk.Service`. */
export type { CheckedPlan } from "./find-plan.js";
export type { ServiceCall } from "./hidden.js";
export { planDeletion } from "./delete.js";
export { jobFor } from "./job.js";
export { judge, type Judged } from "./judge.js";
export { createProvider, type CreatedProvider, type DynamicProvider } from "./provider.js";
export { parseInputs, type ServiceInputs } from "./service-inputs.js";
export { flattenSettings } from "./settings-map.js";
export { isProperties, isUnknown, type Properties } from "./unknown.js";
export { openSession, type Session } from "./session.js";
export { listenForShutdown } from "./shutdown.js";
