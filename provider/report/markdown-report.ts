/**
 * `markdown`: one comment on a pull request. A summary table first, details collapsible; never longer than a comment may
 * be, and what was cut is counted. The marker lets a pipeline find its comment again and update it in place.
 */
import type { Finding, Report, ReportedService } from "./report-document.js";
import { RULES } from "./rules.js";
import { counted, detailsOf, headline } from "./text-report.js";
import { isAbout, sentTo, toldServices } from "./told-services.js";

/** How many bytes a comment may have: GitHub's bound of 65,536 characters, which bytes never undercut. */
const MARKDOWN_BYTES_MAX = 65_536;

/** The hidden line that a pipeline finds its comment by: one for each project and stack, whose names Pulumi bounds. */
const marker = ({ project, stack }: Pick<Report, "project" | "stack">): string =>
  `<!-- pulumi-biztalk: ${`${project}/${stack}`.replaceAll(/[^\w./-]/g, "_")} -->`;

const SIGNS: Readonly<Record<Finding["severity"], string>> = { error: "🛑", warning: "⚠️" };

/** Text within HTML, where Markdown's own signs mean nothing. */
const html = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll(/\s+/g, " ");

/** Text as Markdown shows it, in a table's cell or in running text: names and messages are no markup. */
const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/([\\`*_[\]|~#@])/g, "\\$1")
    .replaceAll(/\r?\n/g, "<br>");

/** A code block that its content cannot end. */
function fenced(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}text\n${text}\n${fence}`;
}

function worstOf(findings: readonly Finding[]): Finding["severity"] | undefined {
  return findings.some(({ severity }) => severity === "error") ? "error" : findings[0]?.severity;
}

function row(service: ReportedService, findings: readonly Finding[]): string {
  const worst = worstOf(findings);
  const rules = [...new Set(findings.map(({ rule }) => `\`${rule}\``))].join(" ");
  const cells = [
    worst === undefined ? "✅" : SIGNS[worst],
    escaped(service.service),
    escaped(service.state ?? "none"),
    service.change,
    escaped(sentTo(service)),
    rules,
  ];
  return `| ${cells.join(" | ")} |`;
}

function section(finding: Finding): string {
  const { severity, rule, service, urn, message } = finding;
  const about = service === null ? "" : `: ${html(service)}`;
  const details = detailsOf(finding).map(([name, value]) => `- ${name}: ${escaped(value)}`);
  const summary = `<summary>${SIGNS[severity]} ${html(RULES[rule].title)}${about}</summary>`;
  const lines = ["<details>", summary, "", fenced(message), "", ...details];
  const place = urn === null ? [] : [`- URN: ${escaped(urn)}`];
  return [...lines, ...place, `- rule: \`${rule}\`. ${RULES[rule].help}`, "", "</details>"].join("\n");
}

const bytes = (text: string): number => Buffer.byteLength(text, "utf8");

/** As many parts, from the first, as fit into `room` bytes, each with its line ends. */
function fitting(parts: readonly string[], room: number, separator: string): string[] {
  let left = room;
  const end = parts.findIndex((part) => (left -= bytes(part) + separator.length) < 0);
  return end < 0 ? [...parts] : parts.slice(0, end);
}

/** Room that is kept for the lines that count what was cut. */
const ROOM_FOR_COUNTS = 300;

/** Writes the report as Markdown of at most `maxBytes` bytes (at least 1,000). */
export function markdownReport(report: Report, maxBytes: number = MARKDOWN_BYTES_MAX): string {
  const told = toldServices(report);
  const head = [marker(report), `### ${escaped(headline(report))}`, "", ""].join("\n");
  const columns = ["| | service | state | change | plan | findings |", "| --- | --- | --- | --- | --- | --- |"].join(
    "\n",
  );
  const rows = told.map((service) =>
    row(
      service,
      report.findings.filter((finding) => isAbout(finding, service)),
    ),
  );
  const room = maxBytes - bytes(head) - bytes(columns) - ROOM_FOR_COUNTS;
  const shownRows = fitting(rows, room, "\n");
  const roomForSections = room - shownRows.reduce((sum, each) => sum + bytes(each) + 1, 0);
  const sections = report.findings.map(section);
  const shown = fitting(sections, roomForSections, "\n\n");
  const cut = [
    ...(shownRows.length < rows.length ? [`${counted(rows.length - shownRows.length, "service")} more`] : []),
    ...(shown.length < sections.length
      ? [`details of ${counted(sections.length - shown.length, "finding")} more`]
      : []),
  ];
  const table = rows.length === 0 ? "Nothing to do." : [columns, ...shownRows].join("\n");
  const rest = cut.length === 0 ? [] : [`_Cut to ${String(maxBytes)} bytes: ${cut.join(", ")} in the full report._`];
  return `${[head + table, ...shown, ...rest].join("\n\n")}\n`;
}
