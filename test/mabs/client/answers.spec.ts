import assert from "node:assert/strict";
import { inspect } from "node:util";
import type { ManagementClient } from "../../../provider/mabs/client/index.js";
import { ResponseError } from "../../../provider/errors.js";
import {
  errorAnswer,
  rejection,
  scriptedEndpoints,
  type ScriptedAnswer,
} from "../../support/scripted-endpoint.js";
import { ORDERS } from "../../support/orders.js";

const HTML: ScriptedAnswer = {
  status: 404,
  body: "<!DOCTYPE html><html><body>404 Not Found</body></html>",
};
const SECRET = "c2VjcmV0";
const UPDATE = {
  operation: "Update Configuration",
  service: ORDERS,
  etag: "e",
  body: { configuration: { trackingStore: `Password=${SECRET}`, "certificate.password": SECRET } },
} as const;
const BACKUP = {
  operation: "Backup",
  service: ORDERS,
  backup: { name: "abc", store: `AccountKey=${SECRET}` },
} as const;

describe("what the client makes of an answer", () => {
  const endpoint = scriptedEndpoints();

  /** Status, Code, Message, and the error's code. */
  const errors = [
    [400, "BadRequest", "a parameter was incorrect", "request-refused"],
    [400, "SomethingNew", "nobody knows this code", "request-refused"],
    [418, "Teapot", "nobody knows this status", "request-refused"],
    [401, "AuthenticationFailed", "who are you", "unauthenticated"],
    [403, "AuthenticationFailed", "certificate not valid", "unauthenticated"],
    [404, "ResourceNotFound", "no such resource", "not-found"],
    [409, "ConflictError", "Operation not allowed", "operation-not-allowed"],
    [400, "BadRequest", "operation NOT allowed: Stop", "operation-not-allowed"],
    [409, "ConflictError", "the edition changes only by restore", "request-refused"],
    [412, "PreconditionFailed", "another ETag", "diverged"],
    [429, "TooManyRequests", "slow down", "busy"],
    [500, "InternalError", "oops", "unavailable"],
    [503, "ServerBusy", "later", "busy"],
  ] as const;

  for (const [status, wire, text, code] of errors) {
    it(`${status} ${wire} "${text}" is ${code}, and the message says who said it`, async () => {
      const { client, url } = await endpoint(errorAnswer(status, wire, text));
      const error = await rejection(client.send({ operation: "Stop", service: ORDERS }));
      assert.equal(error.code, code);
      for (const part of [url, String(status), wire, text])
        assert.ok(error.message.includes(part), error.message);
    });
  }

  it("keep their HTTP status and the code of the error document, where there is one", async () => {
    const { client } = await endpoint(
      errorAnswer(409, "ConflictError", "Operation not allowed"),
      errorAnswer(404, "ResourceNotFound", "gone"),
      errorAnswer(400, "BadRequest", "If-Match is required"),
      errorAnswer(412, "PreconditionFailed", "another ETag"),
      HTML,
    );
    const seen: unknown[] = [];
    for (let sent = 0; sent < 5; sent += 1) {
      const error = await rejection(client.send({ operation: "Delete", service: ORDERS }));
      assert.ok(error instanceof ResponseError);
      seen.push([error.status, error.errorCode, error.code]);
    }
    assert.deepEqual(seen, [
      [409, "ConflictError", "operation-not-allowed"],
      [404, "ResourceNotFound", "not-found"],
      [400, "BadRequest", "request-refused"],
      [412, "PreconditionFailed", "diverged"],
      [404, undefined, "bad-response"],
    ]);
  });

  for (const [status, wire, text] of [
    [401, "AuthenticationFailed", "who are you"],
    [403, "AuthenticationFailed", "certificate not valid."],
    [403, "SubscriptionDisabled", "the subscription is disabled"],
  ] as const) {
    it(`${status} ${wire} says what to check, for a read as for an operation`, async () => {
      const answer = errorAnswer(status, wire, text);
      const { client } = await endpoint(answer, answer);
      for (const asked of [client.list(), client.send({ operation: "Stop", service: ORDERS })]) {
        const { message } = await rejection(asked);
        assert.ok(message.includes(text), message);
        assert.match(
          message,
          /[a-z]\. Check the client certificate and its private key \(biztalk:certificate, biztalk:privateKey\), biztalk:subscriptionId, and whether the subscription is enabled\.$/,
        );
      }
    });
  }

  for (const status of [401, 403]) {
    it(`${status} without an error document says what to check too`, async () => {
      const { client } = await endpoint({ status, body: "<html>Sign in</html>" });
      const { code, message } = await rejection(client.list());
      assert.equal(code, "unauthenticated");
      assert.match(
        message,
        /biztalk:certificate, biztalk:privateKey.*biztalk:subscriptionId.*subscription is enabled/,
      );
    });
  }

  it("404 with an error document means that there is none", async () => {
    const gone = errorAnswer(404, "ResourceNotFound", "gone");
    const { client } = await endpoint(gone, gone, gone);
    assert.equal(await client.read(ORDERS), null);
    assert.equal(await client.readContainer("integration"), null);
  });

  for (const [what, answer] of [
    ["an HTML page", HTML],
    ["nothing", { status: 404, body: "" }],
    ["an error document that is cut off", { status: 404, body: "<Error><Code>ResourceNotFound" }],
  ] as const) {
    it(`404 with ${what} does not mean that the service is gone`, async () => {
      const { client, url } = await endpoint(answer, answer, answer);
      for (const asked of [client.read(ORDERS), client.readContainer("integration")]) {
        const { code, message } = await rejection(asked);
        assert.equal(code, "bad-response");
        assert.ok(message.includes(url), message);
        assert.match(message, /404/);
      }
    });
  }

  /** What a 404 without the documented code is an answer to, and the path that the message repeats. */
  const asks: readonly (readonly [
    string,
    string,
    (client: ManagementClient) => Promise<unknown>,
  ])[] = [
    [
      "a read",
      "GET /[^ ]*/cloudservices/integration\\?detailLevel=full ",
      (client) => client.read(ORDERS),
    ],
    [
      "a read of a container",
      "GET /[^ ]*/cloudservices/integration\\?detailLevel=full ",
      (client) => client.readContainer("integration"),
    ],
    ["a list", "GET /[^ ]*/cloudservices\\?detailLevel=full ", (client) => client.list()],
    [
      "a poll",
      "GET /[^ ]*/~/biztalk/orders\\?OperationStatus/124 ",
      (client) => client.poll(ORDERS, "124"),
    ],
    [
      "a Delete",
      "DELETE /[^ ]*/biztalk/orders ",
      (client) => client.send({ operation: "Delete", service: ORDERS }),
    ],
    [
      "a Create",
      "GET /[^ ]*/cloudservices/integration ",
      (client) => client.send({ operation: "Create", service: ORDERS, region: "West Europe" }),
    ],
  ];
  for (const [what, path, ask] of asks) {
    for (const code of ["NotFound", "InvalidUri", "resourcenotfound-by-proxy"]) {
      it(`404 ${code} to ${what} is no answer about the service: it says what was asked and what to check`, async () => {
        const answer = errorAnswer(404, code, "no such path");
        const { client, seen } = await endpoint(answer, answer);
        const error = await rejection(ask(client));
        assert.equal(error.code, "bad-response");
        assert.match(error.message, new RegExp(path));
        assert.ok(
          error.message.includes(
            `(${code}): no such path. It does not say that the service is gone`,
          ),
        );
        assert.match(
          error.message,
          /check the host and path of biztalk:endpoint, biztalk:subscriptionId, and any proxy/,
        );
        assert.equal(seen.length, what === "a read" ? 2 : 1, "nothing is made or sent after it");
      });
    }
  }

  it("404 ResourceNotFound to a list is no list without services", async () => {
    const { client } = await endpoint(errorAnswer(404, "ResourceNotFound", "gone"));
    const { code, message } = await rejection(client.list());
    assert.equal(code, "bad-response");
    assert.match(
      message,
      /list of cloud services. Check biztalk:subscriptionId and the path of biztalk:endpoint/,
    );
  });

  it("404 ResourceNotFound to a poll and to a Delete is that code, which the caller can tell", async () => {
    const gone = errorAnswer(404, "ResourceNotFound", "gone");
    const { client } = await endpoint(gone, gone);
    assert.equal((await rejection(client.poll(ORDERS, "124"))).code, "not-found");
    assert.equal(
      (await rejection(client.send({ operation: "Delete", service: ORDERS }))).code,
      "not-found",
    );
  });

  const documents = [
    ["XML that is cut off", "<CloudServices><CloudService><Name>integration</Na"],
    ["an HTML page", "<html><body>Sign in</body></html>"],
    ["another document", "<Error><Code>x</Code></Error>"],
    ["nothing", ""],
  ] as const;

  for (const [what, body] of documents) {
    it(`200 with ${what} is a bad response that names the endpoint`, async () => {
      const { client, url } = await endpoint({ status: 200, body });
      const { code, message } = await rejection(client.list());
      assert.equal(code, "bad-response");
      assert.match(message, /CloudServices document/);
      assert.ok(message.includes(url), message);
    });
  }

  it("a redirect is a bad response, and nothing is sent after it", async () => {
    const { client, seen } = await endpoint({ status: 302, headers: { location: "/elsewhere" } });
    assert.equal((await rejection(client.list())).code, "bad-response");
    assert.equal(seen.length, 1);
  });

  for (const status of [200, 201, 202]) {
    it(`${status} accepts an operation, whose id is in x-ms-request-id`, async () => {
      const { client } = await endpoint({ status, headers: { "x-ms-request-id": "124" } });
      assert.equal(await client.send({ operation: "Suspend", service: ORDERS }), "124");
    });
  }

  it("an operation accepted without an id is a bad response that names the operation", async () => {
    const { client, url } = await endpoint({ status: 202 });
    const { code, message } = await rejection(
      client.send({ operation: "Suspend", service: ORDERS }),
    );
    assert.equal(code, "bad-response");
    assert.ok(message.includes(url) && message.includes("Suspend"), message);
  });

  for (const status of [200, 202]) {
    it(`${status} answers a poll`, async () => {
      const { client } = await endpoint({
        status,
        body: "<OperationStatus><Result>failed</Result><Error><HttpCode>409</HttpCode><Message>m</Message></Error></OperationStatus>",
      });
      assert.deepEqual(await client.poll(ORDERS, "124"), {
        result: "Failed",
        error: { httpCode: "409", message: "m" },
      });
    });
  }
});

describe("an error of the client", () => {
  const endpoint = scriptedEndpoints();

  const failures: readonly (readonly [string, ScriptedAnswer])[] = [
    ["was refused", errorAnswer(400, "BadRequest", "no")],
    ["met an HTML page", HTML],
    ["was cut off", "cut"],
    ["got half an answer", "half"],
  ];

  for (const [what, answer] of failures) {
    it(`holds no secret of a request that ${what}, however it is printed`, async () => {
      for (const request of [UPDATE, BACKUP]) {
        const { client, seen } = await endpoint(answer);
        const error = await rejection(client.send(request));
        assert.match(seen[0]?.body ?? "", new RegExp(SECRET), "the secret was sent");
        assert.ok(!error.message.includes(SECRET));
        assert.ok(
          !inspect(error, { depth: 12, showHidden: true }).includes(SECRET),
          "in its cause or fields",
        );
      }
    });
  }
});
