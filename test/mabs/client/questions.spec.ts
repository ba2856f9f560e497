import assert from "node:assert/strict";
import { inspect } from "node:util";
import {
  errorAnswer,
  rejection,
  scriptedEndpoints,
  type ScriptedAnswer,
} from "../../support/scripted-endpoint.js";
import { ORDERS } from "../../support/orders.js";

const BACKUP = { name: "nightly-1", store: "AccountKey=k" };

describe("questions about what is not there", () => {
  const endpoint = scriptedEndpoints();

  it("are POSTs whose secrets are in the body, not in the URL", async () => {
    const { client, seen } = await endpoint(
      { status: 200, body: "<ServiceBackup><Exists>false</Exists></ServiceBackup>" },
      {
        status: 200,
        body: "<ResourceNameAvailabilityResponse><IsAvailable>false</IsAvailable></ResourceNameAvailabilityResponse>",
      },
    );
    assert.equal(await client.findBackup(ORDERS, BACKUP), null);
    assert.equal(await client.isNameAvailable(ORDERS), false);
    const base =
      "/11111111-2222-3333-4444-555555555555/cloudservices/integration/resources/biztalkservices/biztalk";
    assert.deepEqual(
      seen.map(({ method, path }) => [method, path]),
      [
        ["POST", `${base}?op=getbackup`],
        ["POST", `${base}?op=checknameavailability&resourceName=orders`],
      ],
    );
    assert.match(
      seen[0]?.body ?? "",
      /<ServiceBackupSettings><BackupStoreConnectionString>AccountKey=k<\/BackupStoreConnectionString><BackupName>nightly-1<\/BackupName><\/ServiceBackupSettings>$/,
    );
    assert.equal(seen[1]?.body, "");
    for (const { headers } of seen) assert.equal(headers["x-ms-version"], "2013-04-26");
  });

  it("escape the name that is asked about", async () => {
    const { client, seen } = await endpoint(errorAnswer(404, "ResourceNotFound", "no"));
    await client.isNameAvailable({ cloudService: "a/b", serviceName: "x&op=y#z" });
    assert.match(
      seen[0]?.path ?? "",
      /\/cloudservices\/a%2Fb\/.*\?op=checknameavailability&resourceName=x%26op%3Dy%23z$/,
    );
  });

  it("are answered with all that is known", async () => {
    const { client } = await endpoint(
      {
        status: 200,
        body: "<ServiceBackup><Exists>true</Exists><TakenAt>2016-05-16T08:00:00Z</TakenAt><Edition>standard</Edition><ServiceVersion>1.1.0</ServiceVersion><UnitCount>3</UnitCount><NewServiceVersion>1.2.0</NewServiceVersion></ServiceBackup>",
      },
      {
        status: 200,
        body: "<ResourceNameAvailabilityResponse><IsAvailable>True</IsAvailable></ResourceNameAvailabilityResponse>",
      },
    );
    assert.deepEqual(await client.findBackup(ORDERS, BACKUP), {
      ...{
        takenAt: "2016-05-16T08:00:00Z",
        edition: "Standard",
        version: "1.1.0",
        units: 3,
        newVersion: "1.2.0",
      },
    });
    assert.equal(await client.isNameAvailable(ORDERS), true);
  });

  const notKnown = [
    ["400", errorAnswer(400, "BadRequest", "no such op")],
    ["400 for the query", errorAnswer(400, "MissingOrInvalidRequiredQueryParameter", "op")],
    ["400 for the verb", errorAnswer(400, "InvalidHttpVerb", "POST")],
    ["404", errorAnswer(404, "ResourceNotFound", "no such resource")],
    ["404 without a document", { status: 404, body: "<html/>" }],
    ["400 without a document", { status: 400, body: "Bad Request" }],
    ["405 with nothing", { status: 405 }],
    ["a redirect", { status: 302, headers: { location: "/elsewhere" } }],
  ] as const satisfies readonly (readonly [string, ScriptedAnswer])[];
  for (const [what, answer] of notKnown) {
    it(`are not known to an endpoint that answers ${what}, and are asked once`, async () => {
      const { client, seen } = await endpoint(answer, answer);
      assert.equal(await client.findBackup(ORDERS, BACKUP), undefined);
      assert.equal(await client.isNameAvailable(ORDERS), true);
      assert.equal(seen.length, 2);
    });
  }

  const failures = [
    ["401", errorAnswer(401, "AuthenticationFailed", "no"), "unauthenticated"],
    ["403", errorAnswer(403, "AuthenticationFailed", "no"), "unauthenticated"],
    ["401 without a document", { status: 401, body: "<html/>" }, "unauthenticated"],
    ["403 with nothing", { status: 403 }, "unauthenticated"],
    ["429", errorAnswer(429, "TooManyRequests", "no", { "retry-after": "9" }), "busy"],
    ["500", errorAnswer(500, "InternalError", "no"), "unavailable"],
    ["502 of a proxy", { status: 502, body: "Bad Gateway" }, "unavailable"],
    ["503", errorAnswer(503, "ServerBusy", "no"), "busy"],
    ["a cut", "cut", "unavailable"],
    ["half an answer", "half", "unavailable"],
    ["200 with a page", { status: 200, body: "<html/>" }, "bad-response"],
    ["200 with another document", { status: 200, body: "<Resource/>" }, "bad-response"],
  ] as const satisfies readonly (readonly [string, ScriptedAnswer, string])[];
  for (const [what, answer, code] of failures) {
    it(`fail with ${what}: that is no answer; a POST is never sent again, its secret is nowhere`, async () => {
      const { client, seen, clock, url } = await endpoint(answer, answer, answer);
      const backup = { name: "nightly-1", store: "AccountKey=c2VjcmV0" };
      const errors = [
        await rejection(client.findBackup(ORDERS, backup)),
        await rejection(client.isNameAvailable(ORDERS)),
      ];
      for (const error of errors) {
        assert.equal(error.code, code);
        assert.ok(error.message.includes(url), error.message);
        assert.ok(!inspect(error, { depth: 12, showHidden: true }).includes("c2VjcmV0"));
      }
      assert.equal(seen.length, 2);
      assert.deepEqual(clock.sleeps, []);
    });
  }
});
