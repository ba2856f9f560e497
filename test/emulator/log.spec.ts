import assert from "node:assert/strict";
import { resourceXml, sendOperation, update } from "../support/operations.js";
import {
  emulatorFor,
  OPERATION_MS,
  passThroughOf,
  pathOf,
  SUBSCRIPTION,
} from "../support/start-emulator.js";

interface Line {
  readonly kind: "request" | "transition";
  readonly at: string;
  readonly operation: string | null;
  readonly service: string | null;
  readonly from?: string;
  readonly to?: string;
  readonly status?: number;
  readonly clientRequestId?: string | null;
  readonly fault?: string | null;
}

describe("GET /_emulator/log", () => {
  const emulator = emulatorFor();
  const log = async (): Promise<readonly Line[]> =>
    (await emulator().control("GET", "log")).body as readonly Line[];
  const brief = ({ kind, operation, from, to, status }: Line): string =>
    kind === "request" ? `${operation ?? "-"} ${status ?? 0}` : `${from ?? ""}>${to ?? ""}`;

  beforeEach(() => emulator().control("POST", "reset"));

  it("has each request and each transition, in order", async () => {
    await emulator().place("orders", "Stopped");
    await sendOperation(emulator(), "orders", "Stop", "*");
    await sendOperation(emulator(), "orders", "Start", "*");
    await emulator().manage("GET", passThroughOf("orders"));
    emulator().clock.advance(OPERATION_MS);
    await emulator().manage("GET", `${SUBSCRIPTION}/cloudservices`);
    await sendOperation(emulator(), "orders", "Delete", "*");
    emulator().clock.advance(OPERATION_MS);
    const lines = (await log()).map(brief);
    // Of one moment, request and transition may come in either order.
    assert.deepEqual(
      lines.filter((line) => !line.includes(">")),
      ["Stop 409", "Start 202", "Get 200", "List 200", "Delete 202"],
    );
    assert.deepEqual(
      lines.filter((line) => line.includes(">")),
      [
        "absent>Stopped",
        "Stopped>Starting",
        "Starting>Active",
        "Active>Deleting",
        "Deleting>absent",
      ],
    );
    assert.ok(lines.indexOf("Get 200") < lines.indexOf("Starting>Active"));
    assert.ok(lines.indexOf("Starting>Active") < lines.indexOf("List 200"));
  });

  it("has times that never go back, also for what nobody looked at when it happened", async () => {
    await emulator().place("orders", "Active");
    await emulator().place("invoices", "Active");
    // Ends after two times OPERATION_MS, with a stage in between; the other ends later than that stage.
    await update(
      emulator(),
      "orders",
      "<UnitCount>4</UnitCount><CustomDomainUrl>a.b</CustomDomainUrl>",
      "*",
    );
    emulator().clock.advance(OPERATION_MS / 2);
    await sendOperation(emulator(), "invoices", "Restart", "*");
    emulator().clock.advance(1);
    await emulator().place("payments", "Active");
    emulator().clock.advance(OPERATION_MS * 3);
    const times = (await log()).map(({ at }) => at);
    assert.equal(times.length, 10);
    assert.deepEqual(times, [...times].sort());
  });

  it("stamps a transition with the time at which it happened", async () => {
    await emulator().place("orders", "Active");
    await sendOperation(emulator(), "orders", "Stop", "*");
    const ends = new Date(emulator().clock.now() + OPERATION_MS).toISOString();
    emulator().clock.advance(86_400_000);
    const last = (await log()).at(-1);
    assert.deepEqual([last?.to, last?.at], ["Stopped", ends]);
  });

  it("names the caller's correlation id", async () => {
    await emulator().manage("GET", passThroughOf("orders"), {
      headers: { "x-ms-client-request-id": "run-7" },
    });
    assert.equal((await log()).at(-1)?.clientRequestId, "run-7");
  });

  it("says which fault met a request, and null for every other", async () => {
    await emulator().place("orders", "Active");
    await emulator().control("POST", "faults", {
      operation: "Stop",
      effect: "reject",
      status: 429,
    });
    await sendOperation(emulator(), "orders", "Stop", "*");
    await sendOperation(emulator(), "orders", "Stop", "*");
    const requests = (await log()).filter(({ kind }) => kind === "request");
    assert.deepEqual(
      requests.map(({ status, fault }) => [status, fault]),
      [
        [429, "reject"],
        [202, null],
      ],
    );
  });

  it("has requests that were refused before they meant anything", async () => {
    await emulator().manage("GET", `${SUBSCRIPTION}/cloudservices`, {
      headers: { "x-ms-version": "old" },
    });
    await emulator().manage("POST", `${passThroughOf("orders")}?comp=explode`);
    await emulator().manage("PUT", pathOf("orders"), { body: "<Resource" });
    assert.deepEqual(
      (await log()).map(({ status }) => status),
      [400, 400, 400],
    );
  });
});

describe("secrets", () => {
  const emulator = emulatorFor();
  const SECRET = "Zm9ydHktdHdv";

  it("are in no answer of the emulator, neither plane, whatever was done with them", async () => {
    const settings = [
      `<ServiceCertificate><Data>${SECRET}</Data><Password>${SECRET}</Password></ServiceCertificate>`,
      `<TrackingStoreConnectionString>${SECRET}</TrackingStoreConnectionString>`,
      `<MonitoringStoreConnectionString>${SECRET}</MonitoringStoreConnectionString>`,
      `<ArchivingStoreConnectionString>${SECRET}</ArchivingStoreConnectionString>`,
      `<AccessControl><IssuerKey>${SECRET}</IssuerKey></AccessControl>`,
      `<BackupSchedule><StoreConnectionString>${SECRET}</StoreConnectionString></BackupSchedule>`,
    ].join("");
    const body = resourceXml(`<Edition>premium</Edition>${settings}`);
    const backup = `<ServiceBackupSettings><BackupStoreConnectionString>${SECRET}</BackupStoreConnectionString><BackupName>abc</BackupName></ServiceBackupSettings>`;
    const answers = [await emulator().manage("PUT", pathOf("orders"), { body })];
    emulator().clock.advance(OPERATION_MS);
    answers.push(
      await emulator().manage("PUT", pathOf("orders"), {
        body: body.replace("<Edition>", "<Edition"),
        headers: { "if-match": "*" },
      }),
      await emulator().manage("POST", `${passThroughOf("orders")}?comp=backup`, {
        body: backup.replace("abc", "A"),
      }),
      await emulator().manage("POST", `${passThroughOf("orders")}?comp=backup`, { body: backup }),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      [202, 400, 400, 202],
    );
    emulator().clock.advance(OPERATION_MS);
    for (const path of [
      passThroughOf("orders"),
      `${SUBSCRIPTION}/cloudservices`,
      `${SUBSCRIPTION}/cloudservices/integration`,
    ]) {
      answers.push(await emulator().manage("GET", path));
    }
    const shown = [
      ...answers.map((answer) => answer.body),
      JSON.stringify((await emulator().control("GET", "services")).body),
      JSON.stringify((await emulator().control("GET", "log")).body),
    ];
    assert.equal(shown.length, 9);
    for (const text of shown) assert.ok(!text.includes(SECRET), text);
    assert.match(shown[7] ?? "", /"certificate\.data":"\*\*\*\*"/);
  });
});
