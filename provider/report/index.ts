/** Reports: findings about the BizTalk services of a stack, as text, JSON, Markdown, SARIF, JUnit and annotations. Pure. */
export { differencesBetween } from "../mabs/findings/drift.js";
export { aboutStack } from "../mabs/findings/about-service.js";
export { REPORT_FORMATS, writeReport, type ReportFormat } from "./formats.js";
export { assembleReport, makeReport } from "./make-report.js";
export { reportSchema, REPORTED_SERVICE, type Finding, type Report } from "./report-document.js";
export type { JudgedPlan, ReviewedService, Snapshot, Wanted } from "../mabs/findings/reviewed-service.js";
export { RULES, type RuleId } from "./rules.js";
export { headline } from "./text-report.js";
export { isAbout } from "./told-services.js";
