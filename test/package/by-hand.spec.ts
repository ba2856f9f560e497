/** What a newcomer types, word for word, with a Pulumi home that nobody has used, and no answer given but "yes". */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageRoot } from "../../provider/package-root.js";
import { engine, needEngine } from "../engine/support/engine.js";
import { attempt, npmEnvironment, packed, type Ran } from "./support/packed.js";

const EXAMPLE = join(packageRoot(), "examples", "orders");

const blocksOf = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(
    ([, block = ""]) => block,
  );

describe("a first run by hand", function () {
  this.timeout(300_000);
  needEngine();
  const pack = packed();

  /** Runs lines in a folder beside the tarball, as one session of a shell that stops at the first failure. */
  const type = async (cwd: string, lines: string): Promise<Ran> => {
    const found = await engine();
    const home = mkdtempSync(join(pack().folder, "home-"));
    const env = {
      ...npmEnvironment(),
      PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
      HOME: home,
      XDG_STATE_HOME: join(home, "state"),
      PULUMI_HOME: join(home, ".pulumi"),
      BIZTALK_PULUMI: found.path,
      // At a terminal it is "yes" to each question.
      PULUMI_SKIP_CONFIRMATIONS: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    return attempt("bash", ["-eu", "-c", lines], cwd, env);
  };
  const folder = (name: string): string => {
    const path = join(pack().folder, name);
    mkdirSync(path);
    return path;
  };
  const text = ({ code, stdout, stderr }: Ran): string =>
    `${stdout}\n${stderr}\n(exit code ${code})`;

  it("succeeds as README.md says it, from nothing", async () => {
    const readme = readFileSync(join(packageRoot(), "README.md"), "utf8");
    const cwd = folder("intake");
    writeFileSync(join(cwd, "index.ts"), blocksOf(readme, "ts")[0] ?? "");
    const install =
      blocksOf(readme, "sh").find((block) => block.includes("pulumi login")) ??
      assert.fail("no block");
    const ran = await type(cwd, `${install}pulumi destroy\n`);
    assert.equal(ran.code, 0, text(ran));
    assert.match(ran.stdout, /Service intake created .*Stop: done$/m);
    assert.match(ran.stdout, /^ +\+ 2 created$/m);
    assert.match(ran.stdout, /^ +- 2 deleted$/m);
  });

  it("succeeds as examples/orders/README.md says it, up to the preview that is refused, and to its end", async () => {
    const cwd = folder("orders");
    for (const file of ["Pulumi.yaml", "index.ts", "tsconfig.json"])
      cpSync(join(EXAMPLE, file), join(cwd, file));
    // Where the package is, is the only difference: here it is its tarball, and its packages are nobody else's.
    const manifest = readFileSync(join(EXAMPLE, "package.json"), "utf8");
    writeFileSync(
      join(cwd, "package.json"),
      manifest.replace("file:../..", `file:${pack().tarball}`),
    );
    const lines = blocksOf(readFileSync(join(EXAMPLE, "README.md"), "utf8"), "sh").join("");
    assert.match(lines, /^pulumi config set intakeUnits 5\npulumi preview$/m);
    const ran = await type(
      cwd,
      lines.replace("\npulumi preview\n", "\nif pulumi preview; then exit 97; fi\n"),
    );
    assert.equal(ran.code, 0, text(ran));
    assert.ok(ran.stdout.includes("Operation not allowed: Scale in state Stopped."), text(ran));
    assert.match(ran.stdout, /^ +- 4 deleted$/m);
  });
});
