/** The executor and its journal. */
export { executePlan, SETTLED, type Executed } from "./execute-plan.js";
export type { Job, Replacing, Run } from "./job.js";
export { journalPath, openJournal, type Journal, type JournalEntry, type OneShots } from "../../journal/journal.js";
export type { ServicePort } from "./port.js";
export { resume, wasTaken, type Resumed } from "./resume-journal.js";
export { StepFailure, type StepFailureDetails } from "../../run/step-failure.js";
export { settled } from "./wait.js";
