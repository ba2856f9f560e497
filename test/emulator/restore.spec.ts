import assert from "node:assert/strict";
import { openStore } from "../../provider/emulator/index.js";
import { ManualClock } from "../support/manual-clock.js";
import { resourceXml } from "../support/operations.js";
import {
  CONTAINER,
  emulatorFor,
  OPERATION_MS,
  passThroughOf,
  pathOf,
  startEmulator,
  type Answer,
  type TestEmulator,
} from "../support/start-emulator.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { xmlText } from "../support/xml-text.js";

const STORE = "AccountName=backups;AccountKey=c2VjcmV0";
const XML = { "content-type": "application/xml" };

const backupXml = (name: string, store = STORE): string =>
  `<ServiceBackupSettings><BackupStoreConnectionString>${store}</BackupStoreConnectionString><BackupName>${name}</BackupName></ServiceBackupSettings>`;

/** The PUT of a restore: as a create, with our own element for the backup (decision 14). */
function restore(emulator: TestEmulator, name: string, backup: string, settings = ""): Promise<Answer> {
  const from = `<RestoreFrom><BackupStoreConnectionString>${STORE}</BackupStoreConnectionString><BackupName>${backup}</BackupName></RestoreFrom>`;
  return emulator.manage("PUT", pathOf(name), { body: resourceXml(settings + from) });
}

/** Backs a Standard service up, and deletes it. */
async function backedUp(emulator: TestEmulator, name: string): Promise<void> {
  await emulator.place(name, "Active", {
    edition: "Standard",
    units: 3,
    configuration: { customDomainUrl: "old.example", trackingStore: "Password=hunter2" },
  });
  const url = `${passThroughOf(name)}?comp=backup`;
  assert.equal((await emulator.manage("POST", url, { body: backupXml("nightly-1"), headers: XML })).status, 202);
  emulator.clock.advance(OPERATION_MS);
  await emulator.manage("DELETE", pathOf(name));
  emulator.clock.advance(OPERATION_MS);
  assert.equal(await emulator.view(name), undefined);
}

describe("a restore", () => {
  const emulator = emulatorFor();
  beforeEach(async () => {
    await emulator().control("POST", "reset");
    await backedUp(emulator(), "orders");
  });

  it("goes through Restoring to Suspended, with the backup's units and settings, secrets never shown", async () => {
    const answer = await restore(emulator(), "orders", "nightly-1");
    assert.equal(answer.status, 202);
    assert.equal((await emulator().view("orders"))?.state, "Restoring");
    emulator().clock.advance(OPERATION_MS);
    const seen = await emulator().view("orders");
    assert.deepEqual([seen?.state, seen?.edition, seen?.units], ["Suspended", "Standard", 3]);
    assert.deepEqual(seen?.configuration, { customDomainUrl: "old.example", trackingStore: "****" });
    assert.equal((await emulator().poll("orders", answer)).result, "Succeeded");
    const { body } = await emulator().manage("GET", passThroughOf("orders"));
    assert.ok(!body.includes("hunter2"));
    assert.ok(!JSON.stringify((await emulator().control("GET", "backups")).body).includes("hunter2"));
  });

  it("is called Restore in the log, found nothing there, and can fail: RestoreFailed", async () => {
    await emulator().control("POST", "faults", { operation: "Restore", effect: "fail" });
    await restore(emulator(), "orders", "nightly-1");
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.state, "RestoreFailed");
    const log = (await emulator().control("GET", "log")).body as { operation: string; state: string; status: number }[];
    const found = log.find(({ operation, status }) => operation === "Restore" && status === 202);
    assert.equal(found?.state, "absent");
  });

  it("takes settings that are given over the backup's", async () => {
    await restore(emulator(), "orders", "nightly-1", "<CustomDomainUrl>new.example</CustomDomainUrl>");
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.configuration["customDomainUrl"], "new.example");
  });

  // Fact sheet 6.3, item 3, and 8.2: same or higher edition; Free and Developer have no restore.
  for (const [edition, status] of [
    ["Free", 409],
    ["Developer", 409],
    ["Basic", 409],
    ["Standard", 202],
    ["Premium", 202],
  ] as const) {
    it(`of a Standard backup to ${edition}: ${status}`, async () => {
      const answer = await restore(emulator(), "orders", "nightly-1", `<Edition>${edition}</Edition>`);
      assert.equal(answer.status, status, answer.body);
    });
  }

  it("of a backup that does not exist is 400, of another service version 409, into a service that exists 409", async () => {
    assert.equal((await restore(emulator(), "orders", "nightly-2")).status, 400);
    await emulator().control("PUT", "backups/older", { account: "backups", version: "1.0.0" });
    assert.equal((await restore(emulator(), "orders", "older")).status, 409);
    await emulator().place("orders", "Stopped");
    const answer = await restore(emulator(), "orders", "nightly-1");
    assert.deepEqual([answer.status, xmlText(answer.body, "Message")], [409, "Operation not allowed"]);
  });

  it("may be of another service's backup, under another name", async () => {
    await restore(emulator(), "invoices", "nightly-1");
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("invoices"))?.state, "Suspended");
  });

  it("answers what is in a backup, and that there is none, without the store in the URL", async () => {
    const ask = (name: string): Promise<Answer> =>
      emulator().manage("POST", `${CONTAINER}/resources/biztalkservices/biztalk?op=getbackup`, {
        body: backupXml(name),
        headers: XML,
      });
    const { status, body } = await ask("nightly-1");
    assert.equal(status, 200);
    assert.deepEqual(
      ["Exists", "Edition", "UnitCount", "ServiceVersion"].map((element) => xmlText(body, element)),
      ["true", "Standard", "3", "1.1.0"],
    );
    assert.equal(xmlText((await ask("nightly-2")).body, "Exists"), "false");
  });
});

describe("backups and held names", () => {
  const file = temporaryFolder();

  it("are in the file: another process restores, and waits for the name", async () => {
    const path = file("backups.db");
    const first = await startEmulator({ store: openStore(path), nameHeldMs: 60_000 }, new ManualClock());
    await backedUp(first, "orders");
    await first.close();
    const clock = new ManualClock();
    clock.advance(3 * OPERATION_MS);
    const second = await startEmulator({ store: openStore(path), nameHeldMs: 60_000 }, clock);
    assert.equal((await restore(second, "orders", "nightly-1")).status, 409);
    clock.advance(60_000);
    assert.equal((await restore(second, "orders", "nightly-1")).status, 202);
    await second.close();
  });
});

describe("the name of a deleted service", () => {
  const emulator = emulatorFor({ nameHeldMs: 60_000 });
  const isAvailable = async (name: string): Promise<string | undefined> => {
    const url = `${CONTAINER}/resources/biztalkservices/biztalk?op=checknameavailability&resourceName=${name}`;
    const { status, body } = await emulator().manage("POST", url);
    assert.equal(status, 200);
    return xmlText(body, "IsAvailable");
  };

  it("is not available for a while, in any letter case; then it is", async () => {
    await emulator().place("orders", "Active");
    assert.equal(await isAvailable("orders"), "false");
    await emulator().manage("DELETE", pathOf("orders"));
    emulator().clock.advance(OPERATION_MS);
    assert.deepEqual([await isAvailable("Orders"), await isAvailable("invoices")], ["false", "true"]);
    const body = resourceXml("<Edition>premium</Edition>");
    const refused = await emulator().manage("PUT", pathOf("ORDERS"), { body });
    assert.deepEqual([refused.status, xmlText(refused.body, "Code")], [409, "ConflictError"]);
    emulator().clock.advance(60_000);
    assert.equal(await isAvailable("orders"), "true");
    assert.equal((await emulator().manage("PUT", pathOf("orders"), { body })).status, 202);
  });

  it("is a question that is no operation in the log", async () => {
    const log = (await emulator().control("GET", "log")).body as { path?: string; operation: string | null }[];
    const asked = log.filter(({ path }) => path?.includes("checknameavailability") === true);
    assert.ok(asked.length > 0);
    assert.deepEqual(new Set(asked.map(({ operation }) => operation)), new Set([null]));
  });
});
