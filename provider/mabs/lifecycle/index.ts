/** What Pulumi calls: the dynamic provider of `biztalk.Service`. */
export type { CheckedPlan } from "./find-plan.js";
export type { ServiceCall } from "./hidden.js";
export { planDeletion } from "./delete.js";
export { jobFor } from "../judge/job.js";
export { judge, type Judged } from "../judge/judge.js";
export { createProvider, type CreatedProvider, type DynamicProvider } from "../../doors/dynamic/provider-methods.js";
export { parseInputs, type ServiceInputs } from "../inputs/service-inputs.js";
export { flattenSettings } from "../inputs/settings-map.js";
export { isProperties, isUnknown, type Properties } from "../../pulumi/unknown.js";
export { openSession, type Session } from "../judge/session.js";
export { listenForShutdown } from "../../pulumi/shutdown.js";
