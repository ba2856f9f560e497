import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFor } from "../engine/support/suite.js";
import { succeeds } from "../engine/support/outcomes.js";
import { PROGRAM, service } from "../engine/support/program.js";
import { call } from "../cli/support/terminal.js";
import { fails, finding, planOf, review, rulesOf, textOf } from "./support.js";

describe("biztalk preview, up and drift: what cannot be used", function () {
  this.timeout(120_000);
  const project = projectFor();
  const file = (name: string, text: string): string => {
    const path = join(project().folder, name);
    writeFileSync(path, text);
    return path;
  };

  before(async () => {
    project().declare({ orders: service("orders"), billing: service("billing") });
    await succeeds(project().up());
  });

  it("no project: says where it looked", async () => {
    const { code, stderr } = await call(["preview", "-C", "/"], { env: project().env });
    assert.equal(code, 1);
    assert.match(stderr, /no Pulumi project: there is no Pulumi\.yaml in \/ or above\..*-C DIR/);
  });

  it("no such stack: the engine's words", async () => {
    assert.match(
      await fails(project(), "preview", "--stack", "nope"),
      /did not begin.*\n.*no stack named 'nope' found/,
    );
  });

  it("an unknown format: which there are", async () => {
    const stderr = await fails(project(), "preview", "--report", "pdf");
    assert.match(
      stderr,
      /there is no format "pdf"; accepted: text, json, markdown, sarif, junit, github\./,
    );
  });

  it("a file that cannot be written, two on standard output: all said before the engine starts", async () => {
    const args = ["--report", "sarif=/nowhere/at/all", "--report", "json", "--report", "text"];
    const stderr = await fails(project(), "preview", ...args);
    assert.match(stderr, /\/nowhere\/at\/all cannot be written: ENOENT/);
    assert.match(stderr, /json, text would be mixed on standard output/);
    const folder = await fails(project(), "drift", "--report", `json=${project().folder}`);
    assert.match(folder, /cannot be written: it is a folder/);
  });

  it("a deadline, a size that are none", async () => {
    assert.match(
      await fails(project(), "preview", "--deadline", "soon"),
      /a duration such as 90s, 10m or 1h30m/,
    );
    assert.match(await fails(project(), "preview", "--max-bytes", "10"), /1000 or more/);
  });

  it("a wrong option for pulumi: its own words", async () => {
    assert.match(
      await fails(project(), "preview", "--", "--no-such-flag"),
      /unknown flag: --no-such-flag/,
    );
  });

  const plans = [
    ["is not there", undefined, /plan file .*none\.json cannot be read: ENOENT/],
    ["is no JSON", "not json", /cannot be read: Unexpected token/],
    ["is another JSON file", '{"a":1}', /is not a plan of `biztalk preview --save-plan`/],
    [
      "is a plan of plain pulumi",
      '{"resourcePlans":{}}',
      /a plan of plain `pulumi preview` does not say how/,
    ],
  ] as const;
  for (const [what, text, message] of plans) {
    it(`a plan file that ${what}`, async () => {
      const path =
        text === undefined ? join(project().folder, "none.json") : file("foreign.json", text);
      assert.match(await fails(project(), "up", "--plan", path), message);
    });
  }

  it("the plan of another project, or of another stack", async () => {
    await review(project(), 0, "preview", "--save-plan", planOf(project()));
    assert.match(
      await fails(project(), "up", "--plan", planOf(project()), "--stack", "prod"),
      /is the plan of integration\/dev, this is integration\/prod: nothing was done/,
    );
  });

  it("a refused preview leaves no plan file, nor one of another day", async () => {
    await review(project(), 0, "preview", "--save-plan", planOf(project()));
    project().declare({ orders: service("orders", { units: 99 }) });
    await review(project(), 1, "preview", "--save-plan", planOf(project()));
    assert.equal(existsSync(planOf(project())), false);
  });

  it("a program that throws: its error, and the findings so far", async () => {
    project().declare({ orders: service("orders", { state: "Stopped" }) });
    const program = `${PROGRAM}\nnew Promise((done) => setTimeout(done, 300)).then(() => { throw new Error("no such partner"); });\n`;
    file("index.js", program);
    const report = await review(project(), 1, "preview");
    file("index.js", PROGRAM);
    assert.deepEqual(rulesOf(report), ["program-failed -", "interrupts orders"]);
    assert.match(finding(report, "program-failed", null).message, /no such partner/);
    assert.equal(report.ended, "failed");
  });

  it("no endpoint, and one that is down: one finding for each endpoint, not for each service", async () => {
    project().declare({ orders: service("orders"), billing: service("billing") });
    project().useEndpoint(null);
    const none = await review(project(), 1, "preview");
    assert.deepEqual(rulesOf(none), ["endpoint-unavailable -"]);
    assert.match(
      finding(none, "endpoint-unavailable", null).message,
      /no endpoint: set one.*\n2 services could not/,
    );
    project().useEndpoint("http://127.0.0.1:9");
    const down = await review(project(), 1, "preview");
    assert.deepEqual(rulesOf(down), ["endpoint-unavailable -"]);
    assert.match(
      finding(down, "endpoint-unavailable", null).message,
      /127\.0\.0\.1:9.*ECONNREFUSED/,
    );
  });

  it("writes no report of a run that did not begin", async () => {
    const path = join(project().folder, "report.json");
    const ended = await project().biztalk("preview", "--stack", "nope", "--report", `json=${path}`);
    assert.equal(ended.code, 1, textOf(ended));
    assert.deepEqual([existsSync(path), existsSync(`${path}.partial`)], [false, false]);
  });
});
