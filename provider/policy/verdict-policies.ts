/** The verdicts of a preview as policies: one for each rule that the lines of a plan can break. */
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { parseState } from "../mabs/chart/index.js";
import { RULES, type RuleId } from "../report/index.js";
import { isNew, plannedService, type PlannedService } from "./planned-service.js";

const linesOf = (
  { plan, service }: PlannedService,
  costs: (step: PlannedService["plan"]["steps"][number]) => boolean,
) => plan.steps.filter(costs).map(({ text }) => `${service}: ${text}`);

/** The same of a service that is there: one that is new is neither interrupted nor led astray. */
const onLive = (planned: PlannedService, costs: Parameters<typeof linesOf>[1]): string[] =>
  isNew(planned) ? [] : linesOf(planned, costs);

const refusalsBy = ({ plan, service }: PlannedService, rule: RuleId): string[] =>
  plan.refusals.filter((refusal) => refusal.rule === rule).map(({ text }) => `${service}: ${text}`);

/**
 * What stands against a service by each rule; those that need live state or the stack's are in
 * `biztalk preview` alone.
 */
const AGAINST = {
  "operation-not-allowed": (service) => refusalsBy(service, "operation-not-allowed"),
  "edition-not-allowed": (service) => refusalsBy(service, "edition-not-allowed"),
  "input-not-accepted": (service) => refusalsBy(service, "input-not-accepted"),
  "service-not-owned": (service) => refusalsBy(service, "service-not-owned"),
  destroys: (service) =>
    service.isOnServer
      ? []
      : [
          ...linesOf(service, ({ risk }) => risk === "destroys"),
          ...service.replaces.map((line) => `${service.service}: ${line}`),
        ],
  "terminates-instances": (planned) =>
    planned.isOnServer ? linesOf(planned, ({ risk }) => risk === "destroys") : [],
  drain: (planned) => linesOf(planned, ({ operation }) => operation === "Drain"),
  pending: (planned) =>
    planned.isOnServer ? linesOf(planned, ({ text }) => / to [^,]*, Pending /.test(text)) : [],
  interrupts: (service) => onLive(service, ({ risk }) => risk === "interrupts"),
  detour: (service) => onLive(service, ({ detour }) => detour),
  // A replacement says by itself what it recovers from.
  "failed-state": ({ plan, service }) =>
    plan.verdict === "legal" &&
    parseState(plan.from)?.endsWith("Failed") === true &&
    plan.steps.every(({ risk }) => risk !== "destroys")
      ? [
          `${service} is in ${plan.from}. Recovery: ` +
            `${plan.steps.map(({ operation }) => operation).join(", ")}.`,
        ]
      : [],
} as const satisfies Partial<Record<RuleId, (service: PlannedService) => readonly string[]>>;

function verdictPolicy(rule: keyof typeof AGAINST): ResourceValidationPolicy {
  const { title, help, severity } = RULES[rule];
  return {
    name: rule,
    description: `${title}. ${help}`,
    enforcementLevel: severity === "error" ? "mandatory" : "advisory",
    validateResource: (args, report) => {
      const service = plannedService(args);
      if (service !== undefined) for (const text of AGAINST[rule](service)) report(text);
    },
  };
}

/** One policy for each rule: an error is mandatory, a warning advisory. */
export const verdictPolicies = (): ResourceValidationPolicy[] =>
  (Object.keys(AGAINST) as (keyof typeof AGAINST)[]).map(verdictPolicy);
