import assert from "node:assert/strict";
import type { OperationRequest } from "../../../provider/mabs/protocol/index.js";
import { scriptedEndpoints, type SeenRequest } from "../../support/scripted-endpoint.js";
import { ORDERS } from "../../support/orders.js";

const CONTAINER = "/11111111-2222-3333-4444-555555555555/cloudservices/integration";
const SERVICE = `${CONTAINER}/resources/biztalkservices/biztalk/orders`;
const PASS_THROUGH = `${CONTAINER}/resources/biztalkservices/~/biztalk/orders`;
const ACCEPTED = { status: 202, headers: { "x-ms-request-id": "124" } };

describe("a request of the client", () => {
  const endpoint = scriptedEndpoints();
  const sent = async (request: OperationRequest): Promise<SeenRequest> => {
    const { client, seen } = await endpoint(ACCEPTED);
    assert.equal(await client.send(request), "124");
    assert.ok(seen[0]);
    return seen[0];
  };

  for (const operation of ["Start", "Stop", "Restart", "Suspend", "Resume"] as const) {
    it(`for ${operation} is a POST with tilde and comp, without body`, async () => {
      const { method, path, body } = await sent({ operation, service: ORDERS });
      assert.deepEqual(
        [method, path, body],
        ["POST", `${PASS_THROUGH}?comp=${operation.toLowerCase()}`, ""],
      );
    });
  }

  it("for Delete is a DELETE without tilde, without body", async () => {
    const { method, path, body, headers } = await sent({
      operation: "Delete",
      service: ORDERS,
      etag: "e1",
    });
    assert.deepEqual([method, path, body], ["DELETE", SERVICE, ""]);
    assert.equal(headers["if-match"], "e1");
  });

  it("for Backup is a POST with XML", async () => {
    const backup = { name: "backup-1", store: "AccountKey=a&b" };
    const { method, path, body, headers } = await sent({
      operation: "Backup",
      service: ORDERS,
      backup,
    });
    assert.deepEqual([method, path], ["POST", `${PASS_THROUGH}?comp=backup`]);
    assert.match(headers["content-type"] ?? "", /^application\/xml/);
    assert.match(
      body,
      /<BackupStoreConnectionString>AccountKey=a&amp;b<\/Backup.*<BackupName>backup-1<\/BackupName>/,
    );
  });

  for (const operation of ["Create", "Scale", "Update Configuration"] as const) {
    it(`for ${operation} is a PUT without tilde, with XML`, async () => {
      const body = {
        edition: "Premium",
        units: 2,
        configuration: { customDomainUrl: "a.b" },
      } as const;
      const request = await sent({ operation, service: ORDERS, body, etag: "e1" });
      assert.deepEqual([request.method, request.path], ["PUT", SERVICE]);
      assert.match(request.headers["content-type"] ?? "", /^application\/xml/);
      assert.match(
        request.body,
        /<Edition>Premium<\/Edition><UnitCount>2<\/UnitCount><CustomDomainUrl>a\.b<\/CustomDomainUrl>/,
      );
      assert.equal(request.headers["if-match"], "e1");
    });
  }

  it("has no If-Match unless an ETag is given", async () => {
    for (const operation of ["Stop", "Create"] as const) {
      const { headers } = await sent({ operation, service: ORDERS });
      assert.equal(headers["if-match"], undefined);
    }
  });

  it("for Restore has If-Match, whatever is there, and a correlation id (D-42)", async () => {
    const restoreFrom = { name: "nightly", store: "AccountName=a" };
    const body = { configuration: {}, restoreFrom };
    const { headers } = await sent({ operation: "Restore", service: ORDERS, body });
    assert.equal(headers["if-match"], "*");
    assert.match(String(headers["x-ms-client-request-id"]), /^[0-9a-f-]{36}$/);
  });

  it("has no content type where it has no body: axios would say that it is a form's", async () => {
    for (const operation of ["Stop", "Delete"] as const) {
      const { headers } = await sent({ operation, service: ORDERS });
      assert.equal(headers["content-type"], undefined);
    }
  });

  it("has x-ms-version 2013-04-26 and a correlation id of its own", async () => {
    const first = await sent({ operation: "Stop", service: ORDERS });
    const second = await sent({ operation: "Stop", service: ORDERS });
    assert.equal(first.headers["x-ms-version"], "2013-04-26");
    const ids = [first, second].map(({ headers }) => headers["x-ms-client-request-id"]);
    for (const id of ids) assert.match(String(id), /^[0-9a-f-]{36}$/);
    assert.notEqual(ids[0], ids[1]);
  });

  it("that reads is a GET: the list, a container, a service with tilde, a poll without an equals sign", async () => {
    const { client, seen } = await endpoint(
      { status: 200, body: "<CloudServices/>" },
      { status: 200, body: "<CloudService><Name>integration</Name></CloudService>" },
      { status: 404, body: "<Error><Code>ResourceNotFound</Code></Error>" },
      { status: 404, body: "<Error><Code>ResourceNotFound</Code></Error>" },
      { status: 202, body: "<OperationStatus><Result>Succeeded</Result></OperationStatus>" },
    );
    await client.list();
    assert.deepEqual(await client.readContainer("integration"), {
      name: "integration",
      region: "",
      services: [],
    });
    await client.read(ORDERS);
    await client.poll(ORDERS, "124");
    assert.deepEqual(
      seen.map(({ method, path }) => `${method} ${path}`),
      [
        "GET /11111111-2222-3333-4444-555555555555/cloudservices?detailLevel=full",
        `GET ${CONTAINER}?detailLevel=full`,
        `GET ${PASS_THROUGH}`,
        `GET ${CONTAINER}?detailLevel=full`,
        `GET ${PASS_THROUGH}?OperationStatus/124`,
      ],
    );
    for (const { headers } of seen) assert.equal(headers["x-ms-version"], "2013-04-26");
  });
});
