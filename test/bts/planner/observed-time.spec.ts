import assert from "node:assert/strict";
import fc from "fast-check";
import { planInstances } from "../../../provider/bts/planner/index.js";
import { CONSENT, instance, NOON, policy, population } from "./seen.js";

const HOUR = 3_600_000;

/** Whether an instance that was suspended then counts as so old. */
function isOld(
  suspendedAt: string | null | undefined,
  hours: number,
  action: "resume" | "terminate",
): boolean {
  const match = { olderThan: { ms: hours * HOUR, from: "suspended" } } as const;
  const seen = instance("1", suspendedAt === undefined ? {} : { suspendedAt });
  const asked = policy(action, { match, ...CONSENT });
  return planInstances(asked, population([seen]), { now: NOON }).matches.length === 1;
}

describe("the age of an instance", () => {
  it("counts from a time with its offset", () => {
    for (const action of ["resume", "terminate"] as const) {
      assert.equal(isOld("2026-11-26T10:00:00Z", 2, action), true);
      assert.equal(isOld("2026-11-26T10:00:01Z", 2, action), false);
      assert.equal(isOld("2026-11-26T12:00:00.0000000+02:00", 2, action), true);
      assert.equal(isOld("2026-11-26T12:00:00.5+02:00", 2, action), false);
      assert.equal(isOld("2026-11-26T04:30:00-05:30", 2, action), true);
      assert.equal(isOld("2026-11-26T04:30:01-05:30", 2, action), false);
    }
  });

  it("is taken in UTC without an offset where nothing is destroyed by it", () => {
    assert.equal(isOld("2026-11-26T10:00:00", 2, "resume"), true);
    assert.equal(isOld("2026-11-26T10:00:01", 2, "resume"), false);
  });

  it("is the youngest that it can be without an offset where it ends the instance", () => {
    assert.equal(isOld("2026-11-26T10:00:00", 2, "terminate"), false);
    assert.equal(isOld("2026-11-25T22:00:01", 2, "terminate"), false);
    assert.equal(isOld("2026-11-25T22:00:00", 2, "terminate"), true);
  });

  it("is none where the time is none, stands for none, or is in the future", () => {
    const none = [
      undefined,
      null,
      "",
      "soon",
      "0001-01-01T00:00:00",
      "0001-01-01T00:00:00Z",
      "1899-12-30T00:00:00",
      "1753-01-01T00:00:00",
      "1900-01-01T00:00:00+01:00",
      "2026-02-30T00:00:00Z",
      "2026-13-01T00:00:00Z",
      "2026-01-01T24:00:00Z",
      "2026-01-01T10:60:00Z",
      "2026-01-01",
      "2026-11-27T12:00:00Z",
    ];
    for (const text of none)
      for (const action of ["resume", "terminate"] as const)
        assert.equal(isOld(text, 1, action), false, `${String(text)}, ${action}`);
  });

  it("counts from when it came to be, was suspended, or has had something pending", () => {
    const times = {
      createdAt: "2026-11-01T00:00:00Z",
      suspendedAt: "2026-11-20T00:00:00Z",
      pending: { operation: "suspend", since: "2026-11-26T00:00:00Z" },
    };
    const fromEach = (["created", "suspended", "pending"] as const).map((from) => {
      const match = { olderThan: { ms: 5 * 24 * HOUR, from } };
      const asked = policy("resume", { match });
      const seen = population([instance("1", times)]);
      return planInstances(asked, seen, { now: NOON }).matches.length;
    });
    assert.deepEqual(fromEach, [1, 1, 0]);
  });

  it("never ends, by a time without offset, what could be younger in any time zone", () => {
    const offsets = fc.integer({ min: -12 * 60, max: 14 * 60 });
    const ages = fc.integer({ min: 0, max: 100 * 60 });
    fc.assert(
      fc.property(offsets, ages, fc.integer({ min: 1, max: 90 }), (offset, minutes, hours) => {
        const local = new Date(NOON - minutes * 60_000 + offset * 60_000)
          .toISOString()
          .slice(0, 19);
        if (isOld(local, hours, "terminate")) assert.ok(minutes >= hours * 60);
      }),
    );
  });
});
