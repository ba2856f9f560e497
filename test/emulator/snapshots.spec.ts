import assert from "node:assert/strict";
import { openStore } from "../../provider/emulator/index.js";
import {
  emulatorFor,
  OPERATION_MS,
  passThroughOf,
  startEmulator,
} from "../support/start-emulator.js";
import { temporaryFolder } from "../support/temporary-folder.js";

describe("snapshots of the whole state", () => {
  const emulator = emulatorFor();
  const file = temporaryFolder();
  const take = async (name: string): Promise<void> => {
    assert.equal((await emulator().control("POST", "snapshots", { name })).status, 201);
  };
  const restore = (name: string) => emulator().control("POST", `snapshots/${name}/restore`);
  const stop = () => emulator().manage("POST", `${passThroughOf("orders")}?comp=stop`);

  beforeEach(() => emulator().control("POST", "reset"));

  it("are put back as they were, as often as one likes: services, faults and log", async () => {
    const etag = await emulator().place("orders", "Active", { units: 3 });
    await emulator().control("POST", "faults", { operation: "Stop", effect: "fail" });
    const state = async () => [
      (await emulator().control("GET", "services")).body,
      (await emulator().control("GET", "faults")).body,
      (await emulator().control("GET", "log")).body,
    ];
    const before = await state();
    await take("monday");
    for (let round = 0; round < 2; round += 1) {
      assert.equal((await stop()).status, 202);
      emulator().clock.advance(OPERATION_MS);
      assert.equal((await emulator().view("orders"))?.state, "StopFailed");
      await emulator().place("invoices", "Active");
      assert.equal((await restore("monday")).status, 204);
      assert.deepEqual(await state(), before);
      assert.equal((await emulator().view("orders"))?.etag, etag);
    }
  });

  it("have what was under way go on from the times that were stored", async () => {
    await emulator().place("orders", "Active");
    await stop();
    await take("stopping");
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.state, "Stopped");
    await restore("stopping");
    assert.equal((await emulator().view("orders"))?.state, "Stopped");
  });

  it("outlast a reset, are listed in order, and one of the same name takes the other's place", async () => {
    await emulator().place("orders", "Active");
    await take("b");
    await take("a");
    await emulator().place("orders", "Stopped");
    await take("b");
    await emulator().control("POST", "reset");
    assert.deepEqual((await emulator().control("GET", "services")).body, []);
    const names = (await emulator().control("GET", "snapshots")).body as string[];
    assert.deepEqual(
      names.filter((name) => name.length === 1),
      ["a", "b"],
    );
    await restore("b");
    assert.equal((await emulator().view("orders"))?.state, "Stopped");
    assert.equal((await emulator().control("DELETE", "snapshots/b")).status, 204);
    assert.equal((await restore("b")).status, 404);
    await restore("a");
    assert.equal((await emulator().view("orders"))?.state, "Active");
  });

  it("that are not there, or have no name, are an error that says so", async () => {
    const missing = { status: 404, body: { error: ['there is no snapshot "nobody"'] } };
    assert.deepEqual(await restore("nobody"), missing);
    assert.deepEqual(await emulator().control("DELETE", "snapshots/nobody"), missing);
    for (const body of [{}, { name: "" }, { name: 7 }, { name: "a", more: 1 }])
      assert.equal((await emulator().control("POST", "snapshots", body)).status, 400);
  });

  it("are in the file with everything else", async () => {
    const path = file("kept.db");
    const first = await startEmulator({ store: openStore(path) });
    await first.place("orders", "ScaleFailed");
    await first.control("POST", "snapshots", { name: "kept" });
    await first.control("POST", "reset");
    await first.close();
    const second = await startEmulator({ store: openStore(path) });
    await second.control("POST", "snapshots/kept/restore");
    assert.equal((await second.view("orders"))?.state, "ScaleFailed");
    await second.close();
  });
});
