/**
 * Carries out the steps of a plan of instances: asks for each operation once, reads the list again
 * until everything has come to rest, and says what became of each instance.
 */
import { ProviderError } from "../../errors.js";
import { until, type Waiting } from "../../run/until.js";
import type { InstanceStep } from "../planner/index.js";
import { displayState } from "../chart/index.js";
import type { ListedInstance } from "../protocol/index.js";
import { askInstances, type InstanceAnswer, type InstanceOperation } from "./ask-instances.js";
import type { InstancePort } from "./port.js";

/** What became of one instance. */
export interface InstanceOutcome {
  readonly id: string;
  readonly operation: InstanceOperation;
  /**
   * `pending` waits to be picked up; `gone` had ended before it was asked, `moved` was in another
   * state by then, and was not asked; `finished` ended by itself after it was asked; `untold` got
   * no answer, and the list shows no effect of it.
   */
  readonly outcome: "done" | "pending" | "refused" | "gone" | "moved" | "finished" | "untold";
  /** Why, where it was refused or is untold. */
  readonly detail: string | null;
}

/** What a run works with. */
export interface InstanceRun extends Waiting {
  readonly port: InstancePort;
  /** How long what is pending is waited for, in milliseconds. */
  readonly settleMs: number;
}

const isSuspended = ({ state }: ListedInstance): boolean =>
  state?.base.startsWith("Suspended") === true;

/** Whether the list shows what an operation was for; what has ended is in no list. */
const SHOWS: Readonly<Record<InstanceOperation, (seen: ListedInstance) => boolean>> = {
  Terminate: () => false,
  Suspend: isSuspended,
  Resume: (seen) => !isSuspended(seen),
};

/** What became of one request, by the list as it is now. */
function outcomeOf(request: InstanceAnswer, seen: ListedInstance | undefined): InstanceOutcome {
  const { id, operation, answer, detail } = request;
  const is = (outcome: InstanceOutcome["outcome"], why: string | null = null): InstanceOutcome => ({
    id,
    operation,
    outcome,
    detail: why,
  });
  if (answer === "refused" || answer === "gone") return is(answer, detail);
  // What is in the list no more has ended: terminated, completed since it was resumed, or by
  // itself, although it was to be suspended.
  if (seen === undefined) return is(operation === "Suspend" ? "finished" : "done");
  if (SHOWS[operation](seen)) return is("done");
  if (seen.pending === operation.toLowerCase()) return is("pending");
  return answer === "untold" ? is("untold", detail) : is("pending");
}

async function outcomesOf(
  run: InstanceRun,
  requests: readonly InstanceAnswer[],
): Promise<InstanceOutcome[]> {
  const look = async (): Promise<readonly InstanceOutcome[]> => {
    const seen = new Map((await run.port.instances()).map((each) => [each.id, each] as const));
    return requests.map((request) => outcomeOf(request, seen.get(request.id)));
  };
  let last: readonly InstanceOutcome[] = [];
  try {
    await until(run, {
      what: `${String(requests.length)} instances`,
      timeoutMs: run.settleMs,
      look: async () => {
        last = await look();
        const open = last.filter(({ outcome }) => outcome === "pending").length;
        return { end: open === 0 ? true : undefined, seen: `${String(open)} pending` };
      },
    });
  } catch (reason) {
    if (!(reason instanceof ProviderError) || reason.code !== "deadline") throw reason;
  }
  return [...last];
}

/** An instance's state in the chart's words; what nobody knows as it was listed. */
const stateIn = ({ state, stateText }: ListedInstance): string =>
  state === null ? stateText : displayState(state);

/** Whether an instance is as it was judged: then the chart allows the step's operation. */
const isAsJudged = ({ expects, operation }: InstanceStep, seen: ListedInstance): boolean =>
  stateIn(seen) === expects && (seen.pending === "none" || operation === "Terminate");

/**
 * What a step asks, by a fresh read: what has ended or moved since it was judged is not asked for
 * anything.
 */
async function present(port: InstancePort, step: InstanceStep, operation: InstanceOperation) {
  const seen = new Map((await port.instances()).map((each) => [each.id, each] as const));
  const there: string[] = [];
  const others: InstanceOutcome[] = [];
  for (const id of step.ids) {
    const found = seen.get(id);
    if (found !== undefined && isAsJudged(step, found)) there.push(id);
    else {
      const detail = found === undefined ? null : `it is ${stateIn(found)} now`;
      const outcome = found === undefined ? "gone" : "moved";
      others.push({ id, operation, outcome, detail });
    }
  }
  return { there, others };
}

/**
 * Carries out steps in their order. A step that saves messages is not one of these: what is to be
 * kept is kept before anything is sent.
 *
 * @throws {ProviderError} `interrupted` when the process is asked to end; what was sent goes on.
 */
export async function actOnInstances(
  run: InstanceRun,
  steps: readonly InstanceStep[],
): Promise<InstanceOutcome[]> {
  const outcomes: InstanceOutcome[] = [];
  for (const step of steps) {
    const { operation } = step;
    if (operation === "Save messages" || operation === "Wait") continue;
    const { there, others } = await present(run.port, step, operation);
    run.progress(`${operation}: ${String(there.length)} instances`);
    const requests = await askInstances(run.port, operation, there, run.signal);
    outcomes.push(...others, ...(await outcomesOf(run, requests)));
  }
  return outcomes;
}
