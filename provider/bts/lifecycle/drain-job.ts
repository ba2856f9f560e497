/** A drain as the executor is given it. */
import type { DrainJob } from "../executor/index.js";
import { instanceLine, isActed, planDrain, type Content, type Drain } from "../planner/index.js";

const OPERATIONS = { wait: undefined, suspend: "Suspend", terminate: "Terminate" } as const;

/** @param look - what is there now, by a fresh read. */
export function drainJob(drain: Drain, look: () => Promise<Content>): DrainJob {
  return {
    operation: OPERATIONS[drain.action],
    deadlineMs: drain.deadlineMs,
    onDeadline: drain.onDeadline,
    look: async () =>
      planDrain(drain, await look()).left.map((judgement) => ({
        id: judgement.instance.id,
        text: instanceLine(judgement.instance),
        isLegal: isActed(judgement),
      })),
  };
}
