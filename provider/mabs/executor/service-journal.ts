/** The journal of an endpoint's services, by container and name. */
import { openJournal, type Journal } from "../../journal/journal.js";
import { serviceKey, type ServiceRef } from "../protocol/index.js";
import type { JournalEntry } from "./journal-entry.js";

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
  write(service: ServiceRef, entry: JournalEntry): Promise<void>;
  /** Drops a service that is gone. */
  forget(service: ServiceRef): Promise<void>;
  close(): void;
}

/** Opens it. The file is made by the first write, so that a preview leaves nothing behind. */
export function openServiceJournal(folder: string, identity: string): ServiceJournal {
  const journal: Journal<JournalEntry> = openJournal(folder, identity);
  return {
    path: journal.path,
    read: (service) => journal.read(serviceKey(service)),
    all: () => journal.all().map(({ key, entry }) => ({ service: key, entry })),
    gaveUp: (service, run) => {
      const key = serviceKey(service);
      return journal
        .holding(`"instead":${JSON.stringify(key)}`)
        .flatMap(({ taken }) => (taken?.run === run && taken.instead === key ? [taken.urn] : []));
    },
    isTakenBy: (urn, run) =>
      journal
        .holding(`"urn":${JSON.stringify(urn)}`)
        .some(({ taken }) => taken?.run === run && taken.urn === urn),
    // An end that is lost with the power is found again by a poll; what was sent must never be
    // lost.
    write: (service, entry) => journal.write(serviceKey(service), entry, entry.phase !== "done"),
    forget: (service) => journal.forget(serviceKey(service)),
    close: () => {
      journal.close();
    },
  };
}
