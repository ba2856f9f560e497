/** The journal of an endpoint's services, by container and name. */
import { openJournal, type Journal } from "../../journal/journal.js";
import { serviceKey, type ServiceRef } from "../protocol/index.js";
import type { JournalEntry } from "./journal-entry.js";

/** The resource that has a service in a run, whether or not the run does anything to it. */
export interface ServiceClaim {
  readonly run: string;
  readonly urn: string;
}

/** What the file holds: of each service an entry, and the claim on it. */
type Row = JournalEntry | { readonly claim: ServiceClaim };

const isEntry = (row: Row): row is JournalEntry => !("claim" in row);

/** The row of a claim: an entry's key has a slash and no space. */
const claimKey = (service: ServiceRef): string => `claim on ${serviceKey(service)}`;

/** An endpoint's journal. Writes resolve when they are on disk; they reject with `journal`. */
export interface ServiceJournal {
  /** The file, for messages. */
  readonly path: string;
  read(service: ServiceRef): JournalEntry | undefined;
  /** Every entry, by `container/name` in lower case. */
  all(): readonly { readonly service: string; readonly entry: JournalEntry }[];
  /** Resources that a run has made something else of: they had this service when it began. */
  gaveUp(service: ServiceRef, run: string): readonly string[];
  /** Whether a run has created, adopted or updated a resource, in whichever provider process. */
  isTakenBy(urn: string, run: string): boolean;
  /**
   * The resource that claims a service in a run, or has made it its own there, in whichever provider
   * process.
   */
  claimantOf(service: ServiceRef, run: string): string | undefined;
  /**
   * Claims a service, where nobody has done so in that run: other provider processes see it, and
   * neither adopt nor delete the service.
   */
  claim(service: ServiceRef, claim: ServiceClaim): Promise<void>;
  /** Writes a service's entry. */
  write(service: ServiceRef, entry: JournalEntry): Promise<void>;
  /** Drops a service that is gone. */
  forget(service: ServiceRef): Promise<void>;
  close(): void;
}

/** Opens it. The file is made by the first write, so that a preview leaves nothing behind. */
export function openServiceJournal(folder: string, identity: string): ServiceJournal {
  const journal: Journal<Row> = openJournal(folder, identity);
  const entriesHolding = (text: string): readonly JournalEntry[] =>
    journal.holding(text).filter(isEntry);
  const read = (service: ServiceRef): JournalEntry | undefined => {
    const row = journal.read(serviceKey(service));
    return row !== undefined && isEntry(row) ? row : undefined;
  };
  const claimantOf = (service: ServiceRef, run: string): string | undefined => {
    const [row, entry] = [journal.read(claimKey(service)), read(service)];
    const claims = [row === undefined || isEntry(row) ? undefined : row.claim, entry?.taken];
    return claims.find((each) => each?.run === run)?.urn;
  };
  return {
    path: journal.path,
    read,
    all: () =>
      journal.all().flatMap(({ key, entry }) => (isEntry(entry) ? [{ service: key, entry }] : [])),
    gaveUp: (service, run) => {
      const key = serviceKey(service);
      return entriesHolding(`"instead":${JSON.stringify(key)}`).flatMap(({ taken }) =>
        taken?.run === run && taken.instead === key ? [taken.urn] : [],
      );
    },
    isTakenBy: (urn, run) =>
      entriesHolding(`"urn":${JSON.stringify(urn)}`).some(
        ({ taken }) => taken?.run === run && taken.urn === urn,
      ),
    claimantOf,
    claim: async (service, claim) => {
      if (claimantOf(service, claim.run) === undefined)
        await journal.write(claimKey(service), { claim }, false);
    },
    // An end that is lost with the power is found again by a poll; what was sent must never be
    // lost.
    write: (service, entry) => journal.write(serviceKey(service), entry, entry.phase !== "done"),
    forget: (service) => journal.forget(serviceKey(service)),
    close: () => {
      journal.close();
    },
  };
}
