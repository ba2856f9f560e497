import assert from "node:assert/strict";
import { COLUMNS, STATE_NAMES, ticked } from "../chart/literals.js";
import { sendOperation } from "../../support/operations.js";
import { emulatorFor, OPERATION_MS, type Answer } from "../../support/start-emulator.js";
import { xmlText } from "../../support/xml-text.js";

function assertAnswer(answer: Answer, allowed: boolean): void {
  if (allowed) {
    assert.equal(answer.status, 202);
    assert.match(answer.headers.get("x-ms-request-id") ?? "", /^[0-9a-f-]{36}$/);
    return;
  }
  assert.equal(answer.status, 409);
  assert.equal(xmlText(answer.body, "Code"), "ConflictError");
  assert.equal(xmlText(answer.body, "Message"), "Operation not allowed");
}

describe("the emulator's answer to each of nine operations in each of sixteen states", () => {
  const emulator = emulatorFor();

  for (const state of STATE_NAMES) {
    for (const operation of COLUMNS) {
      const allowed = ticked(state, operation);
      // D-32: the page of the operation says that it has no effect and is no error.
      if (state === "Suspended" && operation === "Suspend") continue;
      it(`${state}: ${operation} is ${allowed ? "accepted" : "refused"}`, async () => {
        const etag = await emulator().place("orders", state);
        assertAnswer(await sendOperation(emulator(), "orders", operation, etag), allowed);
        const after = await emulator().view("orders");
        assert.equal(
          after?.etag === etag,
          !allowed,
          "the ETag changes with an accepted operation, and only then",
        );
        assert.equal(after?.state === state, !allowed, "a refused operation leaves the state");
      });
    }
  }

  it("was asked for 46 operations that are allowed", () => {
    const cells = STATE_NAMES.flatMap((state) =>
      COLUMNS.filter((operation) => ticked(state, operation)),
    );
    assert.equal(cells.length, 46);
  });
});

describe("the emulator under the profile rest-2016", () => {
  const emulator = emulatorFor({ profile: "rest-2016" });

  for (const state of STATE_NAMES) {
    for (const operation of COLUMNS) {
      const allowed = ticked(state, operation, "rest-2016");
      if (allowed === ticked(state, operation)) continue;
      it(`${allowed ? "accepts" : "refuses"} ${operation} in ${state}`, async () => {
        const etag = await emulator().place("orders", state);
        assertAnswer(await sendOperation(emulator(), "orders", operation, etag), allowed);
      });
    }
  }

  it("suspends an Active service: it is only in Suspended that a Suspend does nothing", async () => {
    const etag = await emulator().place("orders", "Active");
    assert.equal((await sendOperation(emulator(), "orders", "Suspend", etag)).status, 202);
    assert.equal((await emulator().view("orders"))?.state, "Suspending");
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.state, "Suspended");
  });

  it("configures a Suspended service, which stays Suspended (D-33)", async () => {
    const etag = await emulator().place("orders", "Suspended");
    const answer = await sendOperation(emulator(), "orders", "Update Configuration", etag);
    assert.equal(answer.status, 202);
    assert.equal((await emulator().view("orders"))?.state, "Updating");
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.state, "Suspended");
    assert.deepEqual(await emulator().poll("orders", answer), { status: 202, result: "Succeeded" });
  });

  it("leaves ConfigUpdateFailed when that fails", async () => {
    await emulator().control("POST", "faults", {
      operation: "Update Configuration",
      effect: "fail",
    });
    const etag = await emulator().place("orders", "Suspended");
    await sendOperation(emulator(), "orders", "Update Configuration", etag);
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.state, "ConfigUpdateFailed");
  });
});

for (const profile of ["chart", "rest-2016"] as const) {
  describe(`a Suspend in Suspended under the profile ${profile}`, () => {
    const emulator = emulatorFor({ profile });

    it("is an operation that has succeeded and changed nothing (D-32)", async () => {
      const etag = await emulator().place("orders", "Suspended");
      const answer = await sendOperation(emulator(), "orders", "Suspend", etag);
      assert.equal(answer.status, 202);
      const polled = await emulator().poll("orders", answer);
      assert.deepEqual(polled, { status: 202, result: "Succeeded" });
      const after = await emulator().view("orders");
      assert.deepEqual([after?.state, after?.etag], ["Suspended", etag]);
    });

    it("is refused on Free, which has none", async () => {
      const etag = await emulator().place("orders", "Suspended", { edition: "Free" });
      const { status } = await sendOperation(emulator(), "orders", "Suspend", etag);
      assert.equal(status, 409);
    });
  });
}

/** What runs in a transition: nothing but a Delete that overtakes it (D-6). */
const OVERTAKES = "Delete";

for (const profile of ["chart", "rest-2016"] as const) {
  describe(`an operation that is sent twice under the profile ${profile}`, () => {
    const emulator = emulatorFor({ profile });

    for (const state of STATE_NAMES) {
      for (const operation of COLUMNS) {
        const allowed = ticked(state, operation, profile);
        if (state === "Suspended" && operation === "Suspend") continue;
        const second = allowed && operation === OVERTAKES;
        it(`${state}: ${operation} is ${allowed ? "accepted" : "refused"}, its second copy ${second ? "as well" : "refused"}`, async () => {
          const etag = await emulator().place("orders", state);
          assertAnswer(await sendOperation(emulator(), "orders", operation, etag), allowed);
          const between = await emulator().view("orders");
          const again = await sendOperation(emulator(), "orders", operation, between?.etag ?? "");
          if (!allowed || second) assertAnswer(again, second);
          else assert.equal(again.status, 409);
          const after = await emulator().view("orders");
          if (!second) assert.deepEqual(after, between, "what is refused changes nothing");
          emulator().clock.advance(OPERATION_MS);
        });
      }
    }
  });
}
