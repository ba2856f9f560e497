import assert from "node:assert/strict";
import {
  readOperationStatus,
  writeOperationStatus,
} from "../../../provider/mabs/protocol/index.js";

const status = (result: string, rest = ""): string =>
  `<?xml version="1.0"?><OperationStatus><Result>${result}</Result>${rest}</OperationStatus>`;
const ERROR =
  "<Error><HttpCode>409</HttpCode><Message>units are gone</Message><ExtendedCode>X1</ExtendedCode></Error>";

describe("readOperationStatus()", () => {
  const results = [
    ["InProgress", "InProgress"],
    ["inprogress", "InProgress"],
    ["Succeeded", "Succeeded"],
    ["SUCCEEDED", "Succeeded"],
    ["succeeded", "Succeeded"],
    // Anything else is still unknown: polling goes on until the deadline (D-11).
    ["Queued", "InProgress"],
    ["", "InProgress"],
  ] as const;

  for (const [text, result] of results) {
    it(`reads Result "${text}" as ${result}`, () => {
      assert.deepEqual(readOperationStatus(status(text)), { result });
    });
  }

  for (const text of ["Failed", "failed", "FAILED"]) {
    it(`reads Result "${text}" as Failed with its reason`, () => {
      assert.deepEqual(readOperationStatus(status(text, ERROR)), {
        result: "Failed",
        error: { httpCode: "409", message: "units are gone" },
      });
    });
  }

  it("reads a failure without a reason, and says so", () => {
    const { result, error } = readOperationStatus(status("Failed"));
    assert.equal(result, "Failed");
    assert.equal(error?.httpCode, "");
    assert.notEqual(error.message, "");
  });

  it("takes the Error element of the printed sample for the template it is", () => {
    const sample = "<Error><HttpCode/><Message/><ExtendedCode/></Error>";
    assert.deepEqual(readOperationStatus(status("Succeeded", sample)), { result: "Succeeded" });
  });

  it("refuses another document", () => {
    assert.throws(() => readOperationStatus("<Operation><Status>Succeeded</Status></Operation>"), {
      code: "bad-response",
    });
  });
});

describe("writeOperationStatus()", () => {
  it("writes the result alone", () => {
    assert.match(
      writeOperationStatus({ result: "InProgress" }),
      /<OperationStatus><Result>InProgress<\/Result><\/OperationStatus>$/,
    );
  });

  it("writes the reason of a failure in the documented elements", () => {
    const xml = writeOperationStatus({
      result: "Failed",
      error: { httpCode: "409", message: "a < b" },
    });
    assert.match(
      xml,
      /<Result>Failed<\/Result><Error><HttpCode>409<\/HttpCode><Message>a &lt; b<\/Message>/,
    );
    assert.deepEqual(readOperationStatus(xml), {
      result: "Failed",
      error: { httpCode: "409", message: "a < b" },
    });
  });
});
