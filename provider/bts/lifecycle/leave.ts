/** `delete`: a resource of BizTalk Server manages a state, not the thing: nothing is done to it. */
import type { Plan } from "../../plan/plan-shapes.js";
import type { Log } from "../../pulumi/call.js";
import type { ServerSession } from "../judge/server-session.js";
import { nameIn } from "./judged.js";
import type { Kind } from "./kind.js";
import type { ResourceOutputs } from "./resource-states.js";

/**
 * Says what is left as it is.
 *
 * @param session - `undefined` where no endpoint could be opened: none is needed.
 */
export function leaveServer<Goal, P extends Plan>(
  kind: Kind<Goal, P>,
  session: ServerSession | undefined,
  outputs: ResourceOutputs,
  log: Log,
): void {
  const { urn, inputs } = outputs;
  const { goal } = kind.parse(inputs, { name: nameIn(urn), recorded: inputs, kept: {} });
  const lines = kind.leave(session, goal);
  if (lines.length > 0) log.info(urn, lines.join("\n"));
}
