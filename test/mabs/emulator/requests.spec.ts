import assert from "node:assert/strict";
import { BACKUP_XML, resourceXml } from "../../support/operations.js";
import {
  CONTAINER,
  emulatorFor,
  OPERATION_MS,
  passThroughOf,
  pathOf,
  SUBSCRIPTION,
} from "../../support/start-emulator.js";
import { xmlText } from "../../support/xml-text.js";

const KNOWN = SUBSCRIPTION.slice(1);

describe("a request to an emulator that takes older versions", () => {
  const emulator = emulatorFor({ apiVersionMin: "2010-10-28" });

  for (const [version, status] of [
    ["2010-10-28", 200],
    ["2010-10-27", 400],
  ] as const) {
    it(`is answered ${status} with x-ms-version ${version}, as a published client needs it`, async () => {
      const answer = await emulator().manage("GET", `${SUBSCRIPTION}/cloudservices`, {
        headers: { "x-ms-version": version },
      });
      assert.equal(answer.status, status);
    });
  }
});

describe("any request to the management API", () => {
  const emulator = emulatorFor({ subscriptions: [{ id: KNOWN.toUpperCase() }] });

  for (const version of ["2012-08-01", "2013-04-26", "2016-01-04"]) {
    it(`may have x-ms-version ${version}`, async () => {
      const answer = await emulator().manage("GET", `${SUBSCRIPTION}/cloudservices`, {
        headers: { "x-ms-version": version },
      });
      assert.equal(answer.status, 200);
    });
  }

  for (const version of ["2012-07-31", "2010-10-28", "latest", ""]) {
    it(`is refused with x-ms-version "${version}": 400 MissingOrIncorrectVersionHeader`, async () => {
      const { status, body } = await emulator().manage("GET", `${SUBSCRIPTION}/cloudservices`, {
        headers: { "x-ms-version": version },
      });
      assert.deepEqual([status, xmlText(body, "Code")], [400, "MissingOrIncorrectVersionHeader"]);
    });
  }

  it("is refused without x-ms-version, and changes nothing", async () => {
    await emulator().place("orders", "Active");
    const response = await fetch(emulator().url + pathOf("orders"), { method: "DELETE" });
    assert.equal(response.status, 400);
    assert.equal(xmlText(await response.text(), "Code"), "MissingOrIncorrectVersionHeader");
    assert.equal((await emulator().view("orders"))?.state, "Active");
  });

  it("is refused for a subscription that is not known: 403 AuthenticationFailed, and changes nothing", async () => {
    await emulator().place("orders", "Active");
    const other = "99999999-2222-3333-4444-555555555555";
    const { status, body } = await emulator().manage(
      "DELETE",
      pathOf("orders").replace(KNOWN, other),
    );
    assert.deepEqual([status, xmlText(body, "Code")], [403, "AuthenticationFailed"]);
    assert.equal((await emulator().view("orders"))?.state, "Active");
  });

  it("is answered with an id of its own, as XML", async () => {
    const answers = [
      await emulator().manage("GET", `${SUBSCRIPTION}/cloudservices`),
      await emulator().manage("GET", passThroughOf("nobody")),
      await emulator().manage("PUT", CONTAINER, { body: "<CloudService/>" }),
    ];
    for (const { headers } of answers)
      assert.match(headers.get("content-type") ?? "", /^application\/xml/);
    assert.equal(new Set(answers.map(({ headers }) => headers.get("x-ms-request-id"))).size, 3);
  });

  it("registers the provider: 200", async () => {
    const path = `${SUBSCRIPTION}/services?service=biztalkservices.biztalk&action=register`;
    const { status, headers } = await emulator().manage("PUT", path);
    assert.equal(status, 200);
    assert.ok(headers.has("x-ms-request-id"));
  });

  const unknown = [
    ["a service that is none", "GET", passThroughOf("nobody"), 404, "ResourceNotFound"],
    [
      "an action on a service that is none",
      "POST",
      `${passThroughOf("nobody")}?comp=stop`,
      404,
      "ResourceNotFound",
    ],
    ["a delete of a service that is none", "DELETE", pathOf("nobody"), 404, "ResourceNotFound"],
    [
      "an action without comp",
      "POST",
      passThroughOf("orders"),
      400,
      "MissingOrInvalidRequiredQueryParameter",
    ],
    [
      "an unknown comp",
      "POST",
      `${passThroughOf("orders")}?comp=explode`,
      400,
      "MissingOrInvalidRequiredQueryParameter",
    ],
    ["a verb that a service does not have", "PATCH", pathOf("orders"), 400, "InvalidHttpVerb"],
    ["a verb that a container does not have", "POST", CONTAINER, 400, "InvalidHttpVerb"],
  ] as const;

  for (const [what, method, path, status, code] of unknown) {
    it(`is refused for ${what}: ${status} ${code}`, async () => {
      await emulator().place("orders", "Active");
      const answer = await emulator().manage(method, path);
      assert.deepEqual([answer.status, xmlText(answer.body, "Code")], [status, code]);
    });
  }
});

describe("the emulator without a subscription of its own", () => {
  const emulator = emulatorFor();

  it("answers to any", async () => {
    const { status } = await emulator().manage("GET", "/anything/cloudservices");
    assert.equal(status, 200);
  });
});

describe("paths with and without tilde (6.3, item 16)", () => {
  const emulator = emulatorFor();
  const forms = [
    ["without", pathOf("orders")],
    ["with", passThroughOf("orders")],
  ] as const;

  for (const [form, path] of forms) {
    it(`are the same ${form} it, for every request`, async () => {
      await emulator().control("POST", "reset");
      const created = await emulator().manage("PUT", path, {
        body: resourceXml("<Edition>premium</Edition>"),
      });
      assert.equal(created.status, 202);
      emulator().clock.advance(OPERATION_MS);
      const id = created.headers.get("x-ms-request-id") ?? "";
      const poll = await emulator().manage("GET", `${path}?OperationStatus/${id}`);
      assert.deepEqual([poll.status, xmlText(poll.body, "Result")], [202, "Succeeded"]);
      assert.equal((await emulator().manage("GET", path)).status, 200);
      assert.equal((await emulator().manage("POST", `${path}?comp=stop`)).status, 202);
      emulator().clock.advance(OPERATION_MS);
      assert.equal(
        (await emulator().manage("POST", `${path}/?comp=backup`, { body: BACKUP_XML })).status,
        202,
      );
      emulator().clock.advance(OPERATION_MS);
      assert.equal((await emulator().manage("DELETE", path)).status, 202);
    });
  }
});

describe("a path that is none of the management API's", () => {
  const emulator = emulatorFor();

  for (const path of [
    "/index.html",
    `${SUBSCRIPTION}/nothing`,
    "/biztalk/sub/cloudservices",
    `${pathOf("orders")}/more`,
  ]) {
    it(`is 404 with an Error document that says of no service that it is gone: ${path}`, async () => {
      const { status, body, headers } = await emulator().manage("GET", path);
      assert.deepEqual([status, xmlText(body, "Code")], [404, "BadRequest"]);
      assert.match(headers.get("x-ms-request-id") ?? "", /^[0-9a-f-]{36}$/);
    });
  }
});
