/**
 * Findings about services that stay or come: what they are refused, what their plan costs, what has
 * moved.
 */
import { parseState, RESULTS, type State } from "../chart/index.js";
import type { Step } from "../planner/index.js";
import { about, joined, legalIn, refused, routeOf } from "./about-service.js";
import { display } from "./changes.js";
import { describeDrift } from "./drift.js";
import type { Finding } from "../../report/report-document.js";
import type { JudgedPlan, ReviewedService } from "./reviewed-service.js";
import { RULES, type RuleId } from "../../report/rules.js";

/**
 * The operation that leaves a state behind when it fails; none for what the platform did by itself.
 */
function failedOperation(state: string): string | undefined {
  const known: State | undefined = parseState(state);
  return Object.entries(RESULTS).find(([, { onFailure }]) => onFailure === known)?.[0];
}

/**
 * `orders is in StopFailed: a Stop failed; `up` sends Start because the program asks for Active.`
 */
function failedState(
  { service, wanted }: ReviewedService,
  state: string,
  steps: readonly Step[],
): string {
  const failed = failedOperation(state);
  const what =
    failed === undefined ? "" : `: ${/^[AEIOU]/.test(failed) ? "an" : "a"} ${failed} failed`;
  const end = display(steps.at(-1)?.yields ?? "");
  const why =
    wanted.state === undefined
      ? `to bring it to ${end}`
      : `because the program asks for ${wanted.state}`;
  const sent = steps.map(({ operation }) => operation).filter((operation) => operation !== "Wait");
  return `${service} is in ${display(state)}${what}; \`up\` sends ${sent.join(", ")} ${why}.`;
}

/**
 * What steps cost, and what they bring back. A service that is not there yet is neither interrupted
 * nor led astray.
 */
function legalSteps(
  reviewed: ReviewedService,
  { steps, recovery, notes, observed }: JudgedPlan,
): Finding[] {
  if (observed === null) return [];
  const name = reviewed.service;
  const found: Finding[] = [];
  const add = (rule: RuleId, of: readonly Step[], message: string): void => {
    if (of.length === 0) return;
    const [first] = of;
    const operation = first?.operation ?? null;
    const legalHere = legalIn(observed.state, reviewed);
    const source = first?.source ?? RULES[rule].source;
    found.push(
      about(reviewed, rule, { operation, legalHere, route: routeOf(steps), source, message }),
    );
  };
  const lost = notes.length > 0 ? `\n${notes.join("\n")}` : "";
  const destroying = steps.filter(({ risk }) => risk === "destroys");
  const from = recovery === null ? name : `${name} is in ${display(observed.state)}; it`;
  add("destroys", destroying, `${from} is deleted and made anew: ${joined(steps)}.${lost}`);
  const interrupting = steps.filter(({ risk }) => risk === "interrupts");
  add("interrupts", interrupting, `${name} is interrupted: ${joined(interrupting)}.`);
  const detours = steps.filter(({ detour }) => detour);
  add(
    "detour",
    detours,
    `${name} passes through ${detours.map(({ yields }) => display(yields)).join(", ")}.`,
  );
  // What a replacement recovers from is in its own finding: one cause, one finding.
  if (recovery !== null && destroying.length === 0)
    add("failed-state", steps, failedState(reviewed, observed.state, steps));
  return found;
}

/** Whether it is the service that goes alone that cannot be judged: that is said of it. */
const isOfReplaced = ({ replaced, notes }: JudgedPlan): boolean =>
  replaced?.plan.verdict === "unknown" && notes.length === 0;

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
  const route = routeOf(steps);
  return [
    about(reviewed, "drift", {
      message: `${drift}${back[verdict]}`,
      ...(verdict === "legal" ? { operation: route.operations[0] ?? null, route } : {}),
    }),
  ];
}

/** An input that is not accepted. */
const notAccepted = (reviewed: ReviewedService, { reason }: { readonly reason: string }): Finding =>
  about(reviewed, "input-not-accepted", { operation: "Check", message: reason });

/** The findings about a service that the program has. */
export function findChanged(reviewed: ReviewedService): Finding[] {
  const { plan, service } = reviewed;
  if (plan === null) {
    const message =
      `${service} cannot be judged yet: it depends on values that are known at ` + `\`up\` only.`;
    return [about(reviewed, "not-judged", { message })];
  }
  // One finding for each endpoint, not one for each of its services: see `endpointsDown`.
  if (plan.endpointError !== undefined) return [];
  // Nothing is sent to a service that is refused: what its plan would have cost is no finding
  // beside that.
  if (plan.verdict === "refused")
    return [
      ...(plan.invalid ?? []).map((failure) => notAccepted(reviewed, failure)),
      ...plan.refusals.map((refusal) => refused(reviewed, refusal)),
      ...drifted(reviewed, plan),
    ];
  const uncertain = plan.uncertain ?? [];
  return [
    ...(plan.verdict === "legal" ? legalSteps(reviewed, plan) : []),
    ...drifted(reviewed, plan),
    ...(plan.verdict === "unknown" && !isOfReplaced(plan)
      ? [about(reviewed, "not-judged", { message: plan.notes.join("\n") })]
      : []),
    ...uncertain.map((message) => about(reviewed, "uncertain", { message })),
  ];
}
