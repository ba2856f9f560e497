/**
 * `markdown`: one comment on a pull request. The verdict as a sentence, a table, then the findings,
 * errors open and first; never longer than a comment may be, and what was cut is counted. The
 * marker lets a pipeline find its comment again and update it in place.
 */
import type { Finding, Report, ReportedResource } from "./report-document.js";
import { RULES } from "./rules.js";
import { counted, detailsOf, headline } from "./text-report.js";
import { isAbout, sentTo, toldResources } from "./told-resources.js";
import { verdictSentence } from "./verdict-sentence.js";

/**
 * How many bytes a comment may have: GitHub's bound of 65,536 characters, which bytes never
 * undercut.
 */
const MARKDOWN_BYTES_MAX = 65_536;

/**
 * The hidden line that a pipeline finds its comment by: one for each project and stack, whose names
 * Pulumi bounds.
 */
const marker = ({ project, stack }: Pick<Report, "project" | "stack">): string =>
  `<!-- pulumi-biztalk: ${`${project}/${stack}`.replaceAll(/[^\w./-]/g, "_")} -->`;

const SIGNS: Readonly<Record<Finding["severity"], string>> = { error: "🛑", warning: "⚠️" };

/** Text within HTML, where Markdown's own signs mean nothing. */
const html = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/\s+/g, " ");

/**
 * Text as Markdown shows it, in a table's cell or in running text: names and messages are no
 * markup.
 */
const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    // An arrow between blanks ends nothing, and is read in the source as well.
    .replaceAll(" -&gt; ", " -> ")
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

/**
 * The sign of a row. A tick is for what was verified or done: in a report with errors nothing was
 * sent, or not all of it.
 */
function signOf(
  { verdict }: ReportedResource,
  findings: readonly Finding[],
  { counts, ended }: Report,
): string {
  const worst = verdict === "refused" ? "error" : worstOf(findings);
  if (worst !== undefined) return SIGNS[worst];
  return counts.error === 0 && ended === "done" && verdict !== "unknown" ? "✅" : "";
}

/** `update: units 1 -> 3`. */
const changeCell = ({ change, changes = [] }: ReportedResource): string =>
  changes.length === 0 ? change : `${change}: ${escaped(changes.join(", "))}`;

function row(service: ReportedResource, findings: readonly Finding[], report: Report): string {
  const rules = [...new Set(findings.map(({ rule }) => `\`${rule}\``))].join(" ");
  const cells = [
    signOf(service, findings, report),
    escaped(service.subject.name),
    escaped(service.state ?? "none"),
    changeCell(service),
    escaped(sentTo(service)),
    rules,
  ];
  return `| ${cells.join(" | ")} |`.replace(/^\| {2}\|/, "| |");
}

function section(finding: Finding): string {
  const { severity, rule, subject, urn, message } = finding;
  const about = subject === null ? "" : `: ${html(subject.name)}`;
  const details = detailsOf(finding).map(([name, value]) => `- ${name}: ${escaped(value)}`);
  const summary = `<summary>${SIGNS[severity]} ${html(RULES[rule].title)}${about}</summary>`;
  const lines = [
    severity === "error" ? "<details open>" : "<details>",
    summary,
    "",
    fenced(message),
    "",
    ...details,
  ];
  const place = urn === null ? [] : [`- URN: ${escaped(urn)}`];
  return [...lines, ...place, `- rule: \`${rule}\`. ${RULES[rule].help}`, "", "</details>"].join(
    "\n",
  );
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
  const told = toldResources(report);
  const head = [
    marker(report),
    verdictSentence(report),
    "",
    `### ${escaped(headline(report))}`,
    "",
    "",
  ].join("\n");
  const columns = [
    "| | service | state | change | plan | findings |",
    "| --- | --- | --- | --- | --- | --- |",
  ].join("\n");
  const rows = told.map((service) =>
    row(
      service,
      report.findings.filter((finding) => isAbout(finding, service)),
      report,
    ),
  );
  const room = maxBytes - bytes(head) - bytes(columns) - ROOM_FOR_COUNTS;
  const shownRows = fitting(rows, room, "\n");
  const roomForSections = room - shownRows.reduce((sum, each) => sum + bytes(each) + 1, 0);
  const sections = report.findings.map(section);
  const shown = fitting(sections, roomForSections, "\n\n");
  const cut = [
    ...(shownRows.length < rows.length
      ? [`${counted(rows.length - shownRows.length, "service")} more`]
      : []),
    ...(shown.length < sections.length
      ? [`details of ${counted(sections.length - shown.length, "finding")} more`]
      : []),
  ];
  const table = rows.length === 0 ? "Nothing to do." : [columns, ...shownRows].join("\n");
  const rest =
    cut.length === 0
      ? []
      : [`_Cut to ${String(maxBytes)} bytes: ${cut.join(", ")} in the full report._`];
  return `${[head + table, ...shown, ...rest].join("\n\n")}\n`;
}
