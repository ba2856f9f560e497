import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { projectFor } from "../engine/support/suite.js";
import { succeeds } from "../engine/support/outcomes.js";
import { service, type Declared } from "../engine/support/program.js";
import { textOf } from "./support.js";
import type { Report } from "../../provider/report/index.js";

const SERVICES = 200;
const names = Array.from(
  { length: SERVICES },
  (_, index) => `fleet${String(index).padStart(3, "0")}`,
);
/** Every fourth is illegal: it is Stopped, and shall be scaled. */
const illegal = names.filter((_, index) => index % 4 === 0);

const FILES = {
  text: "r.txt",
  json: "r.json",
  markdown: "r.md",
  sarif: "r.sarif",
  junit: "r.xml",
  github: "r.gh",
};

interface Suites {
  readonly testsuites: {
    readonly testsuite: { readonly testcase: { "@_name": string; failure?: unknown }[] };
  };
}

interface Sarif {
  readonly runs: readonly {
    readonly results: readonly { level: string; message: { text: string } }[];
  }[];
}

describe("a preview of 200 services, 50 of them illegal", function () {
  this.timeout(180_000);
  const project = projectFor();
  const read = (format: keyof typeof FILES): string =>
    readFileSync(join(project().folder, FILES[format]), "utf8");

  before(async () => {
    const declare = (wanted: (name: string) => Declared["args"]): void => {
      project().declare(
        Object.fromEntries(
          names.map((name) => [name, service(name, { adopt: true, ...wanted(name) })]),
        ),
      );
    };
    for (const name of names)
      await project().control.place(name, illegal.includes(name) ? "Stopped" : "Active");
    declare((name) => (illegal.includes(name) ? { state: "Stopped" } : { units: 1 }));
    await succeeds(project().up());
    declare((name) => (illegal.includes(name) ? { state: "Stopped", units: 3 } : { units: 1 }));
    const reports = Object.entries(FILES).flatMap(([format, file]) => [
      "--report",
      `${format}=${join(project().folder, file)}`,
    ]);
    const ended = await project().biztalk("preview", "--max-bytes", "400000", ...reports);
    assert.equal(ended.code, 1, textOf(ended));
    assert.equal(ended.stdout, "");
    assert.match(
      ended.stderr,
      /biztalk preview integration\/dev: 50 errors, 0 warnings in 200 BizTalk resources, 50 changing\. Written to .*r\.txt, /,
    );
  });

  it("json: exactly those 50, each with all that a reviewer needs; 150 are silent", () => {
    const { findings, resources } = JSON.parse(read("json")) as Report;
    assert.deepEqual(
      findings.map(({ subject }) => subject?.name),
      illegal,
    );
    for (const found of findings) {
      const { rule, severity, state, operation, legalHere, route, permit, source, location } =
        found;
      assert.deepEqual(
        {
          rule,
          severity,
          state,
          operation,
          legalHere,
          route,
          permit,
          source,
          file: location?.file,
        },
        {
          rule: "operation-not-allowed",
          severity: "error",
          state: "Stopped",
          operation: "Scale",
          legalHere: ["Start", "Restart", "Delete", "Backup"],
          route: { operations: ["Start", "Scale", "Stop"], risk: "interrupts" },
          permit: "detours: true",
          source: "service state chart, row Stopped",
          file: "index.js",
        },
      );
    }
    assert.equal(resources.filter(({ verdict }) => verdict === "noop").length, 150);
  });

  it("text, github: one entry for each of the 50", () => {
    const entries = [...read("text").matchAll(/^error operation-not-allowed (\w+): /gm)].map(
      ([, name]) => name,
    );
    assert.deepEqual(entries, illegal);
    const annotations = [...read("github").matchAll(/^::error .*title=(\w+)%3A /gm)].map(
      ([, name]) => name,
    );
    assert.deepEqual(annotations, illegal);
  });

  it("sarif, junit: one result, one failed case for each of the 50", () => {
    const results = (JSON.parse(read("sarif")) as Sarif).runs.flatMap((run) => run.results);
    assert.equal(results.length, 50);
    assert.ok(
      results.every(
        ({ level, message }) =>
          level === "error" && message.text.includes("Scale in state Stopped"),
      ),
    );
    const parsed = new XMLParser({ ignoreAttributes: false }).parse(read("junit")) as Suites;
    const cases = parsed.testsuites.testsuite.testcase;
    assert.equal(cases.length, SERVICES + 1);
    const failed = cases
      .filter(({ failure }) => failure !== undefined)
      .map((each) => each["@_name"]);
    assert.deepEqual(failed, illegal);
  });

  it("markdown: a row and details for each of the 50, and for no other", () => {
    const rows = [...read("markdown").matchAll(/^\| \S+ \| (fleet\w+) \|/gm)].map(
      ([, name]) => name,
    );
    assert.deepEqual(rows, illegal);
    const details = [...read("markdown").matchAll(/^<summary>🛑 .*: (\w+)<\/summary>$/gm)].map(
      ([, name]) => name,
    );
    assert.deepEqual(details, illegal);
  });

  for (const format of ["text", "markdown", "sarif", "github"] as const) {
    it(`${format}: not a word about the other 150`, () => {
      const named = new Set([...read(format).matchAll(/fleet\d+/g)].map(([name]) => name));
      assert.deepEqual([...named].sort(), illegal);
    });
  }
});
