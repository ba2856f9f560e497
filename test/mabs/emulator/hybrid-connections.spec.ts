import assert from "node:assert/strict";
import { emulatorFor, passThroughOf, pathOf, type Answer } from "../../support/start-emulator.js";
import { xmlText } from "../../support/xml-text.js";

const input = (hostName: string, port: number | string): string =>
  '<HybridConnectionInput xmlns="http://schemas.microsoft.com/windowsazure">' +
  `<HostName>${hostName}</HostName><Port>${port}</Port></HybridConnectionInput>`;

/** The connection strings in a document, by rule and key. */
const strings = (xml: string): Record<string, string> =>
  Object.fromEntries(
    [...xml.matchAll(/<ConnectionString>(.*?)<\/ConnectionString>/gs)].map(([text]) => [
      `${xmlText(text, "RuleName") ?? ""} ${xmlText(text, "KeyType") ?? ""}`,
      xmlText(text, "Value") ?? "",
    ]),
  );

describe("hybrid connections of a service", () => {
  const emulator = emulatorFor();
  const at = (name: string): string => `${passThroughOf("orders")}/hybridconnection/${name}`;
  const put = (name: string, body = input("sql01.contoso.com", 1433)): Promise<Answer> =>
    emulator().manage("PUT", at(name), { body });

  beforeEach(async () => {
    await emulator().control("POST", "reset");
    await emulator().place("orders", "Active", { edition: "Developer" });
  });

  it("are made, read, listed, led elsewhere and deleted", async () => {
    const made = await put("sql-orders");
    assert.equal(made.status, 200);
    assert.deepEqual(
      ["Name", "HostName", "Port"].map((element) => xmlText(made.body, element)),
      ["sql-orders", "sql01.contoso.com", "1433"],
    );
    const moved = await put("sql-orders", input("10.0.0.7", 1434));
    assert.equal(xmlText(moved.body, "HostName"), "10.0.0.7");
    assert.deepEqual(strings(moved.body), strings(made.body), "the keys stay");
    await put("erp-orders");
    const list = await emulator().manage("GET", `${passThroughOf("orders")}/hybridconnection`);
    assert.deepEqual(list.body.match(/<Name>[^<]*/g), ["<Name>erp-orders", "<Name>sql-orders"]);
    assert.equal((await emulator().manage("DELETE", at("sql-orders"))).status, 200);
    const gone = await emulator().manage("GET", at("sql-orders"));
    assert.deepEqual([gone.status, xmlText(gone.body, "Code")], [404, "ResourceNotFound"]);
  });

  it("have a string to send and one to listen, each with two keys", async () => {
    const { body } = await put("sql-orders");
    const found = strings(body);
    assert.deepEqual(Object.keys(found), [
      "defaultSender PrimaryKey",
      "defaultSender SecondaryKey",
      "defaultListener PrimaryKey",
      "defaultListener SecondaryKey",
    ]);
    assert.equal(new Set(Object.values(found)).size, 4);
    assert.match(
      found["defaultListener PrimaryKey"] ?? "",
      /^Endpoint=hc:\/\/orders\.hybrid\.biztalk\.windows\.net\/sql-orders;SharedAccessKeyName=defaultListener;SharedAccessKey=.{44}$/,
    );
  });

  it("get another key where one is made anew, and keep the others", async () => {
    const before = strings((await put("sql-orders")).body);
    const query = "?comp=regeneratekey&ruleName=defaultSender&keyType=SecondaryKey";
    const after = strings((await emulator().manage("POST", at("sql-orders") + query)).body);
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    assert.deepEqual(changed, ["defaultSender SecondaryKey"]);
  });

  it("end with their service, are not another one's, and do not change it", async () => {
    const before = await emulator().view("orders");
    await put("sql-orders");
    assert.deepEqual(await emulator().view("orders"), before);
    await emulator().place("billing", "Active");
    const list = await emulator().manage("GET", `${passThroughOf("billing")}/hybridconnection`);
    assert.doesNotMatch(list.body, /sql-orders/);
    await emulator().manage("DELETE", pathOf("orders"));
    emulator().clock.advance(1_000);
    assert.equal((await emulator().manage("GET", at("sql-orders"))).status, 404);
    await emulator().place("orders", "Active");
    assert.equal((await emulator().manage("GET", at("sql-orders"))).status, 404);
  });

  it("are counted by what the edition's units hold", async () => {
    for (const nth of [1, 2, 3, 4, 5]) assert.equal((await put(`orders-${nth}`)).status, 200);
    const sixth = await put("orders-6");
    assert.deepEqual([sixth.status, xmlText(sixth.body, "Code")], [409, "ConflictError"]);
    assert.equal((await put("orders-5", input("other", 80))).status, 200);
    const usage = await emulator().manage("GET", `${passThroughOf("orders")}/usage`);
    assert.equal(usage.status, 200);
    const [connections = "", data = ""] =
      usage.body.match(/<UsageMetric>.*?<\/UsageMetric>/gs) ?? [];
    const metric = (text: string): unknown[] =>
      ["Name", "CurrentValue", "Limit", "Unit"].map((element) => xmlText(text, element));
    assert.deepEqual(metric(connections), ["Hybrid Connections", "5", "5", "Count"]);
    assert.deepEqual(metric(data), ["Hybrid Connections Data Usage", "0.0", "-1", "GB"]);
    assert.match(xmlText(data, "NextResetTime") ?? "", /^\d{4}-\d\d-01 00:00:00\.00$/);
  });

  const wrong = [
    ["a name of five characters", "sql-1", input("host", 1)],
    ["a name with a digit first", "1sql-orders", input("host", 1)],
    ["a name with a hyphen last", "sql-orders-", input("host", 1)],
    ["a name with a dot", "sql.orders", input("host", 1)],
    ["a name of 51 characters", "s".repeat(51), input("host", 1)],
    ["its service's name", "Orders", input("host", 1)],
    ["no host name", "sql-orders", input("", 1)],
    ["port 0", "sql-orders", input("host", 0)],
    ["port 65536", "sql-orders", input("host", 65_536)],
    ["a port in hexadecimal", "sql-orders", input("host", "0x50")],
  ] as const;
  for (const [what, name, body] of wrong) {
    it(`are refused with ${what}: 400 BadRequest`, async () => {
      const answer = await put(name, body);
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [400, "BadRequest"]);
      const list = await emulator().manage("GET", `${passThroughOf("orders")}/hybridconnection`);
      assert.doesNotMatch(list.body, /<Name>/);
    });
  }

  for (const query of [
    "",
    "?comp=regeneratekey",
    "?comp=regeneratekey&ruleName=owner&keyType=PrimaryKey",
    "?comp=regeneratekey&ruleName=defaultSender&keyType=Third",
  ]) {
    it(`make no key anew for "${query}": 400 MissingOrInvalidRequiredQueryParameter`, async () => {
      await put("sql-orders");
      const { status, body } = await emulator().manage("POST", at("sql-orders") + query);
      assert.equal(status, 400);
      assert.equal(xmlText(body, "Code"), "MissingOrInvalidRequiredQueryParameter");
    });
  }

  it("are 404 where there is no service", async () => {
    for (const path of ["/usage", "/hybridconnection", "/hybridconnection/sql-orders"]) {
      const answer = await emulator().manage("GET", passThroughOf("nothere") + path);
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [404, "ResourceNotFound"]);
    }
  });
});

describe("Sync Access Control Keys", () => {
  const emulator = emulatorFor();
  const send = (): Promise<Answer> =>
    emulator().manage("POST", `${passThroughOf("orders")}?comp=syncacskeys`);

  it("is an operation that has succeeded at once and changed nothing", async () => {
    for (const state of ["Active", "Suspended", "ScaleFailed"]) {
      await emulator().place("orders", state);
      const before = await emulator().view("orders");
      const answer = await send();
      assert.equal(answer.status, 202);
      assert.deepEqual(await emulator().poll("orders", answer), {
        status: 202,
        result: "Succeeded",
      });
      assert.deepEqual(await emulator().view("orders"), before);
    }
  });

  it("is refused on Free", async () => {
    await emulator().place("orders", "Active", { edition: "Free" });
    assert.equal((await send()).status, 409);
  });
});
