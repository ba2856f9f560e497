/**
 * `--report FORMAT[=FILE]`: where reports go. Checked before the engine starts, written whole or
 * not at all.
 */
import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { messageOf, ProviderError } from "../errors.js";
// Not by the room's door: options are declared at every start, and need no document's schema.
import { REPORT_FORMATS, writeReport, type ReportFormat } from "../report/formats.js";
import type { Report } from "../report/report-document.js";
import { headline } from "../report/text-report.js";
import type { Watcher } from "./watcher.js";

/** A report that is asked for; to standard output without a file. */
export interface ReportTarget {
  readonly format: ReportFormat;
  readonly file?: string;
}

const FORMATS = Object.keys(REPORT_FORMATS) as ReportFormat[];

/**
 * Reads `FORMAT` or `FORMAT=FILE`.
 *
 * @throws {ProviderError} `invalid-input` for a format that there is not.
 */
export function parseTarget(text: string): ReportTarget {
  const [name = "", ...rest] = text.split("=");
  const format = FORMATS.find((each) => each === name);
  const file = rest.join("=");
  if (format === undefined) {
    throw new ProviderError(
      "invalid-input",
      `--report "${text}": there is no format "${name}"; accepted: ${FORMATS.join(", ")}.`,
    );
  }
  if (rest.length > 0 && file === "")
    throw new ProviderError("invalid-input", `--report "${text}": the file's name is missing.`);
  return file === "" ? { format } : { format, file };
}

const partial = (file: string): string => `${file}.partial`;

function tryWriting(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new Error("it is a folder");
  writeFileSync(partial(file), "");
  rmSync(partial(file));
}

/**
 * Checks that every file can be written, and that one at most goes to standard output in a form for
 * programs.
 *
 * @throws {ProviderError} `invalid-input`, with all files that cannot be written.
 */
export function checkTargets(targets: readonly ReportTarget[]): void {
  const problems = targets.flatMap(({ file }) => {
    if (file === undefined) return [];
    try {
      tryWriting(file);
      return [];
    } catch (reason) {
      return [`${file} cannot be written: ${messageOf(reason)}`];
    }
  });
  const onStdout = targets.filter(({ file }) => file === undefined);
  if (onStdout.length > 1) {
    const names = onStdout.map(({ format }) => format).join(", ");
    problems.push(
      `${names} would be mixed on standard output: give all but one a file, as ` +
        `in --report ${names.split(",", 1)[0] ?? ""}=FILE`,
    );
  }
  if (problems.length > 0) throw new ProviderError("invalid-input", problems.join("\n"));
}

/**
 * Writes the report to each target; as text to standard output when none is given. Where all of
 * them are files, a line on the diagnostics says what they hold.
 */
export function writeReports(
  watcher: Watcher,
  report: Report,
  targets: readonly ReportTarget[],
  maxBytes: number | undefined,
): void {
  const all: readonly ReportTarget[] = targets.length === 0 ? [{ format: "text" }] : targets;
  for (const { format, file } of all) {
    const written = writeReport(report, format, maxBytes);
    if (file === undefined) watcher.out(written);
    else {
      writeFileSync(partial(file), written);
      renameSync(partial(file), file);
    }
  }
  if (all.some(({ file }) => file === undefined)) return;
  watcher.error(`${headline(report)}. Written to ${all.map(({ file }) => file).join(", ")}.`);
}
