/**
 * The journal: a small durable file for each endpoint that says, for each service, which operation was sent last, how
 * far it came, and which one-shots it served. What a crash leaves open is decided from it (docs/architecture.md, The
 * journal).
 *
 * SQLite through `node:sqlite`: several processes may write it, and each commit is flushed to disk. Writes that arrive
 * together share one commit.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { messageOf, ProviderError } from "../errors.js";
import type { Power } from "../mabs/chart/index.js";
import type { KnownBackup } from "../mabs/planner/index.js";
import type { ServiceRef } from "../mabs/protocol/index.js";
import type { Replacing } from "../mabs/executor/job.js";

/** What leaves no trace on the service: each is known by the change it made, as digests from and to. */
export type OneShots = Readonly<
  Partial<Record<"restartTriggers" | "backup" | "secrets", { readonly from: string; readonly to: string }>>
>;

/** What the journal knows of one service. */
export interface JournalEntry {
  /** The resource that created the service; `null` when it was not created through this journal. */
  readonly createdBy: string | null;
  /** From where it was created: another clone of a program has the same URNs. */
  readonly origin?: { readonly folder: string; readonly backend: string };
  /** The create was answered and the engine ended in good order: it should have recorded the service. */
  readonly answered?: true;
  /** The life of the resource on whose behalf the entry was written: it says nothing of another one of the same name. */
  readonly life?: string;
  /** The run in which a resource made the service its own: what another resource of that run deletes is not this service. */
  readonly taken?: { readonly run: string; readonly urn: string };
  readonly operation: string;
  /** When it was written, ISO 8601, UTC: for people. */
  readonly at?: string;
  /** `sending`: not known whether it was accepted; `accepted`: poll, never send again; `done`: it has ended. */
  readonly phase: "sending" | "accepted" | "done";
  /** The service's ETag when the operation was sent, and once it is done the one that it left; `null` where there is no service. */
  readonly etag: string | null;
  readonly operationId: string | null;
  /** One-shots that the operation serves. */
  readonly serves: OneShots;
  /** One-shots that were served, by runs that the caller's state has not recorded yet. */
  readonly served: OneShots;
  /** The run that wrote it, by the job's count; it says which of journal and state is the newer one. */
  readonly generation?: number;
  /** One-shots that were due in that run. */
  readonly due?: OneShots;
  /** What a Create or Restore sent: a service that is found there later must be like it to be its work. */
  readonly founded?: { readonly edition?: string; readonly units?: number };
  /** One-shots of which nobody can know whether they were served: reported, not repeated. Left out when there are none. */
  readonly uncertain?: OneShots;
  /** A replacement or delete that is under way; `null` or left out when none is. */
  readonly replacing?: Replacing | null;
  /** The power that the rest of the plan leads to; `null` or left out when nothing of it remains. */
  readonly target?: Power | null;
  /** The last backup that was taken through this journal. */
  readonly lastBackup?: KnownBackup | null;
}

/** An endpoint's journal. Writes resolve when they are on disk; they reject with `journal`. */
export interface Journal {
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

const BUSY_TIMEOUT_MS = 10_000;

const SCHEMA = "CREATE TABLE IF NOT EXISTS journal (service TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID";

const keyOf = ({ cloudService, serviceName }: ServiceRef): string => `${cloudService}/${serviceName}`.toLowerCase();

/** The journal's file for an endpoint: readable, and different for each identity. */
export function journalPath(folder: string, identity: string): string {
  const readable = identity
    .replaceAll(/[^a-zA-Z0-9.]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 60);
  const digest = createHash("sha256").update(identity).digest("hex").slice(0, 12);
  return join(folder, `${readable}-${digest}.sqlite`);
}

function journalError(path: string, action: string, reason: unknown): ProviderError {
  const hint =
    "Nothing more is sent without it. Set biztalk:journal or BIZTALK_JOURNAL to a folder that can be written.";
  return new ProviderError("journal", `the journal ${path} cannot be ${action} (${messageOf(reason)}). ${hint}`, {
    cause: reason,
  });
}

interface Write {
  /** Whether it must be on disk before it resolves. */
  readonly durable: boolean;
  readonly run: (statements: Statements) => void;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

interface Statements {
  readonly database: DatabaseSync;
  readonly put: StatementSync;
  readonly remove: StatementSync;
  readonly get: StatementSync;
}

function openStatements(path: string): Statements {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(path);
  try {
    // The rollback journal, not the write-ahead log: switching to that does not wait for another process.
    database.exec(`PRAGMA busy_timeout = ${String(BUSY_TIMEOUT_MS)}; ${SCHEMA}`);
    return {
      database,
      put: database.prepare("INSERT OR REPLACE INTO journal (service, entry) VALUES (?, ?)"),
      remove: database.prepare("DELETE FROM journal WHERE service = ?"),
      get: database.prepare("SELECT entry FROM journal WHERE service = ?"),
    };
  } catch (reason) {
    database.close();
    throw reason;
  }
}

/** Ends a transaction that failed; SQLite has done so by itself where the disk is full, and says why only once. */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // There was none any more: the first error is the one to report.
  }
}

/**
 * Opens an endpoint's journal. The file is made by the first write, so that a preview leaves nothing behind.
 */
export function openJournal(folder: string, identity: string): Journal {
  const path = journalPath(folder, identity);
  let statements: Statements | undefined;
  let waiting: Write[] = [];

  const flush = (): void => {
    const writes = waiting;
    waiting = [];
    try {
      statements ??= openStatements(path);
      const open = statements;
      const synchronous = writes.some(({ durable }) => durable) ? "FULL" : "NORMAL";
      open.database.exec(`PRAGMA synchronous = ${synchronous}; BEGIN IMMEDIATE`);
      try {
        for (const { run } of writes) run(open);
        open.database.exec("COMMIT");
      } catch (reason) {
        rollBack(open.database);
        throw reason;
      }
    } catch (reason) {
      const error = journalError(path, "written", reason);
      for (const { reject } of writes) reject(error);
      return;
    }
    for (const { resolve } of writes) resolve();
  };

  const enqueue = (durable: boolean, run: Write["run"]): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ durable, run, resolve, reject });
      if (waiting.length === 1) setImmediate(flush);
    });

  return {
    path,
    read: (service) => {
      if (statements === undefined && !existsSync(path)) return undefined;
      try {
        statements ??= openStatements(path);
        const row = statements.get.get(keyOf(service));
        return row === undefined ? undefined : (JSON.parse(String(row["entry"])) as JournalEntry);
      } catch (reason) {
        throw journalError(path, "read", reason);
      }
    },
    all: () => {
      if (statements === undefined && !existsSync(path)) return [];
      try {
        statements ??= openStatements(path);
        const rows = statements.database.prepare("SELECT service, entry FROM journal ORDER BY service").all();
        return rows.map((row) => ({
          service: String(row["service"]),
          entry: JSON.parse(String(row["entry"])) as JournalEntry,
        }));
      } catch (reason) {
        throw journalError(path, "read", reason);
      }
    },
    // An end that is lost with the power is found again by a poll; what was sent must never be lost.
    write: (service, entry) =>
      enqueue(entry.phase !== "done", ({ put }) => void put.run(keyOf(service), JSON.stringify(entry))),
    forget: (service) => enqueue(false, ({ remove }) => void remove.run(keyOf(service))),
    close: () => {
      statements?.database.close();
      statements = undefined;
    },
  };
}
