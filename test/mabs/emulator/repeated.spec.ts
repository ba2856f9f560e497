import assert from "node:assert/strict";
import { createEmulator } from "../../../provider/emulator/index.js";
import { emulatedServices } from "../../../provider/mabs/emulator/index.js";
import { ManualClock } from "../../support/manual-clock.js";
import { resourceXml, sendOperation } from "../../support/operations.js";
import {
  CONTAINER,
  emulatorFor,
  OPERATION_MS,
  passThroughOf,
  pathOf,
  SUBSCRIPTION,
  type Answer,
} from "../../support/start-emulator.js";
import { xmlText } from "../../support/xml-text.js";

type Line = Readonly<Record<string, unknown>>;

const PREMIUM = resourceXml("<Edition>premium</Edition>");
const QUESTION = `${CONTAINER}/resources/biztalkservices/biztalk`;

describe("the fault repeat", () => {
  const emulator = emulatorFor();
  const set = (fault: unknown): Promise<{ readonly status: number; readonly body: unknown }> =>
    emulator().control("POST", "faults", fault);
  const requests = async (): Promise<Line[]> =>
    ((await emulator().control("GET", "log")).body as Line[]).filter(
      ({ kind }) => kind === "request",
    );

  beforeEach(() => emulator().control("POST", "reset"));

  it("takes a request twice, answers with the second answer, and the log has both, the copy marked", async () => {
    await emulator().place("orders", "Active");
    await set({ operation: "Restart", effect: "repeat" });
    const headers = { "x-ms-client-request-id": "run-7" };
    const answer = await emulator().manage("POST", `${passThroughOf("orders")}?comp=restart`, {
      headers,
    });
    assert.deepEqual(
      [answer.status, xmlText(answer.body, "Message")],
      [409, "Operation not allowed"],
    );
    assert.deepEqual(
      (await requests()).map(({ operation, state, status, fault, repeated, clientRequestId }) => ({
        ...{ operation, state, status, fault, repeated, clientRequestId },
      })),
      [
        {
          ...{ operation: "Restart", state: "Active", status: 202, fault: "repeat" },
          ...{ repeated: undefined, clientRequestId: "run-7" },
        },
        {
          ...{ operation: "Restart", state: "Restarting", status: 409, fault: null },
          ...{ repeated: true, clientRequestId: "run-7" },
        },
      ],
    );
    emulator().clock.advance(OPERATION_MS);
    assert.equal(
      (await sendOperation(emulator(), "orders", "Restart", "*")).status,
      202,
      "it fires once",
    );
    assert.equal((await requests()).length, 3);
  });

  it("lets the copy arrive delayMs after the first: a Delete is answered 404, and the service is gone", async () => {
    await emulator().place("orders", "Active");
    await set({ operation: "Delete", effect: "repeat", delayMs: OPERATION_MS });
    const answer = await sendOperation(emulator(), "orders", "Delete", "*");
    assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [404, "ResourceNotFound"]);
    assert.equal(await emulator().view("orders"), undefined);
    assert.deepEqual(
      (await requests()).map(({ status, at }) => [status, at]),
      [
        [202, new Date(emulator().clock.now() - OPERATION_MS).toISOString()],
        [404, new Date(emulator().clock.now()).toISOString()],
      ],
    );
  });

  it("of a Create is answered 400, and the service is being made", async () => {
    await set({ operation: "Create", effect: "repeat" });
    const answer = await emulator().manage("PUT", pathOf("orders"), { body: PREMIUM });
    assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [400, "BadRequest"]);
    assert.equal((await emulator().view("orders"))?.state, "Creating");
  });

  it("of an update is 412 where If-Match names the version before", async () => {
    const etag = await emulator().place("orders", "Active", { units: 2 });
    await set({ operation: "Scale", effect: "repeat", delayMs: OPERATION_MS });
    assert.equal((await sendOperation(emulator(), "orders", "Scale", etag)).status, 412);
    assert.equal((await emulator().view("orders"))?.units, 4);
  });

  const send: readonly (readonly [string, string, () => Promise<Answer>])[] = [
    ["Create", "absent", () => emulator().manage("PUT", pathOf("orders"), { body: PREMIUM })],
    [
      "Restore",
      "absent",
      () =>
        emulator().manage("PUT", pathOf("orders"), {
          body: resourceXml(
            "<RestoreFrom><BackupStoreConnectionString>AccountName=a</BackupStoreConnectionString><BackupName>nightly-1</BackupName></RestoreFrom>",
          ),
        }),
    ],
    ["Start", "Stopped", () => sendOperation(emulator(), "orders", "Start", "*")],
    ["Stop", "Active", () => sendOperation(emulator(), "orders", "Stop", "*")],
    ["Restart", "Active", () => sendOperation(emulator(), "orders", "Restart", "*")],
    ["Suspend", "Active", () => sendOperation(emulator(), "orders", "Suspend", "*")],
    ["Resume", "Suspended", () => sendOperation(emulator(), "orders", "Resume", "*")],
    ["Delete", "Active", () => sendOperation(emulator(), "orders", "Delete", "*")],
    ["Scale", "Active", () => sendOperation(emulator(), "orders", "Scale", "*")],
    [
      "Update Configuration",
      "Active",
      () => sendOperation(emulator(), "orders", "Update Configuration", "*"),
    ],
    ["Backup", "Active", () => sendOperation(emulator(), "orders", "Backup", "*")],
    ["List", "Active", () => emulator().manage("GET", `${SUBSCRIPTION}/cloudservices`)],
    ["Get", "Active", () => emulator().manage("GET", passThroughOf("orders"))],
    [
      "Poll",
      "Active",
      () => emulator().manage("GET", `${passThroughOf("orders")}?OperationStatus/124`),
    ],
    [
      "Check Name",
      "Active",
      () => emulator().manage("POST", `${QUESTION}?op=checknameavailability&resourceName=orders`),
    ],
    [
      "Get Backup",
      "Active",
      () =>
        emulator().manage("POST", `${QUESTION}?op=getbackup`, { body: "<ServiceBackupSettings/>" }),
    ],
  ];
  for (const [operation, state, request] of send) {
    it(`reaches ${operation}`, async () => {
      await emulator().control("PUT", "backups/nightly-1", { account: "a" });
      if (state !== "absent") await emulator().place("orders", state, { units: 2 });
      assert.equal((await set({ operation, effect: "repeat" })).status, 201);
      const { status } = await request();
      assert.deepEqual(
        (await requests()).map(({ fault, repeated }) => [fault, repeated]),
        [
          ["repeat", undefined],
          [null, true],
        ],
      );
      assert.equal((await requests())[1]?.["status"], status);
    });
  }

  it("makes no third copy where a second one is set, which is for the next request", async () => {
    await emulator().place("orders", "Active");
    for (let faults = 0; faults < 2; faults += 1) await set({ operation: "Get", effect: "repeat" });
    for (const after of [2, 4, 5]) {
      await emulator().manage("GET", passThroughOf("orders"));
      assert.equal((await requests()).length, after);
    }
  });

  it("goes with other faults: the copy meets the next one, as any request does", async () => {
    await emulator().place("orders", "Active");
    await set({ operation: "Stop", effect: "repeat" });
    await set({ operation: "Stop", effect: "drop-after", occurrence: 2 });
    await assert.rejects(sendOperation(emulator(), "orders", "Stop", "*"));
    assert.deepEqual(
      (await requests()).map(({ fault, repeated, status }) => [fault, repeated, status]),
      [
        ["repeat", undefined, 202],
        ["drop-after", true, 409],
      ],
    );
  });

  it("is refused with a delay that is none: 400", async () => {
    const { status, body } = await set({ operation: "Stop", effect: "repeat", delayMs: -1 });
    assert.equal(status, 400);
    assert.match(JSON.stringify(body), /delayMs/);
  });

  it("works in process too", async () => {
    const inProcess = createEmulator({
      clock: new ManualClock(),
      products: [emulatedServices({ operationMs: OPERATION_MS })],
    });
    const headers = { "content-type": "application/json", "x-ms-version": "2013-04-26" };
    const body = JSON.stringify({ operation: "Create", effect: "repeat" });
    await inProcess.request({ method: "POST", url: "/_emulator/faults", headers, body });
    const created = await inProcess.request({
      method: "PUT",
      url: pathOf("orders"),
      headers,
      body: PREMIUM,
    });
    assert.equal(created.status, 400);
    const log = await inProcess.request({ method: "GET", url: "/_emulator/log", headers });
    const lines = (JSON.parse(log.body) as Line[]).filter(({ kind }) => kind === "request");
    assert.deepEqual(
      lines.map(({ status, repeated }) => [status, repeated]),
      [
        [202, undefined],
        [400, true],
      ],
    );
    await inProcess.close();
  });
});
