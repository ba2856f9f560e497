/**
 * Shows what `check` found, in a preview: each finding on its own resource, then one error that ends the program.
 *
 * `pulumi.log.error` alone leaves exit code 0, and a rejection for each resource prints a stack for each: what works is
 * the error on the resource, then one shared `RunError` without a stack.
 */
import * as pulumi from "@pulumi/pulumi";
import type { CheckedPlan } from "../lifecycle/index.js";

/** One for the whole program, so that it is printed once. */
const REFUSED = new pulumi.RunError("illegal operations refused; nothing has been changed");
REFUSED.stack = "";

const UNREACHABLE = new pulumi.RunError("an endpoint could not be asked; nothing has been changed");
UNREACHABLE.stack = "";

/** Endpoints whose failure has been shown. */
const shownEndpoints = new Set<string>();

const isCheckedPlan = (value: unknown): value is CheckedPlan =>
  typeof value === "object" && value !== null && "verdict" in value && "steps" in value;

async function showEndpointError(
  resource: pulumi.Resource,
  { endpoint, message }: { endpoint: string; message: string },
): Promise<never> {
  if (!shownEndpoints.has(endpoint)) {
    shownEndpoints.add(endpoint);
    await pulumi.log.error(message, resource);
  }
  throw UNREACHABLE;
}

async function showRefusals(resource: pulumi.Resource, plan: CheckedPlan, lines: readonly string[]): Promise<never> {
  for (const { message } of plan.refusals) await pulumi.log.error(message, resource);
  if (lines.length > 0) await pulumi.log.info(`Recovery: ${lines.join("; ")}`, resource);
  throw REFUSED;
}

async function showSteps(resource: pulumi.Resource, plan: CheckedPlan): Promise<void> {
  const steps = plan.steps.map((step) => {
    const marks = [step.risk === "none" ? "" : step.risk, step.detour ? "detour" : ""].filter((mark) => mark !== "");
    return `${step.operation}${marks.length > 0 ? ` (${marks.join(", ")})` : ""}`;
  });
  const text = [`Plan from ${plan.observed?.state ?? "no service"}: ${steps.join(", ")}.`, ...plan.notes].join("\n");
  const warns = plan.steps.some(({ risk, detour }) => risk !== "none" || detour);
  await (warns ? pulumi.log.warn(text, resource) : pulumi.log.info(text, resource));
}

/** Reports one resource's plan: refusals as errors, anything to do as information, or as a warning where it costs something. */
export function reportPlan(resource: pulumi.Resource, checked: pulumi.Output<unknown>): void {
  checked.apply(async (plan) => {
    if (!isCheckedPlan(plan)) return;
    if (plan.endpointError !== undefined) await showEndpointError(resource, plan.endpointError);
    if (plan.verdict === "refused")
      await showRefusals(resource, plan, plan.recovery?.steps.map(({ operation }) => operation) ?? []);
    for (const text of plan.uncertain ?? []) await pulumi.log.warn(text, resource);
    if (plan.verdict === "legal") await showSteps(resource, plan);
    if (plan.verdict === "noop" && plan.notes.length > 0) await pulumi.log.info(plan.notes.join("\n"), resource);
    if (plan.verdict === "unknown") await pulumi.log.warn(plan.notes.join("\n"), resource);
  });
}
