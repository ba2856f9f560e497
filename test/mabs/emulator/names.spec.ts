import assert from "node:assert/strict";
import { openStore } from "../../../provider/emulator/index.js";
import { ManualClock } from "../../support/manual-clock.js";
import { resourceXml, sendOperation } from "../../support/operations.js";
import {
  CONTAINER,
  emulatorFor,
  OPERATION_MS,
  pathOf,
  startEmulator,
  SUBSCRIPTION,
  type Answer,
  type TestEmulator,
} from "../../support/start-emulator.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { xmlText } from "../../support/xml-text.js";

const HELD_MS = 60_000;
const PREMIUM = resourceXml("<Edition>premium</Edition>");

/** Check Name Availability, as a sibling of BizTalk has it (D-46). */
const ask = (emulator: TestEmulator, name: string, container = CONTAINER): Promise<Answer> =>
  emulator.manage(
    "POST",
    `${container}/resources/biztalkservices/biztalk?op=checknameavailability&resourceName=${name}`,
  );

async function isAvailable(emulator: TestEmulator, name: string): Promise<string | undefined> {
  const { status, body } = await ask(emulator, name);
  assert.equal(status, 200, body);
  return xmlText(body, "IsAvailable");
}

const create = (emulator: TestEmulator, name: string): Promise<Answer> =>
  emulator.manage("PUT", pathOf(name), { body: PREMIUM });

/** Deletes a service, to the very millisecond at which the deletion ends. */
async function deleted(emulator: TestEmulator, name: string): Promise<void> {
  await emulator.place(name, "Active");
  assert.equal((await emulator.manage("DELETE", pathOf(name))).status, 202);
  emulator.clock.advance(OPERATION_MS);
}

describe("the name of a deleted service", () => {
  const emulator = emulatorFor({ nameHeldMs: HELD_MS });
  beforeEach(() => emulator().control("POST", "reset"));

  it("is held to the millisecond, from when the deletion ended", async () => {
    await deleted(emulator(), "orders");
    assert.equal(await isAvailable(emulator(), "orders"), "false");
    emulator().clock.advance(HELD_MS - 1);
    assert.equal(await isAvailable(emulator(), "orders"), "false");
    assert.equal((await create(emulator(), "orders")).status, 409);
    emulator().clock.advance(1);
    assert.equal(await isAvailable(emulator(), "orders"), "true");
    assert.equal((await create(emulator(), "orders")).status, 202);
  });

  it("is held from when the deletion ended, although nobody looked", async () => {
    await emulator().place("orders", "Active");
    await emulator().manage("DELETE", pathOf("orders"));
    emulator().clock.advance(OPERATION_MS + HELD_MS);
    assert.equal(await isAvailable(emulator(), "orders"), "true");
  });

  it("is refused to a create in words: 409 ConflictError, which is not Operation not allowed; nothing is made", async () => {
    await deleted(emulator(), "orders");
    const { status, body } = await create(emulator(), "orders");
    assert.deepEqual([status, xmlText(body, "Code")], [409, "ConflictError"]);
    assert.match(xmlText(body, "Message") ?? "", /orders.*not available/);
    assert.doesNotMatch(body, /Operation not allowed/i);
    assert.equal(await emulator().view("orders"), undefined);
  });

  it("is the same name in any letter case (D-26)", async () => {
    await deleted(emulator(), "Orders");
    for (const name of ["orders", "ORDERS", "oRdErS"]) {
      assert.equal(await isAvailable(emulator(), name), "false", name);
      assert.equal((await create(emulator(), name)).status, 409, name);
    }
  });

  it("is no other name", async () => {
    await deleted(emulator(), "orders");
    assert.equal(await isAvailable(emulator(), "orders2"), "true");
    assert.equal((await create(emulator(), "orders2")).status, 202);
  });

  // The name is a host name, {name}.biztalk.windows.net whatever the container is (D-50).
  it("is held for every container", async () => {
    await deleted(emulator(), "orders");
    const { body } = await ask(emulator(), "orders", `${SUBSCRIPTION}/cloudservices/elsewhere`);
    assert.equal(xmlText(body, "IsAvailable"), "false");
  });

  it("is not held by a deletion that failed, nor before it ends", async () => {
    await emulator().place("orders", "Active");
    await emulator().control("POST", "faults", { operation: "Delete", effect: "fail" });
    await emulator().manage("DELETE", pathOf("orders"));
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("orders"))?.state, "Active");
    await emulator().manage("DELETE", pathOf("orders"));
    emulator().clock.advance(OPERATION_MS - 1);
    assert.equal((await emulator().view("orders"))?.state, "Deleting");
    assert.equal(await isAvailable(emulator(), "orders"), "false", "the service is still there");
    emulator().clock.advance(1 + HELD_MS);
    assert.equal(await isAvailable(emulator(), "orders"), "true");
  });

  it("is held again, from the second deletion on", async () => {
    await deleted(emulator(), "orders");
    emulator().clock.advance(HELD_MS);
    assert.equal((await create(emulator(), "orders")).status, 202);
    emulator().clock.advance(OPERATION_MS);
    await emulator().manage("DELETE", pathOf("orders"));
    emulator().clock.advance(OPERATION_MS + HELD_MS - 1);
    assert.equal(await isAvailable(emulator(), "orders"), "false");
    emulator().clock.advance(1);
    assert.equal(await isAvailable(emulator(), "orders"), "true");
  });

  it("is free after a reset", async () => {
    await deleted(emulator(), "orders");
    await emulator().control("POST", "reset");
    assert.equal((await create(emulator(), "orders")).status, 202);
  });
});

describe("the name of a deleted service, unless it is held", () => {
  const emulator = emulatorFor();

  it("is available in the moment in which the deletion ends", async () => {
    await deleted(emulator(), "orders");
    assert.equal(await isAvailable(emulator(), "orders"), "true");
    assert.equal((await create(emulator(), "orders")).status, 202);
  });
});

describe("a name that a service in another container has", () => {
  const emulator = emulatorFor();
  const ELSEWHERE = `${SUBSCRIPTION}/cloudservices/elsewhere`;
  const inElsewhere = (name: string, settings: string): Promise<Answer> =>
    emulator().manage("PUT", `${ELSEWHERE}/resources/biztalkservices/biztalk/${name}`, {
      body: resourceXml(settings),
    });

  beforeEach(async () => {
    await emulator().control("POST", "reset");
    await emulator().place("orders", "Stopped");
  });

  for (const name of ["orders", "OrDers"]) {
    it(`is not available to ${name}, whichever container is asked about`, async () => {
      for (const container of [CONTAINER, ELSEWHERE]) {
        const { body } = await ask(emulator(), name, container);
        assert.equal(xmlText(body, "IsAvailable"), "false");
      }
    });

    it(`is refused to a Create of ${name} like one that is not free: 409 ConflictError that says where it is`, async () => {
      const { status, body } = await inElsewhere(name, "<Edition>premium</Edition>");
      assert.deepEqual([status, xmlText(body, "Code")], [409, "ConflictError"]);
      assert.match(
        xmlText(body, "Message") ?? "",
        /not available.*orders in cloud service integration/,
      );
      assert.doesNotMatch(body, /Operation not allowed/i);
      const services = (await emulator().control("GET", "services")).body as readonly unknown[];
      assert.equal(services.length, 1);
      assert.doesNotMatch(
        (await emulator().manage("GET", `${SUBSCRIPTION}/cloudservices`)).body,
        /elsewhere/,
      );
    });
  }

  it("is refused to a Restore and to the control plane too", async () => {
    await emulator().control("PUT", "backups/nightly-1", { account: "a" });
    const from =
      "<RestoreFrom><BackupStoreConnectionString>AccountName=a</BackupStoreConnectionString><BackupName>nightly-1</BackupName></RestoreFrom>";
    assert.equal((await inElsewhere("orders", from)).status, 409);
    const placed = await emulator().control("PUT", "services/elsewhere/ORDERS", {});
    assert.equal(placed.status, 409);
    assert.match(JSON.stringify(placed.body), /cloud service integration has a service orders/);
  });

  it("is free once that one is gone", async () => {
    await emulator().manage("DELETE", pathOf("orders"));
    assert.equal(
      (await inElsewhere("orders", "<Edition>premium</Edition>")).status,
      409,
      "while it is Deleting",
    );
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await inElsewhere("orders", "<Edition>premium</Edition>")).status, 202);
    emulator().clock.advance(OPERATION_MS);
  });
});

describe("the region of a container", () => {
  const emulator = emulatorFor();
  const putContainer = (region: string): Promise<Answer> =>
    emulator().manage("PUT", CONTAINER, {
      body: `<CloudService xmlns="http://schemas.microsoft.com/windowsazure"><GeoRegion>${region}</GeoRegion></CloudService>`,
    });

  it("is compared without regard to blanks and letter case; another one is refused", async () => {
    assert.equal((await putContainer("West Europe")).status, 202);
    for (const same of ["West Europe", "westeurope", "WEST EUROPE", "WestEurope"]) {
      assert.equal((await putContainer(same)).status, 202, same);
    }
    assert.equal((await putContainer("North Europe")).status, 409);
  });
});

describe("a held name", () => {
  const file = temporaryFolder();

  it("is in the file: who opens it later waits for what is left of the time", async () => {
    const path = file("names.db");
    const first = await startEmulator({ store: openStore(path), nameHeldMs: HELD_MS });
    await deleted(first, "orders");
    assert.equal(await isAvailable(first, "orders"), "false");
    await first.close();
    const clock = new ManualClock();
    clock.advance(OPERATION_MS + HELD_MS - 1);
    // Held by the emulator that deleted it, whatever this one does with names.
    const second = await startEmulator({ store: openStore(path) }, clock);
    assert.equal((await create(second, "orders")).status, 409);
    clock.advance(1);
    assert.equal((await create(second, "orders")).status, 202);
    await second.close();
  });
});

describe("op=checknameavailability", () => {
  const emulator = emulatorFor();
  beforeEach(() => emulator().control("POST", "reset"));

  it("answers a ResourceNameAvailabilityResponse in the windowsazure namespace", async () => {
    const { status, headers, body } = await ask(emulator(), "orders");
    assert.equal(status, 200);
    assert.match(headers.get("content-type") ?? "", /^application\/xml/);
    assert.match(
      body,
      /<ResourceNameAvailabilityResponse xmlns="http:\/\/schemas\.microsoft\.com\/windowsazure"><IsAvailable>true<\/IsAvailable><\/ResourceNameAvailabilityResponse>$/,
    );
  });

  for (const state of [
    "Active",
    "Disabled",
    "CreatedFailed",
    "RestoreFailed",
    "Creating",
    "Deleting",
  ]) {
    it(`says no while a service is ${state}, in any letter case`, async () => {
      await emulator().place("orders", state);
      assert.equal(await isAvailable(emulator(), "orders"), "false");
      assert.equal(await isAvailable(emulator(), "OrderS"), "false");
    });
  }

  it("needs a name: 400 without resourceName", async () => {
    const answer = await ask(emulator(), "");
    assert.deepEqual(
      [answer.status, xmlText(answer.body, "Code")],
      [400, "MissingOrInvalidRequiredQueryParameter"],
    );
  });

  it("makes nothing: no container, no service, no transition", async () => {
    await ask(emulator(), "orders", `${SUBSCRIPTION}/cloudservices/elsewhere`);
    const { body } = await emulator().manage("GET", `${SUBSCRIPTION}/cloudservices`);
    assert.doesNotMatch(body, /elsewhere/);
    const log = (await emulator().control("GET", "log")).body as readonly {
      readonly kind: string;
    }[];
    assert.deepEqual(
      log.map(({ kind }) => kind),
      ["request", "request"],
    );
  });

  it("is no operation in the log, of no service", async () => {
    await ask(emulator(), "orders");
    const log = (await emulator().control("GET", "log")).body as readonly Readonly<
      Record<string, unknown>
    >[];
    const { method, operation, service, state, status } = log[0] ?? {};
    assert.deepEqual([method, operation, service, state, status], ["POST", null, null, null, 200]);
  });

  it("can be turned away by a fault for the service that is asked about", async () => {
    await emulator().control("POST", "faults", {
      operation: "Check Name",
      service: "orders",
      effect: "reject",
      status: 503,
    });
    assert.equal((await ask(emulator(), "invoices")).status, 200);
    const answer = await ask(emulator(), "ORDERS");
    assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [503, "ServerBusy"]);
    assert.equal((await ask(emulator(), "orders")).status, 200);
  });

  it("needs the version header like any request", async () => {
    const url = `${CONTAINER}/resources/biztalkservices/biztalk?op=checknameavailability&resourceName=orders`;
    const { status, body } = await emulator().manage("POST", url, {
      headers: { "x-ms-version": "2010-10-28" },
    });
    assert.deepEqual([status, xmlText(body, "Code")], [400, "MissingOrIncorrectVersionHeader"]);
  });

  for (const query of ["", "?op=", "?op=explode", "?comp=stop"]) {
    it(`is not "${query}": 400 MissingOrInvalidRequiredQueryParameter that says what there is`, async () => {
      const { status, body } = await emulator().manage(
        "POST",
        `${CONTAINER}/resources/biztalkservices/biztalk${query}`,
      );
      assert.deepEqual(
        [status, xmlText(body, "Code")],
        [400, "MissingOrInvalidRequiredQueryParameter"],
      );
      assert.match(xmlText(body, "Message") ?? "", /checknameavailability.*getbackup/);
    });
  }

  it("is no defect of the emulator when its query is badly encoded", async () => {
    assert.ok((await ask(emulator(), "%")).status < 500);
    assert.ok((await ask(emulator(), "%zz")).status < 500);
  });

  for (const method of ["PUT", "DELETE"]) {
    it(`is a POST or a GET: ${method} is 400 InvalidHttpVerb`, async () => {
      const url = `${CONTAINER}/resources/biztalkservices/biztalk?op=checknameavailability&resourceName=orders`;
      const { status, body } = await emulator().manage(method, url);
      assert.deepEqual([status, xmlText(body, "Code")], [400, "InvalidHttpVerb"]);
    });
  }

  it("does not stand in the way of a create, and is right after it", async () => {
    assert.equal(await isAvailable(emulator(), "orders"), "true");
    assert.equal((await create(emulator(), "orders")).status, 202);
    assert.equal(await isAvailable(emulator(), "orders"), "false");
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await sendOperation(emulator(), "orders", "Stop", "*")).status, 202);
  });
});
