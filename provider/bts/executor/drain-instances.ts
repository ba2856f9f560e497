/** Gets instances out of an application or a host instance, or waits until they have ended. */
import { ProviderError } from "../../errors.js";
import { firstLines } from "../../plan/first-lines.js";
import { until } from "../../run/until.js";
import { askInstances, type InstanceOperation } from "./ask-instances.js";
import type { Attempt } from "./attempt.js";
import type { InstancePort } from "./port.js";

/** An instance that is left. */
export interface LeftInstance {
  readonly id: string;
  /** The instance in a line, for a person. */
  readonly text: string;
  /** Whether the chart allows the drain's operation in the state that was just seen. */
  readonly isLegal: boolean;
}

/** How something is drained. */
export interface DrainJob {
  /** What is asked of each instance; nothing where they are waited for. */
  readonly operation: Exclude<InstanceOperation, "Resume"> | undefined;
  readonly deadlineMs: number;
  readonly onDeadline: "refuse" | "proceed";
  /** Reads again. */
  readonly look: () => Promise<readonly LeftInstance[]>;
}

/** How many of what is left are listed one by one. */
const LISTED = 20;

/** What is left, a line each, at most twenty. */
export function linesOf(left: readonly string[]): string[] {
  return firstLines(left, LISTED, (text) => text).map((line) => `  ${line}`);
}

/**
 * Drains: each instance is asked once, in a state in which the chart allows it, and all are read
 * again until none is left or the deadline has passed.
 *
 * @throws {ProviderError} `deadline` with what is left, where that refuses; `interrupted`.
 */
export async function drainInstances(
  attempt: Attempt,
  port: Pick<InstancePort, "operate">,
  { operation, deadlineMs, onDeadline, look }: DrainJob,
): Promise<void> {
  const asked = new Set<string>();
  let left: readonly LeftInstance[] = [];
  const askAll = async (): Promise<void> => {
    if (operation === undefined) return;
    const ids = left.filter(({ id, isLegal }) => isLegal && !asked.has(id)).map(({ id }) => id);
    for (const id of ids) asked.add(id);
    const answers = await askInstances(port, operation, ids, attempt.signal);
    attempt.isSent ||= answers.some(({ answer }) => answer === "taken" || answer === "untold");
  };
  try {
    await until(attempt, {
      what: `drain of ${attempt.name}`,
      timeoutMs: deadlineMs,
      look: async () => {
        left = await look();
        await askAll();
        const seen = `${String(left.length)} left`;
        attempt.progress(`drain of ${attempt.name}: ${seen}`);
        return { end: left.length === 0 ? true : undefined, seen };
      },
    });
    attempt.done.push("drained");
  } catch (reason) {
    if (!(reason instanceof ProviderError) || reason.code !== "deadline") throw reason;
    const lines = linesOf(left.map(({ text }) => text));
    if (onDeadline === "proceed") {
      attempt.done.push(
        [`drained up to its deadline, ${String(left.length)} left:`, ...lines].join("\n"),
      );
      return;
    }
    const what = `${attempt.name} is not drained: ${String(left.length)} left at the deadline.`;
    throw new ProviderError("deadline", [what, ...lines].join("\n"), { cause: reason });
  }
}
