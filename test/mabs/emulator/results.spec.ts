import assert from "node:assert/strict";
import type { Operation } from "../../../provider/mabs/chart/index.js";
import { STATE_NAMES, tickedRow } from "../chart/literals.js";
import { sendOperation } from "../../support/operations.js";
import { emulatorFor, OPERATION_MS, passThroughOf } from "../../support/start-emulator.js";
import { xmlText } from "../../support/xml-text.js";

/** docs/planner.md, Results, and D-10: state while under way, on success, after a failure. */
const RESULTS: Readonly<
  Record<Operation, readonly [during: string, success: string, failure: string]>
> = {
  Start: ["Starting", "Active", "StartFailed"],
  Stop: ["Stopping", "Stopped", "StopFailed"],
  Restart: ["Restarting", "Active", "RestartFailed"],
  Suspend: ["Suspending", "Suspended", "SuspendedFailed"],
  Resume: ["Resuming", "Active", "ResumeFailed"],
  Delete: ["Deleting", "absent", "same"],
  Scale: ["Updating", "Active", "ScaleFailed"],
  "Update Configuration": ["Updating", "Active", "ConfigUpdateFailed"],
  Backup: ["BackingUp", "same", "same"],
};

describe("the result of an operation", () => {
  const emulator = emulatorFor();

  for (const state of STATE_NAMES) {
    for (const operation of tickedRow(state)) {
      const [during, success, failure] = RESULTS[operation];
      const yields = success === "same" ? state : success;
      const leaves = failure === "same" ? state : failure;

      it(`${operation} in ${state}: ${during}, then ${yields}`, async () => {
        const etag = await emulator().place("orders", state);
        const answer = await sendOperation(emulator(), "orders", operation, etag);
        assert.equal((await emulator().view("orders"))?.state, during);
        assert.deepEqual(await emulator().poll("orders", answer), {
          status: 202,
          result: "InProgress",
        });

        emulator().clock.advance(OPERATION_MS - 1);
        assert.equal((await emulator().view("orders"))?.state, during);

        emulator().clock.advance(1);
        assert.equal((await emulator().view("orders"))?.state ?? "absent", yields);
        assert.deepEqual(await emulator().poll("orders", answer), {
          status: 202,
          result: "Succeeded",
        });
      });

      it(`${operation} in ${state} that fails: ${during}, then ${leaves}`, async () => {
        const etag = await emulator().place("orders", state);
        await emulator().control("POST", "faults", {
          operation,
          service: "orders",
          effect: "fail",
        });
        const answer = await sendOperation(emulator(), "orders", operation, etag);
        assert.equal(answer.status, 202);
        assert.equal((await emulator().view("orders"))?.state, during);

        emulator().clock.advance(OPERATION_MS);
        const after = await emulator().view("orders");
        assert.equal(after?.state, leaves);
        assert.deepEqual([after.units, after.configuration, after.lastBackup], [1, {}, null]);
        assert.deepEqual(await emulator().poll("orders", answer), {
          status: 202,
          result: "Failed",
        });
      });
    }
  }
});

describe("what an operation changes", () => {
  const emulator = emulatorFor();

  it("is the number of units for Scale, and only when it has ended", async () => {
    const etag = await emulator().place("orders", "Active", { units: 2 });
    await sendOperation(emulator(), "orders", "Scale", etag);
    assert.equal((await emulator().view("orders"))?.units, 2);
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.units, 4);
  });

  it("is the given settings for Update Configuration; the others stay", async () => {
    const configuration = {
      customDomainUrl: "old.example.com",
      accessControl: { namespace: "ns" },
    };
    const etag = await emulator().place("orders", "Active", { configuration });
    await sendOperation(emulator(), "orders", "Update Configuration", etag);
    emulator().clock.advance(OPERATION_MS);
    assert.deepEqual((await emulator().view("orders"))?.configuration, {
      customDomainUrl: "orders.example.com",
      "accessControl.namespace": "ns",
    });
  });

  it("is the last backup for Backup", async () => {
    const etag = await emulator().place("orders", "Stopped");
    const asked = new Date(emulator().clock.now()).toISOString();
    await sendOperation(emulator(), "orders", "Backup", etag);
    emulator().clock.advance(OPERATION_MS);
    const after = await emulator().view("orders");
    assert.equal(after?.lastBackup?.name, "backup-2012-21-02");
    assert.equal(after.lastBackup.takenAt, asked);
  });

  it("is everything for Delete: reading and listing know nothing of it, its operation is still known", async () => {
    const etag = await emulator().place("orders", "Active");
    const answer = await sendOperation(emulator(), "orders", "Delete", etag);
    emulator().clock.advance(OPERATION_MS);
    const read = await emulator().manage("GET", passThroughOf("orders"));
    assert.deepEqual([read.status, xmlText(read.body, "Code")], [404, "ResourceNotFound"]);
    assert.equal(await emulator().view("orders"), undefined);
    assert.deepEqual(await emulator().poll("orders", answer), { status: 202, result: "Succeeded" });
  });

  it("names HTTP code and reason in the poll of a failed operation", async () => {
    const etag = await emulator().place("orders", "Active");
    await emulator().control("POST", "faults", { operation: "Stop", effect: "fail" });
    const answer = await sendOperation(emulator(), "orders", "Stop", etag);
    emulator().clock.advance(OPERATION_MS);
    const id = answer.headers.get("x-ms-request-id") ?? "";
    const { body } = await emulator().manage(
      "GET",
      `${passThroughOf("orders")}?OperationStatus/${id}`,
    );
    assert.match(xmlText(body, "HttpCode") ?? "", /^4\d\d$/);
    assert.notEqual(xmlText(body, "Message") ?? "", "");
  });

  it("is found by its own id alone", async () => {
    await emulator().place("orders", "Active");
    const unknown = await emulator().manage(
      "GET",
      `${passThroughOf("orders")}?OperationStatus/124`,
    );
    assert.deepEqual([unknown.status, xmlText(unknown.body, "Code")], [404, "ResourceNotFound"]);
  });
});
