import assert from "node:assert/strict";
import fc from "fast-check";
import { BASE_STATES } from "../../../provider/bts/chart/index.js";
import { planInstances } from "../../../provider/bts/planner/index.js";
import { CONSENT, instance, NOON, policy, population } from "./seen.js";

const AT = { now: NOON };

describe("the plan of a policy over any population", () => {
  const states = fc.constantFrom(
    ...BASE_STATES,
    "In Breakpoint",
    "In Breakpoint (Dehydrated)",
    "Exploded",
  );
  const classes = fc.constantFrom("Orchestration", "Messaging", "Internal", "Quantum");
  const instances = fc.uniqueArray(
    fc.record({ id: fc.nat(999).map(String), state: states, class: classes }),
    { selector: ({ id }) => id, maxLength: 30 },
  );
  const messages = fc.array(
    fc.record({ messageId: fc.nat(20).map(String), instanceId: fc.nat(999).map(String) }),
    { maxLength: 40 },
  );
  const actions = fc.constantFrom("resume", "suspend", "terminate");

  it("tells every match once, and sends to each at most once and to no other", () => {
    fc.assert(
      fc.property(instances, actions, (facts, action) => {
        const seen = facts.map(({ id, ...rest }) => instance(id, rest));
        const plan = planInstances(policy(action, CONSENT), population(seen), AT);
        const ids = plan.matches.map((match) => match.instance.id);
        assert.deepEqual(ids.toSorted(), facts.map(({ id }) => id).toSorted());
        const sent = plan.steps.flatMap((step) => step.ids);
        const acted = plan.matches.filter(({ outcome }) => /immediate|pending/.test(outcome));
        assert.deepEqual(
          sent,
          acted.map((match) => match.instance.id),
        );
        assert.equal(plan.verdict, sent.length > 0 ? "legal" : "noop");
      }),
    );
  });

  it("is the same whatever the order in which instances were listed", () => {
    fc.assert(
      fc.property(instances, actions, (facts, action) => {
        const seen = facts.map(({ id, ...rest }) => instance(id, rest));
        const asked = policy(action, CONSENT);
        assert.deepEqual(
          planInstances(asked, population(seen.toReversed()), AT),
          planInstances(asked, population(seen), AT),
        );
      }),
    );
  });

  it("ends nothing without consent, and touches nothing beyond its limit", () => {
    fc.assert(
      fc.property(instances, fc.nat(10), (facts, limit) => {
        const seen = population(facts.map(({ id, ...rest }) => instance(id, rest)));
        assert.deepEqual(planInstances(policy("terminate"), seen, AT).steps, []);
        const limited = planInstances(policy("terminate", { ...CONSENT, limit }), seen, AT);
        assert.ok(limited.steps.flatMap(({ ids }) => ids).length <= limit);
      }),
    );
  });

  it("loses no message that another instance still refers to, and counts each once", () => {
    fc.assert(
      fc.property(instances, messages, (facts, references) => {
        const seen = facts.map(({ id, ...rest }) => instance(id, rest));
        const plan = planInstances(
          policy("terminate", CONSENT),
          population(seen, { messages: references }),
          AT,
        );
        const ended = new Set(plan.steps.flatMap(({ ids }) => ids));
        const ids = [...new Set(references.map(({ messageId }) => messageId))];
        const lost = ids.filter((id) =>
          references.every((each) => each.messageId !== id || ended.has(each.instanceId)),
        );
        assert.equal(plan.messagesLost, lost.length);
      }),
    );
  });
});
