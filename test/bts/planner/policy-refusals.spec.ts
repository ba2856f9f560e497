import assert from "node:assert/strict";
import {
  describePlan,
  planInstances,
  type InstancePolicy,
} from "../../../provider/bts/planner/index.js";
import { instance, NOON, policy, population } from "./seen.js";

const AT = { now: NOON };

describe("a policy", () => {
  it("refuses more than its limit, and takes none of them", () => {
    const seen = population([instance("1"), instance("2"), instance("3", { state: "Active" })]);
    const plan = planInstances(policy("resume", { limit: 1 }), seen, AT);
    assert.deepEqual(
      [plan.verdict, plan.steps, plan.refusals[0]?.permit],
      ["refused", [], "limit: 2"],
    );
    assert.deepEqual(
      plan.refusals.map(({ message }) => message.split("\n")),
      [
        [
          "Operation not allowed: Resume of 2 instances, limit is 1.",
          "  Seen: 3 instances (1 Active, 2 Suspended (resumable)).",
          "  Next: set limit: 2; or narrow the match; none is touched where more than the limit would be.",
          "  Source: docs/bts.md, B-65.",
        ],
      ],
    );
    assert.equal(planInstances(policy("resume", { limit: 2 }), seen, AT).verdict, "legal");
  });

  it("refuses to terminate without consent that names it, and says what would be lost", () => {
    const messages = [{ messageId: "m", instanceId: "1" }];
    const seen = population([instance("1")], { messages });
    const asked = policy("terminate", { acceptDataLoss: "hourly/terminate" });
    const plan = planInstances(asked, seen, AT);
    assert.deepEqual(
      plan.refusals.map(({ message }) => message.split("\n")),
      [
        [
          "Operation not allowed: Terminate of 1 instance without consent.",
          "  Seen: 1 instance (1 Suspended (resumable)); 1 message would be lost.",
          '  Next: set acceptDataLoss: "nightly/terminate".',
          '  Consent: acceptDataLoss is "hourly/terminate", which is not "nightly/terminate".',
          "  Source: docs/bts.md, B-66.",
        ],
      ],
    );
    assert.deepEqual(describePlan(plan), [
      "refused from 1 instance (1 Suspended (resumable))",
      "Operation not allowed: Terminate of 1 instance without consent. [operation-not-allowed]",
    ]);
    const consented = policy("terminate", { acceptDataLoss: "Nightly/Terminate" });
    assert.equal(planInstances(consented, seen, AT).verdict, "legal");
  });

  it("refuses an action that the chart has in none of the states that are asked for", () => {
    const never: readonly (readonly [InstancePolicy["action"], string])[] = [
      ["resume", "Suspended (not-resumable)"],
      ["resume", "Pending suspend"],
      ["resume", "Active"],
      ["suspend", "suspended (resumable)"],
      ["suspend", "Pending terminate"],
    ];
    for (const [action, state] of never) {
      const asked = policy(action, { match: { states: [state] } });
      const plan = planInstances(asked, population([]), AT);
      assert.deepEqual(
        plan.refusals.map(({ rule }) => rule),
        ["input-not-accepted"],
        `${action} ${state}`,
      );
    }
    const neither = { states: ["Suspended (not-resumable)", "Completed with discarded messages"] };
    const [refused] = planInstances(
      policy("resume", { match: neither }),
      population([]),
      AT,
    ).refusals;
    assert.equal(
      refused?.message.split("\n")[0],
      "Operation not allowed: Resume in Suspended (not-resumable) and Completed with discarded messages.",
    );
    const both = { states: ["Suspended (not-resumable)", "Suspended (resumable)"] };
    const possible = planInstances(policy("resume", { match: both }), population([]), AT);
    assert.equal(possible.verdict, "noop");
  });
});
