import assert from "node:assert/strict";
import { validateWorkflow } from "@action-validator/core";
import { parse } from "yaml";
import { succeeds } from "../engine/support/outcomes.js";
import { service } from "../engine/support/program.js";
import { projectFor } from "../engine/support/suite.js";
import { makeRunner, type Runner } from "./pipelines/runner.js";
import { SYSTEMS, textOf, type Script } from "./pipelines/scripts.js";

const WORKFLOWS = ["github/biztalk-preview.yml", "github/biztalk-apply.yml", "github/biztalk-drift.yml"];
const FILES = [...WORKFLOWS, "gitlab/.gitlab-ci.yml", "azure/azure-pipelines.yml", "operator/stack.yaml"];

/** The scripts of each system in the order of its jobs. */
const STAGES = {
  github: {
    preview: ["preview.yml preview/0", "preview.yml preview/1", "preview.yml preview/2"],
    plan: ["apply.yml plan/0", "apply.yml plan/1", "apply.yml plan/2"],
    apply: ["apply.yml apply/0", "apply.yml apply/1"],
    rest: ["apply.yml apply/2"],
    drift: ["drift.yml drift/0", "drift.yml drift/1", "drift.yml drift/2"],
    comment:
      /^gh api --method (POST|PATCH) repos\/integration\/biztalk\/issues\/(7\/comments|comments\/99) --field body=@biztalk\.md$/,
  },
  gitlab: {
    preview: ["preview/0", "preview/1", "preview/2"],
    plan: ["plan/0", "plan/1"],
    apply: ["apply/0", "apply/1"],
    rest: ["apply/2"],
    drift: ["drift/0", "drift/1"],
    comment:
      /^curl .*--request (POST|PUT) .*--form body=<biztalk\.md https:\/\/git\.example\.com\/api\/v4\/projects\/3\/merge_requests\/7\/notes(\/99)?$/,
  },
  azure: {
    preview: ["preview/0", "preview/1", "preview/2"],
    plan: ["preview/0", "preview/1", "preview/2"],
    apply: ["apply/0", "apply/1"],
    rest: ["apply/2"],
    drift: ["drift/0", "drift/1"],
    comment: undefined,
  },
  operator: { preview: [], plan: [], apply: [], rest: [], drift: ["drift/0"], comment: undefined },
} as const;

const REPORTS = {
  github: ["biztalk.md", "biztalk.sarif"],
  gitlab: ["biztalk.md", "biztalk.xml"],
  azure: ["biztalk.md", "biztalk.xml"],
  operator: [],
};

for (const system of ["github", "gitlab", "azure", "operator"] as const) {
  describe(`examples/pipelines, ${system}: every script step, taken from its file`, function () {
    this.timeout(180_000);
    const project = projectFor();
    const scripts = SYSTEMS[system]();
    const stages = STAGES[system];
    const executed = new Set<string>();
    let runner: Runner;

    /** Runs the steps of a job, as a system does it: the first that fails decides, those after it run as well. */
    const job = async (labels: readonly string[]): Promise<{ readonly code: number; readonly text: string }> => {
      const texts: string[] = [];
      let code = 0;
      runner.fresh();
      for (const label of labels) {
        const script: Script | undefined = scripts.find((each) => each.label === label);
        assert.ok(script !== undefined, `${label}: there are ${scripts.map((each) => each.label).join(", ")}`);
        executed.add(label);
        const ran = await runner.run(script);
        texts.push(ran.text);
        code ||= ran.code;
      }
      return { code, text: texts.join("\n") };
    };
    const ends = async (labels: readonly string[], code: number): Promise<void> => {
      const ended = await job(labels);
      assert.equal(ended.code, labels.length === 0 ? 0 : code, ended.text);
    };

    before(async () => {
      project().declare({ orders: service("orders", { units: 1, state: "Active" }) });
      await succeeds(project().up());
      await project().control.forget();
      runner = makeRunner(project());
    });

    it("no drift: green", () => ends(stages.drift, 0));

    it("a legal change: previewed, commented, planned, applied exactly", async function () {
      project().declare({ orders: service("orders", { units: 2, state: "Active" }) });
      await ends(stages.preview, 0);
      for (const file of REPORTS[system]) assert.ok(runner.exists(file), file);
      const [, how] = stages.comment?.exec(runner.calls().at(-1) ?? "") ?? [];
      assert.equal(how, stages.comment === undefined ? undefined : "POST", runner.calls().join("\n"));
      await ends(stages.plan, 0);
      assert.deepEqual(await project().control.sent(), []);
      await ends(stages.apply, 0);
      assert.deepEqual(await project().control.sent(), stages.apply.length === 0 ? [] : ["Scale orders"]);
    });

    it("an illegal change: red, with its reports, and the comment updated in place; no plan", async () => {
      const body = "<!-- pulumi-biztalk: integration/dev -->\nof yesterday";
      runner = makeRunner(project(), { id: 99, body });
      await project().control.place("orders", "Stopped", { units: 2 });
      await project().control.forget();
      project().declare({ orders: service("orders", { units: 3, state: "Stopped" }) });
      await ends(stages.preview, 1);
      for (const file of REPORTS[system])
        assert.match(runner.read(file), /Operation not allowed: Scale in state Stopped/);
      const [, how] = stages.comment?.exec(runner.calls().at(-1) ?? "") ?? [];
      assert.equal(how, { github: "PATCH", gitlab: "PUT", azure: undefined, operator: undefined }[system]);
      await ends(stages.plan, 1);
      assert.equal(runner.exists("plan.json"), false);
      assert.deepEqual(await project().control.sent(), []);
    });

    it("a service that moved after the plan: red, nothing sent, and what is left is previewed", async () => {
      await project().control.place("orders", "Active", { units: 2 });
      project().declare({ orders: service("orders", { units: 3, state: "Active" }) });
      await ends(stages.plan, 0);
      await project().control.place("orders", "Active", { units: 1 });
      await ends(stages.apply, 1);
      await ends(stages.rest, 0);
      assert.deepEqual(await project().control.sent(), []);
    });

    it("a step that fails: 4, and the preview of what is left shows the way out", async () => {
      await ends(stages.plan, 0);
      await project().control.failNext("Scale", "orders");
      await ends(stages.apply, 4);
      const rest = await job(stages.rest);
      assert.equal(rest.code, 0, rest.text);
      if (stages.rest.length > 0) {
        const shown = runner.exists("rest.md") ? runner.read("rest.md") : rest.text;
        assert.match(shown, /Recovery: Scale/);
      }
    });

    it("drift: red, 7", async () => {
      await project().control.place("orders", "Stopped", { units: 1 });
      project().declare({ orders: service("orders", { units: 1, state: "Active" }) });
      await ends(stages.drift, 7);
    });

    it("left no script out", () => {
      assert.deepEqual(
        scripts.map(({ label }) => label).filter((label) => !executed.has(label)),
        [],
      );
    });
  });
}

describe("examples/pipelines: the files", () => {
  for (const file of WORKFLOWS) {
    it(`${file} is valid by the published schema of workflows`, () => {
      const { errors } = validateWorkflow(textOf(file)) as { readonly errors: readonly unknown[] };
      assert.deepEqual(errors, []);
    });

    it(`${file} has the least permissions, exact versions, and no credentials left on disk`, () => {
      const { permissions, jobs } = parse(textOf(file)) as {
        permissions: Record<string, string>;
        jobs: Record<string, { steps: { uses?: string; with?: Record<string, unknown> }[] }>;
      };
      const writes = file.includes("preview") ? { "pull-requests": "write", "security-events": "write" } : {};
      assert.deepEqual(permissions, { contents: "read", ...writes });
      const uses = Object.values(jobs).flatMap(({ steps }) => steps.filter((step) => step.uses !== undefined));
      for (const { uses: name = "", with: given } of uses) {
        assert.match(name, /@v\d+\.\d+\.\d+$/);
        if (name.startsWith("actions/checkout")) assert.equal(given?.["persist-credentials"], false);
      }
    });
  }

  for (const file of FILES) {
    it(`${file} holds no secret, and cancels no apply`, () => {
      const text = textOf(file);
      assert.doesNotMatch(text, /BEGIN|PASSPHRASE: [a-z]/);
      assert.doesNotMatch(text, /--yes|--skip-preview|pulumi up\b.*--plan/);
    });
  }

  it("README.md says how each exit code ends", () => {
    for (const code of [
      "0 done",
      "1 refused",
      "4 a step failed",
      "5 only policies",
      "7 changes",
      "8 cancelled",
      "9 deadline",
    ])
      assert.ok(textOf("README.md").includes(code), code);
  });
});
