/**
 * `github`: workflow commands that GitHub Actions turns into annotations on the program's lines.
 */
import type { Finding, Report } from "./report-document.js";
import { RULES } from "./rules.js";

const escapeData = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

function annotation({ severity, rule, subject, message, location }: Finding): string {
  const title = `${subject === null ? "" : `${subject.name}: `}${RULES[rule].title}`;
  const place =
    location === null
      ? {}
      : { file: location.file, line: String(location.line), col: String(location.column) };
  const properties = Object.entries({ ...place, title }).map(
    ([name, value]) => `${name}=${escapeProperty(value)}`,
  );
  return `::${severity} ${properties.join(",")}::${escapeData(message)}`;
}

/** Writes the report as annotations, one line for each finding. */
export function githubReport({ findings }: Report): string {
  return findings.map((finding) => `${annotation(finding)}\n`).join("");
}
