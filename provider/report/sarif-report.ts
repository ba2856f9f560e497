/** `sarif`: SARIF 2.1.0 for code scanning; the program's file and line are the location. */
import type { Log, ReportingDescriptor, Result } from "sarif";
import type { Finding, Report } from "./report-document.js";
import { RULE_IDS, RULES } from "./rules.js";

const SCHEMA =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

const INFORMATION = "https://www.npmjs.com/package/pulumi-biztalk";

const descriptors: ReportingDescriptor[] = RULE_IDS.map((id) => {
  const { title, help, source, severity } = RULES[id];
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: `${title}. Source: ${source}.` },
    help: { text: help },
    defaultConfiguration: { level: severity },
  };
});

/** A path as a URI reference; a path has no characters of its own in it. */
const uriOf = (file: string): string => file.split("/").map(encodeURIComponent).join("/");

/**
 * Where the engine knows no line, the project's own file stands for the resource: viewers show no
 * result without one.
 */
function locationsOf({ location, urn }: Finding, projectFile: string): Result["locations"] {
  const file = location?.file ?? projectFile;
  const region = { startLine: location?.line ?? 1, startColumn: location?.column ?? 1 };
  return [
    {
      physicalLocation: { artifactLocation: { uri: uriOf(file) }, region },
      ...(urn === null
        ? {}
        : { logicalLocations: [{ fullyQualifiedName: urn, kind: "resource" }] }),
    },
  ];
}

function resultOf(finding: Finding, projectFile: string): Result {
  const { rule, severity, message, urn, ...properties } = finding;
  return {
    ruleId: rule,
    ruleIndex: RULE_IDS.indexOf(rule),
    level: severity,
    message: { text: message },
    locations: locationsOf(finding, projectFile) ?? [],
    // The same finding of another day is the same alert, wherever its line has moved to.
    partialFingerprints: {
      "biztalk/v1": `${rule} ${urn ?? finding.endpoint ?? ""} ${finding.operation ?? ""}`,
    },
    properties: { ...properties, location: undefined },
  };
}

/** Writes the report as SARIF. */
export function sarifReport(report: Report): string {
  const log: Log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "pulumi-biztalk", informationUri: INFORMATION, rules: descriptors },
        },
        automationDetails: { id: `biztalk/${report.project}/${report.stack}/` },
        invocations: [{ executionSuccessful: report.ended === "done" }],
        columnKind: "utf16CodeUnits",
        results: report.findings.map((finding) => resultOf(finding, report.projectFile)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
