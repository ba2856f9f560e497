/**
 * `biztalk status`: services, applications and host instances as they are, and what the journal
 * holds of them.
 */
import { displayState, parseState } from "../mabs/chart/index.js";
import type { Session } from "../mabs/judge/session.js";
import { serviceKey, type Service } from "../mabs/protocol/index.js";
import { journalStatus } from "./journal-status.js";
import { wayOut, type WayOut } from "./way-out.js";
import { connect, type ConnectionOptions } from "./connection.js";
import { defined } from "../defined.js";
import { withConnection, type ServerOptions } from "./server-connection.js";
import { serverStatus, writeServerStatus } from "./server-status.js";
import { writeJson, type Terminal } from "./terminal.js";
import { writeTable } from "./write-table.js";

/** What the command was given. */
export interface StatusOptions extends ConnectionOptions, ServerOptions {
  readonly format: "text" | "json";
}

const display = (state: string): string => {
  const known = parseState(state);
  return known === undefined ? state : displayState(known);
};

/** A service, what the journal holds of it, and the way out of a failed state. */
interface ServiceRow {
  readonly service: Service;
  readonly journal: {
    readonly operation: string;
    readonly phase: string;
    readonly createdBy: string | null;
    readonly at: string | null;
    readonly now: string;
  } | null;
  readonly recovery: WayOut | null;
}

interface ServicesStatus {
  readonly endpoint: string;
  readonly pending: readonly PendingReplacement[];
  readonly rows: readonly ServiceRow[];
}

/** Whether a setting is given on the command line or in the environment. */
const isGiven = (option: string | undefined, variable: string | undefined): boolean =>
  (option ?? variable ?? "") !== "";

/**
 * Lists every service with what became of the operation that the journal holds last and the way out
 * of each failed state; and the applications and host instances of a BizTalk Server, where one is
 * given.
 */
export async function statusCommand(terminal: Terminal, options: StatusOptions): Promise<void> {
  const { env } = terminal;
  const hasServer = isGiven(options.serverEndpoint, env["BIZTALK_SERVER_ENDPOINT"]);
  const hasServices = isGiven(options.endpoint, env["BIZTALK_ENDPOINT"]);
  const services = hasServices || !hasServer ? await askServices(terminal, options) : undefined;
  const server = hasServer
    ? await withConnection(terminal, options, (connection, { journalFolder }) =>
        serverStatus(connection, journalFolder),
      )
    : undefined;
  if (options.format === "json") {
    writeJson(terminal, {
      ...(services === undefined ? {} : documentOf(services)),
      ...defined({ server }),
    });
    return;
  }
  if (services !== undefined) writeServices(terminal, services);
  if (services !== undefined && server !== undefined) terminal.out("\n");
  if (server !== undefined) writeServerStatus(terminal, server);
}

async function askServices(terminal: Terminal, options: StatusOptions): Promise<ServicesStatus> {
  const session = await connect(terminal, options, new AbortController().signal);
  try {
    const services = (await session.client.list()).flatMap((container) => container.services);
    return {
      endpoint: session.identity,
      pending: pendingReplacements(session, services),
      rows: services.map((service) => rowOf(session, service)),
    };
  } finally {
    await session.close();
  }
}

function rowOf(session: Session, service: Service): ServiceRow {
  const entry = session.journal.read(service);
  const journal =
    entry === undefined || entry.operation === "none"
      ? null
      : {
          ...{ operation: entry.operation, phase: entry.phase, createdBy: entry.createdBy },
          at: entry.at ?? null,
          now: journalStatus(entry, service),
        };
  return { service, journal, recovery: wayOut(service, entry, session.profile) };
}

const documentOf = ({ endpoint, pending, rows }: ServicesStatus): object => ({
  endpoint,
  pending,
  services: rows.map(({ service, journal, recovery }) => ({
    ...publicFields(service),
    journal,
    recovery,
  })),
});

function writeServices(terminal: Terminal, { endpoint, pending, rows }: ServicesStatus): void {
  for (const { service, founding, backup } of pending) {
    const from = backup === null ? "" : ` from backup ${backup}`;
    terminal.out(
      `${service} is gone: its ${founding}${from} is pending. The next \`pulumi up\` makes it.\n`,
    );
  }
  if (rows.length === 0) {
    terminal.out(`No BizTalk services at ${endpoint}.\n`);
    return;
  }
  const table = rows.map(({ service, journal }) => [
    service.cloudService,
    service.serviceName,
    display(service.state),
    service.edition,
    String(service.units),
    backupText(service),
    journal === null ? "-" : `${journal.now}${journal.at === null ? "" : ` ${journal.at}`}`,
  ]);
  writeTable(
    terminal,
    ["cloud service", "service", "state", "edition", "units", "last backup", "journal"],
    table,
  );
  for (const { service, recovery } of rows)
    if (recovery !== null) terminal.out(recoveryText(service, recovery));
}

/**
 * `nightly 2016-05-16T08:00:00.000Z`: an absolute time, since nobody knows when the output is read.
 */
function backupText({ lastBackup }: Service): string {
  if (lastBackup === undefined) return "-";
  return [lastBackup.name, lastBackup.takenAt].filter((part) => part !== "").join(" ");
}

/** The way out of a failed state, below the table. */
function recoveryText(
  { cloudService, serviceName, state }: Service,
  { route, inputs, lines }: WayOut,
): string {
  const way = route.length === 0 ? "none is known" : route.join(", ");
  const needs =
    inputs.length === 0
      ? "; the next `pulumi up` of its program sends it."
      : `. The program sets ${inputs.join(", ")}.`;
  const head = `${cloudService}/${serviceName} is in ${display(state)}. Way out: ${way}${needs}`;
  return `\n${[head, ...lines.map((line) => `  ${line}`)].join("\n")}\n`;
}

interface PendingReplacement {
  readonly service: string;
  readonly founding: string;
  readonly backup: string | null;
}

/** Services that were deleted to be made anew, where that has not been done. */
function pendingReplacements(session: Session, services: readonly Service[]): PendingReplacement[] {
  const there = new Set(services.map(serviceKey));
  return session.journal.all().flatMap(({ service, entry: { replacing } }) => {
    const founding = replacing?.founding ?? null;
    if (founding === null || there.has(service)) return [];
    return [{ service, founding, backup: replacing?.backup?.name ?? null }];
  });
}

/** A service without its settings: those are for the program that manages it. */
function publicFields(service: Service): object {
  const { cloudService, serviceName, region, state, edition, units, etag, version, lastBackup } =
    service;
  return {
    cloudService,
    serviceName,
    region,
    state,
    edition,
    units,
    etag,
    version,
    lastBackup: lastBackup ?? null,
  };
}
