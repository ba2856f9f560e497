/** The README is executed: every command of it, in a folder of its own, as a newcomer would type it. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageRoot } from "../provider/package-root.js";

const README = readFileSync(join(packageRoot(), "README.md"), "utf8");

const blocks = (language: string): string[] =>
  [...README.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    (match) => match[1] ?? "",
  );

describe("README", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "biztalk-readme-"));
    mkdirSync(join(folder, "node_modules", ".bin"), { recursive: true });
    symlinkSync(
      join(packageRoot(), "dist", "cli", "main.js"),
      join(folder, "node_modules", ".bin", "biztalk"),
    );
    writeFileSync(join(folder, "package.json"), '{"name":"newcomer","private":true}');
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (command: string): string => {
    const env = {
      ...process.env,
      PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
      NO_COLOR: "1",
    };
    return execFileSync("bash", ["-euo", "pipefail", "-c", command], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
  };

  it("has npm start as its first run, which the tour's own test runs", () => {
    assert.ok(blocks("sh").includes("npm start\n"));
  });

  it("says at the top, before anything else is said of it, that the vendor retired the service", () => {
    const [, , second = ""] = README.split(/\n{2,}/);
    assert.match(second, /Microsoft has retired Azure BizTalk Services/);
  });

  it("says that programs in other languages than those of Node.js are not served", () => {
    assert.match(
      README,
      /^For Pulumi programs in Node\.js .*Python, Go, \.NET, Java or YAML are not served/m,
    );
  });

  it("links to files that are there", () => {
    const links = [...README.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = ""]) => link);
    assert.ok(links.length > 8);
    assert.deepEqual(
      links.filter((link) => !existsSync(join(packageRoot(), link))),
      [],
    );
  });

  it("has commands of the command line that work as they are typed", function () {
    this.timeout(60_000);
    const printed = run(blocks("sh").find((block) => block.includes("biztalk chart")) ?? "");
    assert.match(printed, /^Service Update Failed .*yes/m);
    assert.match(
      printed,
      /^legal from StopFailed\n {2}1\. Start: StopFailed to Active.*\n {2}2\. Suspend: Active to Suspended/m,
    );
    assert.match(printed, /^No BizTalk services at emulator:\.\/biztalk\.db\.$/m);
  });

  it("shows the refusal that the planner gives", () => {
    writeFileSync(
      join(folder, "stopped.json"),
      '{"state":"Stopped","edition":"Standard","units":1}',
    );
    const planned = run(
      `echo '{"state":"Stopped","units":3}' | npx biztalk plan --observed stopped.json --desired - || true`,
    );
    const shown =
      blocks("text").find((block) => block.startsWith("error: Operation not allowed")) ?? "none";
    const lines = (text: string): string[] =>
      text
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "");
    assert.deepEqual(lines(planned).slice(1), lines(shown.replace("error: ", "")));
  });
});
