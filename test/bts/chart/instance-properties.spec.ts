/** What holds in every state that an instance can come into, whatever happens and in whatever order. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  BASE_STATES,
  FINAL_STATES,
  INSTANCE_OPERATIONS,
  stepInstance,
  SYSTEM_EVENT_NAMES,
  trackedStateOf,
  type Instance,
  type InstanceEvent,
} from "../../../provider/bts/chart/index.js";
import { BEGINNINGS, EVENTS, REACHABLE } from "./reachable.js";

const instances = fc.constantFrom(...REACHABLE);
const pendingOnes = fc.constantFrom(...REACHABLE.filter(({ pending }) => pending !== "none"));
const happenings = fc.record({ event: fc.constantFrom(...EVENTS), hostRunning: fc.boolean() });

/** The instance behind an event; a refusal leaves it. */
function step(instance: Instance, event: InstanceEvent, hostRunning = true): Instance {
  const outcome = stepInstance(instance, event, { hostRunning });
  return outcome.answer === "refused" ? instance : outcome.instance;
}

const isSuspended = ({ base }: Instance): boolean => base.startsWith("Suspended");
const isOver = ({ base }: Instance): boolean => base === "Completed" || base === "Terminated";

describe("an instance in any state that it can come into", () => {
  it("is in one of the states there are, and each is reached", () => {
    const bases = new Set(REACHABLE.map(({ base }) => base));
    assert.deepEqual([...bases].toSorted(), [...BASE_STATES, ...FINAL_STATES].toSorted());
    const labels = new Set(
      REACHABLE.map((each) => JSON.stringify([each.base, each.breakpoint, each.pending])),
    );
    // Nine that are shown and the two ends, and six times two with something pending less the four that cannot be.
    assert.equal(labels.size, 9 + 2 + 8);
  });

  it("has an answer to every event", () => {
    fc.assert(
      fc.property(instances, happenings, (instance, { event, hostRunning }) => {
        const { answer } = stepInstance(instance, event, { hostRunning });
        const isOperation = (INSTANCE_OPERATIONS as readonly InstanceEvent[]).includes(event);
        assert.ok(isOperation || answer === "succeeded");
      }),
    );
  });

  it("has at most one pending operation, which no other request replaces", () => {
    fc.assert(
      fc.property(
        pendingOnes,
        fc.constantFrom(...INSTANCE_OPERATIONS),
        fc.boolean(),
        (instance, operation, hostRunning) => {
          const after = step(instance, operation, hostRunning);
          if (isOver(after)) assert.deepEqual([operation, instance.resident], ["Terminate", false]);
          else assert.deepEqual([after.pending, after.base], [instance.pending, instance.base]);
        },
      ),
    );
  });

  it("has something pending only where it is Active or Dehydrated", () => {
    for (const { base, pending } of REACHABLE)
      if (pending !== "none") assert.ok(base === "Active" || base === "Dehydrated", base);
  });

  it("is at a breakpoint only where it is an orchestration, Active or Dehydrated", () => {
    for (const each of REACHABLE) {
      if (!each.breakpoint) continue;
      assert.equal(each.class, "Orchestration");
      assert.ok(each.base === "Active" || each.base === "Dehydrated", each.base);
    }
  });

  it("is in memory where it is Active, and nowhere else", () => {
    for (const { base, resident } of REACHABLE) assert.equal(resident, base === "Active");
  });

  it("is attached to only at a breakpoint in memory, and is being attached to only with something pending", () => {
    for (const { attached, breakpoint, resident, attaching, pending } of REACHABLE) {
      assert.ok(!attached || (breakpoint && resident));
      assert.ok(!attaching || pending !== "none");
    }
  });

  it("knows where it was suspended where it can be resumed, and nowhere else", () => {
    for (const { base, suspendedFrom } of REACHABLE)
      assert.equal(suspendedFrom !== null, base === "Suspended (resumable)");
  });

  it("stays over once it is over, and its tracked state changes exactly once", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...BEGINNINGS),
        fc.array(happenings, { maxLength: 60 }),
        (beginning, run) => {
          let instance = beginning;
          const tracked = [trackedStateOf(instance)];
          for (const { event, hostRunning } of run) {
            const after = step(instance, event, hostRunning);
            if (isOver(instance)) assert.deepEqual(after, instance);
            if (trackedStateOf(after) !== tracked.at(-1)) tracked.push(trackedStateOf(after));
            instance = after;
          }
          assert.ok(tracked.length <= 2 && tracked[0] === "Started");
          assert.equal(tracked.length === 2, isOver(instance));
        },
      ),
    );
  });

  it("ends what is pending as Suspended or Terminated, or ends before it is picked up, in every fair run", () => {
    const systemEvents = fc.array(
      fc.record({ event: fc.constantFrom(...SYSTEM_EVENT_NAMES), hostRunning: fc.boolean() }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(pendingOnes, systemEvents, (start, run) => {
        const asked = start.pending;
        let instance = start;
        for (const { event, hostRunning } of run) {
          if (instance.pending === "none") break;
          instance = step(instance, event, hostRunning);
        }
        // From here on a host instance runs long enough for the instance to reach a persistence point.
        if (instance.pending !== "none")
          instance = step(step(instance, "Runtime picks up instance"), "Request processed");
        assert.equal(instance.pending, "none");
        const ends = [
          "Completed",
          "Completed with discarded messages",
          "Suspended (not-resumable)",
        ];
        const expected =
          asked === "terminate"
            ? ["Terminated", "Suspended (resumable)"]
            : ["Suspended (resumable)"];
        assert.ok([...ends, ...expected].includes(instance.base), instance.base);
      }),
    );
  });

  it("is not moved by the start of a host where it is suspended", () => {
    for (const instance of REACHABLE.filter(isSuspended)) {
      assert.deepEqual(step(instance, "Runtime picks up instance"), instance);
      assert.deepEqual(step(instance, "Service window starts"), instance);
    }
  });

  it("comes to the same end whether an attach or the pending request is handled first", () => {
    fc.assert(
      fc.property(pendingOnes, (instance) => {
        const attachFirst = step(step(instance, "Attach"), "Request processed");
        const requestFirst = step(instance, "Request processed");
        assert.deepEqual(
          { ...attachFirst, attaching: false },
          { ...requestFirst, attaching: false },
        );
      }),
    );
  });

  it("says that an attach has failed exactly once, and no later than what is pending ends", () => {
    fc.assert(
      fc.property(pendingOnes, fc.array(happenings, { maxLength: 30 }), (start, run) => {
        let instance = start;
        for (const { event, hostRunning } of run) {
          const outcome = stepInstance(instance, event, { hostRunning });
          if (outcome.answer === "refused") continue;
          const ended = instance.attaching && outcome.instance.pending === "none";
          assert.equal(outcome.attachFailed, ended);
          instance = outcome.instance;
        }
      }),
    );
  });
});
