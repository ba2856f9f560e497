/** Asks for an operation on many instances, once each, a bounded number at the same time. */
import { messageOf, ProviderError, ResponseError } from "../../errors.js";
import type { InstancePort } from "./port.js";

/** Requests that are under way at the same time. */
const CONCURRENCY = 16;

/** What can be asked of an instance. */
export type InstanceOperation = "Resume" | "Suspend" | "Terminate";

/** What was asked for, and how the answer was. */
export interface InstanceAnswer {
  readonly id: string;
  readonly operation: InstanceOperation;
  /** `gone`: it had ended before; `untold`: there was no answer that says what became of it. */
  readonly answer: "taken" | "refused" | "gone" | "untold";
  /** Why it was not taken; `null` where it was. */
  readonly detail: string | null;
}

async function ask(
  port: Pick<InstancePort, "operate">,
  operation: InstanceOperation,
  id: string,
): Promise<InstanceAnswer> {
  try {
    await port.operate(operation, id);
    return { id, operation, answer: "taken", detail: null };
  } catch (reason) {
    if (!(reason instanceof ProviderError)) throw reason;
    const detail = messageOf(reason);
    if (!(reason instanceof ResponseError)) return { id, operation, answer: "untold", detail };
    const answer = reason.code === "not-found" ? "gone" : "refused";
    return { id, operation, answer: reason.retryable ? "untold" : answer, detail };
  }
}

/** Answers in the order of the ids; none of those that were not asked because the run ends. */
export async function askInstances(
  port: Pick<InstancePort, "operate">,
  operation: InstanceOperation,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<InstanceAnswer[]> {
  const answers: (InstanceAnswer | undefined)[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next; at < ids.length && !signal.aborted; at = next) {
      next += 1;
      const id = ids[at];
      if (id !== undefined) answers[at] = await ask(port, operation, id);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return answers.filter((answer) => answer !== undefined);
}
