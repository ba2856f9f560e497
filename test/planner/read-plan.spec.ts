import assert from "node:assert/strict";
import fc from "fast-check";
import { describePlan, plan, readPlan } from "../../provider/planner/index.js";
import { EDITION_NAMES, POWERS, STATES } from "../../provider/chart/index.js";

describe("a plan read back from its lines", () => {
  it("has verdict, state, operations, risks and detours of the plan that was described", () => {
    const service = fc.record({
      state: fc.constantFrom(...STATES),
      edition: fc.constantFrom(...EDITION_NAMES),
      units: fc.integer({ min: 1, max: 3 }),
      configuration: fc.constant({}),
    });
    const desired = fc.record({ state: fc.constantFrom(...POWERS), units: fc.integer({ min: 1, max: 3 }) });
    const policy = fc.record({
      profile: fc.constantFrom("chart" as const, "rest-2016" as const),
      detours: fc.boolean(),
      recovery: fc.constantFrom("inPlace" as const, "replace" as const, "none" as const),
    });
    const property = fc.property(service, desired, policy, (observed, wanted, given) => {
      const planned = plan(
        observed,
        { ...wanted, serviceName: "orders" },
        { ...given, acceptDataLoss: `orders/${observed.state}` },
      );
      const read = readPlan(describePlan(planned));
      assert.equal(read?.verdict, planned.verdict);
      assert.equal(read.from, observed.state);
      const steps = planned.verdict === "legal" ? planned.steps : [];
      assert.deepEqual(
        read.steps.map(({ operation, risk, detour }) => ({ operation, risk, detour })),
        steps.map(({ operation, risk, detour }) => ({ operation, risk, detour })),
      );
      assert.equal(read.refusals.length, planned.refusals.length);
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  for (const lines of ["text", 1, null, [], ["hello"], [1, 2], ["legal"]]) {
    it(`is nothing for ${JSON.stringify(lines)}`, () => {
      assert.equal(readPlan(lines), undefined);
    });
  }
});
