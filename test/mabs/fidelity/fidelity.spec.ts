import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../provider/package-root.js";
import { fidelityDocument } from "./fidelity-document.js";
import { STATEMENTS, type Proof } from "./statements.js";

const read = (...path: readonly string[]): string =>
  readFileSync(join(packageRoot(), ...path), "utf8");

const DOCUMENT = join(packageRoot(), "docs", "fidelity.md");
const PROTOCOL = read("docs", "protocol.md");

/** The names of the vendor's pages, as docs/protocol.md has them. */
const PAGES = [
  ...(PROTOCOL.split("## Addresses")[0] ?? "").matchAll(/^\| ([^|]+) \| [^|]+ \| [^|]+ \|$/gm),
]
  .map(([, name = ""]) => name.trim())
  .filter((name) => !["cited as", "---"].includes(name));

const proofs = STATEMENTS.flatMap(({ id, emulator, client }) =>
  [emulator, client]
    .filter((each): each is Proof => typeof each !== "string")
    .map(([file, title]) => ({ id, file, title })),
);

describe("the catalogue of statements", () => {
  it("has each statement once, under a number that is its own", () => {
    const ids = STATEMENTS.map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
    assert.deepEqual(
      ids.filter((id) => !/^S-\d+$/.test(id)),
      [],
    );
    const texts = STATEMENTS.map(({ says }) => says);
    assert.equal(new Set(texts).size, texts.length);
    assert.ok(STATEMENTS.length >= 120, String(STATEMENTS.length));
  });

  it("has a test behind each proof, found by its title", () => {
    const lost = proofs.filter(({ file, title }) => {
      const path = join(packageRoot(), "test", file);
      return !existsSync(path) || !readFileSync(path, "utf8").includes(title);
    });
    assert.deepEqual(lost, []);
  });

  it("calls proven what a test shows, and a decision what has one", () => {
    const wrong = STATEMENTS.filter(({ verdict, decision, emulator, client }) => {
      const isShown = typeof emulator !== "string" || typeof client !== "string";
      if (verdict === "proven") return !isShown;
      if (verdict === "decision") return !PROTOCOL.includes(`| ${decision ?? "none"} |`);
      return isShown;
    });
    assert.deepEqual(
      wrong.map(({ id, verdict }) => `${id} ${verdict}`),
      [],
    );
  });

  it("names pages that docs/protocol.md names", () => {
    assert.ok(PAGES.length >= 12, PAGES.join());
    const others = STATEMENTS.filter(
      ({ source }) => !PAGES.some((page) => source.startsWith(page)),
    );
    assert.deepEqual(
      others.map(({ id, source }) => `${id}: ${source}`),
      [],
    );
  });

  it("is what docs/fidelity.md shows (write it anew with UPDATE_GOLDEN=1)", () => {
    const written = fidelityDocument(STATEMENTS);
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(DOCUMENT, written);
    assert.equal(readFileSync(DOCUMENT, "utf8"), written);
  });
});
