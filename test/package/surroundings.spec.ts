/** What stands around an installed package: an older Node, the oldest Pulumi, packages that are missing. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { consumer, developedWith } from "./support/consumer.js";
import { olderNodes } from "./support/older-node.js";
import type { Ran } from "./support/packed.js";

/** The oldest SDK that the README promises. */
const OLDEST_SDK = "3.217.0";

const YES = ["--yes", "--skip-preview"];

const PACK = "node_modules/pulumi-biztalk/provider/policy/pack";
const PACK_PROGRAM = `${PACK}/pulumi-analyzer-biztalk`;

const text = ({ code, stdout, stderr }: Ran): string => `${stdout}\n${stderr}\n(exit code ${code})`;

/** Asserts that a program ended with 1, said a sentence, and showed no stack. */
function refusedWith(ran: Ran, sentence: string): void {
  assert.equal(ran.code, 1, text(ran));
  assert.ok(text(ran).includes(sentence), `not said: ${sentence}\n${text(ran)}`);
  assert.doesNotMatch(text(ran), /^\s*at .+:\d+:\d+\)?$/m);
  assert.doesNotMatch(text(ran), /enableCompileCache|node:sqlite/);
}

describe("the installed package, with the oldest Pulumi SDK", function () {
  this.timeout(300_000);
  const project = consumer({
    "@pulumi/pulumi": OLDEST_SDK,
    "@pulumi/policy": developedWith("@pulumi/policy"),
  });
  const folder = (): string => mkdtempSync(join(project().folder, "..", "case-"));

  /** Runs something while a package of the project is not there. */
  const without = async (name: string, work: () => Promise<void>): Promise<void> => {
    const path = join(project().folder, "node_modules", name);
    renameSync(path, `${path}-away`);
    try {
      await work();
    } finally {
      renameSync(`${path}-away`, path);
    }
  };

  it("creates a service, finds nothing to do, and destroys it", async () => {
    const sdk = readFileSync(
      join(project().folder, "node_modules", "@pulumi", "pulumi", "package.json"),
      "utf8",
    );
    assert.equal((JSON.parse(sdk) as { version: string }).version, OLDEST_SDK);
    await project().pulumi("up", ...YES);
    await project().pulumi("preview", "--expect-no-changes");
    await project().pulumi("destroy", ...YES);
  });

  it("refuses an SDK that is older, with its version and what to run", async () => {
    const file = join(project().folder, "node_modules", "@pulumi", "pulumi", "package.json");
    const genuine = readFileSync(file, "utf8");
    writeFileSync(file, genuine.replace(`"version": "${OLDEST_SDK}"`, '"version": "3.216.0"'));
    try {
      const ran = await project().attempt(["preview"]);
      const sentence =
        "pulumi-biztalk needs @pulumi/pulumi 3.217.0 or newer, this program has 3.216.0. Run: npm install @pulumi/pulumi@latest";
      refusedWith(ran, sentence);
      assert.doesNotMatch(text(ran), /Pulumi CLI/);
    } finally {
      writeFileSync(file, genuine);
    }
  });

  it("starts the policy pack in the form that the README gives first", async () => {
    const ran = await project().attempt(["preview", "--policy-pack", PACK_PROGRAM]);
    assert.equal(ran.code, 0, text(ran));
    assert.match(text(ran), /biztalk@v0\.2\.0 \(local/);
  });

  it("says what to install where the policy pack's package is missing", async () => {
    await without("@pulumi/policy", async () => {
      const sentence =
        "The policy pack of pulumi-biztalk needs the package @pulumi/policy, which is not installed here. Run: npm install @pulumi/policy";
      refusedWith(await project().attempt(["preview", "--policy-pack", PACK_PROGRAM]), sentence);
    });
  });

  it("says what to install where the SDK itself is missing", async () => {
    await without("@pulumi/pulumi", async () => {
      const ran = await project().biztalk(["tour"]);
      refusedWith(
        ran,
        "error: @pulumi/pulumi is not installed beside pulumi-biztalk. Run: npm install @pulumi/pulumi",
      );
      assert.doesNotMatch(text(ran), /Done\./);
    });
  });

  for (const { name, version, environment } of olderNodes()) {
    describe(`and ${name}`, () => {
      const sentence = `pulumi-biztalk needs Node 22.13 or newer, and this is Node ${version} (`;

      it("ends the command with a sentence and 1", async () => {
        const ran = await project().biztalk(
          ["chart", "service"],
          environment(folder(), project().env),
        );
        refusedWith(ran, `error: ${sentence}`);
        assert.equal(ran.stdout, "");
        assert.equal(ran.stderr.trimEnd().split("\n").length, 1, ran.stderr);
      });

      it("ends a program that imports the package with that sentence, at preview", async () => {
        const env = environment(folder(), project().env);
        refusedWith(await project().attempt(["preview"], env), sentence);
      });

      it("ends a destroy, which runs no program, with that sentence, and sends nothing", async () => {
        await project().pulumi("up", ...YES);
        const env = environment(folder(), project().env);
        refusedWith(await project().attempt(["destroy", ...YES], env), sentence);
        const status = await project().biztalk([
          "status",
          "--endpoint",
          "emulator:./biztalk.db",
          "--format",
          "json",
        ]);
        assert.equal((JSON.parse(status.stdout) as { services: object[] }).services.length, 1);
        await project().pulumi("destroy", ...YES);
      });
    });
  }
});
