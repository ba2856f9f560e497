/**
 * `biztalk status`: the services of an endpoint as they are, and what the journal holds of them.
 */
import { displayState, parseState } from "../mabs/chart/index.js";
import type { Session } from "../mabs/judge/session.js";
import { serviceKey, type Service } from "../mabs/protocol/index.js";
import { journalStatus } from "./journal-status.js";
import { wayOut, type WayOut } from "./way-out.js";
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

/**
 * Lists every service, what became of the operation that the journal holds last, and the way out of
 * each failed state.
 */
export async function statusCommand(terminal: Terminal, options: StatusOptions): Promise<void> {
  const session = await connect(terminal, options, new AbortController().signal);
  try {
    await showStatus(session, terminal, options);
  } finally {
    await session.close();
  }
}

async function showStatus(
  session: Session,
  terminal: Terminal,
  options: StatusOptions,
): Promise<void> {
  const services = (await session.client.list()).flatMap((container) => container.services);
  const rows = services.map((service) => {
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
  });
  const pending = pendingReplacements(session, services);
  if (options.format === "json") {
    writeJson(terminal, {
      endpoint: session.identity,
      pending,
      services: rows.map(({ service, journal, recovery }) => ({
        ...publicFields(service),
        journal,
        recovery,
      })),
    });
    return;
  }
  for (const { service, founding, backup } of pending) {
    const from = backup === null ? "" : ` from backup ${backup}`;
    terminal.out(
      `${service} is gone: its ${founding}${from} is pending. The next \`pulumi up\` makes it.\n`,
    );
  }
  if (rows.length === 0) {
    terminal.out(`No BizTalk services at ${session.identity}.\n`);
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
