/**
 * `biztalk up --plan F`: compares live state with the approved plan, says what moved, then
 * `pulumi up --plan`.
 */
import { serviceKey } from "../mabs/protocol/index.js";
import { resolve } from "node:path";
import { ProviderError } from "../errors.js";
import { aboutStack, assembleReport, isAbout, type Finding, type Report } from "../report/index.js";
import {
  movedSince,
  readApproved,
  type ApprovedPlan,
  type ApprovedService,
} from "../review/approved-plan.js";
import type { Asked } from "../review/live-services.js";
import { checkTargets, writeReports } from "../review/report-targets.js";
import { askAll } from "../review/review-stack.js";
import { snapshotOf } from "../review/snapshots.js";
import { exitCodeOfFindings } from "./review-exit-code.js";
import { failureFindings, policyFindings, unexplained } from "../review/stack-findings.js";
import { openStack, otherErrors, runStack, type Stack } from "../review/stack-run.js";
import { EXIT_CODES } from "./exit-codes.js";
import { stackOptionsOf, type ReviewOptions } from "./preview-command.js";
import type { Terminal } from "./terminal.js";

/** What the command was given. */
export interface UpOptions extends ReviewOptions {
  readonly plan: string;
  readonly allowUnknown: boolean;
}

/** A finding about a service of the plan. */
function aboutService(
  approved: ApprovedService,
  rule: Finding["rule"],
  message: string,
  state: string | null,
): Finding {
  const { urn, subject, endpoint, steps } = approved;
  const operation = steps[0]?.operation ?? null;
  return { ...aboutStack(rule, { message }), urn, subject, endpoint, state, operation };
}

/** The plan is of another project or stack. */
function refuseOther(file: string, plan: ApprovedPlan, { project, stack }: Stack): void {
  const isOther =
    plan.project !== project.name ||
    (stack !== undefined && stack.split("/").at(-1) !== plan.stack);
  if (!isOther) return;
  const here = `${project.name}/${stack ?? "(the selected stack)"}`;
  throw new ProviderError(
    "invalid-input",
    `${file} is the plan of ${plan.project}/${plan.stack}, this is ${here}: nothing was done.`,
  );
}

/** What stands against the plan: services that moved, and endpoints that cannot be asked. */
function compare(plan: ApprovedPlan, answers: ReadonlyMap<string, Asked>): Finding[] {
  const down = plan.providers.flatMap(({ urn }) => {
    const answer = answers.get(urn);
    if (answer === undefined || !("problem" in answer)) return [];
    const services = plan.resources.filter(({ provider, judged }) => provider === urn && judged);
    if (services.length === 0) return [];
    const names = services.map(({ subject }) => subject.name).join(", ");
    const endpoint = services[0]?.endpoint ?? "";
    return [
      aboutStack("endpoint-unavailable", {
        endpoint,
        message: `${answer.problem}\nNot compared: ${names}.`,
      }),
    ];
  });
  const moved = plan.resources.flatMap((approved) => {
    const answer = answers.get(approved.provider);
    if (!approved.judged || answer === undefined || "problem" in answer) return [];
    const key = serviceKey({
      cloudService: approved.subject.container ?? "",
      serviceName: approved.subject.name,
    });
    const found = answer.services.find((each) => serviceKey(each) === key);
    const text = movedSince(
      approved,
      found === undefined ? null : snapshotOf(found, approved.hidden),
    );
    return text === undefined
      ? []
      : [aboutService(approved, "moved-since-approval", text, found?.state ?? null)];
  });
  return [...down, ...moved];
}

const notJudged = (plan: ApprovedPlan): string[] =>
  plan.resources.filter(({ judged }) => !judged).map(({ subject }) => subject.name);

/**
 * Applies an approved plan, or says what has moved and sends nothing.
 *
 * @throws {ProviderError} `invalid-input` for a plan file that cannot be used, or that holds what
 * was not judged.
 */
export async function upCommand(
  terminal: Terminal,
  options: UpOptions,
  passed: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  checkTargets(options.report);
  const plan = readApproved(options.plan);
  const stack = await openStack(terminal, stackOptionsOf(options, passed));
  refuseOther(options.plan, plan, stack);
  const open = notJudged(plan);
  if (open.length > 0 && !options.allowUnknown) {
    throw new ProviderError(
      "invalid-input",
      `the plan holds what could not be judged: ${open.join(", ")}. Nothing was ` +
        "done. Preview again when it can be, or apply it with --allow-unknown.",
    );
  }
  const report = (findings: readonly Finding[], ended: Report["ended"]): void => {
    const { file: projectFile } = stack.project;
    const head = {
      command: "up",
      project: plan.project,
      projectFile,
      stack: plan.stack,
      ended,
    } as const;
    const services = plan.resources.map((approved) => {
      const { urn, name, subject, endpoint, change, verdict, state, steps, changes } = approved;
      const count = findings.filter((finding) => isAbout(finding, approved)).length;
      const told = { urn, name, subject, endpoint, change, verdict, state, steps, findings: count };
      return changes === undefined ? told : { ...told, changes };
    });
    writeReports(
      terminal,
      assembleReport(head, services, findings),
      options.report,
      options.maxBytes,
    );
  };
  const against = compare(plan, await askAll(stack, plan.providers));
  if (against.length > 0) {
    report(against, "done");
    terminal.error(
      "Nothing was sent: the plan is not applied. Make a new preview, and have that approved.",
    );
    return EXIT_CODES.refused;
  }
  const refresh = plan.refreshed ? ["--refresh"] : [];
  const args = ["up", "--plan", resolve(options.plan), "--yes", "--skip-preview", ...refresh];
  const { code, ended, events } = await runStack(terminal, stack, args, signal);
  const subjects = plan.resources.map(({ steps, ...each }) => ({
    ...each,
    operation: steps[0]?.operation ?? null,
  }));
  const errors = otherErrors(events, () => false);
  const said = [...policyFindings(events, subjects), ...failureFindings(events, errors, subjects)];
  const findings = said.length === 0 && code !== 0 && ended === "done" ? [unexplained(code)] : said;
  report(findings, ended === "done" && code !== 0 ? "failed" : ended);
  if (ended === "cancelled") return EXIT_CODES.cancelled;
  if (ended === "deadline") return EXIT_CODES.deadline;
  if (events.failed.length > 0) return EXIT_CODES.stepFailed;
  return code === 0 ? EXIT_CODES.done : exitCodeOfFindings(findings);
}
