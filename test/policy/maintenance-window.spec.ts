import assert from "node:assert/strict";
import { isWithin } from "../../provider/policy/maintenance-window.js";

describe("a maintenance window", () => {
  const SUNDAY = { days: ["Sun"], from: "02:00", to: "06:00" };
  const NIGHT = { days: ["Sat"], from: "22:00", to: "04:00" };
  const BERLIN = { ...SUNDAY, timeZone: "Europe/Berlin" };
  /** 2026-11-21 is a Saturday. */
  const table = [
    [SUNDAY, "2026-11-22T01:59:59Z", false],
    [SUNDAY, "2026-11-22T02:00:00Z", true],
    [SUNDAY, "2026-11-22T05:59:59Z", true],
    [SUNDAY, "2026-11-22T06:00:00Z", false],
    [SUNDAY, "2026-11-21T03:00:00Z", false],
    [NIGHT, "2026-11-21T21:59:00Z", false],
    [NIGHT, "2026-11-21T22:00:00Z", true],
    [NIGHT, "2026-11-22T03:59:00Z", true],
    [NIGHT, "2026-11-22T04:00:00Z", false],
    [NIGHT, "2026-11-22T23:00:00Z", false],
    [NIGHT, "2026-11-21T03:00:00Z", false],
    // One hour ahead in winter, two in summer.
    [BERLIN, "2026-11-22T01:00:00Z", true],
    [BERLIN, "2026-11-22T00:59:00Z", false],
    [BERLIN, "2026-07-05T00:00:00Z", true],
    [BERLIN, "2026-07-05T04:00:00Z", false],
  ] as const;
  for (const [window, at, expected] of table) {
    const { days, from, to } = window;
    it(`${days.join()} ${from} to ${to}${"timeZone" in window ? ` ${window.timeZone}` : ""}, at ${at}: ${expected ? "in" : "out"}`, () => {
      assert.equal(isWithin(window, Date.parse(at)), expected);
    });
  }

  it("has a time zone that there is", () => {
    assert.throws(() => isWithin({ ...SUNDAY, timeZone: "Europe/Nowhere" }, 0), RangeError);
  });
});
