import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { packageRoot } from "../../provider/package-root.js";
import { writeReport, type Report, type ReportFormat } from "../../provider/report/index.js";
import { reportOf, SERVICES } from "./fixtures.js";

const FOLDER = join(packageRoot(), "test", "report", "golden");

const FILES = {
  text: "report.txt",
  json: "report.json",
  markdown: "report.md",
  sarif: "report.sarif",
  junit: "report.xml",
  github: "report.gh",
} as const satisfies Record<ReportFormat, string>;

const golden = (format: ReportFormat): string => readFileSync(join(FOLDER, FILES[format]), "utf8");

/** What each finding of the fixtures says, in the report's order; written by hand. */
const FINDINGS = [
  {
    rule: "operation-not-allowed",
    severity: "error",
    service: "refused",
    state: "Stopped",
    asked: "edition Premium, units 3, state Stopped",
    changes: ["units 1 -> 3"],
    operation: "Scale",
    legalHere: ["Start", "Restart", "Delete", "Backup"],
    route: { operations: ["Start", "Scale", "Stop"], risk: "interrupts" },
    permit: "detours: true",
    source: "service state chart, row Stopped",
    first: "Operation not allowed: Scale in state Stopped.",
  },
  {
    rule: "endpoint-unavailable",
    severity: "error",
    service: null,
    state: null,
    asked: "",
    operation: null,
    legalHere: [],
    route: null,
    permit: null,
    source: "docs/protocol.md",
    first: "endpoint https://east.example does not answer",
  },
  {
    rule: "deletes-with-old-backup",
    severity: "warning",
    service: "leaves",
    state: "Active",
    asked: "nothing: it is to be deleted",
    operation: "Delete",
    legalHere: ["Stop", "Restart", "Suspend", "Delete", "Scale", "Update Configuration", "Backup"],
    route: null,
    permit: null,
    source: "docs/planner.md, Deleting",
    first:
      "leaves is deleted in state Active. Its last backup is nightly-1, taken 54 days ago. Plan: Delete: Active to absent (destroys).",
  },
  {
    rule: "interrupts",
    severity: "warning",
    service: "stops",
    state: "Active",
    asked: "edition Premium, state Stopped",
    changes: ["state Active -> Stopped"],
    operation: "Stop",
    legalHere: ["Stop", "Restart", "Suspend", "Delete", "Scale", "Update Configuration", "Backup"],
    route: { operations: ["Stop"], risk: "interrupts" },
    permit: null,
    source: "service state chart, row Active",
    first: "stops is interrupted: Stop: Active to Stopped (interrupts).",
  },
  {
    rule: "drift",
    severity: "warning",
    service: "drifted",
    state: "Active",
    asked: "edition Premium, units 1",
    changes: ["units 4 -> 1"],
    operation: "Scale",
    legalHere: [],
    route: { operations: ["Scale"], risk: "none" },
    permit: null,
    source: "docs/architecture.md, The calls of Pulumi",
    first:
      "drifted has moved since the last update: units 1 -> 4. Plan: Scale: Active to Active, units 4 -> 1.",
  },
] as const;

interface Case {
  readonly "@_name": string;
  readonly failure?: { readonly "@_type": string; readonly "#text": string };
  readonly "system-out"?: string;
}

describe("reports as golden files (write them anew with UPDATE_GOLDEN=1)", () => {
  for (const format of Object.keys(FILES) as ReportFormat[]) {
    it(`${format}: byte for byte, in any order of the services`, () => {
      const written = writeReport(reportOf(SERVICES), format);
      if (process.env["UPDATE_GOLDEN"] === "1") {
        mkdirSync(FOLDER, { recursive: true });
        writeFileSync(join(FOLDER, FILES[format]), written);
      }
      assert.equal(written, golden(format));
      assert.equal(writeReport(reportOf([...SERVICES].reverse()), format), written);
    });
  }

  it("json states every field of every finding, and a service that is silent", () => {
    const { findings, counts, resources } = JSON.parse(golden("json")) as Report;
    const told = findings.map(
      ({ message, urn, subject, endpoint, recovery, backup, location, ...rest }) => {
        const service = subject?.name ?? null;
        assert.equal(urn === null, service === null);
        assert.deepEqual(
          subject,
          service === null
            ? null
            : { type: "biztalk.Service", name: service, container: "integration" },
        );
        assert.deepEqual(
          [recovery, backup === null ? null : backup.name],
          [[], service === "leaves" ? "nightly-1" : null],
        );
        assert.equal(endpoint, service === null ? "https://east.example" : "emulator:./biztalk.db");
        assert.equal(location?.line, service === null || service === "leaves" ? undefined : 17);
        return { ...rest, service, first: message.split("\n", 1)[0] };
      },
    );
    assert.deepEqual(told, FINDINGS);
    assert.deepEqual(counts, { error: 2, warning: 3 });
    assert.equal(resources.length, 7);
    assert.equal(resources.find(({ subject }) => subject.name === "quiet")?.findings, 0);
  });

  it("text and markdown say first what is done to each service, but for what is silent", () => {
    const told = [
      ["update", "drifted", "Active", "Scale", "units 4 -> 1"],
      ["delete", "leaves", "Active", "Delete (destroys)", undefined],
      ["update", "refused", "Stopped", "refused", "units 1 -> 3"],
      ["update", "stops", "Active", "Stop (interrupts)", "state Active -> Stopped"],
    ];
    const lines = [
      ...golden("text").matchAll(/^ {2}(\w+) (\w+) \((\w+)\): ([^;]+?)(?:; (.+))?$/gm),
    ];
    assert.deepEqual(
      lines.map((match) => match.slice(1)),
      told,
    );
    const rows = [
      ...golden("markdown").matchAll(
        /^\| \S+ \| (\w+) \| (\w+) \| (\w+)(?:: (.+?))? \| (.+?) \| .* \|$/gm,
      ),
    ];
    assert.deepEqual(
      rows.map(([, service, state, change, changes, plan]) => [
        change,
        service,
        state,
        plan,
        changes,
      ]),
      told,
    );
  });

  it("markdown begins with the verdict; errors are open, warnings are not", () => {
    const [, verdict] = golden("markdown").split("\n");
    assert.equal(
      verdict,
      "**Blocked**: 1 service asks for what is not allowed and 1 endpoint could not be asked; nothing can be applied.",
    );
    const details = [...golden("markdown").matchAll(/^<details( open)?>\n<summary>(🛑|⚠️)/gmu)];
    assert.deepEqual(
      details.map(([, open, sign]) => [sign, open !== undefined]),
      [
        ...Array.from({ length: 2 }, () => ["🛑", true]),
        ...Array.from({ length: 3 }, () => ["⚠️", false]),
      ],
    );
  });

  for (const format of ["text", "markdown"] as const) {
    it(`${format} states every fact of every finding`, () => {
      // Markdown's escapes are no part of what a reader sees.
      const text = golden(format).replaceAll(/\\([\\`*_[\]|~#@])/g, "$1");
      for (const { first, rule, service, asked, route, permit, source } of FINDINGS) {
        assert.ok(text.includes(first), first);
        assert.ok(text.includes(rule) && text.includes(asked) && text.includes(source), rule);
        assert.ok(service === null || text.includes(service));
        if (route !== null) assert.ok(text.includes(route.operations.join(", ")), rule);
        if (permit !== null) assert.ok(text.includes(permit), permit);
      }
      assert.ok(text.includes("2 errors, 3 warnings in 7 BizTalk resources"), text);
      assert.ok(text.includes("2 services could not be judged."));
      assert.ok(text.includes("infra/index.ts:17:20"));
      assert.ok(text.includes("nightly-1, 54 days old"));
    });
  }

  it("sarif states level, text, legal operations, route, permit and source of each", () => {
    const { runs } = JSON.parse(golden("sarif")) as {
      runs: {
        results: {
          level: string;
          message: { text: string };
          properties: Record<string, unknown>;
        }[];
      }[];
    };
    const told = runs[0]?.results.map(({ level, message, properties }) => {
      const { legalHere, route, permit, source, state } = properties;
      return {
        severity: level,
        first: message.text.split("\n", 1)[0],
        legalHere,
        route,
        permit,
        source,
        state,
      };
    });
    const expected = FINDINGS.map(
      ({ severity, first, legalHere, route, permit, source, state }) => {
        return { severity, first, legalHere, route, permit, source, state };
      },
    );
    assert.deepEqual(told, expected);
  });

  it("junit has a case for each service and one for the stack; errors fail, warnings are its output", () => {
    assert.equal(XMLValidator.validate(golden("junit")), true);
    const parser = new XMLParser({
      ignoreAttributes: false,
      isArray: (name) => name === "testcase",
    });
    const { testsuites } = parser.parse(golden("junit")) as {
      testsuites: { testsuite: { testcase: Case[] } };
    };
    const cases = testsuites.testsuite.testcase;
    assert.deepEqual(
      cases.map((each) => [
        each["@_name"],
        each.failure?.["@_type"] ?? each["system-out"]?.split(":", 1)[0] ?? "passes",
      ]),
      [
        ["drifted", "drift"],
        ["easta", "passes"],
        ["eastb", "passes"],
        ["leaves", "deletes-with-old-backup"],
        ["quiet", "passes"],
        ["refused", "operation-not-allowed"],
        ["stops", "interrupts"],
        ["stack", "endpoint-unavailable"],
      ],
    );
    assert.match(
      cases[5]?.failure?.["#text"] ?? "",
      /Route: Start, Scale, Stop \(set detours: true\)/,
    );
  });

  it("github is one line for each, with file and line where they are known", () => {
    const lines = golden("github").trimEnd().split("\n");
    assert.equal(lines.length, 5);
    assert.match(
      lines[0] ?? "",
      /^::error file=infra\/index\.ts,line=17,col=20,title=refused%3A .*::Operation not allowed: Scale in state Stopped\.%0A {2}Legal here/,
    );
    assert.match(
      lines[1] ?? "",
      /^::error title=An endpoint .*::endpoint https:\/\/east\.example does not answer%0A2 services/,
    );
    assert.match(lines[2] ?? "", /^::warning title=leaves%3A /);
  });
});
