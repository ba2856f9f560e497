/** The part of `biztalk status` about BizTalk Server: applications and host instances as they are. */
import { defined } from "../defined.js";
import { openServerJournal, type ServerJournal } from "../bts/executor/index.js";
import type { ServerConnection } from "../bts/connection/index.js";
import type { ListedApplication, ListedHostInstance } from "../bts/protocol/index.js";
import type { Terminal } from "./terminal.js";
import { writeTable } from "./write-table.js";

/** What is told of a server. */
export interface ServerStatus {
  readonly endpoint: string;
  readonly applications: readonly {
    readonly name: string;
    readonly state: string;
    readonly isSystem: boolean;
    /** Receive locations that a drain which has not ended has closed, `PORT/NAME`. */
    readonly closedByDrain?: readonly string[];
  }[];
  /** Since 2020. */
  readonly hostInstances?: readonly {
    readonly host: string;
    readonly machine: string;
    readonly state: string;
    readonly disabled: boolean;
    readonly type: string;
    /** Set while it is between the two halves of a restart that has not ended. */
    readonly restarting?: true;
  }[];
}

function applicationStatus(
  { name, state, stateText, isSystem }: ListedApplication,
  journal: ServerJournal,
): ServerStatus["applications"][number] {
  const closed = journal.closed(name).map((each) => `${each.receivePort}/${each.name}`);
  return {
    ...{ name, state: state ?? stateText, isSystem },
    ...(closed.length === 0 ? {} : { closedByDrain: closed }),
  };
}

function hostInstanceStatus(
  { host, machine, state, stateText, disabled, type }: ListedHostInstance,
  journal: ServerJournal,
): NonNullable<ServerStatus["hostInstances"]>[number] {
  const isRestarting = journal.isRestarting({ hostName: host, machine });
  return {
    ...{ host, machine, state: state ?? stateText, disabled, type: type ?? "-" },
    ...(isRestarting ? { restarting: true as const } : {}),
  };
}

/** Asks a server, and the journal for what was begun there. */
export async function serverStatus(
  { client, identity, journalKey }: ServerConnection,
  journalFolder: string,
): Promise<ServerStatus> {
  const journal = openServerJournal(journalFolder, journalKey);
  try {
    const [applications, release] = await Promise.all([client.applications(), client.release()]);
    const hosts = release === "2016" ? undefined : await client.hostInstances();
    const hostInstances = hosts?.map((each) => hostInstanceStatus(each, journal));
    return {
      endpoint: identity,
      applications: applications.map((each) => applicationStatus(each, journal)),
      ...defined({ hostInstances }),
    };
  } finally {
    journal.close();
  }
}

/** Writes it for a person. */
export function writeServerStatus(terminal: Terminal, status: ServerStatus): void {
  terminal.out(`BizTalk Server at ${status.endpoint}\n\n`);
  writeTable(
    terminal,
    ["application", "state", "journal"],
    status.applications.map(({ name, state, closedByDrain = [] }) => [
      name,
      state,
      closedByDrain.length === 0 ? "-" : `a drain has closed ${closedByDrain.join(", ")}`,
    ]),
  );
  if (status.hostInstances === undefined) return;
  terminal.out("\n");
  writeTable(
    terminal,
    ["host", "machine", "state", "type", "journal"],
    status.hostInstances.map(({ host, machine, state, disabled, type, restarting }) => [
      ...[host, machine, disabled ? `${state}, disabled` : state, type],
      restarting === true ? "a restart has not started it again" : "-",
    ]),
  );
}
