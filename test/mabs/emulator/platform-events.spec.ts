import assert from "node:assert/strict";
import { emulatorFor } from "../../support/start-emulator.js";

describe("an event of the platform", () => {
  const emulator = emulatorFor();
  const send = (body: object): Promise<{ status: number; body: unknown }> =>
    emulator().control("POST", "services/integration/orders/events", body);

  const rows = [
    ["Active", "Disable", false, "Disabled"],
    ["Stopped", "Disable", false, "Disabled"],
    ["ScaleFailed", "Disable", true, "DisableFailed"],
    ["Disabled", "Enable", false, "Active"],
    ["DisableFailed", "Enable", true, "EnableFailed"],
    ["EnableFailed", "Enable", false, "Active"],
  ] as const;
  for (const [from, event, fails, to] of rows) {
    it(`leads from ${from} with ${event}${fails ? " that fails" : ""} to ${to}, with another ETag`, async () => {
      const etag = await emulator().place("orders", from);
      assert.deepEqual(await send({ event, fails }), { status: 200, body: { state: to } });
      const after = await emulator().view("orders");
      assert.equal(after?.state, to);
      assert.notEqual(after.etag, etag);
      const log = (await emulator().control("GET", "log")).body as Record<string, unknown>[];
      const { kind, operation, from: left, to: reached } = log.at(-1) ?? {};
      assert.deepEqual([kind, operation, left, reached], ["transition", event, from, to]);
    });
  }

  const refused = [
    ["Disabled", "Disable", "no Disable begins in state Disabled"],
    ["Active", "Enable", "no Enable begins in state Active"],
    ["StopFailed", "Enable", "no Enable begins in state StopFailed"],
    ["Starting", "Disable", "no Disable begins in state Starting"],
  ] as const;
  for (const [from, event, error] of refused) {
    it(`is refused with 409 for ${event} in ${from}, and changes nothing`, async () => {
      await emulator().place("orders", from);
      assert.deepEqual(await send({ event }), { status: 409, body: { error: [error] } });
      assert.equal((await emulator().view("orders"))?.state, from);
    });
  }

  it("is refused for a service that is not there, and where it is none", async () => {
    const path = "services/integration/nothere/events";
    assert.deepEqual(await emulator().control("POST", path, { event: "Enable" }), {
      status: 404,
      body: { error: ["there is no service integration/nothere"] },
    });
    assert.equal((await send({ event: "Explode" })).status, 400);
  });
});
