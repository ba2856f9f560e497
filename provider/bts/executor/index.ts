/** The executor of BizTalk Server. */
export { actOnInstances, type InstanceOutcome } from "./act-on-instances.js";
export { drainInstances, type DrainJob } from "./drain-instances.js";
export { openServerJournal, type ServerJournal } from "./server-journal.js";
export { moveApplication } from "./move-application.js";
export { moveHostInstance } from "./move-host-instance.js";
export { saveMessages } from "./save-messages.js";
export type { PopulationPort } from "./port.js";
export { ServerStepFailure } from "./server-step-failure.js";
