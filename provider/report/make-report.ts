/** Makes a report: findings in a fixed order, services with what is done to each. */
import { describeChanges } from "./changes.js";
import { endpointsDown, find, notCompared } from "../mabs/findings/find.js";
import type { Finding, Report, ReportedService } from "./report-document.js";
import type { ReviewedService } from "../mabs/findings/reviewed-service.js";
import { RULE_IDS } from "./rules.js";
import { isAbout } from "./told-services.js";

/** What a report is of. */
type ReportHead = Pick<Report, "command" | "project" | "projectFile" | "stack" | "ended">;

/** What a report is made of. */
export interface ReportParts extends ReportHead {
  readonly services: readonly ReviewedService[];
  /** Findings about the whole stack: policies, a program that failed. */
  readonly others: readonly Finding[];
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** By weight of the rule, then by resource, then by text. */
const byWeight = (one: Finding, other: Finding): number =>
  RULE_IDS.indexOf(one.rule) - RULE_IDS.indexOf(other.rule) ||
  compare(one.urn ?? "", other.urn ?? "") ||
  compare(one.message, other.message);

function summaryOf(reviewed: ReviewedService, findings: readonly Finding[]): ReportedService {
  const { urn, name, service, cloudService, endpoint, change, plan, live } = reviewed;
  const steps = (plan?.steps ?? []).map(({ operation, expects, yields, serves, risk, detour }) => ({
    ...{ operation, expects, yields, serves, risk, detour },
  }));
  const changes = describeChanges(reviewed);
  return {
    ...{ urn, name, service, cloudService, endpoint, change, steps },
    ...(changes.length === 0 ? {} : { changes }),
    verdict: plan?.verdict ?? "unknown",
    state: plan?.observed?.state ?? live?.state ?? null,
    findings: findings.filter((finding) => isAbout(finding, reviewed)).length,
  };
}

/** A report of services and findings, in their fixed order: the same ones make the same report, byte for byte. */
export function assembleReport(
  { command, project, projectFile, stack, ended }: ReportHead,
  services: readonly ReportedService[],
  findings: readonly Finding[],
): Report {
  const count = (severity: Finding["severity"]): number => findings.filter((each) => each.severity === severity).length;
  return {
    ...{ version: 1, command, project, projectFile, stack, ended },
    counts: { error: count("error"), warning: count("warning") },
    services: [...services].sort((a, b) => compare(a.urn, b.urn) || compare(a.change, b.change)),
    findings: [...findings].sort(byWeight),
  };
}

/** The report of a preview. */
export function makeReport({ services, others, ...head }: ReportParts): Report {
  const findings = [...services.flatMap(find), ...endpointsDown(services), ...notCompared(services), ...others];
  return assembleReport(
    head,
    services.map((each) => summaryOf(each, findings)),
    findings,
  );
}
