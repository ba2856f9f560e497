/**
 * What every finding about a service is made with: the service, and the words for steps, routes and
 * refusals.
 */
import {
  FOUNDING_OPERATIONS,
  editionHas,
  legalOperations,
  OPERATIONS,
  parseEdition,
  parseState,
  RESULTS,
  type Operation,
} from "../chart/index.js";
import { RISKS, type Risk } from "../../plan/risk.js";
import { describeRecovery, describeStep, type Refusal, type Step } from "../planner/index.js";
import { describeChanges } from "./changes.js";
import type { Finding } from "../../report/report-document.js";
import { subjectOf, type ReviewedService } from "./reviewed-service.js";
import type { FindingDetails } from "../../report/about-stack.js";
import { RULES, type RuleId } from "../../report/rules.js";

const CHART_OPERATIONS: readonly string[] = [...OPERATIONS, ...FOUNDING_OPERATIONS];

/** A finding about one service. */
export function about(reviewed: ReviewedService, rule: RuleId, details: FindingDetails): Finding {
  const { urn, endpoint, asked, plan, live, backup, location } = reviewed;
  const state = plan?.observed?.state ?? live?.state ?? null;
  const changes = describeChanges(reviewed);
  return {
    ...{
      rule,
      severity: RULES[rule].severity,
      urn,
      subject: subjectOf(reviewed),
      endpoint,
      state,
      asked,
    },
    ...(changes.length === 0 ? {} : { changes }),
    operation: null,
    legalHere: [],
    route: null,
    permit: null,
    source: RULES[rule].source,
    recovery: plan === null ? [] : describeRecovery(plan.recovery),
    backup,
    location,
    ...details,
  };
}

/** The risk of a route: that of its worst operation. */
function routeRisk(operations: readonly string[]): Risk {
  const risks = operations.map((name) => RISKS.indexOf(RESULTS[name as Operation].risk));
  return RISKS[Math.max(0, ...risks)] ?? "none";
}

/** A refusal as the finding that it is. */
export function refused(reviewed: ReviewedService, refusal: Refusal): Finding {
  const { rule, operation, legalHere, route, permit, source, message, state } = refusal;
  const legalRoute = route.every((name) => CHART_OPERATIONS.includes(name)) && route.length > 0;
  return about(reviewed, rule, {
    ...{ operation, legalHere: [...legalHere], permit, source, message },
    ...(state === "" ? {} : { state: state === "absent" ? null : state }),
    route: legalRoute ? { operations: [...route], risk: routeRisk(route) } : null,
  });
}

/** Steps as one text. */
export const joined = (steps: readonly Step[]): string => steps.map(describeStep).join("; ");

/** Steps as a route with its risk. */
export const routeOf = (steps: readonly Step[]): NonNullable<Finding["route"]> => ({
  operations: steps.map(({ operation }) => operation),
  risk: RISKS[Math.max(0, ...steps.map(({ risk }) => RISKS.indexOf(risk)))] ?? "none",
});

/** What the chart allows in a state; nothing in one that is no row of it. */
export const legalIn = (state: string, { profile, plan, live }: ReviewedService): Operation[] => {
  const known = parseState(state);
  const edition = parseEdition(plan?.observed?.edition ?? live?.edition ?? "");
  const legal = known === undefined ? [] : legalOperations(known, profile);
  return edition === undefined
    ? legal
    : legal.filter((operation) => editionHas(edition, operation));
};
