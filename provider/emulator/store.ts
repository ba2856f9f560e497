/**
 * Where the emulator keeps its records: SQLite, in a file or in memory, through `node:sqlite`.
 *
 * Every request is one immediate transaction, so several processes can share one file without
 * losing an update, and each change is flushed to disk. Memory is the same code over `:memory:`.
 */
import { closeSync, existsSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { messageOf, ProviderError } from "../errors.js";
import type { FaultRecord, LogEntry } from "./log-entry.js";
import { NAME, tablesOf, type Table } from "./tables.js";
import { SNAPSHOT_TABLE, snapshotsOf, type Snapshots } from "./snapshots.js";

/**
 * Everything the emulator knows, inside a transaction. A store has one such object for all its
 * transactions.
 */
export interface Records {
  /**
   * A product's records of one kind.
   *
   * @param kind - the name under which they are in the file; no two products use the same one.
   * `fault` is the shell's.
   */
  table<T>(kind: string): Table<T>;
  readonly faults: Table<FaultRecord>;
  readonly log: {
    append(entry: LogEntry): void;
    all(): LogEntry[];
    /** As many as there are, but no more than that; newest first. */
    last(count: number): LogEntry[];
  };
  readonly snapshots: Snapshots;
  /** Forgets everything, whichever product's it is, but the snapshots. */
  clear(): void;
}

/** A store; `transaction` is all or nothing. */
export interface Store {
  /**
   * Runs `work` alone. What it wrote is on disk when this returns, unless `durable` is false: for
   * requests that only look, since what they settle is computed again from the times that are
   * stored.
   */
  transaction<T>(work: (records: Records) => T, durable?: boolean): T;
  close(): void;
}

/** Marks a file as the emulator's ("BizT"); the format's number is in `user_version`. */
const APPLICATION_ID = 0x42697a54;
const FORMAT = 1;

/** How long to wait for another process's transaction. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Older files have an index of the names of services alone: `records_by_name` has taken its place.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL, key TEXT NOT NULL, due INTEGER, value TEXT NOT NULL, PRIMARY KEY (kind, key)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS records_due ON records (kind, due) WHERE due IS NOT NULL;
  CREATE INDEX IF NOT EXISTS records_by_name ON records (kind, ${NAME}) WHERE ${NAME} IS NOT NULL;
  DROP INDEX IF EXISTS services_by_name;
  CREATE TABLE IF NOT EXISTS log (seq INTEGER PRIMARY KEY AUTOINCREMENT, value TEXT NOT NULL);
  ${SNAPSHOT_TABLE}
`;

function numberOf(database: DatabaseSync, pragma: string): number {
  const row = database.prepare(`PRAGMA ${pragma}`).get();
  return Number(Object.values(row ?? {})[0]);
}

/** Refuses a database that is somebody else's, before anything is written to it. */
function assertOurs(database: DatabaseSync, path: string): void {
  const tables = database.prepare("SELECT count(*) AS n FROM sqlite_master").get();
  const id = numberOf(database, "application_id");
  const isNew = Number(tables?.["n"]) === 0 && id === 0;
  if (isNew) return;
  if (id !== APPLICATION_ID) {
    throw new ProviderError(
      "invalid-input",
      `emulator file ${path}: this SQLite file belongs to another program. Give ` +
        "a path that does not exist yet, or one that the emulator made.",
    );
  }
  const format = numberOf(database, "user_version");
  if (format !== FORMAT) {
    throw new ProviderError(
      "invalid-input",
      `emulator file ${path}: its format is ${String(format)}, this version ` +
        `reads format ${String(FORMAT)}. Give another path.`,
    );
  }
}

/**
 * Another process that is making the file ends its transaction soon; the switch itself does not
 * wait for it.
 */
const SWITCH_ATTEMPTS_MAX = 5;

function useWriteAheadLog(database: DatabaseSync): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      database.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (reason) {
      if (attempt === SWITCH_ATTEMPTS_MAX) throw reason;
      // This does wait, up to the busy timeout.
      database.exec("BEGIN IMMEDIATE; COMMIT");
    }
  }
}

function open(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    // What is emulated holds secrets; the files beside it get the same permissions.
    if (path !== ":memory:" && !existsSync(path)) closeSync(openSync(path, "a", 0o600));
    database = new DatabaseSync(path);
    database.exec(`PRAGMA busy_timeout = ${String(BUSY_TIMEOUT_MS)}`);
    assertOurs(database, path);
    useWriteAheadLog(database);
    database.exec(
      `BEGIN IMMEDIATE; ${SCHEMA} PRAGMA application_id = ` +
        `${String(APPLICATION_ID)}; PRAGMA user_version = ${String(FORMAT)}; ` +
        "COMMIT;",
    );
    return database;
  } catch (reason) {
    database?.close();
    if (reason instanceof ProviderError) throw reason;
    throw new ProviderError(
      "invalid-input",
      `emulator file ${path}: cannot be opened as the emulator's SQLite file ` +
        `(${messageOf(reason)}). ` +
        "Give a path in a folder that exists and can be written.",
      { cause: reason },
    );
  }
}

/** Ends a transaction that failed; SQLite has done so by itself where the disk is full. */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // There was none any more: the first error is the one to report.
  }
}

const entryOf = (row: Record<string, unknown>): LogEntry =>
  JSON.parse(String(row["value"])) as LogEntry;

/**
 * Opens a store in a SQLite file, or in memory when the path is `memory`.
 *
 * @throws {ProviderError} `invalid-input` for a file that is another program's, or cannot be
 * opened.
 */
export function openStore(path: string): Store {
  const database = open(path === "memory" ? ":memory:" : path);
  const append = database.prepare("INSERT INTO log (value) VALUES (?)");
  const entries = database.prepare("SELECT value FROM log ORDER BY seq");
  const newest = database.prepare("SELECT value FROM log ORDER BY seq DESC LIMIT ?");
  const table = tablesOf(database);
  const records: Records = {
    table,
    faults: table("fault"),
    log: {
      append: (entry) => void append.run(JSON.stringify(entry)),
      all: () => entries.all().map(entryOf),
      last: (count) => newest.all(count).map(entryOf),
    },
    snapshots: snapshotsOf(database),
    clear: () => {
      database.exec("DELETE FROM records; DELETE FROM log;");
    },
  };
  return {
    transaction: (work, durable = true) => {
      database.exec(
        durable
          ? "PRAGMA synchronous = FULL; BEGIN IMMEDIATE"
          : "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE",
      );
      try {
        const result = work(records);
        database.exec("COMMIT");
        return result;
      } catch (reason) {
        rollBack(database);
        throw reason;
      }
    },
    close: () => {
      database.close();
    },
  };
}
