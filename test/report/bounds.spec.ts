import assert from "node:assert/strict";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import fc from "fast-check";
import { writeReport } from "../../provider/report/index.js";
import { reportOf, reviewed, SERVICES } from "./fixtures.js";

/** What could break a table, a code block, a comment, a line or a document. */
const HOSTILE = [
  "|",
  "`",
  "```",
  "-->",
  "</details>",
  "\n",
  "\r\n",
  "💥",
  "@everyone",
  "%0A",
  "::error::",
  "<b>",
  "]]>",
  "\u0000",
  "\\",
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 5 })), { maxLength: 8 })
  .map((parts) => parts.join(""));

const [REFUSED = reviewed("none")] = SERVICES;

/** A refused service whose every text is given. */
const refusedWith = (service: string, text: string) => {
  const { plan } = REFUSED;
  const refusals = (plan?.refusals ?? []).map((refusal) => ({
    ...refusal,
    message: text,
    permit: text,
    source: text,
  }));
  return { ...REFUSED, service, asked: text, plan: plan === null ? null : { ...plan, refusals } };
};

const count = (text: string, part: RegExp): number => [...text.matchAll(part)].length;

describe("reports of hostile texts and of many services", () => {
  it("markdown: a row stays a row, a block is closed, every details too", () => {
    const property = fc.property(hostile, hostile, (name, text) => {
      const markdown = writeReport(reportOf([refusedWith(name, text)]), "markdown");
      const table = markdown.split("<details open>", 1)[0] ?? "";
      const rows = table.split("\n").filter((line) => line.startsWith("|"));
      assert.equal(rows.length, 3);
      for (const row of rows) assert.equal(count(row.replaceAll(/\\\\|\\\|/g, ""), /\|/g), 7, row);
      const fence = /^(`{3,})text$/m.exec(markdown)?.[1] ?? "";
      assert.equal(count(markdown, new RegExp(`^${fence}$`, "gm")), 1, markdown);
      assert.equal(count(markdown, /^<details open>$/gm), 1);
      assert.equal(markdown.trimEnd().split("\n").at(-1), "</details>");
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  it("markdown: never longer than asked, and counts what it cut; 65,536 characters at most by default", () => {
    const many = Array.from({ length: 400 }, (_, index) =>
      refusedWith(`orders${index}`, `💥 ${"long ".repeat(40)}`),
    );
    const property = fc.property(
      fc.integer({ min: 1_000, max: 200_000 }),
      fc.integer({ min: 0, max: 400 }),
      (bytes, size) => {
        const markdown = writeReport(reportOf(many.slice(0, size)), "markdown", bytes);
        assert.ok(
          Buffer.byteLength(markdown) <= bytes,
          `${Buffer.byteLength(markdown)} of ${bytes}`,
        );
        const shown = count(markdown, /^<details open>$/gm);
        const cut = Number(/details of (\d+) findings? more/.exec(markdown)?.[1] ?? 0);
        assert.equal(shown + cut, size);
        const rows = count(markdown, /^\| 🛑/gm);
        assert.equal(rows + Number(/(\d+) services? more/.exec(markdown)?.[1] ?? 0), size);
      },
    );
    fc.assert(property, { numRuns: 60 });
    const whole = writeReport(reportOf(many), "markdown");
    assert.ok(whole.length <= 65_536 && whole.length > 40_000, String(whole.length));
  });

  it("markdown: the marker is the first line, one for each stack, and a comment whatever the stack is called", () => {
    const report = reportOf(SERVICES);
    assert.equal(
      writeReport(report, "markdown").split("\n", 1)[0],
      "<!-- pulumi-biztalk: integration/dev -->",
    );
    const property = fc.property(hostile, (stack) => {
      const marker =
        /^<!-- pulumi-biztalk: .*? -->/s.exec(writeReport({ ...report, stack }, "markdown"))?.[0] ??
        "";
      assert.ok(
        marker.endsWith(" -->") && !/[>\s]/.test(marker.slice("<!-- pulumi-biztalk: ".length, -4)),
        marker,
      );
    });
    fc.assert(property, { numRuns: 300 });
  });

  it("junit: a document whatever is in it", () => {
    const property = fc.property(hostile, hostile, (name, text) => {
      const xml = writeReport(reportOf([refusedWith(name, text)]), "junit");
      assert.equal(XMLValidator.validate(xml), true, xml);
      const parsed = new XMLParser({ ignoreAttributes: false }).parse(xml) as {
        testsuites: { "@_failures": string };
      };
      assert.equal(parsed.testsuites["@_failures"], "1");
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  it("github: one line for each finding, and no command of the text's own", () => {
    const property = fc.property(hostile, hostile, (name, text) => {
      const lines = writeReport(reportOf([refusedWith(name, text)]), "github")
        .trimEnd()
        .split(/\r?\n/);
      assert.equal(lines.length, 1);
      assert.match(lines[0] ?? "", /^::error file=[^:]*,line=17,col=20,title=[^:,]*::/);
    });
    fc.assert(property, { numRuns: 500 });
  });
});
