import assert from "node:assert/strict";
import { openStore } from "../../../provider/emulator/index.js";
import { ManualClock } from "../../support/manual-clock.js";
import { resourceXml, sendOperation } from "../../support/operations.js";
import {
  emulatorFor,
  OPERATION_MS,
  passThroughOf,
  pathOf,
  startEmulator,
  type Answer,
  type TestEmulator,
} from "../../support/start-emulator.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { xmlText } from "../../support/xml-text.js";

const PREMIUM = resourceXml("<Edition>premium</Edition>");

/** Creates a service and waits for its end. */
async function created(emulator: TestEmulator): Promise<Answer> {
  const answer = await emulator.manage("PUT", pathOf("orders"), { body: PREMIUM });
  assert.equal(answer.status, 202);
  emulator.clock.advance(OPERATION_MS);
  return answer;
}

/** Sends an operation and waits for its end. */
async function done(emulator: TestEmulator, operation: "Delete" | "Stop"): Promise<Answer> {
  const answer = await sendOperation(emulator, "orders", operation, "*");
  assert.equal(answer.status, 202);
  emulator.clock.advance(OPERATION_MS);
  return answer;
}

async function pollOf(
  emulator: TestEmulator,
  operation: Answer,
): Promise<readonly (number | string | undefined)[]> {
  const id = operation.headers.get("x-ms-request-id") ?? "";
  const { status, body } = await emulator.manage(
    "GET",
    `${passThroughOf("orders")}?OperationStatus/${id}`,
  );
  return status === 404 ? [status, xmlText(body, "Code")] : [status, xmlText(body, "Result")];
}

describe("the status of an operation", () => {
  const emulator = emulatorFor();
  beforeEach(() => emulator().control("POST", "reset"));

  it("is known while the service is there, and after its Delete", async () => {
    const create = await created(emulator());
    const stop = await done(emulator(), "Stop");
    for (const operation of [create, stop])
      assert.deepEqual(await pollOf(emulator(), operation), [202, "Succeeded"]);
    const remove = await done(emulator(), "Delete");
    assert.deepEqual(await pollOf(emulator(), remove), [202, "Succeeded"]);
  });

  it("is not known of a service that was deleted, once there is another one of its name", async () => {
    const old = [
      await created(emulator()),
      await done(emulator(), "Stop"),
      await done(emulator(), "Delete"),
    ];
    const create = await emulator().manage("PUT", pathOf("orders"), { body: PREMIUM });
    for (const operation of old)
      assert.deepEqual(await pollOf(emulator(), operation), [404, "ResourceNotFound"]);
    assert.deepEqual(await pollOf(emulator(), create), [202, "InProgress"]);
    emulator().clock.advance(OPERATION_MS);
    for (const operation of old)
      assert.deepEqual(await pollOf(emulator(), operation), [404, "ResourceNotFound"]);
    assert.deepEqual(await pollOf(emulator(), create), [202, "Succeeded"]);
  });

  it("stays unknown when the second service is deleted too", async () => {
    const first = await created(emulator());
    await done(emulator(), "Delete");
    const second = await created(emulator());
    await done(emulator(), "Delete");
    assert.deepEqual(await pollOf(emulator(), first), [404, "ResourceNotFound"]);
    assert.deepEqual(await pollOf(emulator(), second), [202, "Succeeded"]);
  });

  it("is not known of a service whose name the control plane has given to another one", async () => {
    const create = await created(emulator());
    await done(emulator(), "Delete");
    await emulator().place("orders", "Active");
    assert.deepEqual(await pollOf(emulator(), create), [404, "ResourceNotFound"]);
  });

  it("is known of a service that the control plane changes: it is the same one", async () => {
    const create = await created(emulator());
    await emulator().place("orders", "ScaleFailed");
    assert.deepEqual(await pollOf(emulator(), create), [202, "Succeeded"]);
  });

  it("is not known either where letter case differs: it is the same name", async () => {
    const create = await created(emulator());
    await done(emulator(), "Delete");
    await emulator().manage("PUT", pathOf("ORDERS"), { body: PREMIUM });
    assert.deepEqual(await pollOf(emulator(), create), [404, "ResourceNotFound"]);
  });
});

describe("incarnations", () => {
  const file = temporaryFolder();

  it("are in the file: who opens it later knows them apart", async () => {
    const first = await startEmulator({ store: openStore(file("services.db")) });
    const old = await created(first);
    await done(first, "Delete");
    const present = await created(first);
    await first.close();
    const clock = new ManualClock();
    clock.advance(4 * OPERATION_MS);
    const second = await startEmulator({ store: openStore(file("services.db")) }, clock);
    assert.deepEqual(await pollOf(second, old), [404, "ResourceNotFound"]);
    assert.deepEqual(await pollOf(second, present), [202, "Succeeded"]);
    await second.close();
  });
});
