import assert from "node:assert/strict";
import { resourceXml } from "../../support/operations.js";
import {
  CONTAINER,
  emulatorFor,
  OPERATION_MS,
  passThroughOf,
  pathOf,
  type Answer,
} from "../../support/start-emulator.js";
import { PFX, PFX_PASSWORD } from "../../support/service-certificates.js";
import { xmlText } from "../../support/xml-text.js";

const schedule = (frequency: string, retention: string): string =>
  `<BackupSchedule><StoreConnectionString>AccountName=a</StoreConnectionString><FrequencyDays>${frequency}</FrequencyDays><RetentionDays>${retention}</RetentionDays></BackupSchedule>`;

const CERTIFICATE = "<ServiceCertificate><Data>MIIK</Data></ServiceCertificate>";
const certificate = (data: string, password = PFX_PASSWORD): string =>
  `<ServiceCertificate><Data>${data}</Data><Password>${password}</Password></ServiceCertificate>`;
const ARCHIVES = "<ArchivingStoreConnectionString>AccountName=a</ArchivingStoreConnectionString>";
const tracking = (database: string, user = "a"): string =>
  `<TrackingStoreConnectionString>Data Source=tcp:sql.contoso.com;Initial Catalog=${database};User ID=${user}</TrackingStoreConnectionString>`;

describe("values that the management API does not accept", () => {
  const emulator = emulatorFor();

  const BAD = [
    ["units in another base", "<Edition>basic</Edition><UnitCount>0x2</UnitCount>"],
    ["units with an exponent", "<Edition>basic</Edition><UnitCount>1e0</UnitCount>"],
    ["units with a fraction", "<Edition>basic</Edition><UnitCount>2.0</UnitCount>"],
    ["units that are infinite", "<Edition>basic</Edition><UnitCount>Infinity</UnitCount>"],
    ["a retention as long as the interval", `<Edition>basic</Edition>${schedule("7", "7")}`],
    ["an interval of no day", `<Edition>basic</Edition>${schedule("0", "7")}`],
    ["an interval that is no number", `<Edition>basic</Edition>${schedule("daily", "7")}`],
    ["a certificate without its password", `<Edition>basic</Edition>${CERTIFICATE}`],
    [
      "a password that does not open the certificate",
      `<Edition>basic</Edition>${certificate(PFX.own, "open-it")}`,
    ],
    ["a certificate for clients", `<Edition>basic</Edition>${certificate(PFX.client)}`],
    ["a certificate for another name", `<Edition>basic</Edition>${certificate(PFX.domain)}`],
    ["archives on Basic", `<Edition>basic</Edition>${ARCHIVES}`],
    ["archives on Standard", `<Edition>standard</Edition>${ARCHIVES}`],
    ["archives on Free", `<Edition>free</Edition>${ARCHIVES}`],
    ["a tracking database on Free", `<Edition>free</Edition>${tracking("one")}`],
  ] as const;

  for (const [what, settings] of BAD) {
    it(`are refused, and nothing is made: ${what}`, async () => {
      const body = resourceXml(settings);
      const answer = await emulator().manage("PUT", pathOf("orders"), { body });
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [400, "BadRequest"]);
      assert.equal(await emulator().view("orders"), undefined);
    });
  }

  it("are no certificates for the service: its own name, a domain of its own, what cannot be opened", async () => {
    const domain = "<CustomDomainUrl>orders.example.com</CustomDomainUrl>";
    const accepted = [certificate(PFX.own), domain + certificate(PFX.domain), certificate("MIIK")];
    for (const settings of accepted) {
      await emulator().control("POST", "reset");
      const body = resourceXml(`<Edition>basic</Edition>${settings}`);
      const { status } = await emulator().manage("PUT", pathOf("orders"), { body });
      assert.equal(status, 202);
    }
  });

  it("are refused in an update, too, and nothing changes: a schedule, another service version, a certificate", async () => {
    const etag = await emulator().place("orders", "Active");
    const version = "<ServiceVersion>2.0.0</ServiceVersion>";
    for (const settings of [schedule("7", "3"), version, certificate(PFX.domain)]) {
      const body = resourceXml(settings);
      const headers = { "if-match": etag };
      const answer = await emulator().manage("PUT", pathOf("orders"), { body, headers });
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [400, "BadRequest"]);
      assert.equal((await emulator().view("orders"))?.etag, etag);
    }
  });

  it("are no backup's name that ends in a hyphen", async () => {
    await emulator().place("orders", "Active");
    const body =
      "<ServiceBackupSettings><BackupStoreConnectionString>AccountName=a</BackupStoreConnectionString><BackupName>abc-</BackupName></ServiceBackupSettings>";
    const path = `${passThroughOf("orders")}?comp=backup`;
    assert.equal((await emulator().manage("POST", path, { body })).status, 400);
  });
});

describe("settings that an edition has", () => {
  const emulator = emulatorFor();

  for (const [edition, settings] of [
    ["developer", ARCHIVES],
    ["premium", ARCHIVES],
    ["developer", tracking("one")],
    ["basic", tracking("one")],
  ] as const) {
    it(`are accepted: ${settings.slice(1, 9)} on ${edition}`, async () => {
      await emulator().control("POST", "reset");
      const body = resourceXml(`<Edition>${edition}</Edition>${settings}`);
      assert.equal((await emulator().manage("PUT", pathOf("orders"), { body })).status, 202);
    });
  }
});

describe("a tracking database", () => {
  const emulator = emulatorFor();
  const create = (name: string, settings: string): Promise<Answer> =>
    emulator().manage("PUT", pathOf(name), {
      body: resourceXml(`<Edition>basic</Edition>${settings}`),
    });

  it("belongs to one service, whatever else the connection strings say", async () => {
    assert.equal((await create("orders", tracking("one"))).status, 202);
    const second = await create("billing", tracking("ONE", "somebody"));
    assert.deepEqual([second.status, xmlText(second.body, "Code")], [409, "ConflictError"]);
    assert.equal(await emulator().view("billing"), undefined);
    assert.equal((await create("billing", tracking("two"))).status, 202);
    emulator().clock.advance(OPERATION_MS);
    const etag = (await emulator().view("billing"))?.etag ?? "";
    const update = (settings: string): Promise<Answer> =>
      emulator().manage("PUT", pathOf("billing"), {
        body: resourceXml(settings),
        headers: { "if-match": etag },
      });
    assert.equal((await update(tracking("one"))).status, 409);
    assert.equal((await update(tracking("two"))).status, 202, "its own is its own");
  });
});

describe("a container", () => {
  const emulator = emulatorFor();

  it("keeps its label and its description", async () => {
    const body =
      "<CloudService><Label>Orders</Label><Description>of the north</Description><GeoRegion>North Europe</GeoRegion></CloudService>";
    assert.equal((await emulator().manage("PUT", CONTAINER, { body })).status, 202);
    const read = (await emulator().manage("GET", CONTAINER)).body;
    assert.deepEqual(
      [xmlText(read, "Label"), xmlText(read, "Description"), xmlText(read, "GeoRegion")],
      ["Orders", "of the north", "North Europe"],
    );
  });
});

describe("the control plane", () => {
  const emulator = emulatorFor();

  const BAD = [
    ["services/integration/orders", { region: "a\u0001b" }],
    ["services/integration/orders", { version: "1\u0000" }],
    ["services/integration/orders", { configuration: { customDomainUrl: "a\u0008" } }],
    ["services/integration/orders", { configuration: { customDomainUrl: 7 } }],
    ["services/integration/orders", { configuration: { backupSchedule: { frequencyDays: "7" } } }],
    ["services/integration/orders", { configuration: { backupSchedule: { keepAtLeastOne: 1 } } }],
    ["services/integration/a%01", {}],
    ["services/inte%0Bgration/orders", {}],
    ["backups/nightly", { account: "a\u0002" }],
  ] as const;

  for (const [path, body] of BAD) {
    it(`takes nothing that the API could not show: ${path} ${JSON.stringify(body)}`, async () => {
      const answer = await emulator().control("PUT", path, body);
      assert.equal(answer.status, 400, JSON.stringify(answer.body));
      assert.deepEqual((await emulator().control("GET", "services")).body, []);
    });
  }

  it("holds no answer back for longer than a day", async () => {
    const fault = { operation: "List", effect: "delay", delayMs: 86_400_001 };
    assert.equal((await emulator().control("POST", "faults", fault)).status, 400);
  });

  for (const [status, code] of [
    [400, "BadRequest"],
    [403, "AuthenticationFailed"],
    [404, "ResourceNotFound"],
    [418, "BadRequest"],
    [429, "TooManyRequests"],
    [500, "InternalError"],
    [503, "ServerBusy"],
    [599, "InternalError"],
  ] as const) {
    it(`has a reject with ${status} say ${code}`, async () => {
      await emulator().control("POST", "faults", { operation: "Get", effect: "reject", status });
      const answer = await emulator().manage("GET", passThroughOf("orders"));
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [status, code]);
    });
  }
});
