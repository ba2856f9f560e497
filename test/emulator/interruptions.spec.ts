import assert from "node:assert/strict";
import { createEmulator, VirtualClock } from "../../provider/emulator/index.js";
import { sendOperation } from "../support/operations.js";
import { emulatorFor, OPERATION_MS, passThroughOf, pathOf } from "../support/start-emulator.js";

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

  it("cut a request in process with the same error", async () => {
    const inProcess = createEmulator();
    const headers = { "content-type": "application/json", "x-ms-version": "2013-04-26" };
    const body = JSON.stringify({ operation: "List", effect: "drop-after" });
    await inProcess.request({ method: "POST", url: "/_emulator/faults", headers, body });
    const listed = inProcess.request({ method: "GET", url: "/subscription/cloudservices", headers });
    await assert.rejects(listed, { code: "ECONNRESET" });
    await inProcess.close();
  });
});

describe("the virtual clock", () => {
  const startsAt = Date.parse("2016-05-16T08:00:00.000Z");
  const headers = { "content-type": "application/json", "x-ms-version": "2013-04-26" };

  it("moves only when it is told to, and ends what has become due", async () => {
    const emulator = createEmulator({ clock: new VirtualClock(startsAt), operationMs: 1_000 });
    const ask = async (method: string, url: string, body?: unknown): Promise<{ status: number; body: string }> =>
      emulator.request({ method, url, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    await ask("PUT", "/_emulator/services/integration/orders", { state: "Active" });
    await ask("POST", `${passThroughOf("orders")}?comp=stop`);
    const state = async (): Promise<string> =>
      (JSON.parse((await ask("GET", "/_emulator/services")).body) as { state: string }[])[0]?.state ?? "";
    await ask("POST", "/_emulator/clock", { advanceMs: 999 });
    assert.equal(await state(), "Stopping");
    const moved = await ask("POST", "/_emulator/clock", { advanceMs: 1 });
    assert.deepEqual([moved.status, JSON.parse(moved.body)], [200, { now: "2016-05-16T08:00:01.000Z" }]);
    assert.equal(await state(), "Stopped");
    const { body } = await ask("GET", "/_emulator/health");
    assert.equal((JSON.parse(body) as { now: string }).now, "2016-05-16T08:00:01.000Z");
    await emulator.close();
  });

  it("wakes who sleeps until then, earliest first", async () => {
    const clock = new VirtualClock(startsAt);
    const woken: string[] = [];
    const sleeps = [clock.sleep(20).then(() => woken.push("second")), clock.sleep(10).then(() => woken.push("first"))];
    clock.advance(5);
    await Promise.resolve();
    assert.deepEqual(woken, []);
    clock.advance(15);
    await Promise.all(sleeps);
    assert.deepEqual(woken, ["first", "second"]);
  });

  it("is refused in words where the clock is real", async () => {
    const emulator = createEmulator();
    const body = JSON.stringify({ advanceMs: 1 });
    const answer = await emulator.request({ method: "POST", url: "/_emulator/clock", headers, body });
    assert.equal(answer.status, 409);
    assert.match(answer.body, /the clock is real: start the emulator with --clock virtual/);
    await emulator.close();
  });
});
