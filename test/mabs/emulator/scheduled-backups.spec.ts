import assert from "node:assert/strict";
import { emulatorFor, pathOf, passThroughOf } from "../../support/start-emulator.js";
import { resourceXml } from "../../support/operations.js";

const DAY_MS = 24 * 3_600_000;
const STORE = "AccountName=vault;AccountKey=c2VjcmV0";

/** Settings of a schedule: a backup each week, kept for three. */
const WEEKLY = { store: STORE, frequencyDays: 7, retentionDays: 21, keepAtLeastOne: false };

describe("a schedule of backups", () => {
  const emulator = emulatorFor();

  const names = async (): Promise<string[]> => {
    const backups = (await emulator().control("GET", "backups")).body as { name: string }[];
    return backups.map(({ name }) => name);
  };

  const days = (count: number): void => {
    emulator().clock.advance(count * DAY_MS);
  };

  /** Where the clock is, as a backup's name has it, so many days later. */
  const after = (count: number, name = "orders"): string => {
    const at = new Date(emulator().clock.now() + count * DAY_MS).toISOString();
    return `${name}-${at.slice(0, 10)}-${at.slice(11, 13)}-${at.slice(14, 16)}`;
  };

  beforeEach(() => emulator().control("POST", "reset"));

  it("takes a backup at each interval, named by service, date and time", async () => {
    const expected = [after(7), after(14)];
    await emulator().place("orders", "Active", { configuration: { backupSchedule: WEEKLY } });
    days(6);
    assert.deepEqual(await names(), []);
    days(9);
    assert.deepEqual(await names(), expected);
    const { lastBackup, state } = (await emulator().view("orders")) ?? {};
    assert.deepEqual([state, lastBackup?.name], ["Active", expected[1]]);
  });

  it("purges what is older than the retention", async () => {
    const expected = [after(21), after(28), after(35)];
    await emulator().place("orders", "Active", { configuration: { backupSchedule: WEEKLY } });
    days(36);
    assert.deepEqual(await names(), expected);
  });

  it("keeps the last one where that is asked for, and else none, of a service that cannot be backed up", async () => {
    const last = after(7);
    for (const keepAtLeastOne of [true, false]) {
      await emulator().control("POST", "reset");
      const backupSchedule = { ...WEEKLY, keepAtLeastOne };
      await emulator().place("orders", "Active", { configuration: { backupSchedule } });
      const name = keepAtLeastOne ? last : after(7);
      days(8);
      assert.deepEqual(await names(), [name]);
      await emulator().place("orders", "ScaleFailed", { configuration: { backupSchedule } });
      days(60);
      assert.deepEqual(await names(), keepAtLeastOne ? [name] : []);
    }
  });

  it("leaves alone what was backed up by hand, and what another service has", async () => {
    const expected = [after(7, "billing"), "by-hand"];
    await emulator().control("PUT", "backups/by-hand", { account: "vault", service: "orders" });
    const backupSchedule = { ...WEEKLY, frequencyDays: 7, retentionDays: 8 };
    await emulator().place("billing", "Active", { configuration: { backupSchedule } });
    days(8);
    assert.deepEqual(await names(), expected);
    days(14);
    assert.equal((await names()).includes("by-hand"), true);
  });

  it("begins with the update that sets it, and ends with the service", async () => {
    const etag = await emulator().place("orders", "Active");
    const settings =
      `<BackupSchedule><StoreConnectionString>${STORE}</StoreConnectionString>` +
      "<FrequencyDays>1</FrequencyDays><RetentionDays>5</RetentionDays></BackupSchedule>";
    const { status } = await emulator().manage("PUT", pathOf("orders"), {
      body: resourceXml(settings),
      headers: { "if-match": etag },
    });
    assert.equal(status, 202);
    days(2);
    assert.equal((await names()).length, 1, "a day after the update ended, and not yet two");
    await emulator().manage("DELETE", pathOf("orders"));
    days(3);
    assert.equal((await names()).length, 1, "none is taken, and what there is stays");
  });

  it("is skipped in a state in which the chart has no Backup", async () => {
    await emulator().place("orders", "StopFailed", { configuration: { backupSchedule: WEEKLY } });
    days(8);
    assert.deepEqual(await names(), []);
  });

  it("waits for an operation that ends before it", async () => {
    const expected = [after(7)];
    await emulator().place("orders", "Stopped", { configuration: { backupSchedule: WEEKLY } });
    await emulator().manage("POST", `${passThroughOf("orders")}?comp=start`);
    days(8);
    const { state } = (await emulator().view("orders")) ?? {};
    assert.deepEqual([state, await names()], ["Active", expected]);
  });
});
