/** What Pulumi calls: the dynamic provider of `biztalk.Service`. */
export type { CheckedPlan } from "./check.js";
export { createProvider, type DynamicProvider } from "./provider.js";
export { INPUT_NAMES, parseInputs, type ServiceInputs } from "./service-inputs.js";
export { listenForShutdown } from "./shutdown.js";
export { UNKNOWN } from "./unknown.js";
