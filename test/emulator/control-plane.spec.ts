import assert from "node:assert/strict";
import { STATE_NAMES } from "../mabs/chart/literals.js";
import { emulatorFor, passThroughOf, type View } from "../support/start-emulator.js";
import { xmlText } from "../support/xml-text.js";

const TRANSITIONAL = [
  ...["Creating", "Updating", "Starting", "Stopping", "Restarting"],
  ...["Suspending", "Resuming", "Deleting", "BackingUp", "Restoring"],
];

describe("PUT /_emulator/services/:cloudService/:name", () => {
  const emulator = emulatorFor();
  const put = (body: unknown): Promise<{ readonly status: number; readonly body: unknown }> =>
    emulator().control("PUT", "services/integration/orders", body);

  for (const state of [...STATE_NAMES, ...TRANSITIONAL]) {
    it(`puts a service there in state ${state}`, async () => {
      const { status, body } = await put({ state });
      assert.equal(status, 200);
      assert.equal((body as View).state, state);
      const read = await emulator().manage("GET", passThroughOf("orders"));
      const onTheWire = state === "ServiceUpdateFailed" ? "Service Update Failed" : state;
      assert.equal(xmlText(read.body, "SubState"), onTheWire);
    });
  }

  it("takes the chart's display name and any letter case", async () => {
    assert.equal(
      ((await put({ state: "Service Update Failed" })).body as View).state,
      "ServiceUpdateFailed",
    );
    assert.equal(
      ((await put({ state: "scalefailed", edition: "PREMIUM" })).body as View).edition,
      "Premium",
    );
  });

  it("takes edition, units, region, configuration and last backup, and masks secrets", async () => {
    await emulator().control("POST", "reset");
    const lastBackup = { name: "backup-1", takenAt: "2016-05-16T08:00:00.000Z" };
    const { body } = await put({
      state: "Stopped",
      edition: "Basic",
      units: 5,
      region: "North Europe",
      configuration: {
        customDomainUrl: "example.com",
        certificate: { data: "MIIsecret", password: "p4ssw0rd" },
      },
      lastBackup,
    });
    const { etag, ...view } = body as View & { readonly version: string };
    assert.match(etag, /^[0-9a-f-]{36}$/);
    assert.deepEqual(view, {
      ...{
        cloudService: "integration",
        name: "orders",
        region: "North Europe",
        version: view.version,
      },
      ...{ state: "Stopped", edition: "Basic", units: 5, lastBackup },
      configuration: {
        customDomainUrl: "example.com",
        "certificate.data": "****",
        "certificate.password": "****",
      },
    });
    assert.deepEqual((await emulator().control("GET", "services")).body, [{ ...view, etag }]);
  });

  it("may say nothing: an Active service", async () => {
    assert.equal(((await put({})).body as View).state, "Active");
  });

  it("ends an operation that was under way", async () => {
    await put({ state: "Stopped", edition: "Premium" });
    const start = await emulator().manage("POST", `${passThroughOf("orders")}?comp=start`);
    await put({ state: "Disabled", edition: "Premium" });
    assert.equal((await emulator().poll("orders", start)).result, "Failed");
    emulator().clock.advance(86_400_000);
    assert.equal((await emulator().view("orders"))?.state, "Disabled");
  });

  /** Body, the field that the answer names, and what it says is accepted. */
  const invalid = [
    [{ state: "Running" }, "state", /Active.*ScaleFailed.*Updating/],
    [{ state: 5 }, "state", /string|Active/],
    [{ edition: "gold" }, "edition", /Free, Developer, Basic, Standard, Premium/],
    [{ units: 0 }, "units", />=1|at least 1/],
    [{ units: 1.5 }, "units", /int/],
    [{ units: "2" }, "units", /number/],
    [
      { configuration: { colour: "red" } },
      "configuration",
      /customDomainUrl.*backupSchedule\.keepAtLeastOne/,
    ],
    [{ configuration: "none" }, "configuration", /record|object/],
    [{ lastBackup: { name: "b" } }, "lastBackup.takenAt", /string|date/],
    [{ lastBackup: { name: "b", takenAt: "yesterday" } }, "lastBackup.takenAt", /date/i],
    [{ status: "Active" }, "status", /status/],
  ] as const;

  for (const [body, field, accepted] of invalid) {
    it(`refuses ${JSON.stringify(body)}: 400, names ${field} and what is accepted`, async () => {
      const before = await emulator().place("orders", "Active");
      const answer = await put(body);
      assert.equal(answer.status, 400);
      const text = JSON.stringify(answer.body);
      assert.ok(text.includes(field), text);
      assert.match(text, accepted);
      assert.equal((await emulator().view("orders"))?.etag, before);
    });
  }

  it("refuses a body that is no JSON: 400", async () => {
    const answer = await fetch(`${emulator().url}/_emulator/services/integration/orders`, {
      method: "PUT",
      body: "{state",
      headers: { "content-type": "application/json" },
    });
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /not valid JSON/);
  });
});

describe("the control plane", () => {
  const emulator = emulatorFor({ profile: "rest-2016" });

  it("is healthy", async () => {
    const { status, body } = await emulator().control("GET", "health");
    assert.equal(status, 200);
    assert.equal((body as { status: string }).status, "ok");
    assert.equal((body as { profile: string }).profile, "rest-2016");
  });

  it("is empty at first and after a reset", async () => {
    assert.deepEqual((await emulator().control("GET", "services")).body, []);
    await emulator().place("orders", "Active");
    await emulator().control("POST", "faults", { operation: "Stop", effect: "fail" });
    const stop = await emulator().manage("POST", `${passThroughOf("orders")}?comp=suspend`);
    assert.ok([200, 204].includes((await emulator().control("POST", "reset")).status));
    assert.deepEqual((await emulator().control("GET", "services")).body, []);
    assert.deepEqual((await emulator().control("GET", "faults")).body, []);
    assert.deepEqual((await emulator().control("GET", "log")).body, []);
    const poll = await emulator().manage(
      "GET",
      `${passThroughOf("orders")}?OperationStatus/${stop.headers.get("x-ms-request-id") ?? ""}`,
    );
    assert.equal(poll.status, 404);
  });

  it("is 404 where it has nothing", async () => {
    assert.equal((await emulator().control("GET", "nothing")).status, 404);
  });
});
