/** `text`: for a terminal and for a log. */
import type { Finding, Report, ReportedResource } from "./report-document.js";
import { sentTo, toldResources } from "./told-resources.js";

/** A count with its word: `1 error`, `2 errors`. */
export const counted = (count: number, word: string): string =>
  `${String(count)} ${word}${count === 1 ? "" : "s"}`;

/** What a report says of itself, in one line. */
export function headline({
  project,
  stack,
  command,
  counts,
  resources: services,
  ended,
}: Report): string {
  const changing = services.filter(
    ({ change, verdict }) => change !== "same" && verdict !== "noop",
  ).length;
  const part = `${counted(counts.error, "error")}, ${counted(counts.warning, "warning")}`;
  const what = `${counted(services.length, "BizTalk resource")}, ${String(changing)} changing`;
  const until = ended === "done" ? "" : ` (${ended}: what was known by then)`;
  return `biztalk ${command} ${project}/${stack}: ${part} in ${what}${until}`;
}

/** Where a finding is, as an editor takes it. */
const placeOf = ({ location }: Pick<Finding, "location">): string | undefined =>
  location === null
    ? undefined
    : `${location.file}:${String(location.line)}:${String(location.column)}`;

/** Lines of a finding besides its message, those that say something. */
export function detailsOf(finding: Finding): (readonly [string, string])[] {
  const { asked, changes = [], route, permit, source, recovery, backup, message } = finding;
  const steps = recovery.length === 0 ? undefined : recovery.join("; ");
  const age = backup?.age === null || backup === null ? "" : `, ${backup.age} old`;
  const rows: (readonly [string, string | undefined])[] = [
    ["asked", asked === "" ? undefined : asked],
    ["change", changes.length === 0 ? undefined : changes.join(", ")],
    ["legal here", finding.legalHere.length === 0 ? undefined : finding.legalHere.join(", ")],
    ["route", route === null ? undefined : `${route.operations.join(", ")} (risk: ${route.risk})`],
    ["permit", permit ?? undefined],
    ["recovery", steps],
    ["last backup", backup === null ? undefined : `${backup.name}${age}`],
    ["source", source],
    ["at", placeOf(finding)],
  ];
  const said = (name: string): boolean => message.toLowerCase().includes(`\n  ${name}:`);
  return rows.flatMap(([name, value]) =>
    value === undefined || said(name) ? [] : [[name, value] as const],
  );
}

function findingText(finding: Finding): string {
  const { severity, rule, subject, urn, message } = finding;
  const about = subject === null ? "" : ` ${subject.name}`;
  const details = detailsOf(finding).map(([name, value]) => `  ${name}: ${value}`);
  const lines = [
    `${severity} ${rule}${about}: ${message}`,
    ...details,
    ...(urn === null ? [] : [`  ${urn}`]),
  ];
  return lines.join("\n");
}

/** `update orders (Active): Scale; units 1 -> 3`. */
function serviceLine(told: ReportedResource): string {
  const { change, subject, state, changes = [] } = told;
  const what = [sentTo(told), changes.join(", ")].filter((part) => part !== "").join("; ");
  return `  ${change} ${subject.name} (${state ?? "none"}): ${what}`;
}

/** Writes the report as text: what is done to each service that changes, then the findings. */
export function textReport(report: Report): string {
  const services = toldResources(report).map(serviceLine).join("\n");
  const parts = [headline(report), services, ...report.findings.map(findingText)];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
