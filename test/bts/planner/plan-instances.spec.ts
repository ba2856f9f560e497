import assert from "node:assert/strict";
import {
  describeMatches,
  describePlan,
  planInstances,
} from "../../../provider/bts/planner/index.js";
import { CONSENT, instance, NOON, policy, population } from "./seen.js";

const AT = { now: NOON };

describe("the plan of a policy", () => {
  it("is none where nothing matches", () => {
    const plan = planInstances(policy("terminate"), population([]), AT);
    assert.deepEqual(describePlan(plan), ["noop from nothing there"]);
    assert.deepEqual([plan.notes, describeMatches(plan)], [[], []]);
  });

  it("is not known before its inputs are", () => {
    const asked = policy("terminate", { unknown: ["match.application"] });
    assert.deepEqual(describePlan(planInstances(asked, population([instance("1")]), AT)), [
      "unknown from nothing there",
      "match.application is not known yet: what is to be done can be judged then.",
    ]);
  });

  it("ends what can be resumed first, then reads again, then the rest", () => {
    const seen = [
      instance("z", { state: "Completed with discarded messages" }),
      instance("r", { state: "Suspended (not-resumable)", class: "Routing Failure Report" }),
      instance("b"),
      instance("a"),
      instance("m", { state: "Active" }),
    ];
    const plan = planInstances(policy("terminate", CONSENT), population(seen), AT);
    assert.deepEqual(describePlan(plan), [
      "legal from 5 instances (1 Active, 2 Suspended (resumable), 1 Suspended (not-resumable), 1 Completed with discarded messages)",
      "Terminate: Active to Active, Pending terminate, 1 instance, 0 messages lost (destroys)",
      "Terminate: Suspended (resumable) to Terminated, 2 instances, 0 messages lost (destroys)",
      "Terminate: Suspended (not-resumable) to Terminated, 1 instance, 0 messages lost, those still there when read again (destroys)",
      "Terminate: Completed with discarded messages to Terminated, 1 instance, 0 messages lost, those still there when read again (destroys)",
    ]);
    assert.deepEqual(
      plan.steps.map(({ ids, afterFreshRead }) => [ids, afterFreshRead]),
      [
        [["m"], false],
        [["a", "b"], false],
        [["r"], true],
        [["z"], true],
      ],
    );
  });

  it("needs no second read where nothing could vanish", () => {
    const seen = population([instance("z", { state: "Suspended (not-resumable)" })]);
    const plan = planInstances(policy("terminate", CONSENT), seen, AT);
    assert.deepEqual(
      plan.steps.map(({ afterFreshRead }) => afterFreshRead),
      [false],
    );
  });

  it("counts the messages that are lost, one that several share with the last of them", () => {
    const messages = [
      { messageId: "shared", instanceId: "a" },
      { messageId: "shared", instanceId: "b" },
      { messageId: "own", instanceId: "a" },
      { messageId: "own", instanceId: "a" },
      { messageId: "held", instanceId: "b" },
      { messageId: "held", instanceId: "not listed" },
    ];
    const seen = population([instance("b"), instance("a")], { messages });
    const plan = planInstances(policy("terminate", CONSENT), seen, AT);
    assert.deepEqual(
      plan.matches.map((match) => [match.instance.id, match.messagesLost]),
      [
        ["a", 1],
        ["b", 1],
      ],
    );
    assert.equal(plan.messagesLost, 2);
  });

  it("says that it does not know what is lost where no messages were read", () => {
    const plan = planInstances(policy("terminate", CONSENT), { instances: [instance("1")] }, AT);
    assert.equal(plan.messagesLost, null);
    assert.deepEqual(describePlan(plan).slice(1), [
      "Terminate: Suspended (resumable) to Terminated, 1 instance, messages lost: not known (destroys)",
    ]);
    assert.deepEqual(plan.notes, [
      "Which messages would be lost is not known: the list of messages was not read.",
    ]);
  });

  it("saves the messages' metadata before anything is ended", () => {
    const asked = policy("terminate", { ...CONSENT, saveMessages: "saved.json" });
    const plan = planInstances(asked, population([instance("1")]), AT);
    assert.deepEqual(describePlan(plan).slice(1), [
      "Save messages: MessageBox to saved.json, metadata of the messages of 1 instance, no bodies",
      "Terminate: Suspended (resumable) to Terminated, 1 instance, 0 messages lost (destroys)",
    ]);
    assert.deepEqual(plan.notes, [
      "The REST service gives no message bodies: metadata alone is saved.",
    ]);
    assert.deepEqual(
      plan.steps.map(({ ids, afterFreshRead, onFailure }) => [ids, afterFreshRead, onFailure]),
      [
        [["1"], false, "MessageBox"],
        [["1"], false, "Suspended (resumable)"],
      ],
    );
    assert.equal(plan.steps[1]?.source, "service instance states, row Suspended (resumable)");
    const other = planInstances({ ...asked, action: "resume" }, population([instance("1")]), AT);
    assert.deepEqual(
      other.steps.map(({ operation }) => operation),
      ["Resume"],
    );
  });

  it("warns of what a resumed messaging instance does", () => {
    const seen = population([instance("1", { class: "Messaging" }), instance("2")]);
    assert.deepEqual(planInstances(policy("resume"), seen, AT).notes, [
      "1 messaging instance will send even if the send port is not started.",
      "Resuming can break the order of messages where the send port is one of ordered delivery.",
    ]);
    assert.deepEqual(planInstances(policy("resume"), population([instance("2")]), AT).notes, []);
  });

  it("warns of good messages that an ended messaging instance may hold", () => {
    const seen = population([instance("1", { class: "Messaging" })]);
    assert.deepEqual(planInstances(policy("terminate", CONSENT), seen, AT).notes, [
      "An instance of a send port of ordered delivery holds all its messages, good ones too.",
    ]);
  });

  it("says where what is resumed will wait, because its host does not run", () => {
    const hostInstance = { hostName: "Processing", disabled: false, isolated: false } as const;
    const stopped = { ...hostInstance, machine: "BTS01", state: "Stopped" };
    const running = { ...hostInstance, machine: "BTS02", state: "Running" };
    const planWith = (hostInstances: (typeof stopped)[]): readonly [string | undefined, number] => {
      const seen = population([instance("1")], { hostInstances });
      const plan = planInstances(policy("resume"), seen, AT);
      return [plan.steps[0]?.yields, plan.notes.length];
    };
    assert.deepEqual(planWith([stopped]), ["Dehydrated", 1]);
    assert.deepEqual(planWith([stopped, running]), ["Active", 0]);
    assert.deepEqual(planWith([]), ["Active", 0]);
  });

  it("resumes the same instance no more often than attempts says", () => {
    const attempted = new Map([
      ["1", 3],
      ["2", 2],
    ]);
    const seen = population([instance("1"), instance("2")]);
    const plan = planInstances(policy("resume"), seen, { now: NOON, attempted });
    assert.deepEqual(
      plan.matches.map(({ outcome, why }) => [outcome, why]),
      [
        ["skipped", "resumed 3 times by this policy, attempts is 3"],
        ["immediate", null],
      ],
    );
    assert.deepEqual(plan.notes, ["Left alone: 1 instance resumed as often as attempts permits."]);
    const once = planInstances(policy("resume", { attempts: 1 }), seen, { now: NOON, attempted });
    assert.equal(once.verdict, "noop");
    const ended = planInstances(policy("terminate", CONSENT), seen, { now: NOON, attempted });
    assert.equal(ended.counts.immediate, 2);
  });

  it("says why an instance is left alone", () => {
    const seen = population([{ id: "1", class: "Orchestration", state: "Active" }]);
    const plan = planInstances(policy("resume", { match: { all: true } }), seen, AT);
    assert.deepEqual(describeMatches(plan), [
      "Active: 1",
      "1: Orchestration, Active: left alone: it is Active already",
    ]);
  });

  it("lists the first twenty, after the counts", () => {
    const ids = Array.from({ length: 23 }, (_, index) => String(index + 10));
    const seen = [
      ...ids.toReversed().map((id) => instance(id)),
      instance("x", {
        state: "Active",
        pending: { operation: "suspend", since: "2026-11-26T10:00:00" },
      }),
    ];
    const messages = [{ messageId: "m", instanceId: "10" }];
    const plan = planInstances(policy("terminate", CONSENT), population(seen, { messages }), AT);
    const lines = describeMatches(plan);
    assert.equal(lines.length, 2 + 20 + 1);
    assert.deepEqual(
      [...lines.slice(0, 5), lines.at(-2), lines.at(-1)],
      [
        "Active: 1",
        "Suspended (resumable): 23",
        "x: Orchestration Orders.Process of Orders, Active, Pending suspend since 2026-11-26T10:00:00: refused, PENDING_OPERATION: it is Active, Pending suspend since 2026-11-26T10:00:00: an operation is pending, and there is only one at a time; next: wait until it is processed; once the instance is dehydrated it can be terminated [service instance states, row Pending suspend]",
        "10: Orchestration Orders.Process of Orders, Suspended (resumable): to Terminated at once; 1 message lost",
        "11: Orchestration Orders.Process of Orders, Suspended (resumable): to Terminated at once",
        "28: Orchestration Orders.Process of Orders, Suspended (resumable): to Terminated at once",
        "and 4 more",
      ],
    );
  });
});
