import assert from "node:assert/strict";
import { readServerError } from "../../../provider/bts/protocol/index.js";

describe("what an endpoint says of an error", () => {
  it("is a message, with its first word where that is a code", () => {
    assert.deepEqual(readServerError('{"Message":"Please provide a valid instance Id"}'), {
      message: "Please provide a valid instance Id",
    });
    assert.deepEqual(readServerError('{"Message":"PENDING_OPERATION: suspend is pending"}'), {
      message: "PENDING_OPERATION: suspend is pending",
      code: "PENDING_OPERATION",
    });
    assert.equal(readServerError('{"Message":"BUSY: Start is not possible"}')?.code, "BUSY");
    assert.equal(readServerError('{"Message":"SQL is down"}')?.code, undefined);
    assert.deepEqual(readServerError("<Error><Message>no such port</Message></Error>"), {
      message: "no such port",
    });
  });

  it("is bare text for a 500, and nothing for a page", () => {
    assert.deepEqual(readServerError("Could not load file or assembly"), {
      message: "Could not load file or assembly",
    });
    assert.equal(readServerError("x".repeat(400))?.message, `${"x".repeat(300)}...`);
    for (const body of ["", " ", "<!DOCTYPE html><html></html>", "[]", '{"a":1}']) {
      assert.equal(readServerError(body), undefined, body);
    }
  });
});
