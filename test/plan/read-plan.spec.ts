import assert from "node:assert/strict";
import fc from "fast-check";
import { readPlan as read, type ReadPlan } from "../../provider/plan/read-plan.js";
import { describePlan, plan } from "../../provider/mabs/planner/index.js";
import { EDITION_NAMES, parseState, POWERS, STATES } from "../../provider/mabs/chart/index.js";

const readPlan = (lines: unknown): ReadPlan | undefined =>
  read(lines, (words) => parseState(words) ?? words);

describe("a plan read back from its lines", () => {
  it("has verdict, state, operations, risks and detours of the plan that was described", () => {
    const service = fc.record({
      state: fc.constantFrom(...STATES),
      edition: fc.constantFrom(...EDITION_NAMES),
      units: fc.integer({ min: 1, max: 3 }),
      configuration: fc.constant({}),
    });
    const desired = fc.record({
      state: fc.constantFrom(...POWERS),
      units: fc.integer({ min: 1, max: 3 }),
    });
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
      assert.deepEqual(
        read.refusals.map(({ rule }) => rule),
        planned.refusals.map(({ rule }) => rule),
      );
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it("has steps, refusals or notes by its verdict, and nothing of the others", () => {
    const nothing = { steps: [], refusals: [], notes: [] };
    assert.deepEqual(readPlan(["noop from Active"]), {
      verdict: "noop",
      from: "Active",
      ...nothing,
    });
    assert.deepEqual(readPlan(["refused from Stopped", "No. [operation-not-allowed]", "Never."]), {
      ...{ verdict: "refused", from: "Stopped", ...nothing },
      refusals: [
        { text: "No.", rule: "operation-not-allowed" },
        { text: "Never.", rule: "" },
      ],
    });
    assert.deepEqual(readPlan(["unknown from Service Update Failed", "Not known yet: units."]), {
      ...{ verdict: "unknown", from: "ServiceUpdateFailed", ...nothing },
      notes: ["Not known yet: units."],
    });
    const text =
      "Restore: absent to Suspended, backup june, time not known, edition Basic -> Standard";
    const update =
      "Update Configuration: Stopped to Active, configuration.certificate [secret] (value known at up) (interrupts, detour); Stop if not Active";
    assert.deepEqual(readPlan(["legal from no service", text, update])?.steps, [
      { operation: "Restore", risk: "none", detour: false, text },
      { operation: "Update Configuration", risk: "interrupts", detour: true, text: update },
    ]);
  });

  for (const lines of [
    "text",
    1,
    null,
    [],
    ["hello"],
    [1, 2],
    ["legal"],
    ["legal from Active", 1],
  ]) {
    it(`is nothing for ${JSON.stringify(lines)}`, () => {
      assert.equal(readPlan(lines), undefined);
    });
  }
});
