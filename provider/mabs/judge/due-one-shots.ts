/**
 * Which one-shots are due: by the inputs last completed, and by what a run has left that the engine
 * has not recorded.
 */
import { defined } from "../../defined.js";
import { ProviderError } from "../../errors.js";
import { resume, wasTaken, type JournalEntry, type OneShots } from "../executor/index.js";
import type { OperationStatus, Service, ServiceRef } from "../protocol/index.js";
import type { Question } from "./question.js";
import { changedOneShots, marksAfter } from "./one-shots.js";
import type { Session } from "./session.js";
import { unrecorded } from "./unrecorded.js";

/**
 * An endpoint that does not know the operation any more says nothing; one that cannot be asked now
 * is asked again later.
 */
function unlessLater(reason: unknown): undefined {
  if (!(reason instanceof ProviderError) || reason.retryable) throw reason;
  return undefined;
}

/**
 * Whether the operation of an entry was taken; `ended` when an earlier run has seen its end. One
 * poll tells whether one that was accepted has failed; when it cannot be polled, the state tells.
 */
export async function becameOf(
  session: Session,
  service: ServiceRef,
  entry: JournalEntry,
  live: Service,
): Promise<{ readonly taken: boolean | "unknown" | "ended"; readonly status?: OperationStatus }> {
  if (entry.phase === "done") return { taken: "ended" };
  const mayPoll =
    entry.phase === "accepted" &&
    entry.operationId !== null &&
    Object.keys(entry.serves).length > 0;
  const status = mayPoll
    ? await session.client.poll(service, entry.operationId).catch(unlessLater)
    : undefined;
  return { taken: wasTaken(entry, live, status), ...defined({ status }) };
}

/**
 * One-shots that the run of an entry had due and did not come to: the inputs of a create that
 * failed hide them.
 */
export function unservedIn({ due = {}, serves, served, uncertain = {} }: JournalEntry): OneShots {
  const met = { ...serves, ...served, ...uncertain };
  return Object.fromEntries(Object.entries(due).filter(([kind]) => !(kind in met)));
}

/**
 * What a run that the engine has not recorded has left: applied for certain, perhaps, and not at
 * all.
 */
function leftBy(entry: JournalEntry, taken: boolean | "unknown" | "ended") {
  return {
    applied: { ...entry.served, ...(taken === true ? entry.serves : {}) },
    perhaps: { ...entry.uncertain, ...(taken === "unknown" ? entry.serves : {}) },
    unserved: { ...unservedIn(entry), ...(taken === false ? entry.serves : {}) },
  };
}

/**
 * An entry as far as it is certain: a secret that was applied is known to be the service's only
 * while nobody has touched the service since. It is sent again; that does no harm.
 */
function asFarAsCertain(entry: JournalEntry, live: Service): JournalEntry {
  if (entry.phase !== "done" || entry.etag === live.etag) return entry;
  const { secrets, ...served } = entry.served;
  return secrets === undefined ? entry : { ...entry, served, due: { secrets, ...entry.due } };
}

/** What is said of a restart that may have been made by a run which nobody here has seen. */
const UNSEEN =
  "restartTriggers has changed, and the service was changed since the last " +
  "run that is recorded; this machine has no journal of that. It is not " +
  "known whether the restart was made already. It is not sent; change " +
  "restartTriggers again to have it made.";

/**
 * One-shots that are due and that no earlier run has served; what cannot be known of them is said.
 */
export async function dueOneShots(
  session: Session,
  question: Question,
): Promise<ReturnType<typeof resume>> {
  const { service, inputs, completed, live, urn } = question;
  const known = unrecorded(session.journal.read(service), question);
  const entry = live === null || known === undefined ? undefined : asFarAsCertain(known, live);
  const became =
    entry === undefined || live === null
      ? undefined
      : await becameOf(session, service, entry, live);
  const left =
    entry === undefined || became === undefined ? undefined : leftBy(entry, became.taken);
  const isNew = Object.keys(completed).length === 0;
  // What is adopted counts as equal, but for a backup; what this resource's own create has made
  // does not.
  const isAdopted = isNew && live !== null && entry?.createdBy !== urn;
  const ofBackup = inputs.backup === undefined ? {} : { backup: inputs.backup };
  const wanted = isAdopted ? ofBackup : inputs;
  const changed = changedOneShots(completed, wanted, marksAfter(left?.applied ?? {}));
  const again = changedOneShots({}, wanted);
  const due = Object.fromEntries(
    Object.entries({ ...again, ...changed }).filter(([name, { to }]) => {
      const kind = name as keyof OneShots;
      if (kind === "backup" && to === live?.lastBackup?.name) return false;
      // Whether a secret that the program has taken back was applied is not known: it is sent.
      const mayDiffer = kind === "secrets" && left?.perhaps.secrets !== undefined;
      const isOpen = left?.unserved[kind]?.to === to || left?.perhaps[kind]?.to === to;
      return live === null || kind in changed || mayDiffer || isOpen;
    }),
  );
  const resumed = resume(entry, live, due, became?.status);
  const { restartTriggers, ...rest } = resumed.due;
  const isUnseen =
    question.moved && known === undefined && live !== null && restartTriggers !== undefined;
  return isUnseen ? { due: rest, unknown: [...resumed.unknown, UNSEEN] } : resumed;
}
