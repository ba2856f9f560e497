/** The executor and its journal. */
export { executePlan, SETTLED, type Executed } from "./execute-plan.js";
export type { Job, Run } from "./job.js";
export type { JournalEntry, OneShots, Replacing } from "./journal-entry.js";
export { openServiceJournal, type ServiceJournal } from "./service-journal.js";
export type { ServicePort } from "./port.js";
export { resume, wasTaken, type Resumed } from "./resume-journal.js";
export { StepFailure, type StepFailureDetails } from "./step-failure.js";
export { settled } from "./wait.js";
