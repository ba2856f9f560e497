/** What a preview saw of the resources of BizTalk Server, as a report's findings and lines. Pure. */
import { RISKS } from "../../plan/risk.js";
import type { Step } from "../../plan/plan-shapes.js";
import { aboutStack, type FindingDetails } from "../../report/about-stack.js";
import type { Finding, ReportedResource } from "../../report/report-document.js";
import { RULES, type RuleId } from "../../report/rules.js";
import { isAbout } from "../../report/told-resources.js";
import type { CheckedServerPlan, ReviewedResource } from "./reviewed-resource.js";

function about(reviewed: ReviewedResource, rule: RuleId, details: FindingDetails): Finding {
  const { urn, subject, endpoint, asked, plan, location } = reviewed;
  return {
    ...{ rule, severity: RULES[rule].severity, urn, subject, endpoint, asked },
    ...{ state: plan?.observed?.state ?? null, operation: null, legalHere: [], route: null },
    ...{ permit: null, source: RULES[rule].source, recovery: [], backup: null, location },
    ...details,
  };
}

type PlanStep = Pick<Step, "operation" | "expects" | "yields" | "serves" | "risk">;

const lineOf = ({ operation, expects, yields, serves }: PlanStep): string =>
  `${operation}: ${expects} to ${yields}${serves === "state" ? "" : `, ${serves}`}`;

/** What a step is found for: the first row that fits. Most steps are found for nothing. */
const COSTS: readonly { readonly rule: RuleId; readonly is: (step: PlanStep) => boolean }[] = [
  {
    rule: "terminates-instances",
    is: ({ operation, risk }) => operation === "Terminate" || risk === "destroys",
  },
  { rule: "drain", is: ({ operation }) => operation === "Drain" },
  { rule: "pending", is: ({ yields }) => yields.includes("Pending") },
  { rule: "interrupts", is: ({ risk }) => risk === "interrupts" },
];

const UNKNOWN_VALUES = "it depends on values that are known at `up` only.";

/** One finding for each rule that steps of a plan are found for, with what the preview said. */
function costsOf(reviewed: ReviewedResource, { steps }: CheckedServerPlan): Finding[] {
  const said = reviewed.said.length === 0 ? "" : `\n${reviewed.said.join("\n")}`;
  const byRule = new Map<RuleId, PlanStep[]>();
  for (const step of steps) {
    const rule = COSTS.find(({ is }) => is(step))?.rule;
    if (rule !== undefined) byRule.set(rule, [...(byRule.get(rule) ?? []), step]);
  }
  return [...byRule].map(([rule, those], index) => {
    const risk = RISKS[Math.max(...those.map((step) => RISKS.indexOf(step.risk)))] ?? "none";
    const operations = those.map(({ operation }) => operation);
    return about(reviewed, rule, {
      operation: operations[0] ?? null,
      route: { operations, risk },
      // What comes and goes is said once.
      message: `${reviewed.subject.name}: ${those.map(lineOf).join("; ")}.${index === 0 ? said : ""}`,
    });
  });
}

function refusalsOf(reviewed: ReviewedResource, plan: CheckedServerPlan): Finding[] {
  return [
    ...(plan.invalid ?? []).map(({ reason }) =>
      about(reviewed, "input-not-accepted", { operation: "Check", message: reason }),
    ),
    ...plan.refusals.map(({ rule, operation, legalHere, permit, source, message, state }) =>
      about(reviewed, rule, {
        ...{ operation, legalHere: [...legalHere], permit, source, message },
        state: state === "absent" || state === "" ? null : state,
      }),
    ),
  ];
}

function find(reviewed: ReviewedResource): Finding[] {
  const { plan, change, subject } = reviewed;
  if (change === "delete") {
    const message = `${subject.name} leaves the program: nothing is done to it, it stays as it is.`;
    return [about(reviewed, "leaves", { message })];
  }
  if (plan === null || (plan.verdict === "unknown" && plan.endpointError === undefined)) {
    const why = reviewed.said.length > 0 ? reviewed.said.join("\n") : UNKNOWN_VALUES;
    const message = `${subject.name} cannot be judged yet: ${why}`;
    return [about(reviewed, "not-judged", { message })];
  }
  if (plan.endpointError !== undefined) return [];
  return plan.verdict === "refused" ? refusalsOf(reviewed, plan) : costsOf(reviewed, plan);
}

/** One finding for each endpoint that could not be asked. */
function endpointsDown(resources: readonly ReviewedResource[]): Finding[] {
  const errors = resources.flatMap(({ plan }) => plan?.endpointError ?? []);
  const messages = new Map(errors.map((error) => [error.endpoint, error.message] as const));
  return [...messages].map(([endpoint, message]) => {
    const count = errors.filter((error) => error.endpoint === endpoint).length;
    const what = count === 1 ? "1 resource" : `${String(count)} resources`;
    const text = `${message}\n${what} could not be judged.`;
    return aboutStack("endpoint-unavailable", { endpoint, message: text });
  });
}

function summaryOf(reviewed: ReviewedResource, findings: readonly Finding[]): ReportedResource {
  const { urn, name, subject, endpoint, change, plan } = reviewed;
  const steps = (plan?.steps ?? []).map(({ operation, expects, yields, serves, risk }) => ({
    ...{ operation, expects, yields, serves, risk, detour: false },
  }));
  return {
    ...{ urn, name, subject, endpoint, change, steps },
    verdict: change === "delete" ? "noop" : (plan?.verdict ?? "unknown"),
    state: plan?.observed?.state ?? null,
    findings: findings.filter((finding) => isAbout(finding, { urn, subject })).length,
  };
}

/** The resources as a report has them, and all that is found of them. */
export function reportResources(resources: readonly ReviewedResource[]): {
  readonly resources: readonly ReportedResource[];
  readonly findings: readonly Finding[];
} {
  const findings = [...resources.flatMap(find), ...endpointsDown(resources)];
  return { resources: resources.map((each) => summaryOf(each, findings)), findings };
}
