/** What `check` has found of a resource, for the calls of the same run that follow. */
import type { Plan } from "../../plan/plan-shapes.js";
import type { ServerSession } from "../judge/server-session.js";
import type { About } from "./kind.js";

/** One judgement. */
export interface Judged<Goal, P extends Plan> {
  readonly goal: Goal;
  readonly timeoutMs: number;
  readonly plan: P;
  readonly about: About;
}

/** The judgement of this run; `undefined` where there was no check, as in a refresh. */
export const judgedOf = <Goal, P extends Plan>(
  session: ServerSession,
  urn: string,
): Judged<Goal, P> | undefined => session.judged.get(urn) as Judged<Goal, P> | undefined;

/** A resource's name in its program. */
export const nameIn = (urn: string): string => urn.split("::").slice(3).join("::");
