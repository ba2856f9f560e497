/** Records of a kind, as rows of one table of the database. */
import type { DatabaseSync } from "node:sqlite";

/** Records of one kind, by key. */
export interface Table<T> {
  get(key: string): T | undefined;
  /** Writes a record; `dueAt` makes it show up in `due` from that time on. */
  put(key: string, record: T, dueAt?: number): void;
  delete(key: string): void;
  /** All records, ordered by key. */
  all(): T[];
  /** The same one by one, for what may be very many; nothing is written meanwhile. */
  each(): Iterable<T>;
  /** Records whose time has come, earliest first. */
  due(now: number): T[];
  /** Records whose `name` is this one, letter case ignored, ordered by key. */
  named(name: string): T[];
}

/**
 * A record's name as the index has it, which serves only where a query says it in the same words.
 */
export const NAME = "lower(json_extract(value, '$.name'))";

const ALL = "SELECT key, value FROM records WHERE kind = ? ORDER BY key";

/** What a text says as JSON; `null` for what is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Makes tables over a database, all of them with the same statements. */
export function tablesOf(database: DatabaseSync): <T>(kind: string) => Table<T> {
  const get = database.prepare("SELECT key, value FROM records WHERE kind = ? AND key = ?");
  const put = database.prepare(
    "INSERT OR REPLACE INTO records (kind, key, due, value) VALUES (?, ?, ?, ?)",
  );
  const remove = database.prepare("DELETE FROM records WHERE kind = ? AND key = ?");
  const all = database.prepare(ALL);
  const due = database.prepare(
    "SELECT key, value FROM records WHERE kind = ? AND due <= ? ORDER BY due, key",
  );
  // Left to choose, SQLite takes the primary key and reads every record of the kind for each name.
  const named = database.prepare(
    `SELECT key, value FROM records INDEXED BY records_by_name
     WHERE kind = ? AND ${NAME} = ? AND ${NAME} IS NOT NULL ORDER BY key`,
  );
  return <T>(kind: string): Table<T> => {
    const parse = (row: Record<string, unknown>): T => {
      const record: unknown = parsed(String(row["value"]));
      if (typeof record === "object" && record !== null) return record as T;
      const name = `${kind} ${String(row["key"])}`;
      throw new Error(`record ${name} of the emulator's file is damaged; a reset forgets it`);
    };
    return {
      get: (key) => {
        const row = get.get(kind, key);
        return row === undefined ? undefined : parse(row);
      },
      put: (key, record, dueAt) => void put.run(kind, key, dueAt ?? null, JSON.stringify(record)),
      delete: (key) => void remove.run(kind, key),
      all: () => all.all(kind).map(parse),
      each: function* () {
        // A statement of its own: another read through the same one would begin it anew.
        for (const row of database.prepare(ALL).iterate(kind)) yield parse(row);
      },
      due: (now) => due.all(kind, now).map(parse),
      named: (name) => named.all(kind, name.toLowerCase()).map(parse),
    };
  };
}
