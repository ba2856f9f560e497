import { reportServices, type ReviewedService } from "../../provider/mabs/findings/index.js";
import { reportResources, type ReviewedResource } from "../../provider/bts/findings/index.js";
import { assembleReport, type Finding, type Report } from "../../provider/report/index.js";

type ReportHead = Parameters<typeof assembleReport>[0];

/** What a report is made of. */
export interface ReportParts extends ReportHead {
  readonly services: readonly ReviewedService[];
  /** Resources of BizTalk Server. */
  readonly onServer?: readonly ReviewedResource[];
  /** Findings about the whole stack. */
  readonly others: readonly Finding[];
}

/** The report of a preview that saw these services. */
export function makeReport({ services, onServer = [], others, ...head }: ReportParts): Report {
  const reported = [reportServices(services), reportResources(onServer)];
  return assembleReport(
    head,
    reported.flatMap(({ resources }) => resources),
    [...reported.flatMap(({ findings }) => findings), ...others],
  );
}
