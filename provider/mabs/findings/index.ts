/** Findings about the BizTalk services of a stack. Pure. */
export { differencesBetween } from "./drift.js";
export { reportServices } from "./report-services.js";
export { subjectOf } from "./reviewed-service.js";
export type { JudgedPlan, ReviewedService, Snapshot, Wanted } from "./reviewed-service.js";
