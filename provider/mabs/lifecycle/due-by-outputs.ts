/** One-shots of an update, by the outputs that it starts from. */
import { ProviderError } from "../../errors.js";
import type { Job, OneShots } from "../executor/index.js";
import { judge } from "../judge/judge.js";
import type { Session } from "../judge/session.js";
import { lineOf, questionOf, type Applying } from "./applying.js";
import { completedIn } from "./find-plan.js";

/** Operations that serve one-shots. */
const SERVING: ReadonlySet<string> = new Set(["Backup", "Update Configuration", "Restart"]);

/**
 * One-shots that are due by the outputs, which hold what was completed, and that the journal does
 * not know as served. Asked again, because `check` sees the old inputs and not the outputs.
 *
 * @throws {ProviderError} `diverged` when one is due that the checked plan, which saw no outputs,
 * does not serve: it was on no preview, and it must not be recorded as done. Nothing was sent.
 */
export async function dueByOutputs(session: Session, what: Applying): Promise<OneShots> {
  const { service, recorded, plan } = what;
  const live = await session.observe(service);
  const completed = recorded === undefined ? {} : completedIn(recorded.outputs.inputs);
  const { due, plan: now } = await judge(session, questionOf(what, live, completed));
  if (recorded === undefined || Object.keys(due).length === 0) return due;
  const checked = new Set<string>(plan.steps.map(({ operation }) => operation));
  const missing = now.steps.filter(
    ({ operation }) => SERVING.has(operation) && !checked.has(operation),
  );
  if (missing.length === 0) return due;
  const operations = missing.map(({ operation }) => operation).join(", ");
  throw new ProviderError(
    "diverged",
    `${service.serviceName}: ${operations} is due by the stack's state, was ` +
      "on no preview, and this machine has no journal of the run that left it: " +
      `nothing was sent. Run \`pulumi refresh\`, then \`pulumi up\`.`,
  );
}

/**
 * No journal of the last run on this machine: a one-shot goes out only when nothing has happened
 * since the outputs (docs/architecture.md, The calls of Pulumi).
 */
export async function refuseBlindOneShot(
  session: Session,
  what: Applying,
  job: Job,
): Promise<void> {
  const { recorded } = what;
  const blind = (["restartTriggers", "backup"] as const).filter(
    (kind) => job.due[kind] !== undefined,
  );
  const entry = session.journal.read(job.service);
  const { life, generation } = lineOf(what);
  const hasJournal =
    entry !== undefined && entry.life === life && (entry.generation ?? 0) >= generation;
  if (recorded === undefined || blind.length === 0 || hasJournal) return;
  const live = await session.client.read(job.service);
  if (live === null || recorded.outputs.seen.etag === live.etag) return;
  throw new ProviderError(
    "diverged",
    `${job.service.serviceName}: ${blind.join(", ")} is due, but the service ` +
      "has changed since the last run and this machine has no journal of it: it " +
      `is not known whether it was done already. Nothing was sent. Run \`pulumi ` +
      `refresh\` to accept the service as it is, then \`pulumi up\`: it reports ` +
      "a restart that may have been made, and makes it when restartTriggers " +
      "changes again.",
  );
}
