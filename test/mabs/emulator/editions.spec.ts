import assert from "node:assert/strict";
import type { Edition, Operation } from "../../../provider/mabs/chart/index.js";
import { sendOperation, update } from "../../support/operations.js";
import { emulatorFor, OPERATION_MS, passThroughOf } from "../../support/start-emulator.js";
import { xmlText } from "../../support/xml-text.js";

/** A state in which the chart allows the operation, so that only the edition can refuse it. */
const LEGAL_IN: Readonly<Record<Operation, string>> = {
  Start: "Stopped",
  Stop: "Active",
  Restart: "Active",
  Suspend: "Active",
  Resume: "Suspended",
  Delete: "Active",
  Scale: "Active",
  "Update Configuration": "Active",
  Backup: "Active",
};

/** Editions chart of 2016, D-27 and D-30. */
const LACKS: Readonly<Record<Edition, readonly string[]>> = {
  Free: ["Start", "Stop", "Restart", "Suspend", "Resume", "Scale", "Backup"],
  Developer: ["Scale", "Backup"],
  Basic: [],
  Standard: [],
  Premium: [],
};

describe("editions in the emulator", () => {
  const emulator = emulatorFor();

  for (const edition of Object.keys(LACKS) as Edition[]) {
    for (const [operation, state] of Object.entries(LEGAL_IN) as [Operation, string][]) {
      const lacks = LACKS[edition].includes(operation);
      it(`${edition} ${lacks ? "refuses" : "has"} ${operation}`, async () => {
        const etag = await emulator().place("orders", state, { edition });
        const answer = await sendOperation(emulator(), "orders", operation, etag);
        if (!lacks) {
          assert.equal(answer.status, 202);
          return;
        }
        assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [409, "ConflictError"]);
        assert.match(
          xmlText(answer.body, "Message") ?? "",
          new RegExp(`Operation not allowed.*${edition}`),
        );
      });
    }
  }

  for (const edition of ["Basic", "Standard", "Premium"] as const) {
    for (const units of ["0", "9", "-1"]) {
      it(`${edition} has no ${units} units: 400 BadRequest`, async () => {
        const etag = await emulator().place("orders", "Active", { edition });
        const answer = await update(emulator(), "orders", `<UnitCount>${units}</UnitCount>`, etag);
        assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [400, "BadRequest"]);
        assert.match(xmlText(answer.body, "Message") ?? "", /UnitCount.*1 to 8/);
      });
    }

    it(`${edition} scales to 8 units`, async () => {
      const etag = await emulator().place("orders", "Active", { edition });
      assert.equal(
        (await update(emulator(), "orders", "<UnitCount>8</UnitCount>", etag)).status,
        202,
      );
      emulator().clock.advance(OPERATION_MS);
      assert.equal((await emulator().view("orders"))?.units, 8);
    });
  }

  for (const edition of ["basic", "premium", "free"]) {
    it(`Standard does not become ${edition} by a PUT: 409 ConflictError`, async () => {
      const etag = await emulator().place("orders", "Active", { edition: "Standard" });
      const answer = await update(emulator(), "orders", `<Edition>${edition}</Edition>`, etag);
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [409, "ConflictError"]);
      assert.equal((await emulator().view("orders"))?.edition, "Standard");
    });
  }

  it("Free has no poll; the result is read from the service", async () => {
    const etag = await emulator().place("orders", "Active", { edition: "Free" });
    const accepted = await sendOperation(emulator(), "orders", "Update Configuration", etag);
    assert.equal(accepted.status, 202);
    const id = accepted.headers.get("x-ms-request-id") ?? "";
    const poll = await emulator().manage("GET", `${passThroughOf("orders")}?OperationStatus/${id}`);
    assert.deepEqual([poll.status, xmlText(poll.body, "Code")], [409, "ConflictError"]);
    emulator().clock.advance(OPERATION_MS);
    const { body } = await emulator().manage("GET", passThroughOf("orders"));
    assert.deepEqual(
      [xmlText(body, "SubState"), xmlText(body, "CustomDomainUrl")],
      ["Active", "orders.example.com"],
    );
  });
});
