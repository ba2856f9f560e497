import assert from "node:assert/strict";
import { sendOperation, update } from "../../support/operations.js";
import {
  CONTAINER,
  emulatorFor,
  OPERATION_MS,
  passThroughOf,
  pathOf,
} from "../../support/start-emulator.js";
import { xmlText } from "../../support/xml-text.js";
import { BACKUP_XML } from "../../support/operations.js";

const OTHER = "0f8fad5b-d9cb-469f-a165-70867728950e";
const UNITS = "<UnitCount>4</UnitCount>";

describe("the ETag of a service (D-8)", () => {
  const emulator = emulatorFor();

  it("is a GUID that reading, listing and the container show alike", async () => {
    const etag = await emulator().place("orders", "Active");
    assert.match(etag, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    for (const path of [
      passThroughOf("orders"),
      CONTAINER,
      CONTAINER.replace("/integration", ""),
    ]) {
      const { status, body } = await emulator().manage("GET", path);
      assert.deepEqual([status, xmlText(body, "ETag")], [200, etag], path);
    }
  });

  it("changes when an operation is accepted and again when it ends, and not by looking", async () => {
    const seen = [await emulator().place("orders", "Active")];
    await sendOperation(emulator(), "orders", "Stop", "*");
    seen.push((await emulator().view("orders"))?.etag ?? "");
    assert.equal((await emulator().view("orders"))?.etag, seen[1]);
    emulator().clock.advance(OPERATION_MS);
    seen.push((await emulator().view("orders"))?.etag ?? "");
    assert.equal((await emulator().view("orders"))?.etag, seen[2]);
    assert.equal(new Set(seen).size, 3);
  });

  it("changes when a backup has been taken, although the state is the same", async () => {
    const etag = await emulator().place("orders", "Stopped");
    await sendOperation(emulator(), "orders", "Backup", "*");
    emulator().clock.advance(OPERATION_MS);
    const after = await emulator().view("orders");
    assert.equal(after?.state, "Stopped");
    assert.notEqual(after.etag, etag);
  });

  it("changes when the control plane puts the service there again", async () => {
    assert.notEqual(
      await emulator().place("orders", "Active"),
      await emulator().place("orders", "Active"),
    );
  });
});

describe("If-Match", () => {
  const emulator = emulatorFor();

  it("is required to update: 400 BadRequest without", async () => {
    const etag = await emulator().place("orders", "Active");
    const answer = await update(emulator(), "orders", UNITS, undefined);
    assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [400, "BadRequest"]);
    assert.match(xmlText(answer.body, "Message") ?? "", /If-Match/);
    assert.equal((await emulator().view("orders"))?.etag, etag);
  });

  it("refuses an update of another version: 412 PreconditionFailed, nothing changed", async () => {
    const etag = await emulator().place("orders", "Active");
    const answer = await update(emulator(), "orders", UNITS, OTHER);
    assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [412, "PreconditionFailed"]);
    assert.equal((await emulator().view("orders"))?.etag, etag);
  });

  it("refuses the same update a second time", async () => {
    const etag = await emulator().place("orders", "Active");
    assert.equal((await update(emulator(), "orders", UNITS, etag)).status, 202);
    emulator().clock.advance(OPERATION_MS);
    assert.equal(
      (await update(emulator(), "orders", "<UnitCount>5</UnitCount>", etag)).status,
      412,
    );
    assert.equal((await emulator().view("orders"))?.units, 4);
  });

  it("accepts any version with *", async () => {
    await emulator().place("orders", "Active");
    assert.equal((await update(emulator(), "orders", UNITS, "*")).status, 202);
  });

  const requests = [
    ["an action", "POST", `${passThroughOf("orders")}?comp=stop`, undefined],
    ["a backup", "POST", `${passThroughOf("orders")}?comp=backup`, BACKUP_XML],
    ["a delete", "DELETE", pathOf("orders"), undefined],
  ] as const;

  for (const [what, method, path, body] of requests) {
    const extra = (etag?: string): Parameters<ReturnType<typeof emulator>["manage"]>[2] => ({
      ...(body === undefined ? {} : { body }),
      headers: etag === undefined ? {} : { "if-match": etag },
    });

    it(`may be left out of ${what}`, async () => {
      await emulator().place("orders", "Active");
      assert.equal((await emulator().manage(method, path, extra())).status, 202);
    });

    it(`binds ${what} where it is given: 412 for another version, 202 for this one`, async () => {
      const etag = await emulator().place("orders", "Active");
      const refused = await emulator().manage(method, path, extra(OTHER));
      assert.deepEqual(
        [refused.status, xmlText(refused.body, "Code")],
        [412, "PreconditionFailed"],
      );
      assert.equal((await emulator().view("orders"))?.state, "Active");
      assert.equal((await emulator().manage(method, path, extra(etag))).status, 202);
    });
  }
});
