import assert from "node:assert/strict";
import {
  CONTAINER,
  emulatorFor,
  OPERATION_MS,
  passThroughOf,
  type Answer,
} from "../../support/start-emulator.js";
import { xmlText } from "../../support/xml-text.js";

const STORE = "AccountName=a;AccountKey=c2VjcmV0;DefaultEndpointsProtocol=https";
const xml = (name: string): string =>
  `<ServiceBackupSettings><BackupStoreConnectionString>${STORE}</BackupStoreConnectionString><BackupName>${name}</BackupName></ServiceBackupSettings>`;

describe("POST comp=backup", () => {
  const emulator = emulatorFor();
  const backup = (body: string, type: string): Promise<Answer> =>
    emulator().manage("POST", `${passThroughOf("orders")}?comp=backup`, {
      body,
      headers: { "content-type": type },
    });

  beforeEach(() => emulator().place("orders", "Active"));

  const accepted = [
    ["XML", xml("backup-1"), "application/xml; charset=utf-8"],
    [
      "JSON",
      JSON.stringify({ BackupStoreConnectionString: STORE, BackupName: "backup-1" }),
      "application/json",
    ],
  ] as const;

  for (const [form, body, type] of accepted) {
    it(`takes ${form} (D-15)`, async () => {
      assert.equal((await backup(body, type)).status, 202);
      emulator().clock.advance(OPERATION_MS);
      const after = await emulator().view("orders");
      assert.deepEqual([after?.state, after?.lastBackup?.name], ["Active", "backup-1"]);
    });
  }

  it("is BackingUp while it runs, and read from the resource when it has ended", async () => {
    await backup(xml("backup-1"), "application/xml");
    const during = await emulator().manage("GET", passThroughOf("orders"));
    assert.equal(xmlText(during.body, "SubState"), "BackingUp");
    emulator().clock.advance(OPERATION_MS);
    const after = await emulator().manage("GET", passThroughOf("orders"));
    assert.equal(xmlText(after.body, "SubState"), "Active");
    assert.match(after.body, /backup-1/);
    assert.doesNotMatch(after.body, /c2VjcmV0/);
  });

  it("keeps the backup before when it fails (D-20)", async () => {
    await backup(xml("backup-1"), "application/xml");
    emulator().clock.advance(OPERATION_MS);
    await emulator().control("POST", "faults", { operation: "Backup", effect: "fail" });
    const answer = await backup(xml("backup-2"), "application/xml");
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().poll("orders", answer)).result, "Failed");
    const after = await emulator().view("orders");
    assert.deepEqual([after?.state, after?.lastBackup?.name], ["Active", "backup-1"]);
  });

  for (const name of ["ab", "Backup", "a--b", "-abc", "a".repeat(64)]) {
    it(`refuses the name ${name}: 400 BadRequest`, async () => {
      const answer = await backup(xml(name), "application/xml");
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [400, "BadRequest"]);
    });
  }

  const bad = [
    [
      "no store",
      "<ServiceBackupSettings><BackupName>abc</BackupName></ServiceBackupSettings>",
      "application/xml",
    ],
    [
      "no name",
      `<ServiceBackupSettings><BackupStoreConnectionString>${STORE}</BackupStoreConnectionString></ServiceBackupSettings>`,
      "application/xml",
    ],
    ["no body", "", "application/xml"],
    ["another document", "<Resource/>", "application/xml"],
    ["JSON that is cut off", `{"BackupName":"abc"`, "application/json"],
    ["JSON without names", "[]", "application/json"],
    ["JSON null", "null", "application/json"],
  ] as const;

  for (const [what, body, type] of bad) {
    it(`refuses ${what}: 400, and the service is as before`, async () => {
      const answer = await backup(body, type);
      assert.equal(answer.status, 400);
      assert.notEqual(xmlText(answer.body, "Message") ?? "", "");
      assert.doesNotMatch(answer.body, /c2VjcmV0/);
      assert.equal((await emulator().view("orders"))?.state, "Active");
    });
  }
});

describe("POST comp=backup of a service that does not exist", () => {
  const emulator = emulatorFor();

  it("is 404 ResourceNotFound that names it, and keeps no backup", async () => {
    const headers = { "content-type": "application/xml" };
    const url = `${passThroughOf("orders")}?comp=backup`;
    const { status, body } = await emulator().manage("POST", url, {
      body: xml("backup-1"),
      headers,
    });
    assert.deepEqual([status, xmlText(body, "Code")], [404, "ResourceNotFound"]);
    assert.match(xmlText(body, "Message") ?? "", /orders/);
    emulator().clock.advance(OPERATION_MS);
    assert.deepEqual((await emulator().control("GET", "backups")).body, []);
  });
});

describe("a backup that the control plane put there", () => {
  const emulator = emulatorFor();

  it("is what Get Backup answers: when, edition, version, units", async () => {
    const takenAt = "2016-05-01T02:00:00.000Z";
    const details = { account: "a", edition: "Premium", version: "1.0.0", units: 6, takenAt };
    assert.equal((await emulator().control("PUT", "backups/backup-1", details)).status, 200);
    const url = `${CONTAINER}/resources/biztalkservices/biztalk?op=getbackup`;
    const { status, body } = await emulator().manage("POST", url, { body: xml("backup-1") });
    const read = ["Exists", "TakenAt", "Edition", "ServiceVersion", "UnitCount"].map((name) =>
      xmlText(body, name),
    );
    assert.deepEqual([status, ...read], [200, "true", takenAt, "Premium", "1.0.0", "6"]);
  });
});

describe("the store of a backup", () => {
  const emulator = emulatorFor();

  // A connection string may name its account with blanks, or not at all: its keys are never shown.
  for (const store of [
    "DefaultEndpointsProtocol=https; AccountName = a ; AccountKey=c2VjcmV0",
    "BlobEndpoint=https://x.example;SharedAccessSignature=sv=1&amp;sig=c2VjcmV0",
  ]) {
    it(`shows no key: ${store.slice(0, 20)}`, async () => {
      await emulator().place("orders", "Active");
      const body = xml("backup-1").replace(STORE, store);
      const headers = { "content-type": "application/xml" };
      await emulator().manage("POST", `${passThroughOf("orders")}?comp=backup`, { body, headers });
      emulator().clock.advance(OPERATION_MS);
      const shown = JSON.stringify((await emulator().control("GET", "backups")).body);
      assert.match(shown, /backup-1/);
      assert.doesNotMatch(shown, /c2VjcmV0/);
    });
  }
});
