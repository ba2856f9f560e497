/**
 * `check`: reads the inputs, observes, and plans. In a preview nothing fails here, so that one
 * preview shows the findings of every resource; in an update a refusal is a failure.
 */
import { messageOf, ProviderError } from "../../errors.js";
import type { Plan } from "../../plan/plan-shapes.js";
import type { Call } from "../../pulumi/call.js";
import { dottedPaths, pathFailures, withOldValues } from "../../pulumi/ignored-paths.js";
import { failureOf, type InputFailure } from "../../pulumi/input-failure.js";
import { splitUnknown, type Properties } from "../../pulumi/unknown.js";
import type { ServerSession } from "../judge/server-session.js";
import type { Kind } from "./kind.js";
import { nameIn, type Judged } from "./judged.js";
import type { CheckedResource, CheckedServerPlan } from "./resource-states.js";

/** What is asked about one resource. */
export interface ServerCheckRequest {
  readonly call: Call;
  /** What the program gives, unknown values included. */
  readonly given: Properties;
  /** As the engine has it; `undefined` for a new one. */
  readonly recorded: CheckedResource | undefined;
}

/** What came of it. Of an update that has failures nothing else is used. */
export interface ServerCheckAnswer {
  readonly checked: CheckedResource;
  readonly failures: readonly InputFailure[];
}

const NOTHING = { observed: null, steps: [], refusals: [], notes: [] } as const;

const invalidPlan = (failures: readonly string[]): CheckedServerPlan => ({
  ...NOTHING,
  verdict: "refused",
  invalid: failures.map(failureOf),
});

/** The plan where the endpoint cannot be asked. */
const unasked = (endpoint: string, reason: ProviderError): CheckedServerPlan => ({
  ...NOTHING,
  verdict: "unknown",
  endpointError: { endpoint, message: messageOf(reason) },
});

/** Why an update is not made: what a plan says against it. */
function failuresIn({
  verdict,
  invalid = [],
  refusals,
  endpointError,
  notes,
}: CheckedServerPlan): InputFailure[] {
  const reasons = [
    ...refusals.map(({ message }) => message),
    ...(endpointError === undefined ? [] : [endpointError.message]),
    // In an update everything is known: what is still not known is a state that nobody knows.
    ...(verdict === "unknown" && endpointError === undefined ? [notes.join(" ")] : []),
  ];
  return [...invalid, ...reasons.map((reason) => ({ property: "", reason }))];
}

/** What a preview shows: on the resource, once, and as a warning where it costs something. */
function tell({ urn, log }: Call, plan: CheckedServerPlan, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const costs = plan.steps.some(({ risk }) => risk !== "none") || plan.verdict === "unknown";
  const text = lines.join("\n");
  if (costs) log.warn(urn, text);
  else log.info(urn, text);
}

/** Checks one resource of a kind. */
export async function checkServer<Goal, P extends Plan>(
  kind: Kind<Goal, P>,
  opened: Promise<ServerSession>,
  { call, given, recorded }: ServerCheckRequest,
): Promise<ServerCheckAnswer> {
  const paths = dottedPaths(call.ignore, kind.inputNames);
  const inputs = recorded === undefined ? given : withOldValues(given, recorded.inputs, paths);
  const before = recorded?.kept ?? {};
  const about = { name: nameIn(call.urn), recorded: recorded?.inputs, kept: before };
  const { goal, timeoutMs, failures: invalid } = kind.parse(inputs, about);
  const failures = [...invalid, ...pathFailures(paths, kind.inputNames)];
  const { known, unknown } = splitUnknown(inputs);
  let session: ServerSession | undefined;
  let plan: CheckedServerPlan;
  let lines: readonly string[] | undefined;
  let details: readonly string[] = [];
  let kept = before;
  try {
    if (failures.length > 0) {
      plan = invalidPlan(failures);
      lines = failures.map((reason) => `${reason.split("\n", 1)[0] ?? ""} [input-not-accepted]`);
      lines = ["refused from its inputs", ...lines];
    } else {
      session = await opened;
      const judged = await kind.judge(session, goal, about);
      plan = judged;
      lines = judged.verdict === "unknown" ? undefined : kind.linesOf(judged);
      details = kind.details(judged);
      kept = kind.keep(judged, about);
      const note: Judged<Goal, P> = { goal, timeoutMs, plan: judged, about };
      session.judged.set(call.urn, note);
    }
  } catch (reason) {
    if (!(reason instanceof ProviderError)) throw reason;
    plan = unasked(session?.identity ?? "", reason);
  }
  if (call.dryRun && plan.endpointError === undefined) tell(call, plan, details);
  const endpoint = session?.identity;
  return {
    checked: { urn: call.urn, inputs: known, unknown, kept, endpoint, lines, plan },
    failures: call.dryRun ? [] : failuresIn(plan),
  };
}
