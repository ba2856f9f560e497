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
    // An end that is lost with the power is found again by a poll; what was sent must never be
    // lost.
    write: (service, entry) => journal.write(serviceKey(service), entry, entry.phase !== "done"),
    forget: (service) => journal.forget(serviceKey(service)),
    close: () => {
      journal.close();
    },
  };
}
