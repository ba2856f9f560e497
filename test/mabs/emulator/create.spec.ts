import assert from "node:assert/strict";
import { resourceXml } from "../../support/operations.js";
import {
  CONTAINER,
  emulatorFor,
  OPERATION_MS,
  pathOf,
  SUBSCRIPTION,
  type Answer,
} from "../../support/start-emulator.js";
import { xmlText } from "../../support/xml-text.js";

const CONTAINER_XML =
  '<CloudService xmlns="http://schemas.microsoft.com/windowsazure"><Label>l</Label><Description/><GeoRegion>North Europe</GeoRegion></CloudService>';

describe("a PUT of a service that does not exist", () => {
  const emulator = emulatorFor();
  const create = (name: string, settings: string): Promise<Answer> =>
    emulator().manage("PUT", pathOf(name), { body: resourceXml(settings) });

  beforeEach(() => emulator().control("POST", "reset"));

  it("creates it as asked: 202, then Active with edition, units, settings and version", async () => {
    const settings =
      "<CustomDomainUrl>example.com</CustomDomainUrl><ServiceVersion>1.2.0</ServiceVersion><Edition>standard</Edition><UnitCount>3</UnitCount><TrackingStoreConnectionString>User ID=u&amp;&lt;</TrackingStoreConnectionString>";
    const answer = await create("orders", settings);
    assert.deepEqual([answer.status, answer.body], [202, ""]);
    emulator().clock.advance(OPERATION_MS);
    assert.deepEqual(await emulator().poll("orders", answer), { status: 202, result: "Succeeded" });
    const { body } = await emulator().manage("GET", pathOf("orders"));
    assert.deepEqual(
      ["SubState", "State", "Edition", "UnitCount", "ServiceVersion", "CustomDomainUrl"].map(
        (name) => xmlText(body, name),
      ),
      ["Active", "Started", "Standard", "3", "1.2.0", "example.com"],
    );
    assert.doesNotMatch(body, /TrackingStore|User ID/, "secrets are left out (D-3)");
  });

  it("has one unit unless it says otherwise", async () => {
    await create("orders", "<Edition>basic</Edition>");
    assert.equal((await emulator().view("orders"))?.units, 1);
  });

  it("makes the container with a default region (D-17)", async () => {
    assert.equal((await emulator().manage("GET", CONTAINER)).status, 404);
    await create("orders", "<Edition>basic</Edition>");
    const { status, body } = await emulator().manage("GET", CONTAINER);
    assert.deepEqual([status, xmlText(body, "Name")], [200, "integration"]);
    assert.notEqual(xmlText(body, "GeoRegion") ?? "", "");
  });

  it("takes the region from a container that is there", async () => {
    assert.equal((await emulator().manage("PUT", CONTAINER, { body: CONTAINER_XML })).status, 202);
    await create("orders", "<Edition>basic</Edition>");
    assert.equal((await emulator().view("orders"))?.region, "North Europe");
  });

  it("finds names and containers without regard to case (D-26)", async () => {
    await create("Orders", "<Edition>basic</Edition>");
    emulator().clock.advance(OPERATION_MS);
    const path = pathOf("ORDERS").replace("/integration/", "/INTEGRATION/");
    const { status, body } = await emulator().manage("GET", path);
    assert.deepEqual([status, xmlText(body, "Name")], [200, "Orders"]);
    const update = { body: resourceXml("<UnitCount>2</UnitCount>"), headers: { "if-match": "*" } };
    assert.equal((await emulator().manage("PUT", path, update)).status, 202);
    emulator().clock.advance(OPERATION_MS);
    assert.equal((await emulator().view("Orders"))?.units, 2);
  });

  for (const name of ["order", "a".repeat(21), "1orders", "my-orders"]) {
    it(`refuses the name ${name}: 400 BadRequest`, async () => {
      const answer = await create(name, "<Edition>basic</Edition>");
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [400, "BadRequest"]);
      assert.deepEqual((await emulator().control("GET", "services")).body, []);
    });
  }

  const bad = [
    ["no edition", "<UnitCount>1</UnitCount>", /Edition/],
    [
      "an edition that is none",
      "<Edition>gold</Edition>",
      /Free, Developer, Basic, Standard, Premium/,
    ],
    ["Free with 2 units", "<Edition>free</Edition><UnitCount>2</UnitCount>", /UnitCount/],
    ["Developer with 2 units", "<Edition>developer</Edition><UnitCount>2</UnitCount>", /UnitCount/],
    ["Basic with 9 units", "<Edition>basic</Edition><UnitCount>9</UnitCount>", /UnitCount.*1 to 8/],
    [
      "Premium without units",
      "<Edition>premium</Edition><UnitCount>0</UnitCount>",
      /UnitCount.*1 to 8/,
    ],
    ["units that are no number", "<Edition>premium</Edition><UnitCount>x</UnitCount>", /UnitCount/],
  ] as const;

  for (const [what, settings, wording] of bad) {
    it(`refuses ${what}: 400 BadRequest`, async () => {
      const answer = await create("orders", settings);
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [400, "BadRequest"]);
      assert.match(xmlText(answer.body, "Message") ?? "", wording);
    });
  }
});

describe("containers", () => {
  const emulator = emulatorFor();
  const put = (name: string, body: string): Promise<Answer> =>
    emulator().manage("PUT", `${SUBSCRIPTION}/cloudservices/${name}`, { body });

  beforeEach(() => emulator().control("POST", "reset"));

  it("are made by the generic PUT, listed with and without services", async () => {
    assert.equal((await put("integration", CONTAINER_XML)).status, 202);
    const list = await emulator().manage("GET", `${SUBSCRIPTION}/cloudservices`);
    assert.equal(list.status, 200);
    assert.deepEqual(
      [xmlText(list.body, "Name"), xmlText(list.body, "GeoRegion")],
      ["integration", "North Europe"],
    );
  });

  it("may be put again with the same region, not with another", async () => {
    await put("integration", CONTAINER_XML);
    assert.equal((await put("Integration", CONTAINER_XML)).status, 202);
    const moved = await put("integration", CONTAINER_XML.replace("North", "West"));
    assert.deepEqual([moved.status, xmlText(moved.body, "Code")], [409, "ConflictError"]);
  });

  it("have a region and a name of at most 64 characters", async () => {
    const nowhere = await put("integration", "<CloudService/>");
    assert.deepEqual([nowhere.status, xmlText(nowhere.body, "Code")], [400, "BadRequest"]);
    assert.equal((await put("c".repeat(64), CONTAINER_XML)).status, 202);
    assert.equal((await put("c".repeat(65), CONTAINER_XML)).status, 400);
  });

  it("have a name of at most 64 characters also when a service's PUT makes them", async () => {
    const path = pathOf("orders").replace("integration", "c".repeat(65));
    const answer = await emulator().manage("PUT", path, {
      body: resourceXml("<Edition>basic</Edition>"),
    });
    assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [400, "BadRequest"]);
  });

  it("are 404 ResourceNotFound when there is none", async () => {
    const { status, body } = await emulator().manage("GET", CONTAINER);
    assert.deepEqual([status, xmlText(body, "Code")], [404, "ResourceNotFound"]);
  });
});
