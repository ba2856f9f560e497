/** `biztalk plan`: the planner offline. */
import { ProviderError } from "../errors.js";
import { describePlan, describeRecovery, plan, type Plan } from "../mabs/planner/index.js";
import { EXIT_CODES } from "./exit-codes.js";
import { readDesired, readObserved, readPolicy } from "./plan-documents.js";
import { readDocument } from "./read-document.js";
import { writeJson, type Terminal } from "./terminal.js";

/** What the command was given. */
export interface PlanOptions {
  readonly observed: string;
  readonly desired: string;
  readonly policy?: string;
  readonly format: "text" | "json";
}

/** A plan as text: its lines, whole refusals, the recovery, and notes. */
export function planText(planned: Plan): string {
  const [headline = "", ...lines] = describePlan(planned);
  const steps =
    planned.verdict === "legal"
      ? lines.map((line, index) => `  ${String(index + 1)}. ${line}`)
      : [];
  const refusals = planned.refusals.flatMap(({ message }) =>
    message.split("\n").map((line) => `  ${line}`),
  );
  const recovery =
    planned.verdict === "refused"
      ? describeRecovery(planned.recovery).map((line) => `  Recovery: ${line}`)
      : [];
  const notes = planned.notes.map((note) => `  ${note}`);
  return `${[headline, ...steps, ...refusals, ...recovery, ...notes].join("\n")}\n`;
}

/**
 * Plans from two documents; the exit code is 1 when the plan is refused, and where nothing can be
 * judged yet.
 */
export async function planCommand(terminal: Terminal, options: PlanOptions): Promise<number> {
  const paths = [options.observed, options.desired, options.policy];
  if (paths.filter((path) => path === "-").length > 1) {
    throw new ProviderError(
      "invalid-input",
      "standard input (-) can be given for one of --observed, --desired and --policy only",
    );
  }
  const observed = readObserved(
    await readDocument(terminal, options.observed, `--observed ${options.observed}`),
  );
  const desired = readDesired(
    await readDocument(terminal, options.desired, `--desired ${options.desired}`),
  );
  const policy = readPolicy(
    options.policy === undefined
      ? {}
      : await readDocument(terminal, options.policy, `--policy ${options.policy}`),
  );
  const planned = plan(observed, desired, policy);
  if (options.format === "json") writeJson(terminal, planned);
  else terminal.out(planText(planned));
  // What cannot be judged is no plan that could be carried out: a script must not take it for one.
  if (planned.verdict === "unknown") terminal.error(`not judged: ${planned.notes.join(" ")}`);
  return planned.verdict === "refused" || planned.verdict === "unknown"
    ? EXIT_CODES.refused
    : EXIT_CODES.done;
}
