/**
 * Sending one operation, once. An answer that refuses it is not believed at once: on the way a request may have been
 * repeated, and what is answered is the second copy. Then the service is looked at before anything is concluded.
 */
import { isDeepStrictEqual } from "node:util";
import { parseTransitionalState, RESULTS } from "../chart/index.js";
import { messageOf, ProviderError, type ErrorCode } from "../errors.js";
import { SECRET_SETTINGS, type Service } from "../protocol/index.js";
import { failure, isFounding, note, type Attempt } from "./attempt.js";
import type { Progress } from "./job.js";
import type { OneShots } from "./journal.js";
import { foundedBy, ownEntry, type Noted } from "./noted.js";
import { requestFor } from "./request-for.js";

/** Codes with which an endpoint says that a request has not reached the service. */
const NOT_REACHED: ReadonlySet<ErrorCode> = new Set(["unauthenticated", "busy"]);

/** Codes with which an endpoint refuses what it was sent, perhaps because it has taken it a moment before. */
const REFUSED: ReadonlySet<ErrorCode> = new Set(["operation-not-allowed", "diverged", "not-found", "request-refused"]);

/** What a refusal without a request that was taken means for a person. */
const WHY: Readonly<Partial<Record<ErrorCode, string>>> = {
  diverged: "the service changed since it was observed",
  busy: "the endpoint is busy",
};

/** The first operation of a service that was not taken. */
const NOTHING_LEFT = { serves: {}, target: null, phase: "done", operationId: null } as const;

/** Whether what a Scale, Update Configuration or Backup makes is there: they end in the state in which they begin. */
function isThere({ operation, job }: Attempt, seen: Service): boolean | undefined {
  const { units, configuration } = job.desired;
  if (operation === "Scale") return seen.units === units;
  if (operation === "Backup") return seen.lastBackup?.name === job.backup?.name;
  if (operation !== "Update Configuration") return undefined;
  const readable = Object.entries(configuration).filter(([name]) => !SECRET_SETTINGS.has(name));
  if (readable.length === 0) return undefined;
  return readable.every(([name, value]) => isDeepStrictEqual(seen.configuration[name], value));
}

/** Whether a service that was made since the run looked is the work of a Create or Restore of this run. */
function isLikeSent({ operation, job }: Attempt, seen: Service): boolean {
  if (!isFounding(operation)) return false;
  const { edition, units } = foundedBy(operation, job);
  return (edition ?? seen.edition) === seen.edition && (units ?? seen.units) === seen.units;
}

/** Whether a refused request was taken all the same, by the service as it is now; `unknown` where nothing tells. */
function wasTakenBefore(attempt: Attempt, seen: Service | null, serves: OneShots): boolean | "unknown" {
  const { operation, before } = attempt;
  const result = RESULTS[operation];
  if (seen === null) return operation === "Delete";
  if (before.service === null) return isLikeSent(attempt, seen);
  if (seen.etag === before.service.etag) return false;
  if (parseTransitionalState(seen.state) === result.during) return true;
  const isReached = [result.yields, result.onFailure].some((state) => state === seen.state);
  if (isReached && seen.state !== before.service.state) return true;
  const isMade = isThere(attempt, seen);
  return isMade ?? (Object.keys(serves).length > 0 ? "unknown" : false);
}

async function look({ run, job }: Attempt): Promise<{ readonly seen: Service | null } | undefined> {
  try {
    return { seen: await run.port.read(job.service) };
  } catch {
    return undefined;
  }
}

/** The operation's id; `null` where a copy of the request was taken and only its end can be seen. */
export async function submit(attempt: Attempt, noted: Noted, sent: Progress): Promise<string | null> {
  const { run, job, step, operation, before } = attempt;
  const entryBefore = ownEntry(attempt);
  await note(attempt, before, { ...noted, phase: "sending", operationId: null });
  run.progress(`${operation}: sent`);
  try {
    return await run.port.send(requestFor(job, operation, before.service));
  } catch (reason) {
    const code = reason instanceof ProviderError ? reason.code : "unavailable";
    const text = messageOf(reason);
    const found = REFUSED.has(code) ? await look(attempt) : undefined;
    const taken = found === undefined ? "unknown" : wasTakenBefore(attempt, found.seen, noted.serves);
    if (taken === true) {
      run.progress(`${operation}: answered ${text}, and a copy of it was taken before`);
      return null;
    }
    if (taken === "unknown" && !NOT_REACHED.has(code)) {
      const answer = REFUSED.has(code) ? "it was refused" : "no usable answer came";
      const message = `${operation} was sent and ${answer} (${text}): it is not known whether it was taken. The next run looks before it sends anything.`;
      throw failure("unavailable", message, step, sent, reason);
    }
    // Nothing of it is left to look for: what was known before is known again.
    await note(attempt, before, entryBefore ?? { ...noted, createdBy: null, ...NOTHING_LEFT });
    const why = WHY[code] ?? "the endpoint refused it";
    throw failure(code, `${operation} was not taken: ${why} (${text})`, step, before, reason);
  }
}
