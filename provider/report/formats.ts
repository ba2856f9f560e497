/** The formats of a report by name. */
import { githubReport } from "./github-report.js";
import { junitReport } from "./junit-report.js";
import { markdownReport } from "./markdown-report.js";
import type { Report } from "./report-document.js";
import { sarifReport } from "./sarif-report.js";
import { textReport } from "./text-report.js";

/** Each writes the same text for the same report. `maxBytes` bounds what a format can cut. */
export const REPORT_FORMATS = {
  text: textReport,
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  markdown: markdownReport,
  sarif: sarifReport,
  junit: junitReport,
  github: githubReport,
} as const satisfies Readonly<Record<string, (report: Report, maxBytes?: number) => string>>;

/** A format's name. */
export type ReportFormat = keyof typeof REPORT_FORMATS;

/** Writes a report in a format. */
export const writeReport = (report: Report, format: ReportFormat, maxBytes?: number): string =>
  REPORT_FORMATS[format](report, maxBytes);
