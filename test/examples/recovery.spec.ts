import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ModuleKind, transpileModule } from "typescript";
import { packageRoot } from "../../provider/package-root.js";
import { frontProjectFor } from "../engine/support/front-project.js";
import { errorsOn, planOn, succeeds } from "../engine/support/outcomes.js";
import type { Preview } from "../engine/support/project.js";

const EXAMPLE = join(packageRoot(), "examples", "recovery");

const run = promisify(execFile);

/** docs/planner.md, Routes: what leads from each state to Active. */
const IN_PLACE: Readonly<Record<string, string>> = {
  startfailed: "Plan from StartFailed: Start.",
  stopfailed: "Plan from StopFailed: Start.",
  restartfailed: "Plan from RestartFailed: Start.",
  suspendedfailed: "Plan from SuspendedFailed: Resume.",
  resumefailed: "Plan from ResumeFailed: Resume.",
  configupdatefailed:
    "Plan from ConfigUpdateFailed: Update Configuration (configuration, sent again, interrupts).",
  scalefailed: "Plan from ScaleFailed: Scale (units 1, sent again).",
};

/** docs/planner.md, Replacement: what replaces a service in each of the others, and what that takes. */
const REPLACED: Readonly<Record<string, string>> = {
  updatefailed: 'Route: Delete, Restore, Resume (set recovery: "replace").',
  restorefailed: 'Route: Delete, Restore, Resume (set recovery: "replace").',
  createdfailed: 'Route: Delete, Create (set recovery: "replace").',
  disabled:
    'Route: Delete, Create (set recovery: "replace" and acceptDataLoss: "disabled/Disabled").',
  disablefailed:
    'Route: Delete, Create (set recovery: "replace" and acceptDataLoss: "disablefailed/DisableFailed").',
  enablefailed:
    'Route: Delete, Create (set recovery: "replace" and acceptDataLoss: "enablefailed/EnableFailed").',
};

const ALL = [...Object.keys(IN_PLACE), ...Object.keys(REPLACED)];

/** What the README has an operator type. */
const CONSENTS = ["disabled/Disabled", "disablefailed/DisableFailed", "enablefailed/EnableFailed"];

describe("examples/recovery with the real engine", function () {
  this.timeout(180_000);
  const { front, project } = frontProjectFor({
    project: () => {
      const source = readFileSync(join(EXAMPLE, "index.ts"), "utf8");
      const { outputText } = transpileModule(source, {
        compilerOptions: { module: ModuleKind.CommonJS },
      });
      // The test's project has another name than the example's, by which its configuration is found.
      return {
        program: outputText.replace("new pulumi.Config()", 'new pulumi.Config("recovery")'),
      };
    },
  });
  let preview: Preview;

  const states = async (): Promise<Record<string, string | undefined>> =>
    Object.fromEntries(
      await Promise.all(
        ALL.map(async (name) => [name, (await front().control.view(name))?.state] as const),
      ),
    );

  it("is created by up, with two backups", async () => {
    await succeeds(project().up());
    assert.deepEqual(new Set(Object.values(await states())), new Set(["Active"]));
    assert.equal((await front().control.view("updatefailed"))?.lastBackup?.name, "updatefailed-1");
  });

  it("meets its incidents", async () => {
    await run(process.execPath, [join(EXAMPLE, "incidents.mjs"), front().url]);
    assert.equal((await states())["updatefailed"], "ServiceUpdateFailed");
    assert.equal((await states())["scalefailed"], "ScaleFailed");
  });

  it("is previewed: seven have a plan, six are refused with what it takes, and nothing is sent", async () => {
    await front().control.forget();
    preview = await project().preview();
    assert.equal(preview.code, 1);
    for (const [name, plan] of Object.entries(IN_PLACE))
      assert.equal(planOn(preview, name).split("\n")[0], plan, name);
    for (const [name, route] of Object.entries(REPLACED)) {
      const [error = ""] = errorsOn(preview, name);
      assert.ok(error.includes(route), `${name}: ${error}`);
      assert.ok(error.includes("Legal here: Delete."), error);
    }
    assert.deepEqual(await front().control.sent(), []);
  });

  it("says in its README what the preview says", () => {
    const readme = readFileSync(join(EXAMPLE, "README.md"), "utf8");
    const [disabled = ""] = errorsOn(preview, "disabled");
    assert.ok(readme.includes(disabled), disabled);
    for (const consent of CONSENTS) assert.ok(readme.includes(consent), consent);
  });

  it("is brought back by what the README has an operator set", async () => {
    await succeeds(project().run("config", "set", "recovery:recovery", "replace"));
    for (const consent of CONSENTS) {
      const [name = ""] = consent.split("/");
      await succeeds(
        project().run("config", "set", "--path", `recovery:acceptDataLoss.${name}`, consent),
      );
    }
    await succeeds(project().up());
    assert.deepEqual(new Set(Object.values(await states())), new Set(["Active"]));
    const sent = await front().control.sent();
    assert.deepEqual(
      sent.filter((line) => line.endsWith(" updatefailed")),
      ["Delete updatefailed", "Restore updatefailed", "Resume updatefailed"],
    );
    assert.deepEqual(
      sent.filter((line) => line.endsWith(" disabled")),
      ["Delete disabled", "Create disabled"],
    );
  });

  it("is quiet afterwards", async () => {
    await succeeds(project().run("preview", "--expect-no-changes"));
    await succeeds(project().refresh("--expect-no-changes"));
    const { code, stdout } = await project().biztalk(
      "preview",
      "--report",
      "json",
      "--expect-no-changes",
    );
    assert.equal(code, 0, stdout);
    assert.deepEqual((JSON.parse(stdout) as { findings: unknown[] }).findings, []);
  });
});
