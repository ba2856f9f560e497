import assert from "node:assert/strict";
import { startEmulator as startLibrary } from "../../../provider/start-emulator.js";
import { sendOperation } from "../../support/operations.js";
import { emulatorFor, OPERATION_MS } from "../../support/start-emulator.js";

describe("durations of operations", () => {
  const emulator = emulatorFor({ durations: { Backup: 3_600_000, "Update Configuration": 5 } });
  const state = async (): Promise<string | undefined> => (await emulator().view("orders"))?.state;

  it("are their own where they are given, and else those of all", async () => {
    await emulator().place("orders", "Active");
    await sendOperation(emulator(), "orders", "Backup", "*");
    emulator().clock.advance(3_599_999);
    assert.equal(await state(), "BackingUp");
    emulator().clock.advance(1);
    assert.equal(await state(), "Active");
    await sendOperation(emulator(), "orders", "Stop", "*");
    emulator().clock.advance(OPERATION_MS);
    assert.equal(await state(), "Stopped");
  });

  it("are refused for what is not an operation, and where they are none", async () => {
    await assert.rejects(
      startLibrary({ durations: { Explode: 1 } }),
      /"Explode": 1 is not accepted/,
    );
    await assert.rejects(
      startLibrary({ durations: { Backup: -1 } }),
      /"Backup": -1 is not accepted/,
    );
  });
});
