/** From what a preview saw to findings: one row of questions for each rule. Pure and deterministic. */
import {
  displayState,
  FOUNDING_OPERATIONS,
  legalOperations,
  OPERATIONS,
  parseState,
  parseTransitionalState,
  RESULTS,
  type Operation,
  type Risk,
} from "../chart/index.js";
import { describeRecovery, describeStep, type Refusal, type Step } from "../planner/index.js";
import { describeDrift } from "./drift.js";
import type { Finding } from "./report-document.js";
import type { JudgedPlan, ReviewedService } from "./reviewed-service.js";
import { RULES, type RuleId } from "./rules.js";

const RISKS: readonly Risk[] = ["none", "interrupts", "destroys"];

const display = (state: string): string => {
  const known = parseState(state);
  return known === undefined ? state : displayState(known);
};

/** The risk of a route: that of its worst operation. */
function routeRisk(operations: readonly string[]): Risk {
  const risks = operations.map((name) => RISKS.indexOf(RESULTS[name as Operation].risk));
  return RISKS[Math.max(0, ...risks)] ?? "none";
}

const CHART_OPERATIONS: readonly string[] = [...OPERATIONS, ...FOUNDING_OPERATIONS];

/** Refusals of what is no operation of the chart, and their rules. */
const RULE_OF_REFUSAL: Readonly<Record<string, RuleId>> = {
  Check: "input-not-accepted",
  "Take over": "service-not-owned",
  Edition: "edition-not-allowed",
};

type Details = Partial<Finding> & Pick<Finding, "message">;

/** A finding about one service. */
function about(reviewed: ReviewedService, rule: RuleId, details: Details): Finding {
  const { urn, service, cloudService, endpoint, asked, plan, live, backup, location } = reviewed;
  const state = plan?.observed?.state ?? live?.state ?? null;
  return {
    ...{ rule, severity: RULES[rule].severity, urn, service, cloudService, endpoint, state, asked },
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

/** A finding about the whole stack. */
export function aboutStack(rule: RuleId, details: Details): Finding {
  return {
    ...{ rule, severity: RULES[rule].severity, urn: null, service: null, cloudService: null, endpoint: null },
    ...{ state: null, asked: "", operation: null, legalHere: [], route: null, permit: null },
    source: RULES[rule].source,
    recovery: [],
    backup: null,
    location: null,
    ...details,
  };
}

function refused(reviewed: ReviewedService, refusal: Refusal): Finding {
  const { operation, legalHere, route, permit, source, message, state } = refusal;
  const rule = RULE_OF_REFUSAL[operation] ?? "operation-not-allowed";
  const legalRoute = route.every((name) => CHART_OPERATIONS.includes(name)) && route.length > 0;
  return about(reviewed, rule, {
    ...{ operation, legalHere: [...legalHere], permit, source, message },
    ...(state === "" ? {} : { state: state === "absent" ? null : state }),
    route: legalRoute ? { operations: [...route], risk: routeRisk(route) } : null,
  });
}

const joined = (steps: readonly Step[]): string => steps.map(describeStep).join("; ");

const legalIn = (state: string, { profile }: ReviewedService): Operation[] => {
  const known = parseState(state);
  return known === undefined ? [] : legalOperations(known, profile);
};

/** What steps cost, and what they bring back. */
function legalSteps(reviewed: ReviewedService, { steps, recovery, notes, observed }: JudgedPlan): Finding[] {
  const name = reviewed.service;
  const found: Finding[] = [];
  const add = (rule: RuleId, of: readonly Step[], message: string): void => {
    if (of.length === 0) return;
    const [first] = of;
    const operation = first?.operation ?? null;
    const route = { operations: steps.map((step) => step.operation), risk: worst(steps) };
    const legalHere = observed === null ? [] : legalIn(observed.state, reviewed);
    const source = first?.source ?? RULES[rule].source;
    found.push(about(reviewed, rule, { operation, legalHere, route, source, message }));
  };
  const lost = notes.length > 0 ? `\n${notes.join("\n")}` : "";
  const destroying = steps.filter(({ risk }) => risk === "destroys");
  add("destroys", destroying, `${name} is deleted and made anew: ${joined(steps)}.${lost}`);
  const interrupting = steps.filter(({ risk }) => risk === "interrupts");
  add("interrupts", interrupting, `${name} is interrupted: ${joined(interrupting)}.`);
  const detours = steps.filter(({ detour }) => detour);
  add("detour", detours, `${name} passes through ${detours.map(({ yields }) => display(yields)).join(", ")}.`);
  if (recovery !== null && observed !== null) {
    add("failed-state", steps, `${name} is in ${display(observed.state)}. Recovery: ${joined(recovery.steps)}.`);
  }
  return found;
}

/** What has moved, and what is sent to bring it back. */
function drifted(reviewed: ReviewedService, { verdict, steps }: JudgedPlan): Finding[] {
  const drift = describeDrift(reviewed);
  // What nobody manages is recorded by no run: it would be said for ever.
  if (drift === undefined || reviewed.change === "same") return [];
  const back = {
    noop: " It is left as it is.",
    legal: ` Plan: ${joined(steps)}.`,
    refused: "",
    unknown: "",
  };
  const route = { operations: steps.map(({ operation }) => operation), risk: worst(steps) };
  return [
    about(reviewed, "drift", {
      message: `${drift}${back[verdict]}`,
      ...(verdict === "legal" ? { operation: route.operations[0] ?? null, route } : {}),
    }),
  ];
}

const worst = (steps: readonly Step[]): Risk =>
  RISKS[Math.max(0, ...steps.map(({ risk }) => RISKS.indexOf(risk)))] ?? "none";

function changed(reviewed: ReviewedService): Finding[] {
  const { plan, service } = reviewed;
  if (plan === null) {
    const message = `${service} cannot be judged yet: it depends on values that are known at \`up\` only.`;
    return [about(reviewed, "not-judged", { message })];
  }
  // One finding for each endpoint, not one for each of its services: see `endpointsDown`.
  if (plan.endpointError !== undefined) return [];
  const uncertain = plan.uncertain ?? [];
  return [
    ...plan.refusals.map((refusal) => refused(reviewed, refusal)),
    ...(plan.verdict === "legal" ? legalSteps(reviewed, plan) : []),
    ...drifted(reviewed, plan),
    ...(plan.verdict === "unknown" ? [about(reviewed, "not-judged", { message: plan.notes.join("\n") })] : []),
    ...uncertain.map((message) => about(reviewed, "uncertain", { message })),
  ];
}

function deleted(reviewed: ReviewedService): Finding[] {
  const { service, live, plan, backup, elsewhere } = reviewed;
  if (elsewhere !== null) {
    const message = `${service} is deleted, and it is at ${elsewhere.recorded}, where its provider does not look any more: that is ${elsewhere.now} now. Set the endpoint back, run \`pulumi up\`, and change it then.`;
    return [about(reviewed, "service-not-owned", { operation: "Delete", message })];
  }
  if (live === null) return [];
  const base = { operation: "Delete", asked: reviewed.asked };
  if (live === undefined) {
    const message = `${service} is deleted, and its endpoint could not be asked in which state it is.`;
    return [about(reviewed, "delete-not-judged", { ...base, message })];
  }
  const known =
    backup === null
      ? "No backup of it is known."
      : `Its last backup is ${backup.name}${backup.age === null ? "" : `, taken ${backup.age} ago`}.`;
  const details = { ...base, legalHere: legalIn(live.state, reviewed) };
  const tell = (rule: RuleId, why: string): Finding[] => [
    about(reviewed, rule, { ...details, message: `${service} is deleted in state ${display(live.state)}. ${why}` }),
  ];
  if (parseTransitionalState(live.state) !== undefined)
    return tell("deletes-transitional", `The delete waits until that has ended. ${known}`);
  if (plan === null) return tell("delete-not-judged", known);
  if (plan.refusals.length > 0) return plan.refusals.map((refusal) => refused(reviewed, refusal));
  if (plan.verdict === "unknown") return tell("delete-not-judged", plan.notes.join(" "));
  const way = `Plan: ${joined(plan.steps)}.`;
  if (plan.steps.some(({ operation }) => operation === "Backup")) return tell("deletes", way);
  if (backup === null) return tell("deletes-without-backup", `${known} ${way}`);
  return tell(reviewed.backupIsOld ? "deletes-with-old-backup" : "deletes", `${known} ${way}`);
}

/** The findings about one service. */
export function find(reviewed: ReviewedService): Finding[] {
  return reviewed.change === "delete" ? deleted(reviewed) : changed(reviewed);
}

/** One finding for each reason why the command could not ask an endpoint that the engine's provider could ask. */
export function notCompared(services: readonly ReviewedService[]): Finding[] {
  const open = services.filter(
    ({ change, live, plan }) =>
      change !== "delete" && live === undefined && plan !== null && plan.endpointError === undefined,
  );
  const problems = [...new Set(open.map(({ problem }) => problem ?? ""))].sort();
  return problems.map((problem) => {
    const names = open.filter((each) => (each.problem ?? "") === problem).map(({ service }) => service);
    const hint = "A saved plan is not bound to them: give the endpoint and its credentials in the environment.";
    const message = `${names.sort().join(", ")} could not be compared with live state: ${problem}\n${hint}`;
    return aboutStack("not-judged", { message });
  });
}

/** One finding for each endpoint that could not be asked. */
export function endpointsDown(services: readonly ReviewedService[]): Finding[] {
  const errors = services.flatMap(({ plan }) => (plan?.endpointError === undefined ? [] : [plan.endpointError]));
  const byEndpoint = new Map(errors.map((error) => [error.endpoint, error.message] as const));
  return [...byEndpoint].map(([endpoint, message]) => {
    const count = errors.filter((error) => error.endpoint === endpoint).length;
    const text = `${message}\n${count} ${count === 1 ? "service" : "services"} could not be judged.`;
    return aboutStack("endpoint-unavailable", { endpoint, message: text });
  });
}
