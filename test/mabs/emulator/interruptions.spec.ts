import assert from "node:assert/strict";
import { createEmulator, openStore, VirtualClock } from "../../../provider/emulator/index.js";
import { emulatedServices } from "../../../provider/mabs/emulator/index.js";
import { resourceXml, sendOperation, update } from "../../support/operations.js";
import {
  emulatorFor,
  OPERATION_MS,
  passThroughOf,
  pathOf,
  startEmulator,
  SUBSCRIPTION,
  type Answer,
} from "../../support/start-emulator.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { ManualClock } from "../../support/manual-clock.js";

interface Logged {
  readonly kind: string;
  readonly operation: string | null;
  readonly status: number;
  readonly fault: string | null;
}

describe("faults that cut, hold back and stall", () => {
  const emulator = emulatorFor();
  const set = (fault: unknown): Promise<unknown> => emulator().control("POST", "faults", fault);
  const logged = async (operation: string): Promise<Logged[]> =>
    ((await emulator().control("GET", "log")).body as Logged[]).filter(
      (entry) => entry.kind === "request" && entry.operation === operation,
    );

  beforeEach(async () => {
    await emulator().control("POST", "reset");
    await emulator().place("orders", "Active");
  });

  it("drop-before: no answer, no effect, the ETag as it was; status 0 in the log; once", async () => {
    const etag = (await emulator().view("orders"))?.etag;
    await set({ operation: "Stop", effect: "drop-before" });
    await assert.rejects(sendOperation(emulator(), "orders", "Stop", "*"));
    const { state, etag: after } = (await emulator().view("orders")) ?? {};
    assert.deepEqual([state, after], ["Active", etag]);
    assert.deepEqual(
      (await logged("Stop")).map(({ status, fault }) => [status, fault]),
      [[0, "drop-before"]],
    );
    assert.equal((await sendOperation(emulator(), "orders", "Stop", "*")).status, 202);
  });

  it("drop-after: no answer, and the operation is under way", async () => {
    await set({ operation: "Stop", effect: "drop-after" });
    await assert.rejects(sendOperation(emulator(), "orders", "Stop", "*"));
    assert.equal((await emulator().view("orders"))?.state, "Stopping");
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.state, "Stopped");
    assert.deepEqual(
      (await logged("Stop")).map(({ status, fault }) => [status, fault]),
      [[202, "drop-after"]],
    );
  });

  it("drop-after and delay fire where the request is refused for its body, too", async () => {
    await set({ operation: "Backup", effect: "drop-after" });
    const broken = (): Promise<Answer> =>
      emulator().manage("POST", `${passThroughOf("orders")}?comp=backup`, { body: "<no" });
    await assert.rejects(broken());
    assert.deepEqual(
      (await logged("Backup")).map(({ status, fault }) => [status, fault]),
      [[400, "drop-after"]],
    );
    assert.equal((await broken()).status, 400);
  });

  for (const effect of ["fail", "stall"]) {
    it(`${effect} is not taken for a request that starts nothing`, async () => {
      for (const operation of ["List", "Get", "Poll", "Check Name", "Get Backup"]) {
        const answer = await emulator().control("POST", "faults", { operation, effect });
        assert.equal(answer.status, 400, operation);
        assert.match(JSON.stringify(answer.body), /takes reject, drop-before, drop-after, delay/);
      }
    });
  }

  it("two for one occurrence fire one after the other", async () => {
    for (const status of [503, 429]) await set({ operation: "Stop", effect: "reject", status });
    const statuses = [];
    for (let sent = 0; sent < 3; sent++)
      statuses.push((await sendOperation(emulator(), "orders", "Stop", "*")).status);
    assert.deepEqual(statuses, [503, 429, 202]);
  });

  it("cut a read as well, at its occurrence", async () => {
    await set({ operation: "Get", effect: "drop-before", occurrence: 2 });
    assert.equal((await emulator().manage("GET", passThroughOf("orders"))).status, 200);
    await assert.rejects(emulator().manage("GET", passThroughOf("orders")));
    assert.equal((await emulator().manage("GET", passThroughOf("orders"))).status, 200);
  });

  it("delay: the answer comes that much later by the clock, and nothing else changes", async () => {
    await set({ operation: "Stop", effect: "delay", delayMs: 7_000 });
    assert.equal((await sendOperation(emulator(), "orders", "Stop", "*")).status, 202);
    assert.deepEqual(emulator().clock.sleeps, [7_000]);
  });

  it("stall: accepted, and never over; a Delete overtakes it", async () => {
    await set({ operation: "Restart", effect: "stall" });
    const answer = await sendOperation(emulator(), "orders", "Restart", "*");
    emulator().clock.advance(365 * 24 * 3_600_000);
    assert.equal((await emulator().view("orders"))?.state, "Restarting");
    assert.equal((await emulator().poll("orders", answer)).result, "InProgress");
    assert.equal((await emulator().manage("DELETE", pathOf("orders"))).status, 202);
    emulator().clock.advance(OPERATION_MS);
    assert.equal(await emulator().view("orders"), undefined);
  });

  it("stall is never over by waiting, whatever else ends meanwhile; the control plane ends it", async () => {
    await emulator().place("invoices", "Active");
    await set({ operation: "Stop", service: "orders", effect: "stall" });
    const stalled = await sendOperation(emulator(), "orders", "Stop", "*");
    await sendOperation(emulator(), "invoices", "Stop", "*");
    emulator().clock.advance(86_400_000);
    assert.equal((await emulator().view("invoices"))?.state, "Stopped");
    assert.equal((await emulator().view("orders"))?.state, "Stopping");
    for (const operation of ["Start", "Stop", "Restart", "Scale", "Backup"] as const) {
      assert.equal(
        (await sendOperation(emulator(), "orders", operation, "*")).status,
        409,
        operation,
      );
    }
    await emulator().place("orders", "Stopped");
    assert.equal((await emulator().poll("orders", stalled)).result, "Failed");
    assert.equal((await sendOperation(emulator(), "orders", "Start", "*")).status, 202);
  });

  it("stall holds the second part of a combined PUT when that is named, the first being done", async () => {
    await set({ operation: "Update Configuration", effect: "stall" });
    const settings = "<UnitCount>4</UnitCount><CustomDomainUrl>a.example</CustomDomainUrl>";
    const answer = await update(emulator(), "orders", settings, "*");
    assert.equal(answer.status, 202);
    emulator().clock.advance(86_400_000);
    const { state, units, configuration } = (await emulator().view("orders")) ?? {};
    assert.deepEqual([state, units, configuration], ["Updating", 4, {}]);
    assert.equal((await emulator().poll("orders", answer)).result, "InProgress");
  });

  it("stall holds a Create and a Delete too; a Delete overtakes either, and a poll says that the first has failed", async () => {
    await set({ operation: "Create", effect: "stall" });
    await set({ operation: "Delete", effect: "stall" });
    const body = resourceXml("<Edition>basic</Edition>");
    const create = await emulator().manage("PUT", pathOf("invoices"), { body });
    emulator().clock.advance(86_400_000);
    assert.equal((await emulator().view("invoices"))?.state, "Creating");
    const first = await emulator().manage("DELETE", pathOf("invoices"));
    emulator().clock.advance(86_400_000);
    assert.equal((await emulator().view("invoices"))?.state, "Deleting");
    const second = await emulator().manage("DELETE", pathOf("invoices"));
    emulator().clock.advance(OPERATION_MS);
    assert.equal(await emulator().view("invoices"), undefined);
    const results = [];
    for (const answer of [create, first, second])
      results.push((await emulator().poll("invoices", answer)).result);
    assert.deepEqual(results, ["Failed", "Failed", "Succeeded"]);
  });

  it("stall is accepted like any operation: 202, and no fault of the request in the log", async () => {
    await set({ operation: "Stop", effect: "stall" });
    assert.equal((await sendOperation(emulator(), "orders", "Stop", "*")).status, 202);
    assert.deepEqual(
      (await logged("Stop")).map(({ status, fault }) => [status, fault]),
      [[202, null]],
    );
  });

  const reads: readonly (readonly [string, () => Promise<Answer>])[] = [
    ["List", () => emulator().manage("GET", `${SUBSCRIPTION}/cloudservices`)],
    ["Get", () => emulator().manage("GET", passThroughOf("orders"))],
    ["Poll", () => emulator().manage("GET", `${passThroughOf("orders")}?OperationStatus/124`)],
    [
      "Check Name",
      () =>
        emulator().manage(
          "POST",
          `${SUBSCRIPTION}/cloudservices/c/resources/biztalkservices/biztalk?op=checknameavailability&resourceName=orders`,
        ),
    ],
    [
      "Get Backup",
      () =>
        emulator().manage(
          "POST",
          `${SUBSCRIPTION}/cloudservices/c/resources/biztalkservices/biztalk?op=getbackup`,
          {
            body: "<ServiceBackupSettings/>",
          },
        ),
    ],
  ];
  for (const [operation, send] of reads) {
    for (const effect of ["drop-before", "drop-after"] as const) {
      it(`${effect} cuts ${operation} at its second occurrence, once, and nothing changes`, async () => {
        const etag = (await emulator().view("orders"))?.etag;
        await set({ operation, effect, occurrence: 2 });
        const { status } = await send();
        await assert.rejects(send());
        assert.equal((await send()).status, status);
        assert.equal((await emulator().view("orders"))?.etag, etag);
        const log = (await emulator().control("GET", "log")).body as Logged[];
        assert.deepEqual(
          log.filter(({ kind }) => kind === "request").map((entry) => [entry.status, entry.fault]),
          [
            [status, null],
            [effect === "drop-before" ? 0 : status, effect],
            [status, null],
          ],
        );
      });
    }

    it(`delay holds ${operation} back, by a second unless it says how long`, async () => {
      const before = emulator().clock.sleeps.length;
      await set({ operation, effect: "delay" });
      const { status } = await send();
      assert.equal((await send()).status, status);
      assert.deepEqual(emulator().clock.sleeps.slice(before), [1_000]);
    });
  }

  it("count what they name: that operation, that service in any letter case, at that occurrence", async () => {
    await emulator().place("invoices", "Active");
    await set({ operation: "Restart", service: "ORDERS", occurrence: 2, effect: "drop-before" });
    const restart = async (name: string): Promise<number> => {
      const { status } = await sendOperation(emulator(), name, "Restart", "*");
      emulator().clock.advance(OPERATION_MS);
      return status;
    };
    assert.equal(await restart("invoices"), 202);
    assert.equal(await restart("invoices"), 202);
    await emulator().manage("GET", passThroughOf("orders"));
    assert.equal(await restart("orders"), 202);
    await assert.rejects(restart("orders"));
    assert.equal(await restart("orders"), 202);
  });

  it("drop-before of a create leaves nothing, neither service nor container", async () => {
    await emulator().control("POST", "reset");
    await set({ operation: "Create", effect: "drop-before" });
    const body = resourceXml("<Edition>basic</Edition>");
    await assert.rejects(emulator().manage("PUT", pathOf("orders"), { body }));
    assert.doesNotMatch(
      (await emulator().manage("GET", `${SUBSCRIPTION}/cloudservices`)).body,
      /integration/,
    );
    assert.equal((await emulator().manage("PUT", pathOf("orders"), { body })).status, 202);
  });

  it("drop-after of a create, an update and a Delete took effect", async () => {
    for (const operation of ["Create", "Scale", "Delete"])
      await set({ operation, effect: "drop-after" });
    const body = resourceXml("<Edition>basic</Edition>");
    await assert.rejects(emulator().manage("PUT", pathOf("invoices"), { body }));
    assert.equal((await emulator().view("invoices"))?.state, "Creating");
    const etag = (await emulator().view("orders"))?.etag;
    await assert.rejects(sendOperation(emulator(), "orders", "Scale", "*"));
    assert.notEqual((await emulator().view("orders"))?.etag, etag);
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.units, 4);
    await assert.rejects(emulator().manage("DELETE", pathOf("orders")));
    emulator().clock.advance(OPERATION_MS);
    assert.equal(await emulator().view("orders"), undefined);
  });

  it("drop-after of what is refused anyway leaves everything as it was, and the log knows the status", async () => {
    const etag = (await emulator().view("orders"))?.etag;
    await set({ operation: "Resume", effect: "drop-after" });
    await assert.rejects(sendOperation(emulator(), "orders", "Resume", "*"));
    assert.equal((await emulator().view("orders"))?.etag, etag);
    assert.deepEqual(
      (await logged("Resume")).map(({ status, fault }) => [status, fault]),
      [[409, "drop-after"]],
    );
  });

  it("go together: the answer of an operation is cut, and the operation fails", async () => {
    await set({ operation: "Stop", effect: "drop-after" });
    await set({ operation: "Stop", effect: "fail" });
    await assert.rejects(sendOperation(emulator(), "orders", "Stop", "*"));
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.state, "StopFailed");
  });

  it("delay of an operation: the operation began before the wait, and ends by its own time", async () => {
    await set({ operation: "Stop", effect: "delay", delayMs: OPERATION_MS });
    assert.equal((await sendOperation(emulator(), "orders", "Stop", "*")).status, 202);
    assert.equal((await emulator().view("orders"))?.state, "Stopped");
    assert.deepEqual(
      (await logged("Stop")).map(({ status, fault }) => [status, fault]),
      [[202, "delay"]],
    );
  });

  for (const fault of [
    { operation: "Stop", effect: "delay", delayMs: -1 },
    { operation: "Stop", effect: "delay", delayMs: "long" },
    { operation: "Stop", effect: "drop" },
  ]) {
    it(`are refused as ${JSON.stringify(fault)}: 400`, async () => {
      const answer = (await set(fault)) as { status: number; body: unknown };
      assert.equal(answer.status, 400);
      assert.match(
        JSON.stringify(answer.body),
        /delayMs|fail.*stall.*reject.*drop-before.*drop-after.*delay/,
      );
    });
  }

  it("cut a request in process with the same error", async () => {
    const inProcess = createEmulator({ products: [emulatedServices()] });
    const headers = { "content-type": "application/json", "x-ms-version": "2013-04-26" };
    const body = JSON.stringify({ operation: "List", effect: "drop-after" });
    await inProcess.request({ method: "POST", url: "/_emulator/faults", headers, body });
    const listed = inProcess.request({
      method: "GET",
      url: "/subscription/cloudservices",
      headers,
    });
    await assert.rejects(listed, { code: "ECONNRESET" });
    await inProcess.close();
  });
});

describe("faults in process", () => {
  const headers = { "content-type": "application/json", "x-ms-version": "2013-04-26" };
  const clock = new VirtualClock(Date.parse("2016-05-16T08:00:00.000Z"));
  const emulator = createEmulator({
    clock,
    products: [emulatedServices({ operationMs: OPERATION_MS })],
  });
  const ask = (method: string, url: string, body?: unknown) =>
    emulator.request({
      method,
      url,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const stateOf = async (): Promise<string | undefined> =>
    (JSON.parse((await ask("GET", "/_emulator/services")).body) as { state: string }[])[0]?.state;
  const stop = (): ReturnType<typeof ask> => ask("POST", `${passThroughOf("orders")}?comp=stop`);

  beforeEach(async () => {
    await ask("POST", "/_emulator/reset");
    await ask("PUT", "/_emulator/services/integration/orders", { state: "Active" });
  });
  after(() => emulator.close());

  for (const [effect, state] of [
    ["drop-before", "Active"],
    ["drop-after", "Stopping"],
  ] as const) {
    it(`${effect} rejects with ECONNRESET, and the service is ${state}; what comes after is answered`, async () => {
      await ask("POST", "/_emulator/faults", { operation: "Stop", effect });
      await assert.rejects(stop(), { code: "ECONNRESET" });
      assert.equal(await stateOf(), state);
      assert.equal((await ask("GET", passThroughOf("orders"))).status, 200);
    });
  }

  it("delay waits by the clock that the emulator was given", async () => {
    await ask("POST", "/_emulator/faults", { operation: "Get", effect: "delay", delayMs: 60_000 });
    let answered = false;
    const reading = ask("GET", passThroughOf("orders")).then(({ status }) => {
      answered = true;
      return status;
    });
    clock.advance(0);
    await ask("GET", "/_emulator/health");
    await ask("POST", "/_emulator/clock", { advanceMs: 59_999 });
    assert.equal(answered, false);
    await ask("POST", "/_emulator/clock", { advanceMs: 1 });
    assert.equal(await reading, 200);
  });

  it("stall never ends, and a Delete overtakes it", async () => {
    await ask("POST", "/_emulator/faults", { operation: "Stop", effect: "stall" });
    assert.equal((await stop()).status, 202);
    clock.advance(365 * 86_400_000);
    assert.equal(await stateOf(), "Stopping");
    assert.equal((await ask("DELETE", pathOf("orders"))).status, 202);
    clock.advance(OPERATION_MS);
    assert.equal(await stateOf(), undefined);
  });
});

describe("a stalled operation", () => {
  const file = temporaryFolder();

  it("is stalled in the file as well: it does not end in another process", async () => {
    const path = file("stalled.db");
    const first = await startEmulator({ store: openStore(path) });
    await first.place("orders", "Active");
    await first.control("POST", "faults", { operation: "Stop", effect: "stall" });
    const answer = await sendOperation(first, "orders", "Stop", "*");
    await first.close();
    const clock = new ManualClock();
    clock.advance(365 * 86_400_000);
    const second = await startEmulator({ store: openStore(path) }, clock);
    assert.equal((await second.view("orders"))?.state, "Stopping");
    assert.equal((await second.poll("orders", answer)).result, "InProgress");
    await second.close();
  });
});
