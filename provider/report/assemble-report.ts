/** Makes a report: findings in a fixed order, resources with what is done to each. */
import type { Finding, Report, ReportedResource } from "./report-document.js";
import { RULE_IDS } from "./rules.js";

/** What a report is of. */
type ReportHead = Pick<Report, "command" | "project" | "projectFile" | "stack" | "ended">;

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** By weight of the rule, then by resource, then by text. */
const byWeight = (one: Finding, other: Finding): number =>
  RULE_IDS.indexOf(one.rule) - RULE_IDS.indexOf(other.rule) ||
  compare(one.urn ?? "", other.urn ?? "") ||
  compare(one.message, other.message);

/**
 * A report of resources and findings, in their fixed order: the same ones make the same report,
 * byte for byte.
 */
export function assembleReport(
  { command, project, projectFile, stack, ended }: ReportHead,
  resources: readonly ReportedResource[],
  findings: readonly Finding[],
): Report {
  const count = (severity: Finding["severity"]): number =>
    findings.filter((each) => each.severity === severity).length;
  return {
    ...{ version: 2, command, project, projectFile, stack, ended },
    counts: { error: count("error"), warning: count("warning") },
    resources: [...resources].sort((a, b) => compare(a.urn, b.urn) || compare(a.change, b.change)),
    findings: [...findings].sort(byWeight),
  };
}
