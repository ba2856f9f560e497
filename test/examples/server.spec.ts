import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ModuleKind, transpileModule } from "typescript";
import { packageRoot } from "../../provider/package-root.js";
import { eventually } from "../engine/support/eventually.js";
import { says, succeeds } from "../engine/support/outcomes.js";
import { serverProjectFor } from "../engine/support/server-project.js";

const run = promisify(execFile);

/** The program of an example, which finds its configuration by the name of the test's project. */
function programOf(example: string): string {
  const source = readFileSync(join(packageRoot(), "examples", example, "index.ts"), "utf8");
  const { outputText } = transpileModule(source, {
    compilerOptions: { module: ModuleKind.CommonJS },
  });
  return outputText;
}

/** A script of an example, as its README has somebody run it, against the test's emulator. */
async function script(example: string, file: string, url: string): Promise<string> {
  const path = join(packageRoot(), "examples", example, file);
  return (await run(process.execPath, [path, url])).stdout;
}

describe("examples/instances with the real engine", function () {
  this.timeout(120_000);
  const server = serverProjectFor({}, programOf("instances"));

  it("resumes and ends what its README says, once, and keeps what is known of the messages", async () => {
    const { project, front } = server();
    const said = await script("instances", "night.mjs", front.url);
    assert.match(said, /^12 can be resumed, 5 are old zombies, 3 are young ones, 8 are at work/);
    const preview = await succeeds(project.preview());
    says(preview, "12 instances", "5 instances, 5 messages lost");
    await succeeds(project.up());
    const sent = (await server().sent()).map(({ operation }) => String(operation));
    assert.equal(sent.filter((each) => each === "Resume Instance").length, 12);
    assert.equal(sent.filter((each) => each === "Terminate Instance").length, 5);
    assert.equal((await server().instances()).length, 23);
    const file = join(project.folder, "messages.jsonl");
    assert.ok(existsSync(file));
    assert.equal(readFileSync(file, "utf8").trim().split("\n").length, 5);
    await server().forget();
    await succeeds(project.up());
    assert.deepEqual(await server().sent(), []);
  });
});

describe("examples/drain with the real engine", function () {
  this.timeout(120_000);
  const server = serverProjectFor({}, programOf("drain"));

  it("drains, stops the machines one after the other, and starts all of it again", async () => {
    const { project, front } = server();
    await script("drain", "group.mjs", front.url);
    await succeeds(project.up());
    assert.deepEqual(await server().sent(), []);
    await project.run("config", "set", "integration:patching", "true");
    says(await succeeds(project.preview()), "Drain: 6 instances now (6 Active)");
    const up = project.start("up", "--yes", "--skip-preview");
    await eventually(async () => (await server().sent()).length === 1);
    assert.equal((await server().instances()).length, 6);
    await server().control("POST", "events", { event: "Instance completes" });
    await succeeds(up.outcome);
    const urls = async () => (await server().sent()).map(({ operation }) => String(operation));
    assert.deepEqual(await urls(), [
      ...["Stop Application", "Stop Application"],
      ...["Stop Host Instance", "Stop Host Instance"],
    ]);
    await server().forget();
    await project.run("config", "set", "integration:patching", "false");
    await succeeds(project.up());
    assert.deepEqual(await urls(), [
      "Start Application",
      ...["Start Host Instance", "Start Host Instance"],
    ]);
  });
});
