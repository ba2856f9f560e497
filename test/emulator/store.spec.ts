import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createEmulator, openStore } from "../../provider/emulator/index.js";
import { emulatedServices } from "../../provider/mabs/emulator/index.js";
import { ProviderError } from "../../provider/errors.js";
import { temporaryFolder } from "../support/temporary-folder.js";

function refusal(path: string): ProviderError {
  try {
    openStore(path).close();
  } catch (reason) {
    assert.ok(reason instanceof ProviderError);
    return reason;
  }
  return assert.fail("it was expected to be refused");
}

describe("openStore()", () => {
  const file = temporaryFolder();

  it("makes files that nobody else can read: what is emulated holds secrets", () => {
    const store = openStore(file("secret.db"));
    store.transaction((records) => {
      records.table("service").put("a", { name: "a" });
    });
    for (const path of ["secret.db", "secret.db-wal", "secret.db-shm"])
      assert.equal(statSync(file(path)).mode & 0o777, 0o600, path);
    store.close();
  });

  const databases = [
    [
      "another program's SQLite file",
      "CREATE TABLE invoices (id INTEGER); INSERT INTO invoices VALUES (1);",
    ],
    [
      "another program's file in WAL mode",
      "PRAGMA journal_mode = WAL; CREATE TABLE records (kind TEXT);",
    ],
    [
      "another program's file with a mark of its own",
      "PRAGMA application_id = 42; CREATE TABLE log (seq INTEGER);",
    ],
    [
      "another program's file with a mark and no table yet",
      "PRAGMA application_id = 42; PRAGMA user_version = 7;",
    ],
  ] as const;

  databases.forEach(([what, sql], index) => {
    it(`refuses ${what}, names it and leaves every byte as it was`, () => {
      const path = file(`foreign-${index}.db`);
      const database = new DatabaseSync(path);
      database.exec(sql);
      database.close();
      const before = readFileSync(path);

      const { code, message } = refusal(path);
      assert.equal(code, "invalid-input");
      assert.ok(message.includes(path), message);
      assert.match(message, /another program/);
      assert.ok(readFileSync(path).equals(before));
      assert.deepEqual(
        readdirSync(file("")).filter((name) => name.startsWith(`foreign-${index}`)),
        [`foreign-${index}.db`],
        "no file beside it is left",
      );
    });
  });

  it("refuses a text file, names it and leaves it as it was", () => {
    const path = file("notes.txt");
    writeFileSync(path, "remember the milk\n".repeat(100));
    const { code, message } = refusal(path);
    assert.equal(code, "invalid-input");
    assert.ok(message.includes(path), message);
    assert.equal(readFileSync(path, "utf8"), "remember the milk\n".repeat(100));
  });

  it("refuses a path in a folder that does not exist, and makes none", () => {
    const path = join(file("missing"), "biztalk.db");
    const { code, message } = refusal(path);
    assert.equal(code, "invalid-input");
    assert.ok(message.includes(path), message);
    assert.match(message, /folder/);
    assert.equal(existsSync(file("missing")), false);
  });

  it("refuses a folder", () => {
    const { code, message } = refusal(file(""));
    assert.equal(code, "invalid-input");
    assert.ok(message.includes(file("")), message);
  });

  it("refuses a file of a newer format and says both numbers", () => {
    const path = file("newer.db");
    openStore(path).close();
    const database = new DatabaseSync(path);
    database.exec("PRAGMA user_version = 99");
    database.close();
    const before = readFileSync(path);
    const { code, message } = refusal(path);
    assert.equal(code, "invalid-input");
    assert.ok(message.includes(path), message);
    assert.match(message, /99.*1/);
    assert.ok(readFileSync(path).equals(before));
  });

  it("opens its own file again, with what is in it", async () => {
    const path = file("again.db");
    const url = "/_emulator/services/integration/orders";
    const headers = { "content-type": "application/json" };
    const first = createEmulator({ store: openStore(path), products: [emulatedServices()] });
    assert.equal(
      (await first.request({ method: "PUT", url, headers, body: '{"state":"Disabled"}' })).status,
      200,
    );
    await first.close();
    const second = createEmulator({ store: openStore(path), products: [emulatedServices()] });
    const { body } = await second.request({
      method: "GET",
      url: "/_emulator/services",
      headers: {},
    });
    await second.close();
    assert.match(body, /"state":"Disabled"/);
  });

  it("finds the records of one kind that have a name, letter case ignored, and no others", () => {
    const store = openStore("memory");
    const [services, lamps] = store.transaction((records) => {
      records.table("service").put("b/orders", { name: "Orders", place: "b" });
      records.table("service").put("a/orders", { name: "orders", place: "a" });
      records.table("service").put("a/invoices", { name: "invoices", place: "a" });
      records.table("service").put("nameless", { place: "a" });
      records.table("lamp").put("orders", { name: "orders", place: "desk" });
      return [records.table("service").named("ORDERS"), records.table("lamp").named("orders")];
    });
    assert.deepEqual(services, [
      { name: "orders", place: "a" },
      { name: "Orders", place: "b" },
    ]);
    assert.deepEqual(lamps, [{ name: "orders", place: "desk" }]);
    store.close();
  });

  it("reads a file of 0.1, which has an index of the names of services alone", () => {
    const path = file("older.db");
    const database = new DatabaseSync(path);
    database.exec(`
      PRAGMA journal_mode = WAL;
      CREATE TABLE records (
        kind TEXT NOT NULL, key TEXT NOT NULL, due INTEGER, value TEXT NOT NULL, PRIMARY KEY (kind, key)
      ) WITHOUT ROWID;
      CREATE INDEX records_due ON records (kind, due) WHERE due IS NOT NULL;
      CREATE INDEX services_by_name ON records (lower(json_extract(value, '$.name'))) WHERE kind = 'service';
      CREATE TABLE log (seq INTEGER PRIMARY KEY AUTOINCREMENT, value TEXT NOT NULL);
      INSERT INTO records VALUES ('service', 'integration/orders', NULL, '{"name":"Orders","state":"Active"}');
      INSERT INTO log (value) VALUES ('{"kind":"transition","to":"Active"}');
      PRAGMA application_id = 1114208852; PRAGMA user_version = 1;
    `);
    database.close();
    const store = openStore(path);
    assert.deepEqual(
      store.transaction((records) => [records.table("service").named("orders"), records.log.all()]),
      [[{ name: "Orders", state: "Active" }], [{ kind: "transition", to: "Active" }]],
    );
    store.close();
    const after = new DatabaseSync(path);
    const indexes = after
      .prepare("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name")
      .all();
    after.close();
    assert.deepEqual(
      indexes.map(({ name }) => name),
      ["records_by_name", "records_due"],
    );
  });

  it("undoes everything of a transaction that throws", () => {
    const store = openStore("memory");
    assert.throws(
      () =>
        store.transaction((records) => {
          records
            .table("container")
            .put("integration", { name: "integration", region: "West Europe" });
          throw new Error("half way");
        }),
      /half way/,
    );
    assert.deepEqual(
      store.transaction((records) => records.table("container").all()),
      [],
    );
    store.close();
  });

  it("gives records one by one, whatever else is read meanwhile", () => {
    const store = openStore("memory");
    const seen = store.transaction((records) => {
      const table = records.table<{ name: string }>("container");
      for (const name of ["c", "a", "b"]) table.put(name, { name });
      records.table("service").put("a", { name: "another kind" });
      return Array.from(table.each(), ({ name }) => `${name} of ${table.all().length}`);
    });
    assert.deepEqual(seen, ["a of 3", "b of 3", "c of 3"]);
    store.close();
  });

  it("gives each store in memory a world of its own", () => {
    const [one, other] = [openStore("memory"), openStore("memory")];
    one.transaction((records) => {
      records.table("container").put("integration", { name: "integration", region: "West Europe" });
    });
    assert.equal(other.transaction((records) => records.table("container").all()).length, 0);
    one.close();
    other.close();
  });
});
