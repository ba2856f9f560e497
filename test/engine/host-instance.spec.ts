/** `biztalk.HostInstance` under the real engine. */
import assert from "node:assert/strict";
import { errorsOn, fails, saidOn, says, succeeds } from "./support/outcomes.js";
import { needEngine } from "./support/engine.js";
import { makeProject } from "./support/project.js";
import {
  serverProjectFor,
  SERVER_PROGRAM,
  type DeclaredOnServer,
} from "./support/server-project.js";

const hostInstance = (args: Readonly<Record<string, unknown>>): DeclaredOnServer => ({
  class: "HostInstance",
  args: { hostName: "Processing", machine: "BTS01", ...args },
});

const GROUP = {
  hosts: [
    { name: "Processing", machines: [{ name: "BTS01" }, { name: "BTS02" }] },
    { name: "Off", machines: [{ name: "BTS01", state: "Stopped", disabled: true }] },
    { name: "Web", type: "Isolated", machines: [{ name: "BTS01" }] },
  ],
};

describe("a host instance", function () {
  this.timeout(180_000);
  const server = serverProjectFor({ release: "2020" });
  const operations = async () => (await server().sent()).map(({ operation }) => String(operation));

  beforeEach(async () => {
    await server().control("PUT", "group", GROUP);
    await server().control("PUT", "instances", { instances: [] });
    await server().forget();
  });
  afterEach(async () => {
    server().declare({});
    await succeeds(server().project.up());
  });

  it("is stopped and started, and left as it is by destroy", async () => {
    const { project } = server();
    server().declare({ bts01: hostInstance({ state: "Stopped" }) });
    assert.match(saidOn(await succeeds(project.preview()), "bts01"), /Stop: Running to Stopped/);
    await succeeds(project.up());
    assert.equal(project.recorded("bts01")?.outputs["state"], "Stopped");
    assert.equal(project.recorded("bts01")?.outputs["disabled"], false);
    server().declare({ bts01: hostInstance({ state: "Running" }) });
    await succeeds(project.up());
    assert.deepEqual(await operations(), ["Stop Host Instance", "Start Host Instance"]);
    await server().forget();
    says(await succeeds(project.destroy()), "Processing on BTS01 is left as it is");
    assert.deepEqual(await operations(), []);
  });

  it("is brought back where somebody else has moved it, and a refresh sees that", async () => {
    const { project } = server();
    server().declare({ bts01: hostInstance({ state: "Stopped" }) });
    await succeeds(project.up());
    await succeeds(project.preview("--expect-no-changes"));
    await server().control("POST", "hosts/Processing/start", { machine: "BTS01" });
    assert.equal((await succeeds(project.preview())).steps["bts01"], "update");
    await succeeds(project.run("refresh", "--yes"));
    assert.equal(project.recorded("bts01")?.outputs["state"], "Running");
    await server().forget();
    await succeeds(project.up());
    assert.deepEqual(await operations(), ["Stop Host Instance"]);
  });

  it("is restarted when its triggers change, once", async () => {
    const { project } = server();
    server().declare({ bts01: hostInstance({ restartTriggers: 1 }) });
    await succeeds(project.up());
    assert.deepEqual(await operations(), []);
    server().declare({ bts01: hostInstance({ restartTriggers: 2 }) });
    await succeeds(project.preview());
    await succeeds(project.up());
    assert.deepEqual(await operations(), ["Stop Host Instance", "Start Host Instance"]);
    await server().forget();
    await succeeds(project.up());
    assert.deepEqual(await operations(), []);
  });

  it("is refused where it is isolated, disabled or absent", async () => {
    const { project } = server();
    server().declare({
      web: hostInstance({ hostName: "Web", state: "Stopped" }),
      off: hostInstance({ hostName: "Off", state: "Running" }),
      absent: hostInstance({ machine: "BTS09", state: "Running" }),
    });
    const preview = await fails(project.preview());
    assert.match(errorsOn(preview, "web").join(), /isolated/i);
    assert.match(errorsOn(preview, "off").join(), /disabled/i);
    assert.match(errorsOn(preview, "absent").join(), /BTS09/);
    await fails(project.up());
    assert.deepEqual(await operations(), []);
  });
});

describe("a host instance of BizTalk Server 2016", function () {
  this.timeout(60_000);
  const server = serverProjectFor({ release: "2016" });

  it("is refused, with the release that has it", async () => {
    server().declare({ bts01: hostInstance({ state: "Stopped" }) });
    const preview = await fails(server().project.preview());
    assert.match(errorsOn(preview, "bts01").join(), /2016.*2020|2020/s);
  });
});

describe("resources without an endpoint of BizTalk Server", () => {
  needEngine();

  it("say which endpoint they need, once", async function () {
    this.timeout(60_000);
    const project = await makeProject({ endpoint: null, program: SERVER_PROGRAM });
    try {
      const declared = hostInstance({ state: "Stopped" });
      project.declare({ bts01: declared, bts02: { ...declared, args: { ...declared.args } } });
      const preview = await fails(project.preview());
      const errors = preview.text.match(/biztalk:serverEndpoint/g) ?? [];
      assert.equal(errors.length, 1, preview.text);
    } finally {
      await project.close();
    }
  });
});
