/**
 * Reports: findings about the resources of a stack, as text, JSON, Markdown, SARIF, JUnit and
 * annotations. Pure.
 */
export { aboutStack } from "./about-stack.js";
export { writeReport, type ReportFormat } from "./formats.js";
export { assembleReport } from "./assemble-report.js";
export { reportSchema, REPORTED_RESOURCE, type Finding, type Report } from "./report-document.js";
export { RULES, type RuleId } from "./rules.js";
export { isAbout } from "./told-resources.js";
