/**
 * `junit`: one test case for each service; an error is a failure, a warning is written to its
 * output, what was not sent is skipped.
 */
import XMLBuilder from "fast-xml-builder";
import type { Finding, Report } from "./report-document.js";
import { isAbout } from "./told-resources.js";

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  format: true,
  suppressEmptyNode: true,
});

/** Characters that no XML 1.0 document may have. */
// eslint-disable-next-line no-control-regex -- they are what is to be found
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const clean = (text: string): string => text.replaceAll(NOT_XML, "?");

const failureOf = ({ rule, message }: Finding): object => ({
  "@message": clean(message.split("\n", 1)[0] ?? ""),
  "@type": rule,
  "#text": clean(message),
});

/**
 * Of an `up` that did not get through nobody knows here which services it has come to: none of them
 * has passed.
 */
const isUncertain = ({ command, counts, ended }: Report): boolean =>
  command === "up" && (counts.error > 0 || ended !== "done");

function testCase(
  classname: string,
  name: string,
  findings: readonly Finding[],
  skips = false,
): object {
  const errors = findings.filter(({ severity }) => severity === "error");
  const warnings = findings.filter(({ severity }) => severity === "warning");
  const output = warnings.map(({ rule, message }) => `${rule}: ${message}`).join("\n");
  return {
    "@name": clean(name),
    "@classname": clean(classname),
    "@time": "0",
    ...(errors.length === 0 ? {} : { failure: errors.map(failureOf) }),
    ...(skips && errors.length === 0
      ? { skipped: { "@message": "not sent, or not known to be done" } }
      : {}),
    ...(output === "" ? {} : { "system-out": clean(output) }),
  };
}

/**
 * Writes the report as JUnit XML. What is about no service is in a test case of the stack's own.
 */
export function junitReport(report: Report): string {
  const suite = `${report.project}/${report.stack}`;
  const ofStack = report.findings.filter(
    (finding) => !report.resources.some((each) => isAbout(finding, each)),
  );
  const cases = report.resources.map((each) =>
    testCase(
      [suite, ...(each.subject.container === null ? [] : [each.subject.container])].join("."),
      each.subject.name,
      report.findings.filter((finding) => isAbout(finding, each)),
      isUncertain(report) && each.change !== "same",
    ),
  );
  const all = [...cases, testCase(suite, "stack", ofStack)];
  const counts = {
    "@tests": String(all.length),
    "@failures": String(all.filter((each) => "failure" in each).length),
    "@errors": "0",
    "@skipped": String(all.filter((each) => "skipped" in each).length),
    "@time": "0",
  };
  const suites = { "@name": `biztalk ${report.command}`, ...counts };
  const document = {
    testsuites: { ...suites, testsuite: { "@name": clean(suite), ...counts, testcase: all } },
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(document)}`;
}
