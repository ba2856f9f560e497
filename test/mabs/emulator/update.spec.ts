import assert from "node:assert/strict";
import { STATE_NAMES } from "../chart/literals.js";
import { update } from "../../support/operations.js";
import { emulatorFor, OPERATION_MS, pathOf, type Answer } from "../../support/start-emulator.js";
import { xmlText } from "../../support/xml-text.js";

const UNITS = "<UnitCount>4</UnitCount>";
const DOMAIN = "<CustomDomainUrl>orders.example.com</CustomDomainUrl>";
const BEFORE = {
  units: 2,
  configuration: { customDomainUrl: "old.example.com", trackingStore: "User ID=u" },
};

function assertNotAllowed({ status, body }: Answer): void {
  assert.deepEqual([status, xmlText(body, "Code")], [409, "ConflictError"]);
  assert.equal(xmlText(body, "Message"), "Operation not allowed");
}

describe("a PUT that changes units and settings (PR-6)", () => {
  const emulator = emulatorFor();

  for (const state of STATE_NAMES.filter((name) => name !== "Active")) {
    it(`is refused in ${state}`, async () => {
      const etag = await emulator().place("orders", state, BEFORE);
      assertNotAllowed(await update(emulator(), "orders", UNITS + DOMAIN, etag));
    });
  }

  it("scales and then configures in Active, as one operation", async () => {
    const etag = await emulator().place("orders", "Active", BEFORE);
    const answer = await update(emulator(), "orders", UNITS + DOMAIN, etag);
    assert.equal(answer.status, 202);

    emulator().clock.advance(OPERATION_MS);
    const between = await emulator().view("orders");
    assert.deepEqual([between?.state, between?.units], ["Updating", 4]);
    assert.equal(between?.configuration["customDomainUrl"], "old.example.com");
    assert.equal((await emulator().poll("orders", answer)).result, "InProgress");

    emulator().clock.advance(OPERATION_MS);
    const after = await emulator().view("orders");
    assert.deepEqual([after?.state, after?.units], ["Active", 4]);
    assert.equal(after?.configuration["customDomainUrl"], "orders.example.com");
    assert.equal((await emulator().poll("orders", answer)).result, "Succeeded");
  });

  const failures = [
    { fails: "Scale", state: "ScaleFailed", units: 2, domain: "old.example.com" },
    {
      fails: "Update Configuration",
      state: "ConfigUpdateFailed",
      units: 4,
      domain: "old.example.com",
    },
  ] as const;

  for (const { fails, state, units, domain } of failures) {
    it(`ends in ${state} when ${fails} fails`, async () => {
      const etag = await emulator().place("orders", "Active", BEFORE);
      await emulator().control("POST", "faults", {
        operation: fails,
        service: "orders",
        effect: "fail",
      });
      const answer = await update(emulator(), "orders", UNITS + DOMAIN, etag);
      emulator().clock.advance(2 * OPERATION_MS);
      const after = await emulator().view("orders");
      assert.deepEqual([after?.state, after?.units], [state, units]);
      assert.equal(after?.configuration["customDomainUrl"], domain);
      assert.equal((await emulator().poll("orders", answer)).result, "Failed");
    });
  }

  it("is no occurrence of Update Configuration when Scale has failed before it", async () => {
    const etag = await emulator().place("orders", "Active", BEFORE);
    await emulator().control("DELETE", "faults");
    await emulator().control("POST", "faults", { operation: "Scale", effect: "fail" });
    await emulator().control("POST", "faults", {
      operation: "Update Configuration",
      effect: "fail",
    });
    await update(emulator(), "orders", UNITS + DOMAIN, etag);
    emulator().clock.advance(2 * OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.state, "ScaleFailed");

    const again = await emulator().place("orders", "Active", BEFORE);
    await update(emulator(), "orders", DOMAIN, again);
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.state, "ConfigUpdateFailed");
  });
});

describe("a PUT that changes nothing (PR-6, D-23)", () => {
  const emulator = emulatorFor();
  const same = [
    ["says nothing", ""],
    ["repeats the units", "<UnitCount>2</UnitCount>"],
    [
      "repeats a setting and a secret",
      "<CustomDomainUrl>old.example.com</CustomDomainUrl><TrackingStoreConnectionString>User ID=u</TrackingStoreConnectionString>",
    ],
    ["repeats the edition in lower case", "<Edition>premium</Edition>"],
  ] as const;

  for (const [what, settings] of same) {
    it(`is no operation in Active when it ${what}, but 202`, async () => {
      const etag = await emulator().place("orders", "Active", BEFORE);
      const answer = await update(emulator(), "orders", settings, etag);
      assert.equal(answer.status, 202);
      const after = await emulator().view("orders");
      assert.deepEqual([after?.state, after?.etag], ["Active", etag]);
      assert.equal((await emulator().poll("orders", answer)).result, "Succeeded");
    });
  }

  for (const state of STATE_NAMES.filter(
    (each) => !["Active", "ScaleFailed", "ConfigUpdateFailed"].includes(each),
  )) {
    it(`is not allowed in ${state}, where it would be no operation`, async () => {
      const etag = await emulator().place("orders", state, BEFORE);
      for (const [, settings] of same)
        assertNotAllowed(await update(emulator(), "orders", settings, etag));
      assert.equal((await emulator().view("orders"))?.etag, etag);
    });
  }

  const retries = [
    { state: "ScaleFailed", operation: "Scale" },
    { state: "ConfigUpdateFailed", operation: "Update Configuration" },
  ] as const;

  for (const { state, operation } of retries) {
    it(`is ${operation} in ${state}`, async () => {
      const etag = await emulator().place("orders", state, BEFORE);
      await emulator().control("POST", "faults", { operation, effect: "fail" });
      assert.equal(
        (await update(emulator(), "orders", "<UnitCount>2</UnitCount>", etag)).status,
        202,
      );
      assert.equal((await emulator().view("orders"))?.state, "Updating");
      emulator().clock.advance(OPERATION_MS);
      assert.equal(
        (await emulator().view("orders"))?.state,
        state,
        "the fault for that operation fired",
      );

      assert.equal(
        (await update(emulator(), "orders", "<UnitCount>2</UnitCount>", "*")).status,
        202,
      );
      emulator().clock.advance(OPERATION_MS);
      assert.equal((await emulator().view("orders"))?.state, "Active");
    });
  }
});

describe("a PUT with a value that is none", () => {
  const emulator = emulatorFor();

  for (const settings of [
    "<UnitCount>many</UnitCount>",
    "<UnitCount>1.5</UnitCount>",
    "<Edition>gold</Edition>",
    "<BackupSchedule><FrequencyDays>often</FrequencyDays></BackupSchedule>",
  ]) {
    it(`is 400 BadRequest: ${settings}`, async () => {
      const etag = await emulator().place("orders", "Active", BEFORE);
      const answer = await update(emulator(), "orders", settings, etag);
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [400, "BadRequest"]);
      assert.equal((await emulator().view("orders"))?.etag, etag);
    });
  }

  it("is 400 InvalidXmlRequest when it is no Resource document", async () => {
    const etag = await emulator().place("orders", "Active", BEFORE);
    for (const body of ["", "<Resource><Edition>", "<Other/>", "{}"]) {
      const answer = await emulator().manage("PUT", pathOf("orders"), {
        body,
        headers: { "if-match": etag },
      });
      assert.deepEqual(
        [answer.status, xmlText(answer.body, "Code")],
        [400, "InvalidXmlRequest"],
        body,
      );
    }
  });
});
