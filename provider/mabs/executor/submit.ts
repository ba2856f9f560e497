/**
 * Sending one operation, once. An answer that refuses it is not believed at once: on the way a
 * request may have been repeated, and what is answered is the second copy. Then the service is
 * looked at before anything is concluded.
 */
import { isDeepStrictEqual } from "node:util";
import { parseTransitionalState, RESULTS } from "../chart/index.js";
import { messageOf, ProviderError, type ErrorCode } from "../../errors.js";
import { SECRET_SETTINGS, type OperationRequest, type Service } from "../protocol/index.js";
import { failure, isFounding, note, type Attempt } from "./attempt.js";
import { limited, type Progress } from "./job.js";
import type { OneShots } from "./journal-entry.js";
import { foundedBy, ownEntry, type Noted } from "./noted.js";
import { requestFor } from "./request-for.js";
import { settled } from "./wait.js";

/** Codes with which an endpoint says that a request has not reached the service. */
const NOT_REACHED: ReadonlySet<ErrorCode> = new Set(["unauthenticated", "busy"]);

/**
 * Codes with which an endpoint refuses what it was sent, perhaps because it has taken it a moment
 * before.
 */
const REFUSED: ReadonlySet<ErrorCode> = new Set([
  "operation-not-allowed",
  "diverged",
  "not-found",
  "request-refused",
]);

/** What a refusal without a request that was taken means for a person. */
const WHY: Readonly<Partial<Record<ErrorCode, string>>> = {
  diverged: "the service changed since it was observed",
  busy: "the endpoint is busy",
};

/** The first operation of a service that was not taken. */
const NOTHING_LEFT = { serves: {}, target: null, phase: "done", operationId: null } as const;

/**
 * Operations whose transition may be anybody's: only what is there when it has ended tells whose it
 * was.
 */
const TOLD_AT_REST: ReadonlySet<string> = new Set(["Scale", "Update Configuration", "Backup"]);

/**
 * Whether a Scale, Update Configuration or Backup has made what it was sent for; `undefined` where
 * nothing can tell, since it was there before or cannot be read.
 */
function hasMade({ operation, job, before }: Attempt, seen: Service): boolean | undefined {
  const { units, configuration } = job.desired;
  const was = before.service;
  // Units that the program leaves to the service are sent as they are.
  const sent = units ?? was?.units;
  if (operation === "Scale") return was?.units === sent ? undefined : seen.units === sent;
  if (operation === "Backup") {
    const { name, takenAt } = seen.lastBackup ?? {};
    return name === job.backup?.name && takenAt !== was?.lastBackup?.takenAt;
  }
  const changed = Object.entries(configuration)
    .filter(([name]) => !SECRET_SETTINGS.has(name))
    .filter(([name, value]) => !isDeepStrictEqual(was?.configuration[name], value));
  if (changed.length === 0) return undefined;
  return changed.every(([name, value]) => isDeepStrictEqual(seen.configuration[name], value));
}

/**
 * Whether a service that was made since the run looked is the work of a Create or Restore of this
 * run.
 */
function isLikeSent({ operation, job }: Attempt, seen: Service): boolean {
  if (!isFounding(operation)) return false;
  const { edition, units } = foundedBy(operation, job);
  return (edition ?? seen.edition) === seen.edition && (units ?? seen.units) === seen.units;
}

/**
 * Whether a refused request was taken all the same, by the service as it is now; `unknown` where
 * nothing tells.
 */
function wasTakenBefore(
  attempt: Attempt,
  seen: Service | null,
  serves: OneShots,
): boolean | "unknown" {
  const { operation, before } = attempt;
  const result = RESULTS[operation];
  if (seen === null) return operation === "Delete";
  if (before.service === null) return isLikeSent(attempt, seen);
  if (seen.etag === before.service.etag) return false;
  const isElsewhere = seen.state !== before.service.state;
  if (isElsewhere && seen.state === result.onFailure) return true;
  if (TOLD_AT_REST.has(operation)) {
    const made = hasMade(attempt, seen);
    if (made !== undefined) return made;
    return Object.keys(serves).length > 0 ? "unknown" : isElsewhere && seen.state === result.yields;
  }
  if (parseTransitionalState(seen.state) === result.during) return true;
  if (isElsewhere && seen.state === result.yields) return true;
  return Object.keys(serves).length > 0 ? "unknown" : false;
}

/**
 * Whether a refused request may have been taken and have failed: that leaves the service in the
 * state in which it was, with another ETag.
 */
function mayHaveFailed({ operation, before }: Attempt, seen: Service | null): boolean {
  if (seen === null || before.service === null || seen.etag === before.service.etag) return false;
  const { onFailure } = RESULTS[operation];
  const { state } = before.service;
  return seen.state === state && (onFailure === "same" || onFailure === state);
}

/** The service as it is now; where a transition tells nothing, as it is when that has ended. */
async function look({
  run,
  job,
  operation,
}: Attempt): Promise<{ readonly seen: Service | null } | undefined> {
  try {
    const atRest = TOLD_AT_REST.has(operation);
    const seen = atRest
      ? await settled(run, job.service, limited(run, job, job.settleMs))
      : await run.port.read(job.service);
    return { seen };
  } catch {
    return undefined;
  }
}

/** Has what the request needs to be there, before anything says that it was sent. */
async function prepared(attempt: Attempt, request: OperationRequest): Promise<void> {
  const { run, step, operation, before } = attempt;
  try {
    await run.port.prepare(request);
  } catch (reason) {
    const code = reason instanceof ProviderError ? reason.code : "unavailable";
    throw failure(code, `${operation} was not sent: ${messageOf(reason)}`, step, before, reason);
  }
}

/**
 * The operation's id; `null` where a copy of the request was taken and only its end can be seen.
 */
export async function submit(
  attempt: Attempt,
  noted: Noted,
  sent: Progress,
): Promise<string | null> {
  const { run, job, step, operation, before } = attempt;
  const request = requestFor(job, operation, before.service);
  await prepared(attempt, request);
  const entryBefore = ownEntry(attempt);
  await note(attempt, before, { ...noted, phase: "sending", operationId: null });
  run.progress(`${operation}: sent`);
  try {
    return await run.port.send(request);
  } catch (reason) {
    const code = reason instanceof ProviderError ? reason.code : "unavailable";
    const text = messageOf(reason);
    const found = REFUSED.has(code) ? await look(attempt) : undefined;
    const taken =
      found === undefined ? "unknown" : wasTakenBefore(attempt, found.seen, noted.serves);
    if (taken === true) {
      run.progress(`${operation}: answered ${text}, and a copy of it was taken before`);
      return null;
    }
    if (taken === "unknown" && !NOT_REACHED.has(code)) {
      const answer = REFUSED.has(code) ? "it was refused" : "no usable answer came";
      const message =
        `${operation} was sent and ${answer} (${text}): it is not known whether ` +
        "it was taken. The next run looks before it sends anything.";
      throw failure("unavailable", message, step, sent, reason);
    }
    // Nothing of it is left to look for: what was known before is known again.
    await note(attempt, before, entryBefore ?? { ...noted, createdBy: null, ...NOTHING_LEFT });
    const why = WHY[code] ?? "the endpoint refused it";
    const what =
      found !== undefined && mayHaveFailed(attempt, found.seen)
        ? "has had no effect"
        : "was not taken";
    throw failure(code, `${operation} ${what}: ${why} (${text})`, step, before, reason);
  }
}
