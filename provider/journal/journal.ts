/**
 * The journal: a small durable file for each endpoint, with an entry for each thing that operations
 * are sent to. What a crash leaves open is decided from it (docs/architecture.md, The journal).
 * What an entry says is its product's.
 *
 * SQLite through `node:sqlite`: several processes may write it, and each commit is flushed to disk.
 * Writes that arrive together share one commit.
 */
import { createHash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { messageOf, ProviderError } from "../errors.js";

/** An endpoint's journal. Writes resolve when they are on disk; they reject with `journal`. */
export interface Journal<Entry> {
  /** The file, for messages. */
  readonly path: string;
  read(key: string): Entry | undefined;
  /** Every entry, by its key. */
  all(): readonly { readonly key: string; readonly entry: Entry }[];
  /** Entries whose JSON holds a text: the others are not read. */
  holding(text: string): readonly Entry[];
  /**
   * @param isDurable - whether it must outlive a power failure: what is found again by asking the
   * endpoint need not.
   */
  write(key: string, entry: Entry, isDurable: boolean): Promise<void>;
  /** Drops an entry. */
  forget(key: string): Promise<void>;
  close(): void;
}

const BUSY_TIMEOUT_MS = 10_000;

const SCHEMA =
  "CREATE TABLE IF NOT EXISTS journal " +
  "(service TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID";

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
    "Nothing more is sent without it. Set biztalk:journal or BIZTALK_JOURNAL " +
    "to a folder that can be written.";
  return new ProviderError(
    "journal",
    `the journal ${path} cannot be ${action} (${messageOf(reason)}). ${hint}`,
    {
      cause: reason,
    },
  );
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
  readonly holding: StatementSync;
}

function openStatements(path: string): Statements {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // Digests of secrets are in it. What is there is left to SQLite, which says what is wrong with it.
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  const database = new DatabaseSync(path);
  try {
    // The rollback journal, not the write-ahead log: switching to that does not wait for another
    // process.
    database.exec(`PRAGMA busy_timeout = ${String(BUSY_TIMEOUT_MS)}; ${SCHEMA}`);
    return {
      database,
      put: database.prepare("INSERT OR REPLACE INTO journal (service, entry) VALUES (?, ?)"),
      remove: database.prepare("DELETE FROM journal WHERE service = ?"),
      get: database.prepare("SELECT entry FROM journal WHERE service = ?"),
      holding: database.prepare("SELECT entry FROM journal WHERE instr(entry, ?) > 0"),
    };
  } catch (reason) {
    database.close();
    throw reason;
  }
}

/**
 * Ends a transaction that failed; SQLite has done so by itself where the disk is full, and says why
 * only once.
 */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // There was none any more: the first error is the one to report.
  }
}

/**
 * Opens an endpoint's journal. The file is made by the first write, so that a preview leaves
 * nothing behind.
 */
export function openJournal<Entry>(folder: string, identity: string): Journal<Entry> {
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
    read: (key) => {
      if (statements === undefined && !existsSync(path)) return undefined;
      try {
        statements ??= openStatements(path);
        const row = statements.get.get(key);
        return row === undefined ? undefined : (JSON.parse(String(row["entry"])) as Entry);
      } catch (reason) {
        throw journalError(path, "read", reason);
      }
    },
    all: () => {
      if (statements === undefined && !existsSync(path)) return [];
      try {
        statements ??= openStatements(path);
        const rows = statements.database
          .prepare("SELECT service, entry FROM journal ORDER BY service")
          .all();
        return rows.map((row) => ({
          key: String(row["service"]),
          entry: JSON.parse(String(row["entry"])) as Entry,
        }));
      } catch (reason) {
        throw journalError(path, "read", reason);
      }
    },
    holding: (text) => {
      if (statements === undefined && !existsSync(path)) return [];
      try {
        statements ??= openStatements(path);
        const rows = statements.holding.all(text);
        return rows.map((row) => JSON.parse(String(row["entry"])) as Entry);
      } catch (reason) {
        throw journalError(path, "read", reason);
      }
    },
    write: (key, entry, isDurable) =>
      enqueue(isDurable, ({ put }) => void put.run(key, JSON.stringify(entry))),
    forget: (key) => enqueue(false, ({ remove }) => void remove.run(key)),
    close: () => {
      statements?.database.close();
      statements = undefined;
    },
  };
}
