/** `read`: what is shown of a resource as it is now. */
import type { Plan } from "../../plan/plan-shapes.js";
import type { ServerSession } from "../judge/server-session.js";
import { nameIn } from "./judged.js";
import type { Kind } from "./kind.js";
import type { ResourceOutputs } from "./resource-states.js";

/** Reads one resource; `null` where what it is about is gone. */
export async function observeServer<Goal, P extends Plan>(
  kind: Kind<Goal, P>,
  session: ServerSession,
  outputs: ResourceOutputs,
): Promise<ResourceOutputs | null> {
  const { goal } = kind.parse(outputs.inputs, {
    name: nameIn(outputs.urn),
    recorded: outputs.inputs,
    kept: {},
  });
  const seen = await kind.observe(session, goal);
  return seen === null ? null : { ...outputs, seen: { ...outputs.seen, ...seen } };
}
