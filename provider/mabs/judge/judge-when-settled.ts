/** Judging in an update run: what a preview leaves open is decided here, by waiting. */
import { NOTHING_LEGAL, parseTransitionalState } from "../chart/index.js";
import { ProviderError } from "../../errors.js";
import { settled, SETTLED } from "../executor/index.js";
import { waitStep } from "../planner/index.js";
import { parseDuration } from "../../pulumi/duration.js";
import { closeUnfinished } from "./close-entry.js";
import { judge } from "./judge.js";
import type { Judged, Question } from "./question.js";
import type { Session } from "./session.js";

/**
 * Judges for an update run, where everything has to be decided: what cannot be judged while a
 * transition is under way (PR-9, BackingUp) is judged when it has ended. A plan that an earlier run
 * left unfinished and that has nothing more to do is closed.
 */
export async function judgeWhenSettled(session: Session, question: Question): Promise<Judged> {
  const { service, inputs, live } = question;
  const judged = await judge(session, question);
  if (judged.plan.verdict === "noop") await closeUnfinished(session, service, question);
  if (
    judged.plan.verdict !== "unknown" ||
    live === null ||
    parseTransitionalState(live.state) === undefined
  )
    return judged;
  const { client: port, clock, signal } = session;
  const settleMs = parseDuration(inputs.timeouts.settle) ?? 0;
  try {
    const rested = await settled(
      { port, clock, signal, progress: () => undefined },
      service,
      settleMs,
    );
    session.remember(service, rested);
    return await judge(session, { ...question, live: rested });
  } catch (reason) {
    if (!(reason instanceof ProviderError) || reason.code !== "deadline") throw reason;
    if (!inputs.forceDelete) {
      const hint = `${NOTHING_LEGAL}; Delete with forceDelete: true.`;
      throw new ProviderError("deadline", `${reason.message}. ${hint}`, { cause: reason });
    }
    // It must get as far as `update`, which records forceDelete for `delete` to see.
    const steps = [waitStep(live.state, SETTLED)];
    return { ...judged, plan: { ...judged.plan, verdict: "legal", steps } };
  }
}
