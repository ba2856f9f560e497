import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { openBackend, type BackendSettings } from "../../../provider/mabs/connection/index.js";
import { ManualClock } from "../../support/manual-clock.js";
import { rejection } from "../../support/scripted-endpoint.js";
import { startEmulator } from "../../support/start-emulator.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { ORDERS } from "../../support/orders.js";

const settings = (
  endpoint: string,
  profile: BackendSettings["profile"] = "chart",
): BackendSettings => ({
  ...{
    endpoint,
    profile,
    subscriptionId: "11111111-2222-3333-4444-555555555555",
    journalFolder: "/nowhere",
  },
});

describe("openBackend()", () => {
  const file = temporaryFolder();

  it("opens an emulator in a file, which keeps what was done", async () => {
    const clock = new ManualClock();
    const endpoint = `emulator:${file("kept.db")}?operationMs=500`;
    const first = await openBackend(settings(endpoint), clock);
    const operation = await first.client.send({
      operation: "Create",
      service: ORDERS,
      region: "North Europe",
      body: { edition: "Premium", units: 2, configuration: { trackingStore: "p<&>\"'" } },
    });
    assert.deepEqual(await first.client.poll(ORDERS, operation), { result: "InProgress" });
    await first.close();

    clock.advance(500);
    const second = await openBackend(settings(endpoint), clock);
    assert.deepEqual(await second.client.poll(ORDERS, operation), { result: "Succeeded" });
    const service = await second.client.read(ORDERS);
    assert.deepEqual(
      [service?.state, service?.edition, service?.units, service?.region],
      ["Active", "Premium", 2, "North Europe"],
    );
    assert.deepEqual(service?.configuration, {}, "a secret does not come back");
    await second.close();
  });

  it("reaches the same service by network and by file with the same requests", async () => {
    const emulator = await startEmulator();
    await emulator.place("orders", "Stopped", { units: 3 });
    const network = await openBackend(settings(emulator.url), new ManualClock());
    const service = await network.client.read(ORDERS);
    assert.deepEqual([service?.state, service?.units], ["Stopped", 3]);
    const error = await rejection(network.client.send({ operation: "Suspend", service: ORDERS }));
    assert.equal(error.code, "operation-not-allowed");
    const stale = { operation: "Start", service: ORDERS, etag: "another" } as const;
    assert.equal((await rejection(network.client.send(stale))).code, "diverged");
    await network.close();
    await emulator.close();
  });

  const profiles = [
    ["chart of the settings", "", "chart", true],
    ["rest-2016 of the settings", "", "rest-2016", false],
    ["rest-2016 of the endpoint over the settings' chart", "?profile=rest-2016", "chart", false],
    ["chart of the endpoint over the settings' rest-2016", "?profile=chart", "rest-2016", true],
  ] as const;

  for (const [what, options, profile, allowed] of profiles) {
    it(`gives the emulator the profile ${what}`, async () => {
      const clock = new ManualClock();
      const backend = await openBackend(
        settings(`emulator:${file("profile.db")}${options}`, profile),
        clock,
      );
      const service = {
        cloudService: "integration",
        serviceName: `orders${profiles.findIndex(([name]) => name === what)}`,
      };
      await backend.client.send({
        operation: "Create",
        service,
        body: { edition: "Premium", configuration: {} },
      });
      clock.advance(60_000);
      const backup = backend.client.send({
        operation: "Backup",
        service,
        backup: { name: "abc", store: "s" },
      });
      if (allowed) assert.notEqual(await backup, "");
      else assert.equal((await rejection(backup)).code, "operation-not-allowed");
      await backend.close();
    });
  }

  it("gives the emulator the time for which it holds names", async () => {
    const clock = new ManualClock();
    const backend = await openBackend(
      settings(`emulator:${file("names.db")}?operationMs=0&nameHeldMs=5000`),
      clock,
    );
    const create = {
      operation: "Create",
      service: ORDERS,
      body: { edition: "Basic", configuration: {} },
    } as const;
    await backend.client.send(create);
    assert.equal(await backend.client.isNameAvailable(ORDERS), false);
    await backend.client.send({ operation: "Delete", service: ORDERS });
    assert.equal(await backend.client.read(ORDERS), null);
    clock.advance(4999);
    assert.equal(await backend.client.isNameAvailable(ORDERS), false);
    assert.equal((await rejection(backend.client.send(create))).code, "request-refused");
    clock.advance(1);
    assert.equal(await backend.client.isNameAvailable(ORDERS), true);
    assert.notEqual(await backend.client.send(create), "");
    await backend.close();
  });

  it("restores what it backed up, through the file", async () => {
    const clock = new ManualClock();
    const backend = await openBackend(
      settings(`emulator:${file("restored.db")}?operationMs=0`),
      clock,
    );
    const backup = { name: "nightly-1", store: "AccountName=backups;AccountKey=p<&>" };
    const body = {
      edition: "Standard",
      units: 3,
      configuration: { customDomainUrl: "a.example" },
    } as const;
    await backend.client.send({ operation: "Create", service: ORDERS, body });
    assert.equal(await backend.client.findBackup(ORDERS, backup), null);
    await backend.client.send({ operation: "Backup", service: ORDERS, backup });
    const { takenAt, ...details } = (await backend.client.findBackup(ORDERS, backup)) ?? {};
    assert.equal(takenAt, "2016-05-16T08:00:00.000Z");
    assert.deepEqual(details, {
      edition: "Standard",
      version: "1.1.0",
      units: 3,
      newVersion: "1.1.0",
    });
    const service = { ...ORDERS, serviceName: "orders2" };
    await backend.client.send({
      operation: "Restore",
      service,
      region: "North Europe",
      body: { edition: "Premium", configuration: {}, restoreFrom: backup },
    });
    const { state, edition, units, configuration } = (await backend.client.read(service)) ?? {};
    assert.deepEqual([state, edition, units], ["Suspended", "Premium", 3]);
    assert.deepEqual(configuration, { customDomainUrl: "a.example" });
    await backend.close();
  });

  it("says which services these are: the file, or host and subscription", async () => {
    const path = file("identity.db");
    const emulator = await openBackend(
      settings(`emulator:${path}?operationMs=1`),
      new ManualClock(),
    );
    assert.equal(emulator.identity, `emulator:${path}`);
    await emulator.close();
    const network = await openBackend(settings("https://management.example/"), new ManualClock());
    assert.equal(
      network.identity,
      "https://management.example/11111111-2222-3333-4444-555555555555",
    );
    await network.close();
  });

  it("says whether the file is new, and makes none as long as nothing is changed", async () => {
    const path = file("misspelt.db");
    const clock = new ManualClock();
    const backend = await openBackend(settings(`emulator:${path}?operationMs=0`), clock);
    assert.equal(backend.isNewFile, true);
    assert.deepEqual(await backend.client.list(), []);
    assert.equal(await backend.client.read(ORDERS), null);
    assert.equal(await backend.client.readContainer("integration"), null);
    assert.equal(await backend.client.isNameAvailable(ORDERS), true);
    assert.equal(
      await backend.client.findBackup(ORDERS, { name: "nightly-1", store: "AccountName=a" }),
      null,
    );
    assert.equal(existsSync(path), false);
    const body = { edition: "Basic", configuration: {} } as const;
    await backend.client.send({
      operation: "Create",
      service: ORDERS,
      region: "West Europe",
      body,
    });
    assert.equal(existsSync(path), true);
    assert.equal((await backend.client.list())[0]?.services[0]?.serviceName, "orders");
    assert.equal(backend.isNewFile, true, "as it was when it was opened");
    await backend.close();
    const again = await openBackend(settings(`emulator:${path}`), clock);
    assert.equal(again.isNewFile, false);
    await again.close();
  });

  it("sees a file that another process has made since", async () => {
    const endpoint = `emulator:${file("later.db")}?operationMs=0`;
    const [first, second] = [
      await openBackend(settings(endpoint), new ManualClock()),
      await openBackend(settings(endpoint), new ManualClock()),
    ];
    assert.deepEqual(await first.client.list(), []);
    await second.client.send({
      operation: "Create",
      service: ORDERS,
      body: { edition: "Basic", configuration: {} },
    });
    assert.equal((await first.client.read(ORDERS))?.state, "Active");
    await first.close();
    await second.close();
  });

  it("is no new file on the network", async () => {
    const network = await openBackend(settings("https://management.example/"), new ManualClock());
    assert.equal(network.isNewFile, false);
    await network.close();
  });

  it("refuses a file that could not be made, before anything is asked", async () => {
    const path = file("missing/biztalk.db");
    const { code, message } = await rejection(
      openBackend(settings(`emulator:${path}`), new ManualClock()),
    );
    assert.equal(code, "invalid-input");
    assert.ok(message.includes(path), message);
    assert.match(message, /Give a path in a folder that exists and can be written\.$/);
  });

  it("refuses an endpoint that is not understood, and a file that is not the emulator's", async () => {
    writeFileSync(file("notes.txt"), "remember the milk\n".repeat(100));
    const endpoints = ["garbage", "http://management.example", `emulator:${file("notes.txt")}`];
    for (const endpoint of endpoints) {
      const { code, message } = await rejection(openBackend(settings(endpoint), new ManualClock()));
      assert.equal(code, "invalid-input");
      assert.ok(message.includes(endpoint.replace("emulator:", "")), message);
    }
  });
});
