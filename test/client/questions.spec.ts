import assert from "node:assert/strict";
import { errorAnswer, rejection, scriptedEndpoints } from "../support/scripted-endpoint.js";

const ORDERS = { cloudService: "integration", serviceName: "orders" };
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
    assert.deepEqual(
      seen.map(({ method, path }) => [method, path.split("/").at(-1)]),
      [
        ["POST", "biztalk?op=getbackup"],
        ["POST", "biztalk?op=checknameavailability&resourceName=orders"],
      ],
    );
    assert.match(seen[0]?.body ?? "", /AccountKey=k/);
  });

  const notKnown = [
    ["400", errorAnswer(400, "BadRequest", "no such op")],
    ["404", errorAnswer(404, "ResourceNotFound", "no such resource")],
    ["404 without a document", { status: 404, body: "<html/>" }],
  ] as const;
  for (const [what, answer] of notKnown) {
    it(`are not known to an endpoint that answers ${what}`, async () => {
      const { client } = await endpoint(answer, answer);
      assert.equal(await client.findBackup(ORDERS, BACKUP), undefined);
      assert.equal(await client.isNameAvailable(ORDERS), true);
    });
  }

  for (const status of [403, 500]) {
    it(`fail with ${status}: that is no answer`, async () => {
      const answer = errorAnswer(status, status === 403 ? "AuthenticationFailed" : "InternalError", "no");
      const { client, seen } = await endpoint(answer, answer);
      const { code } = await rejection(client.findBackup(ORDERS, BACKUP));
      assert.equal(code, status === 403 ? "unauthenticated" : "unavailable");
      assert.equal(seen.length, 1, "a POST is never sent again");
    });
  }
});
