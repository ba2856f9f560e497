import assert from "node:assert/strict";
import { openStore } from "../../../provider/emulator/index.js";
import { COLUMNS } from "../chart/literals.js";
import { ManualClock } from "../../support/manual-clock.js";
import { resourceXml, sendOperation } from "../../support/operations.js";
import {
  CONTAINER,
  emulatorFor,
  OPERATION_MS,
  passThroughOf,
  pathOf,
  startEmulator,
  type Answer,
  type TestEmulator,
} from "../../support/start-emulator.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { xmlText } from "../../support/xml-text.js";

const STORE = "AccountName=backups;AccountKey=c2VjcmV0";
const XML = { "content-type": "application/xml" };

const backupXml = (name: string, store = STORE): string =>
  `<ServiceBackupSettings><BackupStoreConnectionString>${store}</BackupStoreConnectionString><BackupName>${name}</BackupName></ServiceBackupSettings>`;

/** The PUT of a restore: as a create, with our own element for the backup (D-14). */
function restore(
  emulator: TestEmulator,
  name: string,
  backup: string,
  settings = "",
): Promise<Answer> {
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
  assert.equal(
    (await emulator.manage("POST", url, { body: backupXml("nightly-1"), headers: XML })).status,
    202,
  );
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
    assert.deepEqual(seen?.configuration, {
      customDomainUrl: "old.example",
      trackingStore: "****",
    });
    assert.equal((await emulator().poll("orders", answer)).result, "Succeeded");
    const { body } = await emulator().manage("GET", passThroughOf("orders"));
    assert.ok(!body.includes("hunter2"));
    assert.ok(
      !JSON.stringify((await emulator().control("GET", "backups")).body).includes("hunter2"),
    );
  });

  it("is called Restore in the log, found nothing there, and can fail: RestoreFailed", async () => {
    await emulator().control("POST", "faults", { operation: "Restore", effect: "fail" });
    await restore(emulator(), "orders", "nightly-1");
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.state, "RestoreFailed");
    const log = (await emulator().control("GET", "log")).body as {
      operation: string;
      state: string;
      status: number;
    }[];
    const found = log.find(({ operation, status }) => operation === "Restore" && status === 202);
    assert.equal(found?.state, "absent");
  });

  it("has no more units than its edition admits, whatever the backup says", async () => {
    await emulator().control("PUT", "backups/large", {
      account: "backups",
      edition: "Standard",
      units: 12,
    });
    assert.equal((await restore(emulator(), "orders", "large")).status, 202);
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.units, 8);
  });

  it("takes settings that are given over the backup's", async () => {
    await restore(
      emulator(),
      "orders",
      "nightly-1",
      "<CustomDomainUrl>new.example</CustomDomainUrl>",
    );
    emulator().clock.advance(OPERATION_MS);
    assert.equal(
      (await emulator().view("orders"))?.configuration["customDomainUrl"],
      "new.example",
    );
  });

  // D-31 and D-30: same or higher edition; Free and Developer have no restore.
  for (const [edition, status] of [
    ["Free", 409],
    ["Developer", 409],
    ["Basic", 409],
    ["Standard", 202],
    ["Premium", 202],
  ] as const) {
    it(`of a Standard backup to ${edition}: ${status}`, async () => {
      const answer = await restore(
        emulator(),
        "orders",
        "nightly-1",
        `<Edition>${edition}</Edition>`,
      );
      assert.equal(answer.status, status, answer.body);
    });
  }

  it("of a backup that does not exist is 400, of another service version 409, into a service that exists 409", async () => {
    assert.equal((await restore(emulator(), "orders", "nightly-2")).status, 400);
    await emulator().control("PUT", "backups/older", { account: "backups", version: "1.0.0" });
    assert.equal((await restore(emulator(), "orders", "older")).status, 409);
    await emulator().place("orders", "Stopped");
    const answer = await restore(emulator(), "orders", "nightly-1");
    assert.deepEqual(
      [answer.status, xmlText(answer.body, "Message")],
      [409, "Operation not allowed"],
    );
  });

  it("of another service version is accepted under the profile rest-2016 (D-40), in the present one", async () => {
    const lenient = await startEmulator({ profile: "rest-2016" });
    try {
      await lenient.control("PUT", "backups/older", { account: "backups", version: "1.0.0" });
      assert.equal((await restore(lenient, "orders", "older")).status, 202);
      lenient.clock.advance(OPERATION_MS);
      assert.equal((await lenient.view("orders"))?.state, "Suspended");
    } finally {
      await lenient.close();
    }
  });

  it("may be of another service's backup, under another name", async () => {
    await restore(emulator(), "invoices", "nightly-1");
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("invoices"))?.state, "Suspended");
  });

  it("is Restoring to the millisecond at which it ends, and refuses everything but Delete until then", async () => {
    const answer = await restore(emulator(), "orders", "nightly-1");
    emulator().clock.advance(OPERATION_MS - 1);
    assert.equal((await emulator().view("orders"))?.state, "Restoring");
    assert.equal((await emulator().poll("orders", answer)).result, "InProgress");
    for (const operation of COLUMNS.filter((each) => each !== "Delete")) {
      assert.equal(
        (await sendOperation(emulator(), "orders", operation, "*")).status,
        409,
        operation,
      );
    }
    emulator().clock.advance(1);
    assert.equal((await emulator().view("orders"))?.state, "Suspended");
    assert.equal((await sendOperation(emulator(), "orders", "Delete", "*")).status, 202);
  });

  it("is overtaken by a Delete, and is Failed then", async () => {
    const answer = await restore(emulator(), "orders", "nightly-1");
    assert.equal((await sendOperation(emulator(), "orders", "Delete", "*")).status, 202);
    assert.equal((await emulator().poll("orders", answer)).result, "Failed");
    emulator().clock.advance(OPERATION_MS);
    assert.equal(await emulator().view("orders"), undefined);
  });

  it("that failed allows Delete and nothing else, and may be tried again after it (chart, row 14)", async () => {
    await emulator().control("POST", "faults", { operation: "Restore", effect: "fail" });
    const answer = await restore(emulator(), "orders", "nightly-1");
    emulator().clock.advance(OPERATION_MS);
    assert.deepEqual(await emulator().poll("orders", answer), { status: 202, result: "Failed" });
    for (const operation of COLUMNS.filter((each) => each !== "Delete")) {
      const refused = await sendOperation(emulator(), "orders", operation, "*");
      assert.deepEqual(
        [refused.status, xmlText(refused.body, "Message")],
        [409, "Operation not allowed"],
        operation,
      );
    }
    assert.equal(
      (await restore(emulator(), "orders", "nightly-1")).status,
      409,
      "not over what is there",
    );
    assert.equal((await emulator().view("orders"))?.state, "RestoreFailed");
    assert.equal((await sendOperation(emulator(), "orders", "Delete", "*")).status, 202);
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await restore(emulator(), "orders", "nightly-1")).status, 202);
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.state, "Suspended");
  });

  it("is Active after a Resume, and nothing else starts it (chart, row 3)", async () => {
    await restore(emulator(), "orders", "nightly-1");
    emulator().clock.advance(OPERATION_MS);
    for (const operation of ["Start", "Restart", "Scale", "Update Configuration"] as const) {
      assert.equal(
        (await sendOperation(emulator(), "orders", operation, "*")).status,
        409,
        operation,
      );
    }
    assert.equal((await sendOperation(emulator(), "orders", "Resume", "*")).status, 202);
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.state, "Active");
  });

  it("has two transitions in the log: absent, Restoring, Suspended", async () => {
    await restore(emulator(), "orders", "nightly-1");
    emulator().clock.advance(OPERATION_MS);
    const log = (await emulator().control("GET", "log")).body as Readonly<Record<string, string>>[];
    assert.deepEqual(
      log
        .filter(({ kind, operation }) => kind === "transition" && operation === "Restore")
        .map(({ from, to }) => [from, to]),
      [
        ["absent", "Restoring"],
        ["Restoring", "Suspended"],
      ],
    );
    assert.ok(!JSON.stringify(log).includes("c2VjcmV0"));
  });

  // Every edition that a backup may have, to every edition: same or higher, never lower (D-31).
  const pairs = [
    ["Basic", "Basic", 202],
    ["Basic", "Standard", 202],
    ["Basic", "Premium", 202],
    ["Standard", "Basic", 409],
    ["Premium", "Basic", 409],
    ["Premium", "Standard", 409],
    ["Premium", "Premium", 202],
  ] as const;
  for (const [from, to, status] of pairs) {
    it(`of a ${from} backup to ${to}: ${status}${status === 409 ? ", and nothing is made" : ""}`, async () => {
      await emulator().control("PUT", "backups/kept", {
        account: "backups",
        edition: from,
        units: 8,
      });
      const answer = await restore(
        emulator(),
        "orders",
        "kept",
        `<Edition>${to.toLowerCase()}</Edition>`,
      );
      assert.equal(answer.status, status, answer.body);
      emulator().clock.advance(OPERATION_MS);
      const { edition, units } = (await emulator().view("orders")) ?? {};
      assert.deepEqual([edition, units], status === 202 ? [to, 8] : [undefined, undefined]);
    });
  }

  it("has the backup's edition when it names none, and no backup of Free or Developer is restored to the same", async () => {
    for (const edition of ["Free", "Developer"]) {
      await emulator().control("PUT", "backups/kept", { account: "backups", edition });
      const answer = await restore(emulator(), "orders", "kept");
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [409, "ConflictError"]);
    }
    await emulator().control("PUT", "backups/kept", { account: "backups", edition: "Premium" });
    await restore(emulator(), "orders", "kept");
    assert.equal((await emulator().view("orders"))?.edition, "Premium");
  });

  it("to an edition that is none is 400", async () => {
    const answer = await restore(emulator(), "orders", "nightly-1", "<Edition>gold</Edition>");
    assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [400, "BadRequest"]);
  });

  it("takes each setting that is given, and each other from the backup: secrets too", async () => {
    await emulator().control("PUT", "backups/kept", {
      account: "backups",
      configuration: {
        customDomainUrl: "old.example",
        trackingStore: "Password=hunter2",
        certificate: { data: "MIIsecret", password: "p4ssw0rd" },
        backupSchedule: { frequencyDays: 7, keepAtLeastOne: true },
      },
    });
    const given =
      "<CustomDomainUrl>new.example</CustomDomainUrl><MonitoringStoreConnectionString>AccountKey=m0n</MonitoringStoreConnectionString><BackupSchedule><FrequencyDays>1</FrequencyDays></BackupSchedule>";
    const answer = await restore(emulator(), "orders", "kept", given);
    emulator().clock.advance(OPERATION_MS);
    assert.deepEqual((await emulator().view("orders"))?.configuration, {
      customDomainUrl: "new.example",
      trackingStore: "****",
      monitoringStore: "****",
      "certificate.data": "****",
      "certificate.password": "****",
      "backupSchedule.frequencyDays": 1,
      "backupSchedule.keepAtLeastOne": true,
    });
    const read = await emulator().manage("GET", passThroughOf("orders"));
    assert.equal(xmlText(read.body, "CustomDomainUrl"), "new.example");
    const list = await emulator().manage("GET", CONTAINER);
    const planes = await Promise.all(
      ["services", "backups", "log"].map((path) => emulator().control("GET", path)),
    );
    const texts = [answer.body, read.body, list.body, JSON.stringify(planes)];
    for (const secret of ["hunter2", "MIIsecret", "p4ssw0rd", "m0n", "c2VjcmV0"]) {
      for (const text of texts) assert.ok(!text.includes(secret), `${secret} in ${text}`);
    }
  });

  it("has secrets in clear inside: an update with the same ones is none", async () => {
    await restore(emulator(), "orders", "nightly-1");
    emulator().clock.advance(OPERATION_MS);
    await sendOperation(emulator(), "orders", "Resume", "*");
    emulator().clock.advance(OPERATION_MS);
    const put = async (password: string): Promise<string | undefined> => {
      const body = resourceXml(
        `<TrackingStoreConnectionString>Password=${password}</TrackingStoreConnectionString>`,
      );
      const answer = await emulator().manage("PUT", pathOf("orders"), {
        body,
        headers: { "if-match": "*" },
      });
      assert.equal(answer.status, 202);
      return (await emulator().view("orders"))?.state;
    };
    assert.equal(await put("hunter2"), "Active");
    assert.equal(await put("hunter3"), "Updating");
  });

  it("is of the service as it was when it was backed up", async () => {
    await emulator().place("invoices", "Active", {
      units: 2,
      configuration: { customDomainUrl: "then.example" },
    });
    const url = `${passThroughOf("invoices")}?comp=backup`;
    await emulator().manage("POST", url, { body: backupXml("nightly-2"), headers: XML });
    emulator().clock.advance(OPERATION_MS);
    await emulator().place("invoices", "Active", {
      units: 5,
      configuration: { customDomainUrl: "now.example" },
    });
    await restore(emulator(), "orders", "nightly-2");
    const { units, configuration } = (await emulator().view("orders")) ?? {};
    assert.deepEqual([units, configuration], [2, { customDomainUrl: "then.example" }]);
  });

  for (const [what, effect, ms] of [
    ["failed", "fail", OPERATION_MS],
    ["has not ended", "stall", 86_400_000],
  ] as const) {
    it(`of a backup that ${what} is of none: 400`, async () => {
      await emulator().place("invoices", "Active");
      await emulator().control("POST", "faults", { operation: "Backup", effect });
      const url = `${passThroughOf("invoices")}?comp=backup`;
      assert.equal(
        (await emulator().manage("POST", url, { body: backupXml("nightly-2"), headers: XML }))
          .status,
        202,
      );
      emulator().clock.advance(ms);
      const answer = await restore(emulator(), "orders", "nightly-2");
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [400, "BadRequest"]);
      assert.equal(await emulator().view("orders"), undefined);
    });
  }

  it("finds a backup by account and name: whatever the key and the order, and not in another account", async () => {
    const from = (store: string): Promise<Answer> =>
      emulator().manage("PUT", pathOf("orders"), {
        body: resourceXml(
          `<RestoreFrom><BackupName>nightly-1</BackupName><BackupStoreConnectionString>${store}</BackupStoreConnectionString></RestoreFrom>`,
        ),
      });
    assert.equal((await from("AccountName=others;AccountKey=c2VjcmV0")).status, 400);
    assert.equal(
      (await from("DefaultEndpointsProtocol=https;AccountKey=bmV3;AccountName=BACKUPS")).status,
      202,
    );
  });

  for (const [what, from] of [
    ["nothing", "<RestoreFrom/>"],
    ["no store", "<RestoreFrom><BackupName>nightly-1</BackupName></RestoreFrom>"],
    [
      "no name",
      `<RestoreFrom><BackupStoreConnectionString>${STORE}</BackupStoreConnectionString></RestoreFrom>`,
    ],
  ] as const) {
    it(`from an element that says ${what} is 400, and no service is made`, async () => {
      const body = resourceXml(`<Edition>premium</Edition>${from}`);
      assert.equal((await emulator().manage("PUT", pathOf("orders"), { body })).status, 400);
      assert.equal(await emulator().view("orders"), undefined);
    });
  }

  for (const [effect, state] of [
    ["drop-before", undefined],
    ["drop-after", "Restoring"],
  ] as const) {
    it(`can be cut by ${effect}: it is ${state ?? "not there"} then`, async () => {
      await emulator().control("POST", "faults", { operation: "Restore", effect });
      await assert.rejects(restore(emulator(), "orders", "nightly-1"));
      assert.equal((await emulator().view("orders"))?.state, state);
    });
  }

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
    const first = await startEmulator(
      { store: openStore(path), nameHeldMs: 60_000 },
      new ManualClock(),
    );
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

describe("a restore under way", () => {
  const file = temporaryFolder();

  it("ends in another process that opens the file", async () => {
    const path = file("restoring.db");
    const first = await startEmulator({ store: openStore(path) });
    await backedUp(first, "orders");
    const answer = await restore(first, "orders", "nightly-1", "<Edition>premium</Edition>");
    await first.close();
    const clock = new ManualClock();
    clock.advance(3 * OPERATION_MS - 1);
    const second = await startEmulator({ store: openStore(path) }, clock);
    assert.equal((await second.view("orders"))?.state, "Restoring");
    clock.advance(1);
    const { state, edition, units, configuration, lastBackup } =
      (await second.view("orders")) ?? {};
    assert.deepEqual([state, edition, units], ["Suspended", "Premium", 3]);
    assert.deepEqual(configuration, { customDomainUrl: "old.example", trackingStore: "****" });
    assert.deepEqual(lastBackup, { name: "nightly-1", takenAt: "2016-05-16T08:00:00.000Z" });
    assert.equal((await second.poll("orders", answer)).result, "Succeeded");
    await second.close();
  });
});

describe("backups in the control plane", () => {
  const emulator = emulatorFor();
  beforeEach(() => emulator().control("POST", "reset"));

  it("are put there with all that a backup says, masked, listed, and gone after a reset", async () => {
    const backup = {
      ...{ account: "backups", service: "orders", edition: "Premium", version: "1.0.0", units: 4 },
      takenAt: "2016-05-01T00:00:00.000Z",
    };
    const configuration = {
      customDomainUrl: "a.example",
      certificate: { data: "MIIsecret", password: "p" },
    };
    const put = await emulator().control("PUT", "backups/kept", { ...backup, configuration });
    const expected = {
      ...{ ...backup, name: "kept" },
      configuration: {
        customDomainUrl: "a.example",
        "certificate.data": "****",
        "certificate.password": "****",
      },
    };
    assert.deepEqual(put, { status: 200, body: expected });
    assert.deepEqual((await emulator().control("GET", "backups")).body, [expected]);
    await emulator().control("POST", "reset");
    assert.deepEqual((await emulator().control("GET", "backups")).body, []);
  });

  it("are one for each account and name: the later one takes the place of the earlier", async () => {
    for (const [account, units] of [
      ["backups", 1],
      ["Backups", 2],
      ["others", 3],
    ] as const) {
      await emulator().control("PUT", "backups/kept", { account, units });
    }
    const kept = (await emulator().control("GET", "backups")).body as {
      account: string;
      units: number;
    }[];
    assert.deepEqual(
      kept.map(({ account, units }) => [account.toLowerCase(), units]),
      [
        ["backups", 2],
        ["others", 3],
      ],
    );
  });

  /** Body, and what the answer says. */
  const invalid = [
    [{}, /account/],
    [{ account: "" }, /account/],
    [{ account: "a", edition: "gold" }, /Free, Developer, Basic, Standard, Premium/],
    [{ account: "a", units: 0 }, /units/],
    [{ account: "a", takenAt: "yesterday" }, /takenAt/],
    [{ account: "a", configuration: { colour: "red" } }, /customDomainUrl/],
    [{ account: "a", store: "AccountKey=k" }, /store/],
  ] as const;
  for (const [body, says] of invalid) {
    it(`are refused as ${JSON.stringify(body)}: 400`, async () => {
      const answer = await emulator().control("PUT", "backups/kept", body);
      assert.equal(answer.status, 400);
      assert.match(JSON.stringify(answer.body), says);
      assert.deepEqual((await emulator().control("GET", "backups")).body, []);
    });
  }
});
