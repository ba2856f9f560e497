/**
 * The journal of what was begun on a server: which receive locations a drain has closed, until they
 * are open again or the application has stopped; which host instance is between the two halves of a
 * restart.
 */
import { openJournal, type Journal } from "../../journal/journal.js";

/** A receive location by its port and name. */
export interface ClosedLocation {
  readonly receivePort: string;
  readonly name: string;
}

/** A host instance by its two names. */
export interface HostInstanceName {
  readonly hostName: string;
  readonly machine: string;
}

/** An endpoint's journal, in any letter case of names. Writes are on disk when they resolve. */
export interface ServerJournal {
  /** What a drain of it has closed; nothing where there is none under way. */
  closed(application: string): readonly ClosedLocation[];
  /** Notes it before it is done; none forgets the entry. */
  writeClosed(application: string, closed: readonly ClosedLocation[]): Promise<void>;
  /** Whether a host instance was stopped by a restart that has not started it again. */
  isRestarting(hostInstance: HostInstanceName): boolean;
  writeRestarting(hostInstance: HostInstanceName, isRestarting: boolean): Promise<void>;
  close(): void;
}

interface Entry {
  readonly closed?: readonly ClosedLocation[];
  readonly restarting?: true;
}

const applicationKey = (name: string): string => `application/${name.toLowerCase()}`;

const hostInstanceKey = ({ hostName, machine }: HostInstanceName): string =>
  `host-instance/${hostName}/${machine}`.toLowerCase();

/** Opens it. The file is made by the first write, so that a preview leaves nothing behind. */
export function openServerJournal(folder: string, identity: string): ServerJournal {
  const journal: Journal<Entry> = openJournal(folder, identity);
  /** An entry that was never written makes no file. */
  const forget = async (key: string): Promise<void> => {
    if (journal.read(key) !== undefined) await journal.forget(key);
  };
  return {
    closed: (application) => journal.read(applicationKey(application))?.closed ?? [],
    writeClosed: (application, closed) =>
      closed.length === 0
        ? forget(applicationKey(application))
        : journal.write(applicationKey(application), { closed }, true),
    isRestarting: (each) => journal.read(hostInstanceKey(each))?.restarting === true,
    writeRestarting: (each, isRestarting) =>
      isRestarting
        ? journal.write(hostInstanceKey(each), { restarting: true }, true)
        : forget(hostInstanceKey(each)),
    close: () => {
      journal.close();
    },
  };
}
