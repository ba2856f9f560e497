import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { packageRoot } from "../../../provider/package-root.js";

/** A script step of a pipeline, as it stands in the file. */
export interface Script {
  /** Job and place: `preview/2`. */
  readonly label: string;
  readonly script: string;
}

/** A system that runs pipelines. */
export type System = "github" | "gitlab" | "azure" | "operator";

export const pathOf = (file: string): string => join(packageRoot(), "examples", "pipelines", file);

/** The text of a pipeline's file. */
export const textOf = (file: string): string => readFileSync(pathOf(file), "utf8");

interface Step {
  readonly run?: string;
  readonly bash?: string;
}

interface GithubWorkflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

interface GitlabJob {
  readonly script?: readonly string[];
  readonly before_script?: readonly string[];
  readonly after_script?: readonly string[];
}

const labelled = (job: string, scripts: readonly string[]): Script[] =>
  scripts.map((script, index) => ({ label: `${job}/${index}`, script }));

function githubScripts(file: string): Script[] {
  const { jobs } = parse(textOf(file)) as GithubWorkflow;
  return Object.entries(jobs).flatMap(([job, { steps }]) =>
    labelled(
      job,
      steps.flatMap(({ run }) => (run === undefined ? [] : [run])),
    ),
  );
}

function gitlabScripts(): Script[] {
  const document = parse(textOf("gitlab/.gitlab-ci.yml")) as Readonly<Record<string, GitlabJob>>;
  const before = document["default"]?.before_script ?? [];
  return Object.entries(document).flatMap(([job, { script, after_script: after = [] }]) =>
    script === undefined ? [] : labelled(job, [...before, ...script, ...after]),
  );
}

/** Every `bash:` below a value, in order. */
function bashIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(bashIn);
  if (typeof value !== "object" || value === null) return [];
  const { bash } = value as Step;
  return bash === undefined ? Object.values(value).flatMap(bashIn) : [bash];
}

function azureScripts(): Script[] {
  const { stages } = parse(textOf("azure/azure-pipelines.yml")) as {
    readonly stages: readonly { stage: string }[];
  };
  return stages.flatMap((stage) => labelled(stage.stage, bashIn(stage)));
}

interface CronJob {
  readonly kind: string;
  readonly spec: {
    readonly jobTemplate: {
      readonly spec: {
        readonly template: {
          readonly spec: { readonly containers: readonly { args: string[] }[] };
        };
      };
    };
  };
}

function operatorScripts(): Script[] {
  const documents = parseAllDocuments(textOf("operator/stack.yaml")).map(
    (each) => each.toJS() as CronJob,
  );
  const jobs = documents.filter(({ kind }) => kind === "CronJob");
  return labelled(
    "drift",
    jobs.flatMap(({ spec }) =>
      spec.jobTemplate.spec.template.spec.containers.flatMap(({ args }) => args),
    ),
  );
}

export const GITHUB_WORKFLOWS = [
  "github/biztalk-preview.yml",
  "github/biztalk-apply.yml",
  "github/biztalk-drift.yml",
];

/** The scripts of each system, taken from its files. */
export const SCRIPTS: Readonly<Record<System, () => Script[]>> = {
  github: () => GITHUB_WORKFLOWS.flatMap(githubScripts),
  gitlab: gitlabScripts,
  azure: azureScripts,
  operator: operatorScripts,
};
