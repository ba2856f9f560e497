/**
 * Whether a service that exists is the work of a create of this resource that the engine has not
 * recorded.
 */
import { canPoll } from "../chart/index.js";
import { ProviderError } from "../../errors.js";
import type { JournalEntry } from "../executor/index.js";
import type { Service, ServiceRef } from "../protocol/index.js";
import type { Origin, Session } from "./session.js";

/** A create that an earlier run began. */
export interface OwnCreate {
  readonly life?: string;
  /** What a person is told where nobody can know for certain that it is the same service. */
  readonly uncertain?: string;
}

const isSame = (origin: Origin, other: JournalEntry["origin"]): boolean =>
  other?.folder === origin.folder && other.backend === origin.backend;

/** Whether the service is like the one that a Create or Restore sent. */
function isLike(live: Service, { founded }: JournalEntry): boolean {
  const { edition, units } = founded ?? {};
  return (
    (edition === undefined || edition === live.edition) &&
    (units === undefined || units === live.units)
  );
}

/** Whether the endpoint still knows the operation: it forgets those of a service that is gone. */
async function isKnown(
  session: Session,
  service: ServiceRef,
  operationId: string,
): Promise<boolean> {
  try {
    await session.client.poll(service, operationId);
    return true;
  } catch (reason) {
    if (reason instanceof ProviderError && reason.code === "not-found") return false;
    throw reason;
  }
}

function uncertainText({ operation }: JournalEntry, { serviceName }: ServiceRef): string {
  return (
    `No answer came to the ${operation} of ${serviceName} in an earlier run. ` +
    "The service that is there is like the one that was sent and is taken for " +
    "the one that it made. If somebody else made it, choose another " +
    "serviceName."
  );
}

/** Whether it is the same service is certain, possible, or not so. */
async function certainty(
  session: Session,
  service: ServiceRef,
  entry: JournalEntry,
  live: Service,
): Promise<"certain" | "possible" | "no"> {
  const poll = canPoll(live.edition);
  if (entry.phase === "done") return entry.etag === live.etag ? "certain" : "no";
  if (entry.phase === "accepted" && entry.operationId !== null && poll) {
    return (await isKnown(session, service, entry.operationId)) ? "certain" : "no";
  }
  if (entry.etag !== null && entry.etag === live.etag) return "certain";
  return isLike(live, entry) ? "possible" : "no";
}

/**
 * The create of this resource that the journal holds, where the service that is there is its work:
 * begun from the same folder and backend, recorded by no engine, and the same service as far as it
 * can be known (docs/decisions/0012).
 */
export async function ownCreate(
  session: Session,
  urn: string,
  service: ServiceRef,
  live: Service,
): Promise<OwnCreate | undefined> {
  const entry = session.journal.read(service);
  if (entry?.createdBy !== urn || entry.answered === true || !isSame(session.origin, entry.origin))
    return undefined;
  const found = await certainty(session, service, entry, live);
  if (found === "no") return undefined;
  const life = entry.life === undefined ? {} : { life: entry.life };
  return found === "certain" ? life : { ...life, uncertain: uncertainText(entry, service) };
}

/**
 * What the journal says of a create that is not this resource's to go on with, for the text of a
 * refusal.
 */
export function otherCreate(
  session: Session,
  urn: string,
  service: ServiceRef,
): string | undefined {
  const entry = session.journal.read(service);
  if (entry === undefined || entry.createdBy === null) return undefined;
  const { createdBy, origin } = entry;
  if (createdBy !== urn) return `The journal of this machine says that ${createdBy} made it.`;
  if (!isSame(session.origin, origin))
    return (
      "The journal of this machine says that a run from " +
      `${origin?.folder ?? "another folder"} made it, and no state here has ` +
      "recorded it."
    );
  if (entry.answered === true)
    return (
      "A run of this program made it and ended in good order: either its state " +
      "could not be saved, or a replacement is asked for."
    );
  return (
    "A run of this program made one of that name, and it is not certain that " +
    "it is this one: it was changed or made anew since."
  );
}

/**
 * Drops the journal's claim on a create that the engine has recorded: from then on only the
 * engine's state makes the service this resource's. A journal that cannot be written is no reason
 * to fail here: nothing is sent.
 */
export async function releaseCreate(session: Session, service: ServiceRef): Promise<void> {
  const entry = session.journal.read(service);
  if (entry === undefined || entry.createdBy === null) return;
  await session.journal.write(service, { ...entry, createdBy: null }).catch(() => undefined);
}

/**
 * Notes that the engine has had the answer to a create and ended in good order: it should have
 * recorded the service.
 */
export async function markAnswered(session: Session, service: ServiceRef): Promise<void> {
  const entry = session.journal.read(service);
  if (entry === undefined || entry.createdBy === null) return;
  await session.journal.write(service, { ...entry, answered: true }).catch(() => undefined);
}
