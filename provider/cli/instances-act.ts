/** `biztalk instances resume`, `suspend`, `terminate`: a policy that is carried out once. */
import { actOnInstances, saveMessages, type InstanceOutcome } from "../bts/executor/index.js";
import { readPopulation } from "../bts/judge/population.js";
import {
  describeMatches,
  describePlan,
  planInstances,
  type InstancePlan,
} from "../bts/planner/index.js";
import { systemClock } from "../clock.js";
import { defined } from "../defined.js";
import { EXIT_CODES } from "./exit-codes.js";
import { matchOf, type InstanceFilter } from "./instance-filter.js";
import { isAgreed } from "./is-agreed.js";
import { withConnection, type ServerOptions } from "./server-connection.js";
import { writeJson, type Terminal } from "./terminal.js";

/** What a command was given. */
export interface ActOptions extends ServerOptions, InstanceFilter {
  readonly action: "resume" | "suspend" | "terminate";
  readonly format: "text" | "json";
  readonly limit?: number;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly saveMessages?: string;
  /** How long what is pending is waited for. */
  readonly waitMs: number;
}

/** The name that a consent of the command line has. */
const NAME = "instances";

/** The plan for a person; of one that is refused why, and what would permit it. */
function planText(plan: InstancePlan): string {
  const lines =
    plan.verdict === "refused"
      ? plan.refusals.map(({ message }) => message)
      : [...describePlan(plan), ...describeMatches(plan), ...plan.notes];
  return `${lines.join("\n")}\n`;
}

/** `3 done, 1 pending`. */
function countsOf(outcomes: readonly InstanceOutcome[]): string {
  const kinds = ["done", "pending", "refused", "gone", "moved", "finished", "untold"] as const;
  const counts = kinds.map((kind) => {
    const count = outcomes.filter(({ outcome }) => outcome === kind).length;
    return count === 0 ? "" : `${String(count)} ${kind}`;
  });
  return counts.filter((text) => text !== "").join(", ") || "nothing to do";
}

function report(
  terminal: Terminal,
  options: ActOptions,
  plan: InstancePlan,
  outcomes: readonly InstanceOutcome[] | null,
): void {
  if (options.format === "json") {
    writeJson(terminal, { plan, outcomes });
    return;
  }
  terminal.out(planText(plan));
  if (outcomes === null) return;
  for (const { id, operation, outcome, detail } of outcomes)
    if (outcome !== "done")
      terminal.out(`${id}: ${operation} ${outcome}${detail === null ? "" : `, ${detail}`}\n`);
  terminal.out(`${countsOf(outcomes)}\n`);
}

/** Plans, asks where it has to, and carries it out; the exit code. */
export async function actCommand(
  terminal: Terminal,
  options: ActOptions,
  signal: AbortSignal,
): Promise<number> {
  const match = matchOf(options);
  const { action, limit, dryRun, waitMs } = options;
  return withConnection(terminal, options, async (connection) => {
    const population = await readPopulation(connection.client, action === "terminate");
    const consent = action === "terminate" ? `${NAME}/terminate` : undefined;
    const plan = planInstances(
      { name: NAME, match, action, ...defined({ limit, acceptDataLoss: consent }) },
      population,
      { now: systemClock.now() },
    );
    if (plan.verdict !== "legal" || dryRun) {
      report(terminal, options, plan, null);
      return plan.verdict === "refused" ? EXIT_CODES.refused : EXIT_CODES.done;
    }
    if (action === "terminate" && !(await isAgreed(terminal, options))) {
      report(terminal, options, plan, null);
      terminal.error("Nothing was sent. To terminate them: --yes");
      return EXIT_CODES.refused;
    }
    const { client: port } = connection;
    const { saveMessages: file } = options;
    if (file !== undefined) {
      const ids = new Set(plan.steps.flatMap((step) => step.ids));
      await saveMessages(port, ids, { input: "--save-messages", file, adds: false });
    }
    const progress = (line: string): void => {
      terminal.progress(line);
    };
    const run = { port, clock: systemClock, signal, settleMs: waitMs, progress };
    const outcomes = await actOnInstances(run, plan.steps);
    report(terminal, options, plan, outcomes);
    const isFailed = outcomes.some(({ outcome }) => outcome === "refused" || outcome === "untold");
    return isFailed ? EXIT_CODES.stepFailed : EXIT_CODES.done;
  });
}
