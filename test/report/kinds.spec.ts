import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { packageRoot } from "../../provider/package-root.js";
import { RULES, writeReport, type Report, type ReportFormat } from "../../provider/report/index.js";
import { EXPECTED, KINDS } from "./kinds.js";

const FOLDER = join(packageRoot(), "test", "report", "golden");
const FILES = {
  ...{
    text: "kinds.txt",
    json: "kinds.json",
    markdown: "kinds.md",
    sarif: "kinds.sarif",
    junit: "kinds.xml",
  },
  github: "kinds.gh",
} as const satisfies Record<ReportFormat, string>;

const golden = (format: ReportFormat): string => readFileSync(join(FOLDER, FILES[format]), "utf8");
const parts = (text: string, separator: RegExp): string[] => text.split(separator).slice(1);

interface Sarif {
  readonly runs: readonly {
    readonly results: readonly { ruleId: string; level: string; message: { text: string } }[];
  }[];
}

interface Case {
  readonly "@_name": string;
  readonly failure?: readonly { readonly "@_type": string; readonly "#text": string }[];
  readonly "system-out"?: string;
}

describe("every kind of finding in every format", () => {
  for (const format of Object.keys(FILES) as ReportFormat[]) {
    it(`${format}: byte for byte`, () => {
      if (process.env["UPDATE_GOLDEN"] === "1") {
        mkdirSync(FOLDER, { recursive: true });
        writeFileSync(join(FOLDER, FILES[format]), writeReport(KINDS, format));
      }
      assert.equal(writeReport(KINDS, format), golden(format));
    });
  }

  it("json: rule, severity, service and text of each", () => {
    const { findings, ended } = JSON.parse(golden("json")) as Report;
    assert.equal(ended, "failed");
    assert.deepEqual(
      findings.map(({ rule, severity, subject }) => [rule, severity, subject?.name ?? null]),
      EXPECTED.map(([rule, severity, service]) => [rule, severity, service]),
    );
    for (const [index, [, , , said]] of EXPECTED.entries())
      assert.ok((findings[index]?.message ?? "").includes(said), said);
  });

  it("text: a paragraph for each", () => {
    const paragraphs = parts(golden("text"), /\n\n(?=error|warning)/);
    assert.equal(paragraphs.length, EXPECTED.length);
    for (const [index, [rule, severity, service, said]] of EXPECTED.entries()) {
      const paragraph = paragraphs[index] ?? "";
      assert.ok(
        paragraph.startsWith(`${severity} ${rule}${service === null ? "" : ` ${service}`}: `),
        paragraph,
      );
      assert.ok(paragraph.includes(said), said);
    }
  });

  it("markdown: details for each, with its rule", () => {
    const sections = parts(golden("markdown"), /<details(?: open)?>/);
    assert.equal(sections.length, EXPECTED.length);
    for (const [index, [rule, severity, service, said]] of EXPECTED.entries()) {
      const section = sections[index] ?? "";
      assert.ok(section.includes(`<summary>${severity === "error" ? "🛑" : "⚠️"} `), section);
      assert.ok(section.includes(said) && section.includes(`- rule: \`${rule}\``), section);
      if (service !== null) assert.ok(section.includes(`: ${service}</summary>`), section);
    }
  });

  it("sarif: a result for each, and a rule for every kind there is", () => {
    const results = (JSON.parse(golden("sarif")) as Sarif).runs.flatMap((run) => run.results);
    assert.deepEqual(
      results.map(({ ruleId, level }) => [ruleId, level]),
      EXPECTED.map(([rule, severity]) => [rule, severity]),
    );
    for (const [index, [, , , said]] of EXPECTED.entries())
      assert.ok((results[index]?.message.text ?? "").includes(said), said);
    for (const rule of Object.keys(RULES))
      assert.ok(golden("sarif").includes(`"id": "${rule}"`), rule);
  });

  it("junit: each in the case of its service, or of the stack", () => {
    const parser = new XMLParser({
      ignoreAttributes: false,
      isArray: (name) => name === "testcase" || name === "failure",
    });
    const { testsuites } = parser.parse(golden("junit")) as {
      testsuites: { testsuite: { testcase: Case[] } };
    };
    for (const [rule, severity, service, said] of EXPECTED) {
      const found = testsuites.testsuite.testcase.find(
        (each) => each["@_name"] === (service ?? "stack"),
      );
      const failure = found?.failure?.find((each) => each["@_type"] === rule);
      const text = (severity === "error" ? failure?.["#text"] : found?.["system-out"]) ?? "";
      assert.ok(text.includes(said), `${rule}: ${text}`);
    }
  });

  it("github: a line for each", () => {
    const lines = golden("github").trimEnd().split("\n");
    assert.equal(lines.length, EXPECTED.length);
    for (const [index, [, severity, service, said]] of EXPECTED.entries()) {
      const line = lines[index] ?? "";
      assert.ok(line.startsWith(`::${severity} `) && line.includes(said), line);
      if (service !== null) assert.ok(line.includes(`title=${service}%3A `), line);
    }
  });
});
