import assert from "node:assert/strict";
import { describePlan, planHostInstance } from "../../../provider/bts/planner/index.js";
import { WAIT } from "./application.js";
import { goal, hostInstance } from "./host-instance.js";
import { instance, population } from "./seen.js";

const NOBODY = population([]);
const ORDERED =
  "A host that stops can suspend instances of ordered delivery (KB 2458218): look for them.";

describe("the stop of a host instance", () => {
  it("says what a stop dehydrates: what this machine, or maybe this machine, has in memory", () => {
    const seen = population(
      [
        instance("1", { state: "Active" }),
        instance("2", { state: "In Breakpoint", pending: { operation: "terminate" } }),
        instance("3", { state: "Active", machine: "bts01.corp.example" }),
        { id: "4", class: "Messaging", host: "processing", state: "Active" },
        instance("5", { state: "Active", machine: "BTS02" }),
        instance("6", { state: "Active", host: "Sending" }),
        instance("7", { state: "Active", class: "Internal" }),
        instance("8", { state: "Dehydrated" }),
        instance("9"),
        instance("x", { state: "Exploded" }),
      ],
      { hostInstances: [hostInstance()] },
    );
    const plan = planHostInstance(goal({ state: "Stopped" }), hostInstance(), seen, "2020");
    assert.deepEqual(
      [plan.dehydrates, plan.notes[0]],
      [4, "The stop dehydrates 4 instances now (1 In Breakpoint, 3 Active)."],
    );
    assert.deepEqual(plan.notes.slice(1), [
      ORDERED,
      "1 instance with Pending terminate can end with the stop.",
      "Processing runs on no other machine: what is dehydrated waits until it runs again.",
    ]);
  });

  it("drains what is in memory, and says who feeds it", () => {
    const hostInstances = [
      hostInstance(),
      hostInstance({ machine: "BTS03" }),
      hostInstance({ machine: "BTS02" }),
      hostInstance({ machine: "BTS04", state: "Stopped" }),
      hostInstance({ hostName: "Web", isolated: true, state: "Unknown" }),
    ];
    const seen = population([instance("1", { state: "Active" }), instance("2")], { hostInstances });
    const asked = goal({ state: "Stopped", drain: WAIT });
    const plan = planHostInstance(asked, hostInstance(), seen, "2020");
    assert.deepEqual(describePlan(plan), [
      "legal from Running",
      "Drain: Running to drained, wait up to 30m, then refuse",
      "Stop: Running to Stopped (interrupts)",
    ]);
    assert.deepEqual(plan.notes, [
      "Drain: 1 instance now (1 Active).",
      "The stop dehydrates 1 instance now (1 Active).",
      ORDERED,
      "Processing runs on BTS02 and BTS03 too and can feed it while it drains.",
      "Isolated hosts take in messages in IIS while it drains: Web.",
    ]);
    const undrained = planHostInstance(goal({ state: "Stopped" }), hostInstance(), seen, "2020");
    assert.deepEqual(undrained.notes.slice(1), [ORDERED]);
    const named = goal({ state: "Stopped", machine: "BTS01.corp.example" });
    assert.equal(planHostInstance(named, hostInstance(), seen, "2020").dehydrates, 1);
    const restart = goal({ restart: true, drain: WAIT });
    const operations = planHostInstance(restart, hostInstance(), seen, "2020").steps;
    assert.deepEqual(
      operations.map(({ operation }) => operation),
      ["Drain", "Stop", "Start"],
    );
  });

  it("terminates in a drain only with consent", () => {
    const seen = population([instance("1", { state: "Active" })]);
    const drain = { ...WAIT, action: "terminate" } as const;
    const asked = goal({ state: "Stopped", drain });
    const refused = planHostInstance(asked, hostInstance(), seen, "2020");
    assert.deepEqual(
      [refused.steps, refused.refusals.map(({ permit }) => permit), refused.drain?.left.length],
      [[], ['acceptDataLoss: "Processing/BTS01/terminate"'], 1],
    );
    const consented = { ...asked, acceptDataLoss: "Processing/BTS01/terminate" };
    const plan = planHostInstance(consented, hostInstance(), seen, "2020");
    assert.deepEqual(
      plan.steps.map(({ operation, risk }) => [operation, risk]),
      [
        ["Drain", "destroys"],
        ["Stop", "interrupts"],
      ],
    );
    assert.equal(planHostInstance(asked, hostInstance(), NOBODY, "2020").verdict, "legal");
  });

  it("says that a disabled one does not start again", () => {
    const seen = hostInstance({ disabled: true });
    assert.deepEqual(planHostInstance(goal({ state: "Stopped" }), seen, NOBODY, "2020").notes, [
      "The stop finds no instance in memory.",
      ORDERED,
      "It is disabled: once stopped it cannot be started over the REST service.",
    ]);
  });
});
