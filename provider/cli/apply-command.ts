/**
 * `biztalk apply`: a service file applied without Pulumi, by the same inputs, planner and executor.
 */
import { messageOf, ProviderError } from "../errors.js";
import { executePlan, StepFailure } from "../mabs/executor/index.js";
import { describeRecovery } from "../mabs/planner/index.js";
import { jobFor } from "../mabs/judge/job.js";
import { judge } from "../mabs/judge/judge.js";
import { parseInputs, type ServiceInputs } from "../mabs/inputs/service-inputs.js";
import { question, type Judged } from "../mabs/judge/question.js";
import type { Session } from "../mabs/judge/session.js";
import { serviceKey, type ServiceRef } from "../mabs/protocol/index.js";
import { applyProgress, type ApplyProgress } from "./apply-progress.js";
import { connect, type ConnectionOptions } from "./connection.js";
import { EXIT_CODES, exitCodeOf } from "./exit-codes.js";
import { planText } from "./plan-command.js";
import { readDocument } from "./read-document.js";
import { writeJson, type Terminal } from "./terminal.js";

/** What the command was given. */
export interface ApplyOptions extends ConnectionOptions {
  /** Shows the plans and sends nothing. */
  readonly preview: boolean;
  readonly format: "text" | "json";
}

interface Target {
  readonly service: ServiceRef;
  readonly inputs: ServiceInputs;
  readonly judged: Judged;
}

interface Outcome {
  readonly service: string;
  readonly plan: Judged["plan"];
  readonly state: string | null;
  readonly error: string | null;
  /** After a failed step: the way out, a line for each step. */
  readonly recovery: readonly string[];
}

/** What a file cannot say, because nobody remembers what was applied before. */
const NEEDS_A_STACK = ["restartTriggers", "adopt"];

function documentsOf(file: string, document: unknown): Record<string, unknown>[] {
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  const listed = isObject(document) && "services" in document ? document["services"] : document;
  const services: unknown[] = Array.isArray(listed) ? listed : [listed];
  if (services.length > 0 && services.every(isObject)) return services;
  throw new ProviderError(
    "invalid-input",
    `${file}: expected one service, or \`services:\` with a list of them; ` +
      "inputs as those of biztalk.Service",
  );
}

function readTargets(
  file: string,
  document: unknown,
): { service: ServiceRef; inputs: ServiceInputs }[] {
  const failures: string[] = [];
  const targets = documentsOf(file, document).map((each, index) => {
    const parsed = parseInputs(each);
    const { serviceName = "", cloudService = "" } = parsed.inputs;
    const named = each["serviceName"];
    const label =
      typeof named === "string" && named !== "" ? named : `service ${String(index + 1)}`;
    const remembered = NEEDS_A_STACK.filter((name) => name in each).map(
      (name) => `${name}: needs a Pulumi stack; leave it out.`,
    );
    failures.push(
      ...[...parsed.failures, ...remembered].map((failure) => `  ${label}: ${failure}`),
    );
    // Without failures nothing required is missing; with failures nothing of it is used.
    return { service: { cloudService, serviceName }, inputs: parsed.inputs as ServiceInputs };
  });
  const names = targets.map(({ service }) => serviceKey(service));
  const twice = names.filter((name, index) => !name.endsWith("/") && names.indexOf(name) !== index);
  failures.push(...twice.map((name) => `  ${name}: is in the file twice.`));
  if (failures.length > 0)
    throw new ProviderError("invalid-input", `${file}: nothing was sent.\n${failures.join("\n")}`);
  return targets;
}

/** A file records no run: what the journal holds of it is always the newer. */
const remembered = ({ service }: Pick<Target, "service">) => ({
  urn: `file:${service.serviceName}`,
  generation: 0,
});

async function judgeAll(
  session: Session,
  targets: readonly Omit<Target, "judged">[],
): Promise<Target[]> {
  return Promise.all(
    targets.map(async (target) => {
      const live = await session.observe(target.service);
      const judged = await judge(session, question({ ...target, ...remembered(target), live }));
      return { ...target, judged };
    }),
  );
}

/** The way out of what a failed step has left behind. */
async function recoveryOf(session: Session, target: Target): Promise<string[]> {
  const live = await session.client.read(target.service).catch(() => null);
  if (live === null) return [];
  const { plan } = await judge(
    session,
    question({ ...target, ...remembered(target), completed: target.inputs, live }),
  );
  return describeRecovery(plan.recovery);
}

async function applyOne(
  session: Session,
  shown: ApplyProgress,
  target: Target,
): Promise<Outcome & { code: number }> {
  const { service, judged, inputs } = target;
  const { plan, due } = judged;
  const name = service.serviceName;
  const progress = (line: string): void => {
    shown.say(name, line);
  };
  const { urn, generation } = remembered(target);
  const job = jobFor(session, { inputs, plan, due, urn, line: { generation }, method: "update" });
  try {
    const { client, journal, clock, signal } = session;
    const executed = await executePlan({ port: client, journal, clock, signal, progress }, job);
    const state = executed.service?.state ?? null;
    return { service: name, plan, state, error: null, recovery: [], code: EXIT_CODES.done };
  } catch (reason) {
    if (!(reason instanceof ProviderError)) throw reason;
    const state = reason instanceof StepFailure ? (reason.details.service?.state ?? null) : null;
    const recovery = await recoveryOf(session, target);
    return {
      service: name,
      plan,
      state,
      error: messageOf(reason),
      recovery,
      code: exitCodeOf(reason.code),
    };
  } finally {
    shown.over(name);
  }
}

function report(terminal: Terminal, outcome: Outcome): void {
  const [headline = "", ...lines] = planText(outcome.plan).trimEnd().split("\n");
  const end =
    outcome.error === null
      ? outcome.state === null
        ? []
        : [`  now ${outcome.state}`]
      : [`  ${outcome.error}`];
  const recovery = outcome.recovery.map((line) => `  Recovery: ${line}`);
  terminal.out(
    `${[`${outcome.service}: ${headline}`, ...lines, ...end, ...recovery].join("\n")}\n`,
  );
}

/**
 * Applies a file. When the plan of any service is refused nothing is sent to any.
 *
 * Progress goes to standard error. The first Ctrl-C ends the waiting (exit code 8), a second one
 * the process.
 *
 * A secret of a service that exists counts as equal: it is sent with Create, or when another
 * setting differs.
 */
export async function applyCommand(
  terminal: Terminal,
  file: string,
  options: ApplyOptions,
  signal: AbortSignal,
): Promise<number> {
  const targets = readTargets(file, await readDocument(terminal, file));
  const session = await connect(terminal, options, signal);
  const shown = applyProgress(terminal, signal);
  try {
    return await applyTargets(session, terminal, shown, targets, options);
  } finally {
    shown.close();
    await session.close();
  }
}

async function applyTargets(
  session: Session,
  terminal: Terminal,
  shown: ApplyProgress,
  targets: readonly Omit<Target, "judged">[],
  options: ApplyOptions,
): Promise<number> {
  const judged = await judgeAll(session, targets);
  const refused = judged.some(
    ({ judged: { plan } }) => plan.verdict === "refused" || plan.verdict === "unknown",
  );
  const outcomes =
    refused || options.preview
      ? judged.map(({ service, judged: { plan } }) => {
          const code = refused ? EXIT_CODES.refused : EXIT_CODES.done;
          return {
            service: service.serviceName,
            plan,
            state: null,
            error: null,
            recovery: [],
            code,
          };
        })
      : await Promise.all(judged.map((target) => applyOne(session, shown, target)));
  if (options.format === "json")
    writeJson(terminal, { sent: !refused && !options.preview, services: outcomes });
  else for (const outcome of outcomes) report(terminal, outcome);
  if (refused) terminal.error("refused: nothing was sent to any service of the file");
  return Math.max(...outcomes.map(({ code }) => code));
}
