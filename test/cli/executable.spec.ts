import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../provider/package-root.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { biztalk } from "./support/executable.js";

const ESCAPE = "\u001b[";

describe("the executable biztalk", function () {
  this.timeout(60_000);
  const path = temporaryFolder();

  it("writes the version of package.json", async () => {
    const { version } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as {
      version: string;
    };
    assert.deepEqual(await biztalk(["--version"]), { code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("declares its commands without what only some of them need", () => {
    const program = join(packageRoot(), "dist", "cli", "program.js");
    const said = `require(${JSON.stringify(program)});console.log(Object.keys(require.cache).join())`;
    const loaded = execFileSync(process.execPath, ["-e", said], { encoding: "utf8" });
    assert.match(loaded, /node_modules\/commander\//);
    assert.doesNotMatch(loaded, /node_modules\/(axios|fastify|zod|@pulumi)\//);
  });

  it("writes results to standard output and ends with 0", async () => {
    const { code, stdout, stderr } = await biztalk(["chart", "service", "--format", "csv"]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^state,Start,Stop,.*\nActive,0,1,1,1,0,1,1,1,1\n/);
    assert.equal(stdout.split("\n").length, 18);
  });

  it("writes diagnostics to standard error and ends with 1", async () => {
    const { code, stdout, stderr } = await biztalk(["aply"]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /unknown command 'aply'\n\(Did you mean apply\?\)/);
  });

  it("hands on the exit code of a refused plan", async () => {
    writeFileSync(path("observed.yaml"), "state: Stopped\nunits: 1\n");
    writeFileSync(path("desired.yaml"), "units: 3\n");
    const { code } = await biztalk([
      "plan",
      "--observed",
      path("observed.yaml"),
      "--desired",
      path("desired.yaml"),
    ]);
    assert.equal(code, 1);
  });

  it("writes nothing but text into a pipe, in continuous integration too", async () => {
    for (const env of [{}, { CI: "true" }]) {
      const { stdout } = await biztalk(["chart", "service"], env);
      assert.ok(!stdout.includes(ESCAPE), JSON.stringify(env));
    }
  });

  it("colours when colours are forced, and never with NO_COLOR", async () => {
    const forced = await biztalk(["chart", "service"], { FORCE_COLOR: "1" });
    assert.ok(forced.stdout.includes(ESCAPE));
    const plain = await biztalk(["chart", "service"], { FORCE_COLOR: "1", NO_COLOR: "1" });
    assert.ok(!plain.stdout.includes(ESCAPE));
  });
});
