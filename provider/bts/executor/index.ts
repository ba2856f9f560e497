/** The executor of BizTalk Server. */
export type { PopulationPort } from "./port.js";
export { actOnInstances, type InstanceOutcome } from "./act-on-instances.js";
