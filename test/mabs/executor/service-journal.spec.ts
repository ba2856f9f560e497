import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { ProviderError } from "../../../provider/errors.js";
import {
  openServiceJournal,
  type JournalEntry,
  type ServiceJournal,
} from "../../../provider/mabs/executor/index.js";
import { journalPath } from "../../../provider/journal/journal.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const IDENTITY = "https://management.example.com/1111-2222";
const ENTRY: JournalEntry = {
  createdBy: null,
  operation: "Restart",
  phase: "sending",
  etag: "e1",
  operationId: null,
  serves: { restartTriggers: { from: "rev-1", to: "rev-2" } },
  served: {},
};
const serviceOf = (serviceName: string) => ({ cloudService: "contoso", serviceName }) as const;
const ORDERS = serviceOf("orders");

/** What a journal says when it cannot do its work. */
async function journalErrorOf(work: () => unknown): Promise<ProviderError> {
  try {
    await work();
  } catch (reason) {
    assert.ok(reason instanceof ProviderError, String(reason));
    return reason;
  }
  return assert.fail("it was expected to fail");
}

describe("journalPath()", () => {
  it("names the endpoint in a way that a person and any file system can read", () => {
    assert.match(
      basename(journalPath("/j", IDENTITY)),
      /^https-management\.example\.com-1111-2222-[0-9a-f]{12}\.sqlite$/,
    );
    assert.equal(dirname(journalPath("/j", IDENTITY)), "/j");
    for (const identity of [
      "emulator:../../x/y.db",
      "emulator:C:\\data\\x.db",
      `https://${"long.".repeat(80)}com/1`,
    ]) {
      assert.match(basename(journalPath("/j", identity)), /^[a-zA-Z0-9.-]{1,100}$/);
      assert.equal(dirname(journalPath("/j", identity)), "/j");
    }
  });

  it("is the same for the same identity, and different for each other one", () => {
    const long = "https://host.example.com/".padEnd(200, "x");
    const identities = [
      IDENTITY,
      `${IDENTITY}3`,
      "emulator:a/b",
      "emulator:a-b",
      "emulator:a_b",
      `${long}1`,
      `${long}2`,
    ];
    const paths = identities.map((identity) => journalPath("/j", identity));
    assert.equal(new Set(paths).size, identities.length);
    assert.deepEqual(
      identities.map((identity) => journalPath("/j", identity)),
      paths,
    );
  });
});

describe("openServiceJournal()", () => {
  const within = temporaryFolder();
  const opened: ServiceJournal[] = [];
  let folder: string;
  let count = 0;
  const open = (identity = IDENTITY): ServiceJournal => {
    const journal = openServiceJournal(folder, identity);
    opened.push(journal);
    return journal;
  };
  beforeEach(() => {
    count += 1;
    folder = join(within(String(count)), "state", "journal");
  });
  afterEach(() => {
    for (const journal of opened.splice(0)) journal.close();
  });

  it("leaves nothing behind when it is only read", () => {
    const journal = open();
    assert.equal(journal.read(ORDERS), undefined);
    assert.deepEqual([existsSync(folder), existsSync(within(String(count)))], [false, false]);
  });

  it("knows nothing of a service that was never written", async () => {
    const journal = open();
    await journal.write(ORDERS, ENTRY);
    assert.equal(journal.read(serviceOf("billing")), undefined);
  });

  it("reads what was written, field by field, and the last one counts", async () => {
    const journal = open();
    await journal.write(ORDERS, ENTRY);
    assert.deepEqual(journal.read(ORDERS), ENTRY);
    const accepted = {
      ...ENTRY,
      phase: "accepted",
      operationId: "id-1",
      createdBy: "urn",
    } as const;
    await journal.write(ORDERS, accepted);
    assert.deepEqual(journal.read(ORDERS), accepted);
  });

  it("compares names without regard to case, and containers apart", async () => {
    const journal = open();
    await journal.write(ORDERS, ENTRY);
    assert.deepEqual(journal.read({ cloudService: "Contoso", serviceName: "ORDERS" }), ENTRY);
    assert.equal(journal.read({ cloudService: "fabrikam", serviceName: "orders" }), undefined);
  });

  it("forgets one service", async () => {
    const journal = open();
    await Promise.all([journal.write(ORDERS, ENTRY), journal.write(serviceOf("billing"), ENTRY)]);
    await journal.forget(ORDERS);
    assert.deepEqual(
      [journal.read(ORDERS), journal.read(serviceOf("billing"))],
      [undefined, ENTRY],
    );
  });

  it("survives closing and opening again", async () => {
    const first = open();
    await first.write(ORDERS, ENTRY);
    first.close();
    assert.deepEqual(open().read(ORDERS), ENTRY);
  });

  it("has on disk what it has resolved, for whoever opens the file next, without being closed", async () => {
    const first = open();
    await first.write(ORDERS, ENTRY);
    assert.deepEqual(open().read(ORDERS), ENTRY);
  });

  it("can be used again after it was closed", async () => {
    const journal = open();
    await journal.write(ORDERS, ENTRY);
    journal.close();
    assert.deepEqual(journal.read(ORDERS), ENTRY);
  });

  it("is a folder that only its owner can open, with one file for each endpoint", async () => {
    const journal = open();
    await journal.write(ORDERS, ENTRY);
    await open("emulator:other.db").write(ORDERS, { ...ENTRY, etag: "other" });
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    assert.deepEqual([...new Set(modes)], [0o600]);
    assert.deepEqual(readdirSync(folder).filter((name) => name.endsWith(".sqlite")).length, 2);
    assert.ok(readdirSync(folder).includes(basename(journal.path)));
    assert.deepEqual(journal.read(ORDERS)?.etag, "e1");
  });

  it("is a SQLite file", async () => {
    const journal = open();
    await journal.write(ORDERS, ENTRY);
    assert.equal(readFileSync(journal.path).subarray(0, 15).toString(), "SQLite format 3");
  });

  it("takes a hundred writes at once: all resolve, all are there", async () => {
    const journal = open();
    const names = Array.from({ length: 100 }, (_, index) => `service${index}`);
    await Promise.all(
      names.map((name) => journal.write(serviceOf(name), { ...ENTRY, etag: name })),
    );
    const other = open();
    assert.deepEqual(
      names.map((name) => other.read(serviceOf(name))?.etag),
      names,
    );
  });

  it("keeps the order of writes that arrive together", async () => {
    const journal = open();
    const etags = ["a", "b", "c"];
    await Promise.all(etags.map((etag) => journal.write(ORDERS, { ...ENTRY, etag })));
    assert.equal(journal.read(ORDERS)?.etag, "c");
    await Promise.all([journal.write(ORDERS, ENTRY), journal.forget(ORDERS)]);
    assert.equal(journal.read(ORDERS), undefined);
  });

  it("is shared by several handles: each sees what the others wrote", async () => {
    const [first, second] = [open(), open()];
    await Promise.all([
      first.write(ORDERS, ENTRY),
      second.write(serviceOf("billing"), { ...ENTRY, etag: "e2" }),
    ]);
    assert.deepEqual(
      [first.read(serviceOf("billing"))?.etag, second.read(ORDERS)?.etag],
      ["e2", "e1"],
    );
    await second.write(ORDERS, { ...ENTRY, etag: "e3" });
    assert.equal(first.read(ORDERS)?.etag, "e3");
  });

  it("is shared by several processes that make it at the same time, without losing a write", async () => {
    const script = `
      const { openServiceJournal } = require(${JSON.stringify(require.resolve("../../../provider/mabs/executor/index.js"))});
      const [folder, identity, writer, entry] = process.argv.slice(1);
      const journal = openServiceJournal(folder, identity);
      (async () => {
        for (let index = 0; index < 20; index += 1) {
          await journal.write({ cloudService: writer, serviceName: "service" + index }, JSON.parse(entry));
        }
        journal.close();
      })();
    `;
    const writers = ["one", "two", "three", "four", "five", "six"];
    const run = promisify(execFile);
    await Promise.all(
      writers.map((writer) =>
        run(process.execPath, ["-e", script, folder, IDENTITY, writer, JSON.stringify(ENTRY)]),
      ),
    );
    const journal = open();
    for (const cloudService of writers) {
      for (let index = 0; index < 20; index += 1) {
        assert.deepEqual(journal.read({ cloudService, serviceName: `service${index}` }), ENTRY);
      }
    }
  }).timeout(30_000);

  it("waits while another process is making the same file", async () => {
    mkdirSync(folder, { recursive: true });
    // Holds the lock that a process has while it makes the file: until it is woken, here for 300 ms.
    const holder = new Worker(
      `const { parentPort, workerData } = require("node:worker_threads");
       const database = new (require("node:sqlite").DatabaseSync)(workerData);
       database.exec("BEGIN IMMEDIATE");
       parentPort.postMessage("held");
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
       database.exec("COMMIT");
       database.close();`,
      { eval: true, workerData: journalPath(folder, IDENTITY) },
    );
    const ended = once(holder, "exit");
    await once(holder, "message");
    const journal = open();
    await journal.write(ORDERS, ENTRY);
    assert.deepEqual(journal.read(ORDERS), ENTRY);
    await ended;
  });

  describe("when it cannot do its work", () => {
    it("rejects each write with `journal`, names the file, and says what to set", async () => {
      mkdirSync(dirname(folder), { recursive: true });
      writeFileSync(folder, "a regular file");
      const journal = open();
      assert.equal(journal.read(ORDERS), undefined);
      const errors = await Promise.all(
        [ENTRY, ENTRY].map((entry) => journalErrorOf(() => journal.write(ORDERS, entry))),
      );
      for (const { code, message } of errors) {
        assert.equal(code, "journal");
        assert.ok(message.includes(journal.path));
        assert.match(message, /biztalk:journal/);
        assert.match(message, /BIZTALK_JOURNAL/);
      }
    });

    it("works again once the folder can be made", async () => {
      mkdirSync(dirname(folder), { recursive: true });
      writeFileSync(folder, "");
      const journal = open();
      await journalErrorOf(() => journal.write(ORDERS, ENTRY));
      rmSync(folder);
      await journal.write(ORDERS, ENTRY);
      assert.deepEqual(open().read(ORDERS), ENTRY);
    });

    it("says so of a file that is no journal, and leaves it as it is", async () => {
      const garbage = "this is no SQLite file, whatever its name says. ".repeat(40);
      const path = journalPath(folder, IDENTITY);
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, garbage);
      for (const work of [
        () => open().read(ORDERS),
        () => open().write(ORDERS, ENTRY),
        () => open().forget(ORDERS),
      ]) {
        const { code, message } = await journalErrorOf(work);
        assert.equal(code, "journal");
        assert.ok(message.includes(path));
        assert.match(message, /biztalk:journal/);
      }
      assert.equal(readFileSync(path, "utf8"), garbage);
    });

    it("says so of a journal whose pages were overwritten", async () => {
      const journal = open();
      await journal.write(ORDERS, ENTRY);
      journal.close();
      const bytes = readFileSync(journal.path);
      writeFileSync(journal.path, bytes.fill(0xa5, 100));
      assert.equal((await journalErrorOf(() => open().read(ORDERS))).code, "journal");
    });
  });
});
