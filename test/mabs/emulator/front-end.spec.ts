import assert from "node:assert/strict";
import { resourceXml } from "../../support/operations.js";
import {
  CONTAINER,
  emulatorFor,
  OPERATION_MS,
  passThroughOf,
  pathOf,
  SUBSCRIPTION,
} from "../../support/start-emulator.js";
import { xmlText } from "../../support/xml-text.js";

/** What the node client of a sibling sends. */
const OLD = { "x-ms-version": "2013-03-01" };

describe("GET /{subscription}/operations/{id}, as siblings poll", () => {
  const emulator = emulatorFor();
  const operation = async (id: string): Promise<readonly (string | number | undefined)[]> => {
    const { status, body } = await emulator().manage("GET", `${SUBSCRIPTION}/operations/${id}`);
    const at = (name: string): string | undefined => xmlText(body, name);
    return [status, at("ID"), at("Status"), at("HttpStatusCode"), at("Code")];
  };
  const idOf = ({ headers }: { readonly headers: Headers }): string =>
    headers.get("x-ms-request-id") ?? "";

  it("says what has become of an operation of a service", async () => {
    await emulator().place("orders", "Active");
    const id = idOf(await emulator().manage("POST", `${passThroughOf("orders")}?comp=stop`));
    assert.deepEqual(await operation(id), [200, id, "InProgress", "200", undefined]);
    emulator().clock.advance(OPERATION_MS);
    assert.deepEqual(await operation(id), [200, id, "Succeeded", "200", undefined]);
  });

  it("says why one has failed", async () => {
    await emulator().place("orders", "Active");
    await emulator().control("POST", "faults", { operation: "Stop", effect: "fail" });
    const id = idOf(await emulator().manage("POST", `${passThroughOf("orders")}?comp=stop`));
    emulator().clock.advance(OPERATION_MS);
    assert.deepEqual(await operation(id), [200, id, "Failed", "409", "ConflictError"]);
  });

  it("knows those of a container, and none that there was not: 404 ResourceNotFound", async () => {
    const body = "<CloudService><GeoRegion>West US</GeoRegion></CloudService>";
    const path = CONTAINER.replace("integration", "west");
    const id = idOf(await emulator().manage("PUT", path, { body }));
    assert.deepEqual(await operation(id), [200, id, "Succeeded", "200", undefined]);
    const unknown = await operation("nobody");
    assert.deepEqual([unknown[0], unknown[4]], [404, "ResourceNotFound"]);
  });
});

describe("DELETE of a container", () => {
  const emulator = emulatorFor({ nameHeldMs: 60_000 });

  beforeEach(async () => {
    await emulator().control("POST", "reset");
    await emulator().place("orders", "Active");
    await emulator().place("invoices", "Updating");
    await emulator().control("PUT", "services/other/ledger", {});
  });

  it("takes it away with the services in it, and no others; their names are held", async () => {
    const answer = await emulator().manage("DELETE", CONTAINER, { headers: OLD });
    assert.equal(answer.status, 202);
    const left = (await emulator().control("GET", "services")).body as { name: string }[];
    assert.deepEqual(
      left.map(({ name }) => name),
      ["ledger"],
    );
    assert.equal((await emulator().manage("GET", CONTAINER)).status, 404);
    const again = await emulator().manage("DELETE", CONTAINER, { headers: OLD });
    assert.deepEqual([again.status, xmlText(again.body, "Code")], [404, "ResourceNotFound"]);
    const body = resourceXml("<Edition>basic</Edition>");
    assert.equal((await emulator().manage("PUT", pathOf("orders"), { body })).status, 409);
  });
});

describe("what clients of the same front end send", () => {
  const emulator = emulatorFor();

  it("may have any letter case in its paths", async () => {
    const body = resourceXml("<Edition>basic</Edition>");
    const path = pathOf("OrdersIn").replace("cloudservices", "CloudServices");
    const upper = path.replace("biztalkservices/biztalk", "BizTalkServices/BizTalk");
    assert.equal((await emulator().manage("PUT", upper, { body })).status, 202);
    assert.equal((await emulator().view("OrdersIn"))?.name, "OrdersIn");
    const list = `${SUBSCRIPTION}/cloudServices?detailLevel=Full`;
    const { body: listed } = await emulator().manage("GET", list);
    assert.match(listed, /<Name>OrdersIn<\/Name>/);
  });

  it("may have If-Match in quotes", async () => {
    const etag = await emulator().place("orders", "Active");
    const body = resourceXml("<UnitCount>2</UnitCount>");
    const put = (ifMatch: string) =>
      emulator().manage("PUT", pathOf("orders"), { body, headers: { "if-match": ifMatch } });
    assert.equal((await put('"another"')).status, 412);
    assert.equal((await put(`"${etag}"`)).status, 202);
  });

  it("may ask whether a name is free with GET, and with a slash before the query", async () => {
    await emulator().place("orders", "Active");
    const path = `${CONTAINER}/resources/biztalkservices/biztalk`;
    for (const method of ["GET", "POST"])
      for (const [name, isFree] of [
        ["orders", "false"],
        ["nobody", "true"],
      ] as const) {
        const query = `op=checknameavailability&resourceName=${name}`;
        for (const url of [`${path}?${query}`, `${path}/?${query}`]) {
          const { status, body } = await emulator().manage(method, url);
          const said = [status, xmlText(body, "IsAvailable")];
          assert.deepEqual(said, [200, isFree], `${method} ${url}`);
        }
      }
  });

  it("finds in a Resource the operation that the service had last", async () => {
    await emulator().control("POST", "reset");
    await emulator().place("orders", "Active");
    const read = async (): Promise<readonly (string | undefined)[]> => {
      const { body } = await emulator().manage("GET", CONTAINER);
      const status = /<OperationStatus>.*<\/OperationStatus>/.exec(body)?.[0] ?? "";
      return ["Type", "Result", "HttpCode"].map((name) => xmlText(status, name));
    };
    assert.deepEqual(await read(), [undefined, undefined, undefined]);
    await emulator().control("POST", "faults", { operation: "Suspend", effect: "fail" });
    await emulator().manage("POST", `${passThroughOf("orders")}?comp=suspend`);
    assert.deepEqual(await read(), ["Suspend", "InProgress", undefined]);
    emulator().clock.advance(OPERATION_MS);
    assert.deepEqual(await read(), ["Suspend", "Failed", "409"]);
    await emulator().manage("POST", `${passThroughOf("orders")}?comp=suspend`);
    emulator().clock.advance(OPERATION_MS);
    assert.deepEqual(await read(), ["Suspend", "Succeeded", undefined]);
  });
});
