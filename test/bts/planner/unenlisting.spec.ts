import assert from "node:assert/strict";
import fc from "fast-check";
import { BASE_STATES } from "../../../provider/bts/chart/index.js";
import { planApplication } from "../../../provider/bts/planner/index.js";
import { orders, stopped, WAIT } from "./application.js";
import { instance, population } from "./seen.js";

const CONSENT = { acceptDataLoss: "Orders/terminate" } as const;

const EVERY_STATE = [...BASE_STATES, "In Breakpoint", "In Breakpoint (Dehydrated)"].map(
  (state, index) => instance(String(index), { state }),
);

/** A drain, what is there, and whether unenlisting needs consent then. */
const UNENLISTING = [
  [undefined, ["Active"], true],
  [undefined, ["Suspended (resumable)"], true],
  [undefined, [], false],
  [WAIT, ["Active"], false],
  [WAIT, ["Active", "Suspended (not-resumable)"], true],
  [{ ...WAIT, onDeadline: "proceed" }, ["Active"], true],
  [{ ...WAIT, onDeadline: "proceed" }, [], false],
  [{ ...WAIT, action: "suspend" }, ["Dehydrated"], true],
  [{ ...WAIT, action: "suspend" }, [], false],
  [{ ...WAIT, suspended: "block" }, ["Suspended (resumable)"], false],
] as const;

describe("unenlisting", () => {
  for (const [drain, states, needs] of UNENLISTING) {
    const how = drain === undefined ? "without a drain" : `with ${JSON.stringify(drain)}`;
    it(`needs ${needs ? "consent" : "none"} ${how} of ${states.join(", ") || "nothing"}`, () => {
      const seen = population(states.map((state) => instance(state, { state })));
      const goal = stopped(drain === undefined ? {} : { drain });
      const plan = planApplication(goal, orders(), seen);
      assert.deepEqual(
        plan.refusals.map(({ operation, permit }) => [operation, permit]),
        needs ? [["Stop", 'acceptDataLoss: "Orders/terminate"']] : [],
      );
      assert.equal(planApplication({ ...goal, ...CONSENT }, orders(), seen).verdict, "legal");
    });
  }

  it("of one kind alone needs it as well", () => {
    const none = {
      UnenlistAllOrchestrations: false,
      UnenlistAllSendPorts: false,
      UnenlistAllSendPortGroups: false,
      SuspendRunningInstances: true,
    };
    const options = [
      "UnenlistAllOrchestrations",
      "UnenlistAllSendPorts",
      "UnenlistAllSendPortGroups",
    ] as const;
    for (const option of options) {
      const goal = stopped({ stopOptions: { ...none, [option]: true } });
      const seen = population([instance("1")]);
      assert.equal(planApplication(goal, orders(), seen).refusals[0]?.operation, "Stop", option);
    }
  });

  it("is not done by a stop that suspends, which leaves receive locations as they are", () => {
    const stopOptions = { DisableAllReceiveLocations: false, SuspendRunningInstances: true };
    const plan = planApplication(stopped({ stopOptions }), orders(), population([]));
    assert.equal(plan.refusals[0]?.permit, "stopOptions.DisableAllReceiveLocations: true");
  });

  it("says why it needs consent", () => {
    const goal = stopped({ acceptDataLoss: "Billing/terminate" });
    const [refused] = planApplication(goal, orders(), population([instance("1")])).refusals;
    assert.deepEqual(refused?.message.split("\n"), [
      "Operation not allowed: Stop that unenlists with 1 instance left, without consent.",
      "  Seen: 1 instance (1 Suspended (resumable)).",
      '  Next: set acceptDataLoss: "Orders/terminate"; or set drain, for instance { action: "wait" }, and resume or terminate what is suspended before.',
      "  What unenlisting does to instances is documented nowhere: it counts as ending them.",
      '  Consent: acceptDataLoss is "Billing/terminate", which is not "Orders/terminate".',
      "  Source: docs/bts.md, B-72.",
    ]);
  });

  it("without consent is never done while something may be left, whatever is asked and seen", () => {
    const drains = fc.option(
      fc.record({
        action: fc.constantFrom("wait", "suspend", "terminate"),
        deadlineMs: fc.constant(1000),
        onDeadline: fc.constantFrom("refuse", "proceed"),
        suspended: fc.constantFrom("list", "block"),
      }),
      { nil: undefined },
    );
    const some = fc.subarray(EVERY_STATE);
    fc.assert(
      fc.property(drains, some, (drain, instances) => {
        const goal = stopped(drain === undefined ? {} : { drain });
        const plan = planApplication(goal, orders(), population(instances));
        const stops = plan.steps.filter(({ operation }) => operation === "Stop");
        assert.ok(stops.every(({ onlyWhenEmpty }) => onlyWhenEmpty === true));
        const ends = plan.steps.some(
          ({ operation, risk }) => operation === "Drain" && risk === "destroys",
        );
        if (ends) assert.deepEqual(plan.drain?.left, []);
        const closes = plan.steps.flatMap((step) => step.closes ?? []);
        assert.deepEqual(plan.verdict === "legal" ? (plan.drain?.reopens ?? []) : [], closes);
      }),
    );
  });
});
