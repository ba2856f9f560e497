import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../provider/package-root.js";
import { RULES } from "../../provider/report/index.js";

const read = (...path: readonly string[]): string =>
  readFileSync(join(packageRoot(), ...path), "utf8");

describe("what the documents say of reports", () => {
  const golden = read("test", "report", "golden", "report.md");

  it("docs/reports.md shows the Markdown report as it is written", () => {
    assert.ok(read("docs", "reports.md").includes(`\`\`\`\`markdown\n${golden}\`\`\`\``));
  });

  it("docs/reports.md has a row for each rule, as it is", () => {
    const rows = [
      ...read("docs", "reports.md").matchAll(/^\| `([\w-]+)` \| (error|warning) \| (.*) \|$/gm),
    ];
    assert.deepEqual(
      rows.map(([, id, severity, title]) => [id, severity, title]),
      Object.entries(RULES).map(([id, { severity, title }]) => [id, severity, title]),
    );
  });

  it("the README shows the beginning of that report", () => {
    const shown = [...read("README.md").matchAll(/^> ?(.*)$/gm)].map(([, line]) => line).join("\n");
    const [, beginning = ""] = /^(\*\*Blocked[^]*?)\n\n<details/m.exec(golden) ?? [];
    assert.equal(shown, beginning);
  });
});
