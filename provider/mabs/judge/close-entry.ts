/** What becomes of a journal entry when a run has come to its end. */
import type { Job } from "../executor/index.js";
import type { Service, ServiceRef } from "../protocol/index.js";
import { becameOf, unservedIn } from "./due-one-shots.js";
import type { Session } from "./session.js";
import type { Line } from "./unrecorded.js";

/**
 * The run has come to its end: no power is left to go to, no replacement is under way, nothing is
 * due any more, and what an earlier run left open is closed by what became of it. What nobody can
 * know has been reported.
 */
export async function closeEntry(
  session: Session,
  { service, life }: Job,
  live: Service | null,
): Promise<void> {
  const entry = session.journal.read(service);
  if (entry?.life !== life || entry === undefined) return;
  const isUnderWay = [entry.target, entry.replacing].some(
    (each) => each !== undefined && each !== null,
  );
  const open = { ...unservedIn(entry), ...entry.uncertain };
  if (entry.phase === "done" && !isUnderWay && Object.keys(open).length === 0) return;
  const isTaken = live !== null && (await becameOf(session, service, entry, live)).taken === true;
  const served = isTaken ? { ...entry.served, ...entry.serves } : entry.served;
  const nothing = { serves: {}, due: {}, uncertain: {}, target: null, replacing: null } as const;
  // What was open was judged by the service as it is: an ETag from before the operation would make
  // it uncertain again.
  const etag = entry.phase === "done" ? entry.etag : (live?.etag ?? null);
  await session.journal.write(service, { ...entry, ...nothing, etag, phase: "done", served });
}

/** A plan that an earlier run left unfinished has nothing more to do: no power is left to go to. */
export async function closeUnfinished(
  { journal }: Session,
  service: ServiceRef,
  { life }: Line,
): Promise<void> {
  const entry = journal.read(service);
  if ((entry?.target ?? null) !== null && entry !== undefined && entry.life === life)
    await journal.write(service, { ...entry, target: null });
}
