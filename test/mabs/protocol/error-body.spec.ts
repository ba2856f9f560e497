import assert from "node:assert/strict";
import {
  OPERATION_NOT_ALLOWED,
  readError,
  WIRE_ERRORS,
  writeError,
} from "../../../provider/mabs/protocol/index.js";

describe("error documents", () => {
  // docs/protocol.md, Errors, and D-8.
  const statuses = {
    MissingOrIncorrectVersionHeader: 400,
    InvalidXmlRequest: 400,
    MissingOrInvalidRequiredQueryParameter: 400,
    InvalidHttpVerb: 400,
    BadRequest: 400,
    AuthenticationFailed: 403,
    SubscriptionDisabled: 403,
    ResourceNotFound: 404,
    ConflictError: 409,
    PreconditionFailed: 412,
    InternalError: 500,
    OperationTimedOut: 500,
    ServerBusy: 503,
  } as const;

  for (const [code, status] of Object.entries(statuses)) {
    it(`${code} is HTTP ${status}`, () => {
      assert.equal(WIRE_ERRORS[code as keyof typeof statuses], status);
    });
  }

  it("are Error with Code and Message", () => {
    assert.match(
      writeError("ConflictError", "Operation not allowed"),
      /<Error[^>]*><Code>ConflictError<\/Code><Message>Operation not allowed<\/Message><\/Error>$/,
    );
  });

  it("are read in any namespace", () => {
    const xml =
      '<e:Error xmlns:e="urn:e"><e:Code>ServerBusy</e:Code><e:Message>later</e:Message></e:Error>';
    assert.deepEqual(readError(xml), { code: "ServerBusy", message: "later" });
  });

  it("are read without a Message, or without a Code", () => {
    assert.deepEqual(readError("<Error><Code>ServerBusy</Code></Error>"), {
      code: "ServerBusy",
      message: "",
    });
    assert.deepEqual(readError("<Error><Message>later</Message></Error>"), {
      code: "",
      message: "later",
    });
  });

  it("read back the message they were written with", () => {
    const message = `5 < 6 & "7"`;
    assert.deepEqual(readError(writeError("BadRequest", message)), { code: "BadRequest", message });
  });

  for (const text of [
    "",
    "<html><body>404</body></html>",
    "<Error><Code>x",
    "<Resource/>",
    "not found",
  ]) {
    it(`are not "${text}"`, () => {
      assert.equal(readError(text), undefined);
    });
  }

  it("say with the chart's own words that an operation is not allowed", () => {
    assert.equal(OPERATION_NOT_ALLOWED, "Operation not allowed");
  });
});
