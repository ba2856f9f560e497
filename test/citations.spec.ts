/** Every authority that is cited can be opened: a file of this repository, or a page of the vendor's by its name. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageRoot } from "../provider/package-root.js";

/** Forms that cite a document which is not there; each with a text that has it and one that comes close. */
const FORBIDDEN: readonly (readonly [form: RegExp, found: string, allowed: string])[] = [
  [/\bdesign section/i, "(design section 6)", "docs/architecture.md, The calls of Pulumi"],
  [/\bdesign of (?!a\b)/i, "design of the journal", "the design of a house"],
  [/\bplanning rules?\b/i, "Planning rule PR-9", "rules of planning, PR-9"],
  [/\bfact sheet\b/i, "fact sheet, section 8.2", "a sheet of facts"],
  [/\bprovider notes\b/i, "provider notes, section 1.3", "notes of the provider"],
  [/\bprotocol page\b/i, "decision 6 of the protocol page", "docs/protocol.md, D-6"],
  [/\bprotocol decision\b/i, "protocol decision 28", "docs/protocol.md, D-28"],
  // Numbered decisions of the protocol are D-n; those of the project are files, docs/decisions/NNNN.
  [/\bdecisions? \d/i, "decisions 20 and 24", "docs/decisions/0012"],
  // A standard's sections are its own.
  [/(?<!RFC \d+, )\bsections? \d/i, "sections 3.2 and 3.8", "RFC 1123, section 2.1"],
  [
    /(?<![\w/.-])(?:\.\.\/)*(?:shared|reference)\/\w/,
    "(reference/chart.md)",
    "https://host/azure/reference/dn495648",
  ],
];

/** Files whose words are not ours, and this one, which spells the forbidden forms out. */
const NOT_OURS = [
  /^LICENSE$/,
  /^package-lock\.json$/,
  /\bgo\.sum$/,
  /^test\/report\/schemas\//,
  /^test\/citations\./,
];

const ROOT = packageRoot();
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

const FILES: readonly string[] = execFileSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard"],
  {
    cwd: ROOT,
    encoding: "utf8",
  },
)
  .split("\n")
  // What is deleted and not committed yet is still listed.
  .filter(
    (file) =>
      file !== "" && existsSync(join(ROOT, file)) && !NOT_OURS.some((each) => each.test(file)),
  );

/** A text that is cited, and where. */
interface Citation {
  readonly text: string;
  readonly at: string;
}

/** A comment's or a paragraph's line breaks, and the star of the next line, are no part of what it says. */
const unwrapped = (text: string): string =>
  text.replaceAll(/\n[ \t]*(?:\*|\/\/)?[ \t]*(?=\S)/g, " ");

/** What a form finds in every file that is read as text. */
function citations(form: RegExp, files: readonly string[] = FILES): Citation[] {
  return files.flatMap((file) =>
    [...unwrapped(read(file)).matchAll(form)].map(([text, group = text]) => ({
      text: group,
      at: file,
    })),
  );
}

const isMissing = ({ text }: Citation): boolean => !existsSync(join(ROOT, text));

/** A file of `docs` by its path, or a decision by its number alone. */
function isFile(path: string): boolean {
  if (existsSync(join(ROOT, path))) return true;
  const file = /^docs\/decisions\/(\d{4})$/.exec(path)?.[1];
  return (
    file !== undefined &&
    readdirSync(join(ROOT, "docs/decisions")).some((name) => name.startsWith(`${file}-`))
  );
}

/** Numbers that a document defines: the first cell of a row. */
const rowsOf = (file: string, number: RegExp): ReadonlySet<string> =>
  new Set(
    [...read(file).matchAll(/^\| ([\w-]+) \|/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => number.test(name)),
  );

const headingsOf = (file: string): string[] =>
  [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading.replaceAll("`", ""));

describe("what is cited", () => {
  it("is in no document that is not there", () => {
    const found = FORBIDDEN.flatMap(([form]) =>
      citations(new RegExp(form.source, `g${form.flags}`)),
    );
    assert.deepEqual(found, []);
  });

  it("is told from what comes close", () => {
    for (const [form, found, allowed] of FORBIDDEN) {
      assert.match(found, form);
      assert.doesNotMatch(allowed, form);
    }
  });

  it("is a row of docs/planner.md where it is a PR-n", () => {
    const rows = rowsOf("docs/planner.md", /^PR-\d+$/);
    const cited = citations(/\bPR-\d+\b/g);
    assert.ok(cited.length > 0);
    assert.deepEqual(
      cited.filter(({ text }) => !rows.has(text)),
      [],
    );
  });

  it("is a row of docs/protocol.md where it is a D-n", () => {
    const rows = rowsOf("docs/protocol.md", /^D-\d+$/);
    const cited = citations(/\bD-\d+\b/g);
    assert.ok(cited.length > 0);
    assert.deepEqual(
      cited.filter(({ text }) => !rows.has(text)),
      [],
    );
  });

  it("is a row of docs/bts.md where it is a B-n", () => {
    const rows = rowsOf("docs/bts.md", /^B-\d+$/);
    const cited = citations(/\bB-\d+\b/g);
    assert.ok(cited.length > 0);
    assert.deepEqual(
      cited.filter(({ text }) => !rows.has(text)),
      [],
    );
  });

  it("is a file of docs where it is one by its path", () => {
    const cited = citations(
      /(?<![\w/.-])(docs\/(?:decisions\/\d{4}(?:-[\w-]+\.md)?|[\w.-]+\.(?:md|json)))/g,
    );
    assert.ok(cited.length > 0);
    assert.deepEqual(
      cited.filter(({ text }) => !isFile(text)),
      [],
    );
  });

  it("is a heading of its document where a capital follows it", () => {
    const cited = citations(/(?<![\w/.-])((?:docs\/\w+|README)\.md, (?:"|`)?[A-Z][\w `.-]+)/g);
    assert.ok(cited.length > 0);
    const missing = cited.filter(({ text }) => {
      const [file = "", place = ""] = text.replaceAll("`", "").split(/, "?/, 2);
      // PR-n, D-n and B-n are rows, not headings.
      return (
        !/^(?:PR|D|B)-\d/.test(place) &&
        !headingsOf(file).some((heading) => place.startsWith(heading))
      );
    });
    assert.deepEqual(missing, []);
  });

  it("is a file beside it where a document links to one", () => {
    const documents = FILES.filter((file) => file.endsWith(".md") && !file.startsWith("test/"));
    const linked = documents.flatMap((file) =>
      citations(/\]\((?!\w+:|#)([^)#\s]+)/g, [file]).map(({ text, at }) => ({
        text: join(dirname(file), text),
        at,
      })),
    );
    assert.ok(linked.length > 0);
    assert.deepEqual(linked.filter(isMissing), []);
  });
});
