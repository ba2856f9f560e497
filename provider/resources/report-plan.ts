/**
 * Shows what `check` found, in a preview: each finding on its own resource, then one error that
 * ends the program.
 *
 * `pulumi.log.error` alone leaves exit code 0, and a rejection for each resource prints a stack for
 * each: what works is the error on the resource, then one shared `RunError` without a stack.
 */
import * as pulumi from "@pulumi/pulumi";
import { PLAN } from "../doors/dynamic/hidden-names.js";
import type { PackedPlan } from "../doors/dynamic/packed-plan.js";

/**
 * What one run of a program has shown. In one process there may be several runs (Automation API).
 */
interface Shown {
  /** Endpoints whose failure has been shown. */
  readonly endpoints: Set<string>;
  /** One error for the whole program, so that it is printed once. */
  readonly refused: Error;
  readonly unreachable: Error;
}

const runs = new WeakMap<object, Shown>();

function ending(text: string): Error {
  const error = new pulumi.RunError(text);
  error.stack = "";
  return error;
}

function shownIn(run: object): Shown {
  const shown = runs.get(run) ?? {
    endpoints: new Set(),
    refused: ending("illegal operations refused; nothing has been changed"),
    unreachable: ending("an endpoint could not be asked; nothing has been changed"),
  };
  runs.set(run, shown);
  return shown;
}

/** The run is known by its stack's resource; a program under test has none. */
const WITHOUT_STACK = {};
const currentRun = (): Shown => shownIn(pulumi.runtime.getStackResource() ?? WITHOUT_STACK);

const isPlan = (value: unknown): value is PackedPlan =>
  typeof value === "object" && value !== null && "verdict" in value;

async function showEndpointError(
  resource: pulumi.Resource,
  { endpoint, message }: { endpoint: string; message: string },
  run: Shown,
): Promise<never> {
  if (!run.endpoints.has(endpoint)) {
    run.endpoints.add(endpoint);
    await pulumi.log.error(message, resource);
  }
  throw run.unreachable;
}

async function showRefusals(
  resource: pulumi.Resource,
  plan: PackedPlan,
  run: Shown,
): Promise<never> {
  const { invalid = [], refusals = [] } = plan;
  const texts = [...invalid.map(({ reason }) => reason), ...refusals.map(({ message }) => message)];
  for (const text of texts) await pulumi.log.error(text, resource);
  const recovery = plan.recovery?.steps.map(({ operation }) => operation) ?? [];
  if (recovery.length > 0) await pulumi.log.info(`Recovery: ${recovery.join("; ")}`, resource);
  throw run.refused;
}

/** What a step says for itself: a step that only changes the state has nothing to add. */
const PLAIN = ["state", "service", "transition", "delete", "recovery", "restartTriggers"];

/** What has failed, or was done by the platform, where a service is in a state that is no power. */
const WHAT_FAILED: Readonly<Record<string, string>> = {
  StartFailed: "a Start failed",
  StopFailed: "a Stop failed",
  RestartFailed: "a Restart failed",
  SuspendedFailed: "a Suspend failed",
  ResumeFailed: "a Resume failed",
  ConfigUpdateFailed: "an Update Configuration failed",
  ScaleFailed: "a Scale failed",
  CreatedFailed: "the Create failed",
  RestoreFailed: "the Restore failed",
  ServiceUpdateFailed: "a service update failed",
  Disabled: "the platform has disabled it",
  DisableFailed: "the platform could not disable it",
  EnableFailed: "the platform could not enable it",
};

/** Why a service that is in no power is touched: what failed, and what the program asks for. */
function whyRecovered({ observed, recovery, steps = [] }: PackedPlan): string[] {
  const failed = WHAT_FAILED[observed?.state ?? ""];
  if (recovery === undefined || observed === undefined || failed === undefined) return [];
  const asked = steps.at(-1)?.yields ?? "";
  const sent = recovery.steps.map(({ operation }) => operation).join(", ");
  return [
    `The service is in ${observed.state}: ${failed}; \`up\` sends ${sent} ` +
      `because the program asks for ${asked}.`,
  ];
}

/** Steps in one line: `Scale (units 1 -> 3), Stop (interrupts)`. */
function stepsLine(steps: PackedPlan["steps"] = []): string {
  const said = steps.map(({ operation, serves, risk = "none", detour = false }) => {
    const detail = PLAIN.includes(serves) ? "" : serves;
    const marks = [detail, risk === "none" ? "" : risk, detour ? "detour" : ""].filter(
      (mark) => mark !== "",
    );
    return `${operation}${marks.length > 0 ? ` (${marks.join(", ")})` : ""}`;
  });
  return said.join(", ");
}

/** What becomes of the service that goes when Pulumi replaces the resource. */
function linesOfReplaced({ replaced }: PackedPlan): string[] {
  if (replaced === undefined) return [];
  const { serviceName, cloudService, plan } = replaced;
  const state = plan.observed?.state ?? "no service";
  return [
    `Replaces ${serviceName} in ${cloudService} (${state}): ${stepsLine(plan.steps)}.`,
    ...(plan.notes ?? []),
  ];
}

async function showSteps(resource: pulumi.Resource, plan: PackedPlan): Promise<void> {
  const { steps = [], notes = [] } = plan;
  const line = `Plan from ${plan.observed?.state ?? "no service"}: ${stepsLine(steps)}.`;
  const text = [line, ...linesOfReplaced(plan), ...whyRecovered(plan), ...notes].join("\n");
  const warns =
    plan.recovery !== undefined ||
    plan.replaced !== undefined ||
    steps.some(({ risk, detour }) => risk !== undefined || detour !== undefined);
  await (warns ? pulumi.log.warn(text, resource) : pulumi.log.info(text, resource));
}

const isKnown = (value: unknown): Promise<boolean> =>
  (pulumi.output(value) as unknown as { readonly isKnown: Promise<boolean> }).isKnown;

/**
 * Says which inputs are not known yet, where nothing could be judged for them. The lines of the
 * plan tell: of a resource that does not change they are the last update's.
 */
async function showUnjudged(
  resource: pulumi.Resource & { readonly plan?: unknown },
  args: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (await isKnown(resource.plan)) return;
  const known = await Promise.all(Object.values(args).map(isKnown));
  const names = Object.keys(args).filter((_, index) => known[index] === false);
  const why =
    names.length === 0
      ? "its provider's endpoint is not known yet"
      : `not known yet: ${names.join(", ")}`;
  await pulumi.log.warn(
    `What is done to this resource is known at \`up\` only (${why}).`,
    resource,
  );
}

/** The plan that `check` has left, as an output. */
const planOf = (resource: pulumi.Resource): pulumi.Output<unknown> =>
  (resource as unknown as Readonly<Record<typeof PLAN, pulumi.Output<unknown>>>)[PLAN];

/** Shows, in a preview, why one resource cannot be made so: errors, which end the program. */
function report(
  resource: pulumi.Resource,
  args: object,
  show: (plan: PackedPlan) => Promise<void>,
): void {
  if (!pulumi.runtime.isDryRun()) return;
  const run = currentRun();
  planOf(resource).apply(async (plan) => {
    if (!isPlan(plan)) return;
    if (plan.endpointError !== undefined)
      await showEndpointError(resource, plan.endpointError, run);
    if (plan.verdict === "refused") await showRefusals(resource, plan, run);
    await show(plan);
  });
  void showUnjudged(resource, { ...args });
}

/**
 * Reports the plan of a service: refusals as errors, anything to do as information, or as a warning
 * where it costs something.
 */
export function reportPlan(resource: pulumi.Resource, args: object): void {
  report(resource, args, async (plan) => {
    const notes = plan.notes ?? [];
    for (const text of plan.uncertain ?? []) await pulumi.log.warn(text, resource);
    if (plan.verdict === "legal") await showSteps(resource, plan);
    if (plan.verdict === "noop" && notes.length > 0)
      await pulumi.log.info(notes.join("\n"), resource);
    if (plan.verdict === "unknown") await pulumi.log.warn(notes.join("\n"), resource);
  });
}

/** Reports refusals of a resource of BizTalk Server: what it would do its provider has said. */
export function reportRefusals(resource: pulumi.Resource, args: object): void {
  report(resource, args, () => Promise.resolve());
}
