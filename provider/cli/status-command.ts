/** `biztalk status`: the services of an endpoint as they are, and what the journal holds of them. */
import { displayState, parseState } from "../chart/index.js";
import type { Session } from "../lifecycle/index.js";
import type { Service } from "../protocol/index.js";
import { connect, type ConnectionOptions } from "./connection.js";
import { writeJson, type Terminal } from "./terminal.js";
import { writeTable } from "./write-table.js";

/** What the command was given. */
export interface StatusOptions extends ConnectionOptions {
  readonly format: "text" | "json";
}

const display = (state: string): string => {
  const known = parseState(state);
  return known === undefined ? state : displayState(known);
};

/** Lists every service; a journal's open entry shows an operation whose end no run has seen. */
export async function statusCommand(terminal: Terminal, options: StatusOptions): Promise<void> {
  const session = await connect(terminal, options, new AbortController().signal);
  try {
    await showStatus(session, terminal, options);
  } finally {
    await session.close();
  }
}

async function showStatus(session: Session, terminal: Terminal, options: StatusOptions): Promise<void> {
  const services = (await session.client.list()).flatMap((container) => container.services);
  const rows = services.map((service) => {
    const entry = session.journal.read(service);
    const journal =
      entry === undefined ? null : { operation: entry.operation, phase: entry.phase, createdBy: entry.createdBy };
    return { service, journal };
  });
  const pending = pendingReplacements(session, services);
  if (options.format === "json") {
    writeJson(terminal, {
      endpoint: session.identity,
      pending,
      services: rows.map(({ service, journal }) => ({ ...publicFields(service), journal })),
    });
    return;
  }
  for (const { service, founding, backup } of pending) {
    const from = backup === null ? "" : ` from backup ${backup}`;
    terminal.out(`${service} is gone: its ${founding}${from} is pending. The next \`pulumi up\` makes it.\n`);
  }
  if (rows.length === 0) {
    terminal.out(`No BizTalk services at ${session.identity}.\n`);
  } else {
    const table = rows.map(({ service, journal }) => [
      service.cloudService,
      service.serviceName,
      display(service.state),
      service.edition,
      String(service.units),
      service.lastBackup?.name ?? "-",
      journal === null ? "-" : `${journal.operation} ${journal.phase}`,
    ]);
    writeTable(terminal, ["cloud service", "service", "state", "edition", "units", "last backup", "journal"], table);
  }
}

interface PendingReplacement {
  readonly service: string;
  readonly founding: string;
  readonly backup: string | null;
}

/** Services that were deleted to be made anew, where that has not been done. */
function pendingReplacements(session: Session, services: readonly Service[]): PendingReplacement[] {
  const there = new Set(
    services.map(({ cloudService, serviceName }) => `${cloudService}/${serviceName}`.toLowerCase()),
  );
  return session.journal.all().flatMap(({ service, entry: { replacing } }) => {
    const founding = replacing?.founding ?? null;
    if (founding === null || there.has(service)) return [];
    return [{ service, founding, backup: replacing?.backup?.name ?? null }];
  });
}

/** A service without its settings: those are for the program that manages it. */
function publicFields(service: Service): object {
  const { cloudService, serviceName, region, state, edition, units, etag, version, lastBackup } = service;
  return { cloudService, serviceName, region, state, edition, units, etag, version, lastBackup: lastBackup ?? null };
}
