import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import AjvDraft04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { packageRoot } from "../../provider/package-root.js";
import { reportSchema, writeReport } from "../../provider/report/index.js";
import { KINDS } from "./kinds.js";
import { reportOf, reviewed, SERVICES } from "./fixtures.js";

const read = (...path: readonly string[]): object =>
  JSON.parse(readFileSync(join(packageRoot(), ...path), "utf8")) as object;

const ajv = new AjvDraft04({ strict: false, allErrors: true });
addFormats(ajv);
/** OASIS, SARIF 2.1.0 errata 01. */
const isSarif = ajv.compile(read("test", "report", "schemas", "sarif-schema-2.1.0.json"));
const isReport = new Ajv2020({ allErrors: true }).compile(read("docs", "report.schema.json"));

interface Sarif {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly rules: readonly { readonly id: string; readonly help: { text: string } }[];
      };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { startLine: number };
        };
      }[];
    }[];
  }[];
}

describe("the schemas of reports", () => {
  it("json: the published schema is that of the code", () => {
    assert.deepEqual(read("docs", "report.schema.json"), reportSchema());
  });

  for (const [what, services] of [
    ["no service", []],
    ["a service of each kind", SERVICES],
  ] as const) {
    it(`${what}: json and sarif are valid`, () => {
      assert.ok(
        isReport(JSON.parse(writeReport(reportOf(services), "json"))),
        JSON.stringify(isReport.errors),
      );
      assert.ok(
        isSarif(JSON.parse(writeReport(reportOf(services), "sarif"))),
        JSON.stringify(isSarif.errors),
      );
    });
  }

  it("every kind of finding: json and sarif are valid", () => {
    assert.ok(isReport(JSON.parse(writeReport(KINDS, "json"))), JSON.stringify(isReport.errors));
    assert.ok(isSarif(JSON.parse(writeReport(KINDS, "sarif"))), JSON.stringify(isSarif.errors));
  });

  it("both are valid whatever texts are in them", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 30 });
    const property = fc.property(text, text, text, (name, asked, file) => {
      const location = { file: file === "" ? "a" : file, line: 3, column: 1 };
      const services = SERVICES.map((each, index) => ({
        ...each,
        service: `${name}${index}`,
        asked,
        location,
      }));
      assert.ok(
        isReport(JSON.parse(writeReport(reportOf(services), "json"))),
        JSON.stringify(isReport.errors),
      );
      assert.ok(
        isSarif(JSON.parse(writeReport(reportOf(services), "sarif"))),
        JSON.stringify(isSarif.errors),
      );
    });
    fc.assert(property, { numRuns: 200 });
  });

  it("sarif: each result names its rule, which has help, and the program's line", () => {
    const [run] = (JSON.parse(writeReport(reportOf(SERVICES), "sarif")) as Sarif).runs;
    assert.ok(run !== undefined);
    for (const { ruleId, ruleIndex } of run.results)
      assert.equal(run.tool.driver.rules[ruleIndex]?.id, ruleId);
    for (const { help } of run.tool.driver.rules) assert.ok(help.text.length > 20);
    const places = run.results.map(({ ruleId, level, locations: [place] }) => [
      ...[
        ruleId,
        level,
        place?.physicalLocation.artifactLocation.uri,
        place?.physicalLocation.region.startLine,
      ],
    ]);
    assert.deepEqual(places, [
      ["operation-not-allowed", "error", "infra/index.ts", 17],
      // Where no line is known a viewer needs one all the same.
      ["endpoint-unavailable", "error", "infra/Pulumi.yaml", 1],
      ["deletes-with-old-backup", "warning", "infra/Pulumi.yaml", 1],
      ["interrupts", "warning", "infra/index.ts", 17],
      ["drift", "warning", "infra/index.ts", 17],
    ]);
  });

  it("sarif: a path with blanks and other letters is a URI", () => {
    const location = { file: "my infra/größe.ts", line: 1, column: 1 };
    const [refused = reviewed("none")] = SERVICES;
    const sarif = writeReport(reportOf([{ ...refused, location }]), "sarif");
    assert.ok(sarif.includes('"uri": "my%20infra/gr%C3%B6%C3%9Fe.ts"'), sarif);
  });
});
