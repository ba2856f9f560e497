/** The executor and its journal. */
export { executePlan, type Executed, type Job, type Run } from "./execute-plan.js";
export { journalPath, openJournal, type Journal, type JournalEntry, type OneShots } from "./journal.js";
export type { ServicePort } from "./port.js";
export { resume, type Resumed } from "./resume-journal.js";
export { StepFailure, type StepFailureDetails } from "./step-failure.js";
