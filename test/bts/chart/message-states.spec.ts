import assert from "node:assert/strict";
import fc from "fast-check";
import {
  encompassing,
  INSTANCE_CLASSES,
  instanceIn,
  MESSAGE_STATE_NAMES,
  MESSAGE_STATES,
  MESSAGES_OF_INSTANCES,
  messagesLost,
  messageStatesOf,
  type InstanceClass,
  type MessageReference,
} from "../../../provider/bts/chart/index.js";
import { REACHABLE } from "./reachable.js";

describe("the states of a message", () => {
  it("have the page's nine names in the page's order", () => {
    assert.deepEqual(
      [...MESSAGE_STATE_NAMES],
      [
        "Consumed",
        "In Process",
        "Queued",
        "Queued (awaiting processing)",
        "Queued (scheduled for later delivery)",
        "Queued (waiting to retry)",
        "Suspended",
        "Suspended (resumable)",
        "Suspended (not-resumable)",
      ],
    );
  });

  it("encompass others where they are Queued or Suspended", () => {
    assert.deepEqual(MESSAGE_STATES.Queued.encompasses, [
      "Queued (awaiting processing)",
      "Queued (scheduled for later delivery)",
      "Queued (waiting to retry)",
    ]);
    assert.deepEqual(MESSAGE_STATES.Suspended.encompasses, [
      "Suspended (resumable)",
      "Suspended (not-resumable)",
    ]);
    assert.deepEqual(MESSAGE_STATE_NAMES.map(encompassing), [
      undefined,
      undefined,
      undefined,
      "Queued",
      "Queued",
      "Queued",
      undefined,
      "Suspended",
      "Suspended",
    ]);
  });

  const rows = [
    ["Ready to run", "Orchestration", ["Queued (awaiting processing)"]],
    ["Scheduled", "Messaging", ["Queued (scheduled for later delivery)"]],
    ["Active", "Orchestration", ["In Process", "Consumed"]],
    ["Active", "Messaging", ["In Process", "Consumed"]],
    ["Dehydrated", "Orchestration", ["Consumed", "Queued (awaiting processing)"]],
    ["Dehydrated", "Messaging", ["Queued (waiting to retry)"]],
    ["Dehydrated", "Isolated Adapter", ["Queued (waiting to retry)"]],
    ["Suspended (resumable)", "Messaging", ["Suspended (resumable)"]],
    ["Suspended (not-resumable)", "Routing Failure Report", ["Suspended (not-resumable)"]],
    ["Completed with discarded messages", "Orchestration", ["Suspended (not-resumable)"]],
    ["Terminated", "Orchestration", []],
    ["Completed", "Messaging", []],
  ] as const;

  for (const [base, kind, states] of rows) {
    it(`of an instance that is ${base}, class ${kind}, are [${states.join(", ")}]`, () => {
      assert.deepEqual(messageStatesOf(instanceIn(base, { class: kind })), states);
    });
  }

  it("follow from every state that an instance can come into, and Suspended from no other than a suspended one", () => {
    for (const instance of REACHABLE) {
      const isOver = instance.base === "Completed" || instance.base === "Terminated";
      const states = messageStatesOf(instance);
      assert.equal(states.length === 0, isOver, instance.base);
      const isStopped = /^(Suspended|Completed with)/.test(instance.base);
      for (const state of states)
        assert.equal(state.startsWith("Suspended"), isStopped, instance.base);
    }
  });

  it("each follow from a row that says whether it is documented, and by what", () => {
    for (const { mark, source } of MESSAGES_OF_INSTANCES) {
      assert.match(source, /^(message states, rows? |docs\/bts\.md, B-\d)/);
      if (mark === "inferred") assert.match(source, /docs\/bts\.md, B-\d/);
    }
    const classes: readonly InstanceClass[] = INSTANCE_CLASSES;
    for (const each of MESSAGES_OF_INSTANCES)
      assert.ok(each.class?.every((kind) => classes.includes(kind)) ?? true);
  });
});

describe("messagesLost()", () => {
  const references: readonly MessageReference[] = [
    { messageId: "shared", instanceId: "one" },
    { messageId: "shared", instanceId: "two" },
    { messageId: "own", instanceId: "one" },
    { messageId: "other", instanceId: "two" },
  ];

  it("has the messages that no other instance refers to", () => {
    assert.deepEqual(messagesLost(references, new Set(["one"])), new Set(["own"]));
  });

  it("has a shared message once all that refer to it are terminated", () => {
    assert.deepEqual(
      messagesLost(references, new Set(["one", "two"])),
      new Set(["shared", "own", "other"]),
    );
  });

  it("has nothing where nothing is terminated", () => {
    assert.deepEqual(messagesLost(references, new Set()), new Set());
  });

  it("has a message exactly where it is referred to and every reference is from a terminated instance", () => {
    const ids = fc.constantFrom("a", "b", "c", "d");
    const some = fc.array(fc.record({ messageId: ids, instanceId: ids }), { maxLength: 12 });
    fc.assert(
      fc.property(some, fc.uniqueArray(ids), (given, ended) => {
        const terminated = new Set(ended);
        const lost = messagesLost(given, terminated);
        for (const messageId of ["a", "b", "c", "d"]) {
          const holders = given.filter((each) => each.messageId === messageId);
          const expected =
            holders.length > 0 && holders.every(({ instanceId }) => terminated.has(instanceId));
          assert.equal(lost.has(messageId), expected);
        }
      }),
    );
  });
});
