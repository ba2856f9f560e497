import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { validateWorkflow } from "@action-validator/core";
import { parse } from "yaml";
import { succeeds } from "../engine/support/outcomes.js";
import { service } from "../engine/support/program.js";
import { projectFor } from "../engine/support/suite.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { openPullRequest, type PullRequest } from "./pipelines/pull-request.js";
import { makeRunner, type Runner } from "./pipelines/runner.js";
import {
  GITHUB_WORKFLOWS,
  pathOf,
  SCRIPTS,
  textOf,
  type Script,
  type System,
} from "./pipelines/scripts.js";

const FILES = [
  ...GITHUB_WORKFLOWS,
  "gitlab/.gitlab-ci.yml",
  "azure/azure-pipelines.yml",
  "operator/stack.yaml",
];

const PLAN = "reports/plan.json";

/** The scripts of each system in the order of its jobs, and what its preview leaves for the system to show. */
interface Stages {
  readonly preview: readonly string[];
  readonly plan: readonly string[];
  readonly apply: readonly string[];
  /** What runs when the apply has failed. */
  readonly left: readonly string[];
  readonly drift: readonly string[];
  readonly reports: readonly string[];
}

const job = (name: string, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => `${name}/${first + index}`);

const STAGES: Readonly<Record<System, Stages>> = {
  github: {
    preview: job("preview", 0, 3),
    plan: job("plan", 0, 3),
    apply: job("apply", 0, 2),
    left: job("apply", 3, 4),
    drift: job("drift", 0, 3),
    reports: ["reports/preview.md", "reports/preview.sarif"],
  },
  gitlab: {
    preview: job("biztalk-preview", 0, 4),
    plan: job("biztalk-plan", 0, 3),
    apply: job("biztalk-apply", 0, 3),
    left: job("biztalk-left", 0, 3),
    drift: job("biztalk-drift", 0, 3),
    reports: ["reports/preview.md", "reports/preview.sarif", "reports/preview.xml"],
  },
  azure: {
    preview: job("preview", 0, 3),
    plan: job("plan", 0, 3),
    apply: job("apply", 0, 2),
    left: job("apply", 3, 4),
    drift: job("drift", 0, 3),
    reports: ["reports/preview.md", "reports/preview.sarif", "reports/preview.xml"],
  },
  operator: { preview: [], plan: [], apply: [], left: [], drift: job("drift", 0, 0), reports: [] },
};

for (const system of ["github", "gitlab", "azure", "operator"] as const) {
  describe(`examples/pipelines, ${system}: every script step, taken from its file`, function () {
    this.timeout(180_000);
    const project = projectFor();
    const scripts = SCRIPTS[system]();
    const stages = STAGES[system];
    const executed = new Set<string>();
    let pullRequest: PullRequest | undefined;
    let runner: Runner;

    /** Runs the steps of a job: the first that fails decides, those that show what happened run all the same. */
    const runs = async (labels: readonly string[], code: number): Promise<string> => {
      const texts: string[] = [];
      let ended = 0;
      for (const label of labels) {
        const script: Script | undefined = scripts.find((each) => each.label === label);
        assert.ok(
          script !== undefined,
          `${label}: there are ${scripts.map((each) => each.label).join(", ")}`,
        );
        executed.add(label);
        const ran = await runner.run(script);
        texts.push(ran.text);
        ended ||= ran.code;
      }
      assert.equal(ended, labels.length === 0 ? 0 : code, texts.join("\n"));
      return texts.join("\n");
    };
    /** The same on a fresh runner. */
    const begins = (
      labels: readonly string[],
      code: number,
      artifact?: string,
    ): Promise<string> => {
      runner.fresh(artifact);
      return runs(labels, code);
    };
    const ourComments = (): string[] =>
      (pullRequest?.comments ?? [])
        .filter(({ body }) => !body.startsWith("hello"))
        .map(({ body }) => body);

    before(async () => {
      project().declare({ orders: service("orders", { units: 1, state: "Active" }) });
      await succeeds(project().up());
      await project().control.forget();
      if (system !== "operator") pullRequest = await openPullRequest(system);
      runner = makeRunner(project(), system, pullRequest?.variables ?? {});
    });
    after(() => pullRequest?.close());

    it("no drift: green", async () => {
      await begins(stages.drift, 0);
    });

    it("nothing to change: green, and nobody is asked", async () => {
      await begins(stages.plan, 0);
      if (system === "github") assert.equal(runner.read("output.txt"), "changes=false\n");
    });

    it("a legal change: previewed, commented, planned, applied exactly", async () => {
      project().declare({ orders: service("orders", { units: 2, state: "Active" }) });
      await begins(stages.preview, 0);
      for (const file of stages.reports) assert.ok(runner.exists(file), file);
      if (pullRequest !== undefined) {
        assert.equal(ourComments().length, 1);
        assert.match(
          ourComments()[0] ?? "",
          /\| orders \| Active \| update: units 1 -> 2 \| Scale \|/,
        );
      }
      await begins(stages.plan, 0);
      if (system === "github") {
        assert.equal(runner.read("output.txt"), "changes=true\n");
        assert.match(
          runner.read("summary.md"),
          /\| orders \| Active \| update: units 1 -> 2 \| Scale \|/,
        );
      }
      assert.deepEqual(await project().control.sent(), []);
      if (stages.plan.length === 0) return;
      await begins(stages.apply, 0, PLAN);
      assert.deepEqual(await project().control.sent(), ["Scale orders"]);
    });

    it("an illegal change: red, with its reports, and the comment updated in place; no plan", async () => {
      await project().control.place("orders", "Stopped", { units: 2 });
      await project().control.forget();
      project().declare({ orders: service("orders", { units: 3, state: "Stopped" }) });
      await begins(stages.preview, 1);
      for (const file of stages.reports)
        assert.match(runner.read(file), /Operation not allowed: Scale in state Stopped/, file);
      if (pullRequest !== undefined) {
        assert.equal(ourComments().length, 1);
        assert.match(ourComments()[0] ?? "", /Operation not allowed: Scale in state Stopped/);
      }
      await begins(stages.plan, 1);
      assert.equal(runner.exists(PLAN), false);
      assert.deepEqual(await project().control.sent(), []);
    });

    it("a service that moved after the plan: red, nothing sent, and what is left is previewed", async () => {
      await project().control.place("orders", "Active", { units: 2 });
      project().declare({ orders: service("orders", { units: 3, state: "Active" }) });
      await begins(stages.plan, 0);
      if (stages.plan.length === 0) return;
      await project().control.place("orders", "Active", { units: 1 });
      const text = await begins(stages.apply, 1, PLAN);
      assert.match(text, /orders has moved: units 2 -> 1; approved was update: Scale\./);
      const left = await runs(stages.left, 0);
      assert.match(
        `${left}${runner.exists("summary.md") ? runner.read("summary.md") : ""}`,
        /drift/,
      );
      assert.deepEqual(await project().control.sent(), []);
    });

    it("a step that fails: 4, and the preview of what is left shows the way out", async () => {
      await begins(stages.plan, 0);
      if (stages.plan.length === 0) return;
      await project().control.failNext("Scale", "orders");
      await begins(stages.apply, 4, PLAN);
      const left = await runs(stages.left, 0);
      assert.match(
        `${left}${runner.exists("summary.md") ? runner.read("summary.md") : ""}`,
        /`up` sends Scale/,
      );
    });

    it("drift: red, 7", async () => {
      await project().control.place("orders", "Stopped", { units: 1 });
      project().declare({ orders: service("orders", { units: 1, state: "Active" }) });
      await begins(stages.drift, 7);
    });

    it("left no script out", () => {
      assert.deepEqual(
        scripts.map(({ label }) => label).filter((label) => !executed.has(label)),
        [],
      );
    });
  });
}

describe("examples/pipelines/comment.mjs", () => {
  const at = temporaryFolder();
  const file = (name: string, text: string): string => {
    writeFileSync(at(name), text);
    return at(name);
  };
  const run = (
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<{ code: number; text: string }> =>
    new Promise((done) => {
      execFile(
        process.execPath,
        [pathOf("comment.mjs"), ...args],
        { env },
        (error, stdout, stderr) => {
          done({ code: error === null ? 0 : Number(error.code), text: stdout + stderr });
        },
      );
    });
  const marked = "<!-- pulumi-biztalk: integration/dev -->\n";

  it("leaves a comment that somebody else has put under the marker, and one of another stack", async () => {
    const pullRequest = await openPullRequest("github");
    const others = [`${marked}by hand`, "<!-- pulumi-biztalk: integration/prod -->\nprod"];
    pullRequest.comments.push({ id: 500, author: "somebody", body: others[0] ?? "" });
    pullRequest.comments.push({ id: 501, author: "github-actions[bot]", body: others[1] ?? "" });
    const report = file("report.md", `${marked}today`);
    for (const body of ["today", "tomorrow"]) {
      file("report.md", `${marked}${body}`);
      const { code, text } = await run(["github", report], pullRequest.variables);
      assert.equal(code, 0, text);
    }
    await pullRequest.close();
    assert.deepEqual(
      pullRequest.comments.slice(101).map(({ body }) => body),
      [...others, `${marked}tomorrow`],
    );
  });

  it("says what is missing, and what the system answered, without the token", async () => {
    assert.deepEqual(await run(["gitlab", "report.md"], { CI_PROJECT_ID: "3" }), {
      code: 1,
      text: "comment.mjs gitlab needs GITLAB_TOKEN, CI_API_V4_URL, CI_MERGE_REQUEST_IID in the environment.\n",
    });
    assert.match((await run(["jenkins"], {})).text, /^comment\.mjs github\|gitlab\|azure FILE\n$/);
    const pullRequest = await openPullRequest("gitlab");
    const report = file("report.md", `${marked}today`);
    const { code, text } = await run(["gitlab", report], {
      ...pullRequest.variables,
      GITLAB_TOKEN: "wr0ng",
    });
    await pullRequest.close();
    assert.equal(code, 1);
    assert.match(text, /^GET http:\/\/127\.0\.0\.1:\d+\/projects\/3\S+: 401 .*Bad credentials/);
    assert.doesNotMatch(text, /wr0ng/);
  });

  it("asks nothing where there is no report: the preview has said why", async () => {
    const pullRequest = await openPullRequest("azure");
    const { code, text } = await run(["azure", at("none.md")], pullRequest.variables);
    await pullRequest.close();
    assert.deepEqual([code, pullRequest.requests], [0, []]);
    assert.match(text, /There is no report to show: .*none\.md/);
  });
});

describe("examples/pipelines: the files", () => {
  const at = temporaryFolder();

  for (const file of GITHUB_WORKFLOWS) {
    it(`${file} is valid by the published schema of workflows`, () => {
      const { errors } = validateWorkflow(textOf(file)) as { readonly errors: readonly unknown[] };
      assert.deepEqual(errors, []);
    });

    it(`${file} has the least permissions, actions pinned to commits, and no credentials left on disk`, () => {
      const { permissions, jobs } = parse(textOf(file)) as {
        permissions: Record<string, string>;
        jobs: Record<
          string,
          {
            permissions?: Record<string, string>;
            steps: { uses?: string; with?: Record<string, unknown> }[];
          }
        >;
      };
      assert.deepEqual(permissions, { contents: "read" });
      const writes = Object.entries(jobs).flatMap(([name, { permissions: own = {} }]) =>
        Object.entries(own).flatMap(([scope, access]) =>
          access === "write" ? [`${name} ${scope}`] : [],
        ),
      );
      assert.deepEqual(
        writes,
        file.includes("preview") ? ["preview pull-requests", "preview security-events"] : [],
      );
      const steps = Object.values(jobs).flatMap((each) => each.steps);
      for (const { uses = "", with: given } of steps.filter((step) => step.uses !== undefined)) {
        assert.match(uses, /@[0-9a-f]{40}$/);
        assert.match(textOf(file), new RegExp(`${uses} # v\\d+\\.\\d+\\.\\d+\n`));
        if (uses.startsWith("actions/checkout"))
          assert.equal(given?.["persist-credentials"], false);
      }
    });
  }

  /** GitLab's published schema, as `gitlab-ci-local` brings it. */
  const validateGitlab = (
    name: string,
    text: string,
  ): { readonly ok: boolean; readonly said: string } => {
    const repository = at(name);
    mkdirSync(repository);
    writeFileSync(join(repository, ".gitlab-ci.yml"), text);
    const program = join(
      dirname(require.resolve("gitlab-ci-local/package.json")),
      "dist",
      "index.js",
    );
    const git = (...args: string[]): unknown =>
      execFileSync("git", args, { cwd: repository, stdio: "ignore" });
    git("init", "--quiet");
    git("remote", "add", "origin", "git@git.example.com:integration/biztalk.git");
    try {
      const args = [program, "--list", "--variable", "CI_PIPELINE_SOURCE=schedule"];
      return {
        ok: true,
        said: execFileSync(process.execPath, args, { cwd: repository, stdio: "pipe" }).toString(),
      };
    } catch (reason) {
      return { ok: false, said: String((reason as { readonly stderr: unknown }).stderr) };
    }
  };

  it("gitlab/.gitlab-ci.yml is valid by GitLab's published schema", function () {
    this.timeout(30_000);
    const text = textOf("gitlab/.gitlab-ci.yml");
    const valid = validateGitlab("as it is", text);
    assert.ok(valid.ok, valid.said);
    const broken = validateGitlab(
      "broken",
      text.replace("interruptible: true", "interuptible: true"),
    );
    assert.match(broken.said, /'interuptible' property is not expected to be here/);
  });

  for (const file of FILES) {
    it(`${file} holds no secret, and applies by \`biztalk up --plan\` only`, () => {
      const text = textOf(file);
      assert.doesNotMatch(text, /BEGIN|PASSPHRASE: [a-z]/);
      assert.doesNotMatch(text, /^ *[^#\s].*pulumi up/m);
    });
  }

  it("each pipeline is safe to cancel: a preview gives way to a newer one, an apply never does", () => {
    const concurrency = (file: string): unknown =>
      (parse(textOf(file)) as { concurrency: Record<string, unknown> }).concurrency[
        "cancel-in-progress"
      ];
    assert.deepEqual(GITHUB_WORKFLOWS.map(concurrency), [true, false, true]);
    const gitlab = parse(textOf("gitlab/.gitlab-ci.yml")) as Record<
      string,
      Record<string, unknown>
    >;
    assert.deepEqual(
      ["biztalk-preview", "biztalk-apply", "biztalk-drift"].map(
        (name) => gitlab[name]?.["interruptible"],
      ),
      [true, false, true],
    );
    assert.equal(gitlab["biztalk-apply"]?.["resource_group"], "biztalk");
    assert.equal(
      (parse(textOf("azure/azure-pipelines.yml")) as Record<string, unknown>)["lockBehavior"],
      "sequential",
    );
  });

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
