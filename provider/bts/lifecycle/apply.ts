/** `create` and `update`: carries out the plan that the check of this run has made. */
import { ProviderError } from "../../errors.js";
import type { Plan } from "../../plan/plan-shapes.js";
import type { Log } from "../../pulumi/call.js";
import { PartialFailure } from "../../pulumi/partial-failure.js";
import { ServerStepFailure } from "../executor/index.js";
import type { ServerSession } from "../judge/server-session.js";
import { judgedOf, nameIn, type Judged } from "./judged.js";
import type { Ended, Kind } from "./kind.js";
import type { CheckedResource, ResourceOutputs } from "./resource-states.js";

/** What is to be made so. */
export interface ServerApplyRequest {
  readonly checked: CheckedResource;
  /** What the engine has recorded; `undefined` for a new resource. */
  readonly recorded: ResourceOutputs | undefined;
  readonly log: Log;
}

/** What became of it. */
export interface ServerApplied {
  readonly id: string;
  readonly outputs: ResourceOutputs;
}

/** The plan of this run; made now where no check came before. */
async function judgementOf<Goal, P extends Plan>(
  kind: Kind<Goal, P>,
  session: ServerSession,
  { checked, recorded }: ServerApplyRequest,
): Promise<Judged<Goal, P>> {
  const found = judgedOf<Goal, P>(session, checked.urn);
  if (found !== undefined) return found;
  const about = { name: nameIn(checked.urn), recorded: recorded?.inputs, kept: checked.kept };
  const { goal, timeoutMs } = kind.parse(checked.inputs, about);
  const plan = await kind.judge(session, goal, about);
  return { goal, timeoutMs, plan, about };
}

/** What is said of a run that stopped. */
const stoppedLines = (name: string, { message, details }: ServerStepFailure): string[] => [
  `${name}: ${message}`,
  `Done in this run: ${details.done.length === 0 ? "nothing" : details.done.join(", ")}.`,
  "Run `pulumi up` again to go on from there.",
];

/**
 * Carries it out.
 *
 * @throws {PartialFailure} where it stopped after something was sent; the engine records that.
 * @throws {ProviderError} where nothing was sent.
 */
export async function applyServer<Goal, P extends Plan>(
  kind: Kind<Goal, P>,
  session: ServerSession,
  request: ServerApplyRequest,
): Promise<ServerApplied> {
  const { checked, recorded, log } = request;
  const { goal, timeoutMs, plan, about } = await judgementOf(kind, session, request);
  const id = kind.idOf(goal, about);
  const { urn, inputs, endpoint, lines } = checked;
  const outputsOf = (seen: Ended["seen"], incomplete: boolean): ResourceOutputs => ({
    ...{ urn, inputs, endpoint, lines, seen, incomplete },
  });
  try {
    const run = { session, timeoutMs, progress: log.progress(urn) };
    const { seen, failures } = await kind.apply(run, goal, plan);
    if (failures.length === 0) return { id, outputs: outputsOf(seen, false) };
    throw new PartialFailure("operation-failed", failures, id, outputsOf(seen, true));
  } catch (reason) {
    if (!(reason instanceof ServerStepFailure)) throw reason;
    const reasons = stoppedLines(about.name, reason);
    if (!reason.details.isSent)
      throw new ProviderError(reason.code, reasons.join("\n"), { cause: reason });
    const seen = await kind.observe(session, goal).catch(() => null);
    const outputs = outputsOf(seen ?? recorded?.seen ?? {}, true);
    throw new PartialFailure(reason.code, reasons, id, outputs);
  } finally {
    session.lists.forget();
  }
}
