/** The whole state under a name, beside the state: taken and put back inside the database. */
import type { DatabaseSync } from "node:sqlite";

/** Snapshots of a store's records and log. */
export interface Snapshots {
  /** Takes one; an earlier one of that name is gone. */
  take(name: string): void;
  /** Puts one back, instead of what is there; `false` when there is none of that name. */
  restore(name: string): boolean;
  /** `false` when there was none of that name. */
  delete(name: string): boolean;
  /** All names, in order. */
  names(): string[];
}

/** The table that they are in. */
export const SNAPSHOT_TABLE =
  "CREATE TABLE IF NOT EXISTS snapshots (name TEXT PRIMARY KEY, records TEXT NOT NULL, " +
  "log TEXT NOT NULL) WITHOUT ROWID;";

const TAKE = `
  INSERT OR REPLACE INTO snapshots (name, records, log) VALUES (?,
    (SELECT json_group_array(json_array(kind, key, due, value)) FROM records),
    (SELECT json_group_array(json_array(seq, value)) FROM log))
`;

const PUT_RECORDS = `
  INSERT INTO records (kind, key, due, value)
    SELECT each.value ->> 0, each.value ->> 1, each.value ->> 2, each.value ->> 3
    FROM snapshots, json_each(snapshots.records) AS each WHERE snapshots.name = ?
`;

const PUT_LOG = `
  INSERT INTO log (seq, value)
    SELECT each.value ->> 0, each.value ->> 1
    FROM snapshots, json_each(snapshots.log) AS each WHERE snapshots.name = ?
`;

/** Makes them over a database that has the table; each call is inside a transaction. */
export function snapshotsOf(database: DatabaseSync): Snapshots {
  const names = database.prepare("SELECT name FROM snapshots ORDER BY name");
  const remove = database.prepare("DELETE FROM snapshots WHERE name = ?");
  const known = (): string[] => names.all().map(({ name }) => String(name));
  return {
    take: (name) => void database.prepare(TAKE).run(name),
    restore: (name) => {
      if (!known().includes(name)) return false;
      database.exec("DELETE FROM records; DELETE FROM log;");
      for (const put of [PUT_RECORDS, PUT_LOG]) database.prepare(put).run(name);
      return true;
    },
    delete: (name) => remove.run(name).changes > 0,
    names: known,
  };
}
