import { reportServices, type ReviewedService } from "../../provider/mabs/findings/index.js";
import { assembleReport, type Finding, type Report } from "../../provider/report/index.js";

type ReportHead = Parameters<typeof assembleReport>[0];

/** What a report is made of. */
export interface ReportParts extends ReportHead {
  readonly services: readonly ReviewedService[];
  /** Findings about the whole stack. */
  readonly others: readonly Finding[];
}

/** The report of a preview that saw these services. */
export function makeReport({ services, others, ...head }: ReportParts): Report {
  const reported = reportServices(services);
  return assembleReport(head, reported.resources, [...reported.findings, ...others]);
}
