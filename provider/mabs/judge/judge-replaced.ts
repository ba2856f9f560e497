/**
 * A replacement by the engine: another `serviceName` or `cloudService` is another service, and the
 * engine deletes the old one. What that takes, and what is lost, is judged like a recovery by
 * replacement.
 */
import { defined } from "../../defined.js";
import { planReplaced, type Plan, type Policy } from "../planner/index.js";
import { serviceKey, type Service, type ServiceRef } from "../protocol/index.js";
import { policyOf } from "./judge.js";
import { seenAs } from "./seen-as.js";
import type { Question } from "./question.js";
import type { OneShotInputs } from "./one-shots.js";
import type { Replaced } from "./run-notes.js";
import type { Session } from "./session.js";
import { isUnknown } from "../../pulumi/unknown.js";

/** What is asked about a resource that may be replaced. */
export interface Replacement {
  readonly urn: string;
  /** The service that the engine has for the resource; `undefined` for a new one. */
  readonly before: ServiceRef | undefined;
  /** Inputs last completed. */
  readonly completed: OneShotInputs;
  readonly service: Question["service"];
  readonly inputs: Question["inputs"];
  readonly keep: Policy["keep"];
}

/**
 * Why the backup that the program names is no reason to delete the old service: it was named
 * before, so that what came after it would be lost, or nobody has seen it. Of one that is missing
 * the plan for the new service says so.
 */
async function whyNotRestored(
  session: Session,
  { completed, inputs: { restoreFrom } }: Replacement,
  before: ServiceRef,
  live: Service | null,
): Promise<string | undefined> {
  if (restoreFrom === undefined) return undefined;
  const { name, store } = restoreFrom;
  if (completed.restoreFrom?.name === name)
    return (
      `restoreFrom names ${name} since an earlier run: what came after that ` +
      "backup would be lost."
    );
  if (isUnknown(store) || (await session.findBackup(before, restoreFrom)) !== undefined)
    return undefined;
  const recorded = [live?.lastBackup, completed.backup, session.journal.read(before)?.lastBackup];
  if (recorded.some((each) => each?.name === name)) return undefined;
  return `The endpoint cannot say whether backup ${name} exists, and it was never recorded here.`;
}

/**
 * What becomes of the old service; `undefined` where nothing is replaced. The engine checks a
 * resource that it replaces a second time, without what it knew of it: the answer is kept for that.
 */
export async function judgeReplaced(
  session: Session,
  replacement: Replacement,
): Promise<Replaced | undefined> {
  const { urn, before, service, inputs, keep } = replacement;
  if (before === undefined) return session.notes.replacedOf(urn);
  if (serviceKey(before) === serviceKey(service)) return undefined;
  const live = await session.observe(before);
  const takesBackup = inputs.backupBeforeDelete === true && inputs.backup !== undefined;
  const notRestored = await whyNotRestored(session, replacement, before, live);
  const restores = inputs.restoreFrom !== undefined && notRestored === undefined;
  const why = notRestored === undefined ? {} : { notRestored };
  const change = { serviceName: before.serviceName, restores, takesBackup, ...why };
  const plan = planReplaced(
    live === null ? null : seenAs(live),
    change,
    policyOf(session, inputs, keep),
  );
  const { backup, backupBeforeDelete, recovery } = inputs;
  const flags = { backupBeforeDelete, recovery, ...defined({ backup }) };
  const replaced = { service: before, plan, inputs: flags, isLeft: keep === "retainOnDelete" };
  session.notes.replace(urn, replaced);
  return replaced;
}

/** Verdicts, the one that wins first. */
const VERDICTS = ["refused", "unknown", "legal", "noop"] as const;

/** The plan for the new service together with what becomes of the old one. */
export function withReplaced<P extends Plan>(plan: P, { plan: old }: Replaced): P {
  const verdict = VERDICTS.find((each) => plan.verdict === each || old.verdict === each) ?? "legal";
  return { ...plan, verdict, refusals: [...old.refusals, ...plan.refusals] };
}
