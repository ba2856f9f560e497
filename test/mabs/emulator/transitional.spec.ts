import assert from "node:assert/strict";
import { COLUMNS } from "../chart/literals.js";
import { resourceXml, sendOperation } from "../../support/operations.js";
import { emulatorFor, OPERATION_MS, pathOf } from "../../support/start-emulator.js";
import { xmlText } from "../../support/xml-text.js";

const TRANSITIONAL = [
  "Creating",
  "Updating",
  "Starting",
  "Stopping",
  "Restarting",
  "Suspending",
  "Resuming",
  "Deleting",
  "BackingUp",
  "Restoring",
];

describe("a service with an operation under way (D-6)", () => {
  const emulator = emulatorFor();

  for (const state of TRANSITIONAL) {
    it(`refuses everything but Delete while ${state}`, async () => {
      for (const operation of COLUMNS) {
        const etag = await emulator().place("orders", state);
        const answer = await sendOperation(emulator(), "orders", operation, etag);
        if (operation === "Delete") {
          assert.equal(answer.status, 202);
          continue;
        }
        assert.equal(answer.status, 409, operation);
        assert.equal(xmlText(answer.body, "Code"), "ConflictError");
        assert.equal(xmlText(answer.body, "Message"), "Operation not allowed");
        assert.equal((await emulator().view("orders"))?.etag, etag);
      }
    });
  }

  it("stays in a transitional state that the control plane put it in, however long one waits", async () => {
    await emulator().place("orders", "Updating");
    emulator().clock.advance(365 * 86_400_000);
    assert.equal((await emulator().view("orders"))?.state, "Updating");
  });

  it("is Creating from the moment a create is accepted, and then Active", async () => {
    const body = resourceXml("<Edition>premium</Edition>");
    assert.equal((await emulator().manage("PUT", pathOf("invoices"), { body })).status, 202);
    const created = await emulator().view("invoices");
    assert.equal(created?.state, "Creating");
    assert.equal((await sendOperation(emulator(), "invoices", "Stop", "*")).status, 409);
    assert.equal((await sendOperation(emulator(), "invoices", "Scale", created.etag)).status, 409);
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("invoices"))?.state, "Active");
  });

  it("ends as CreatedFailed when the create fails", async () => {
    await emulator().control("POST", "faults", {
      operation: "Create",
      service: "failing",
      effect: "fail",
    });
    const answer = await emulator().manage("PUT", pathOf("failing"), {
      body: resourceXml("<Edition>basic</Edition>"),
    });
    assert.equal(answer.status, 202);
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("failing"))?.state, "CreatedFailed");
    assert.deepEqual(await emulator().poll("failing", answer), { status: 202, result: "Failed" });
  });

  it("takes the Delete that overtakes another operation, which then is no longer in progress", async () => {
    await emulator().place("orders", "Stopped");
    const start = await sendOperation(emulator(), "orders", "Start", "*");
    const remove = await sendOperation(emulator(), "orders", "Delete", "*");
    assert.equal(remove.status, 202);
    assert.equal((await emulator().view("orders"))?.state, "Deleting");
    emulator().clock.advance(OPERATION_MS);
    assert.equal(await emulator().view("orders"), undefined);
    assert.equal((await emulator().poll("orders", remove)).result, "Succeeded");
    assert.equal((await emulator().poll("orders", start)).result, "Failed");
  });
});
