import assert from "node:assert/strict";
import { openStore } from "../../../provider/emulator/index.js";
import { ManualClock } from "../../support/manual-clock.js";
import { resourceXml, sendOperation, update } from "../../support/operations.js";
import {
  OPERATION_MS,
  pathOf,
  startEmulator,
  type TestEmulator,
} from "../../support/start-emulator.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

describe("time in the emulator", () => {
  const file = temporaryFolder();
  const running: TestEmulator[] = [];
  let count = 0;

  /** Two emulators on one file, each with a clock of its own. */
  const pair = async (): Promise<readonly [TestEmulator, TestEmulator]> => {
    count += 1;
    const path = file(`time-${count}.db`);
    const first = await startEmulator({ store: openStore(path) }, new ManualClock());
    const second = await startEmulator({ store: openStore(path) }, new ManualClock());
    running.push(first, second);
    return [first, second];
  };

  afterEach(async () => {
    await Promise.all(running.splice(0).map((emulator) => emulator.close()));
  });

  it("is applied when somebody looks: a second process with a later clock sees the result", async () => {
    const [first, second] = await pair();
    const body = resourceXml("<Edition>premium</Edition>");
    const accepted = await first.manage("PUT", pathOf("orders"), { body });
    assert.equal((await second.view("orders"))?.state, "Creating");

    second.clock.advance(OPERATION_MS);
    const seen = await second.view("orders");
    assert.equal(seen?.state, "Active");
    assert.deepEqual(await second.poll("orders", accepted), { status: 202, result: "Succeeded" });
    assert.deepEqual(
      await first.view("orders"),
      seen,
      "the first sees the same truth, ETag included",
    );
  });

  it("is kept in the file: an emulator that was closed finds its operation ended", async () => {
    const path = file("closed.db");
    const first = await startEmulator({ store: openStore(path) });
    await first.place("orders", "Active");
    const stop = await sendOperation(first, "orders", "Stop", "*");
    await first.close();

    const clock = new ManualClock();
    clock.advance(OPERATION_MS);
    const second = await startEmulator({ store: openStore(path) }, clock);
    running.push(second);
    assert.equal((await second.view("orders"))?.state, "Stopped");
    assert.equal((await second.poll("orders", stop)).result, "Succeeded");
  });

  it("keeps a fault that was set before", async () => {
    const [first, second] = await pair();
    await first.place("orders", "Active");
    await first.control("POST", "faults", { operation: "Stop", effect: "fail" });
    await sendOperation(second, "orders", "Stop", "*");
    first.clock.advance(OPERATION_MS);
    assert.equal((await first.view("orders"))?.state, "StopFailed");
  });

  it("lets both stages of a combined PUT pass when nobody looked in between", async () => {
    const [first, second] = await pair();
    await first.place("orders", "Active");
    await update(
      first,
      "orders",
      "<UnitCount>4</UnitCount><CustomDomainUrl>a.b</CustomDomainUrl>",
      "*",
    );
    second.clock.advance(10 * OPERATION_MS);
    const seen = await second.view("orders");
    assert.deepEqual(
      [seen?.state, seen?.units, seen?.configuration["customDomainUrl"]],
      ["Active", 4, "a.b"],
    );
  });

  it("never undoes for an earlier clock what a later one has seen", async () => {
    const [first, second] = await pair();
    await first.place("orders", "Active");
    await sendOperation(first, "orders", "Suspend", "*");
    second.clock.advance(OPERATION_MS);
    assert.equal((await second.view("orders"))?.state, "Suspended");
    assert.equal((await first.view("orders"))?.state, "Suspended");
  });
});
