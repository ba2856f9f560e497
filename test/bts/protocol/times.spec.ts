import assert from "node:assert/strict";
import {
  ageAtLeastMs,
  displayErrorCode,
  readErrorCode,
  readTime,
} from "../../../provider/bts/protocol/index.js";

const HOUR_MS = 3_600_000;
const NOW = Date.parse("2017-04-21T12:00:00.000Z");

const age = (text: string): number => {
  const time = readTime(text);
  assert.ok(time, text);
  return ageAtLeastMs(time, NOW);
};

describe("a time of the REST service", () => {
  it("is kept as it arrived, and says whether it had an offset", () => {
    assert.deepEqual(readTime("2017-04-18T18:16:14.733+00:00"), {
      text: "2017-04-18T18:16:14.733+00:00",
      at: 1492539374733,
      hasOffset: true,
    });
    assert.deepEqual(readTime("2017-04-18T18:16:14.7330000"), {
      text: "2017-04-18T18:16:14.7330000",
      at: 1492539374733,
      hasOffset: false,
    });
    assert.equal(readTime("2017-04-18T20:16:14+02:00")?.at, 1492539374000);
  });

  it("is none where it stands for none, is null, or is no time", () => {
    const none = [
      "0001-01-01T00:00:00",
      "0001-01-01T00:00:00Z",
      "1899-12-30T00:00:00",
      "1899-12-30T00:00:00+00:00",
      "1899-12-29T23:00:00-01:00",
      "yesterday",
      "2017-13-45T00:00:00",
      "",
      null,
      undefined,
      1492539374733,
    ];
    for (const value of none) assert.equal(readTime(value), null, String(value));
  });

  it("is as old as it says where it has an offset", () => {
    assert.equal(age("2017-04-21T11:00:00Z"), HOUR_MS);
    assert.equal(age("2017-04-21T11:00:00+02:00"), 3 * HOUR_MS);
  });

  it("is as young as it can be where it has none", () => {
    assert.equal(age("2017-04-20T12:00:00"), 12 * HOUR_MS);
    assert.equal(age("2017-04-21T11:00:00"), 0);
  });

  it("is never less than nothing old", () => {
    assert.equal(age("2017-04-22T00:00:00Z"), 0);
  });
});

describe("the number of an error", () => {
  it("is the same one in every form", () => {
    for (const form of ["0xC0C01B4C", "0xc0c01b4c", "3233815372", "-1061151924", 3233815372]) {
      assert.equal(readErrorCode(form), 0xc0c01b4c, String(form));
    }
    assert.equal(displayErrorCode(0xc0c01b4c), "0xC0C01B4C");
    assert.equal(displayErrorCode(0x2a), "0x0000002A");
  });

  it("is none for what is not a number, and for 0", () => {
    for (const form of [null, undefined, "", "0", 0, "0x", "E_FAIL", "0xC0C01B4C0", true]) {
      assert.equal(readErrorCode(form), null, String(form));
    }
  });
});
