import assert from "node:assert/strict";
import {
  displayInstance,
  INSTANCE_OPERATIONS,
  instanceIn,
  INSTANCE_REFUSALS,
  INSTANCES,
  INSTANCE_STEPS,
  stepInstance,
  SYSTEM_EVENT_NAMES,
  type Instance,
  type InstanceEvent,
} from "../../../provider/bts/chart/index.js";

/** What an event leads to, as people see it: the state behind it, or why not. */
function after(instance: Instance, event: InstanceEvent, hostRunning = true): string {
  const outcome = stepInstance(instance, event, { hostRunning });
  return outcome.answer === "refused" ? outcome.code : displayInstance(outcome.instance);
}

/** A way through states: after the first, an event and what it leads to by turns; a code leaves the state. */
function follow(start: Instance, ...way: readonly (readonly [InstanceEvent, string])[]): Instance {
  return way.reduce((instance, [event, expected]) => {
    const outcome = stepInstance(instance, event);
    assert.equal(
      outcome.answer === "refused" ? outcome.code : displayInstance(outcome.instance),
      expected,
    );
    return outcome.answer === "refused" ? instance : outcome.instance;
  }, start);
}

const ACTIVE = instanceIn("Active");
const IN_BREAKPOINT = instanceIn("Active", { breakpoint: true });
const READY = instanceIn("Ready to run");
const RESUMABLE = instanceIn("Suspended (resumable)", { suspendedFrom: "Active" });

describe("the reference traces of an instance", () => {
  it("1: a suspend waits to be picked up, and a resume leads back", () => {
    follow(
      ACTIVE,
      ["Suspend", "Active, Pending suspend"],
      ["Request processed", "Suspended (resumable)"],
      ["Resume", "Active"],
    );
  });

  it("2: a pending terminate survives the stop of its host, and settles", () => {
    follow(
      ACTIVE,
      ["Terminate", "Active, Pending terminate"],
      ["Stop Windows Service", "Dehydrated, Pending terminate"],
      ["Pending terminate settles", "Terminated"],
    );
  });

  it("3: a pending suspend can be terminated once it is dehydrated", () => {
    follow(
      ACTIVE,
      ["Suspend", "Active, Pending suspend"],
      ["Terminate", "PENDING_OPERATION"],
      ["Stop Windows Service", "Dehydrated, Pending suspend"],
      ["Terminate", "Terminated"],
    );
  });

  it("4: a breakpoint survives the stop of its host, and a suspend where one resumes into it", () => {
    follow(
      IN_BREAKPOINT,
      ["Stop Windows Service", "In Breakpoint (Dehydrated)"],
      ["Suspend", "Suspended (resumable)"],
      ["Resume in breakpoint", "In Breakpoint"],
    );
  });

  it("5: what was scheduled when it was suspended is resumed as dehydrated", () => {
    follow(
      instanceIn("Scheduled"),
      ["Suspend", "Suspended (resumable)"],
      ["Resume", "Dehydrated"],
      ["Runtime picks up instance", "Active"],
    );
  });

  it("6: an attach during a pending suspend fails when that is picked up", () => {
    const attempt = stepInstance(instanceIn("Active", { pending: "suspend" }), "Attach");
    assert.ok(attempt.answer === "attempted");
    assert.deepEqual(
      [displayInstance(attempt.instance), attempt.attachFailed],
      ["Active, Pending suspend", false],
    );
    const end = stepInstance(attempt.instance, "Request processed");
    assert.ok(end.answer === "succeeded");
    assert.deepEqual(
      [displayInstance(end.instance), end.attachFailed],
      ["Suspended (resumable)", true],
    );
  });

  it("7: a pending suspend is picked up when the instance runs again", () => {
    follow(
      instanceIn("Active", { pending: "suspend" }),
      ["Stop Windows Service", "Dehydrated, Pending suspend"],
      ["Runtime picks up instance", "Active, Pending suspend"],
      ["Request processed", "Suspended (resumable)"],
    );
  });
});

describe("a step of an instance", () => {
  it("answers pending where a process holds the instance, else at once", () => {
    const answers = INSTANCES.filter(({ pending }) => pending === "none").map((instance) => [
      displayInstance(instance),
      stepInstance(instance, "Terminate").answer,
      stepInstance(instance, "Suspend").answer,
    ]);
    assert.deepEqual(answers, [
      ["In Breakpoint", "pending", "pending"],
      ["In Breakpoint (Dehydrated)", "succeeded", "succeeded"],
      ["Ready to run", "succeeded", "succeeded"],
      ["Scheduled", "succeeded", "succeeded"],
      ["Active", "pending", "pending"],
      ["Dehydrated", "succeeded", "succeeded"],
      ["Suspended (resumable)", "succeeded", "refused"],
      ["Suspended (not-resumable)", "succeeded", "refused"],
      ["Completed with discarded messages", "succeeded", "refused"],
    ]);
  });

  for (const pending of ["suspend", "terminate"] as const) {
    it(`refuses Terminate while ${pending} is pending in memory, and takes it when the instance is dehydrated`, () => {
      for (const breakpoint of [true, false]) {
        assert.equal(
          after(instanceIn("Active", { pending, breakpoint }), "Terminate"),
          "PENDING_OPERATION",
        );
        assert.equal(
          after(instanceIn("Dehydrated", { pending, breakpoint }), "Terminate"),
          "Terminated",
        );
      }
    });
  }

  const withoutHost = [
    ["Resume", RESUMABLE, "Dehydrated"],
    ["Resume in breakpoint", RESUMABLE, "HOST_NOT_RUNNING"],
    ["Attach", instanceIn("Dehydrated", { breakpoint: true }), "HOST_NOT_RUNNING"],
    ["Continue", instanceIn("Dehydrated", { breakpoint: true }), "HOST_NOT_RUNNING"],
    ["Runtime picks up instance", READY, "Ready to run"],
    ["Runtime picks up instance", instanceIn("Dehydrated"), "Dehydrated"],
    ["Service window starts", instanceIn("Scheduled"), "Scheduled"],
  ] as const;

  for (const [event, instance, expected] of withoutHost) {
    it(`without a running host instance: ${event} in ${displayInstance(instance)} gives ${expected}`, () => {
      assert.equal(after(instance, event, false), expected);
    });
  }

  it("goes by the host instance that holds the instance, whatever is said of others", () => {
    assert.equal(after(IN_BREAKPOINT, "Attach", false), "In Breakpoint");
    assert.equal(after(IN_BREAKPOINT, "Continue", false), "Active");
  });

  it("attaches a debugger, and lets go of it where the breakpoint or the memory is left", () => {
    const attached = { ...IN_BREAKPOINT, attached: true };
    const outcome = stepInstance(IN_BREAKPOINT, "Attach");
    assert.deepEqual(outcome.answer === "succeeded" && outcome.instance, attached);
    for (const event of [
      "Continue",
      "Stop Windows Service",
      "Instance fails (resumable)",
    ] as const) {
      const left = stepInstance(attached, event);
      assert.equal(left.answer === "succeeded" && left.instance.attached, false, event);
    }
  });

  it("forgets a breakpoint when the instance is suspended", () => {
    follow(
      instanceIn("Dehydrated", { breakpoint: true }),
      ["Suspend", "Suspended (resumable)"],
      ["Resume", "Active"],
    );
  });

  it("forgets where it was suspended once it is resumed", () => {
    const resumed = follow(
      instanceIn("Scheduled"),
      ["Suspend", "Suspended (resumable)"],
      ["Resume", "Dehydrated"],
      ["Suspend", "Suspended (resumable)"],
    );
    assert.equal(resumed.suspendedFrom, "Dehydrated");
    follow(resumed, ["Resume", "Active"]);
  });

  it("waits for the debugger in a dehydrated breakpoint, unless something is pending", () => {
    const dehydrated = instanceIn("Dehydrated", { breakpoint: true });
    assert.equal(after(dehydrated, "Runtime picks up instance"), "In Breakpoint (Dehydrated)");
    assert.equal(
      after({ ...dehydrated, pending: "suspend" }, "Runtime picks up instance"),
      "In Breakpoint, Pending suspend",
    );
  });

  it("lets an instance end before what is pending is picked up", () => {
    const pending = instanceIn("Active", { pending: "suspend" });
    assert.equal(after(pending, "Instance completes"), "Completed");
    assert.equal(after(pending, "Instance fails (not-resumable)"), "Suspended (not-resumable)");
    assert.equal(
      after(pending, "Instance completes with discarded messages"),
      "Completed with discarded messages",
    );
  });

  it("does not dehydrate, complete or lose what stands at a breakpoint by itself", () => {
    assert.equal(after(IN_BREAKPOINT, "Instance dehydrates"), "In Breakpoint");
    assert.equal(after(IN_BREAKPOINT, "Instance completes"), "In Breakpoint");
  });

  it("keeps a breakpoint and leftovers to orchestrations", () => {
    const messaging = instanceIn("Active", { class: "Messaging" });
    assert.equal(after(messaging, "Breakpoint is hit"), "Active");
    assert.equal(after(messaging, "Instance completes with discarded messages"), "Active");
    for (const event of ["Attach", "Continue", "Resume in breakpoint"] as const)
      assert.equal(after(messaging, event), "NOT_ORCHESTRATION");
    assert.equal(after(ACTIVE, "Breakpoint is hit"), "In Breakpoint");
  });

  it("refuses every operation on the engine's own instances and on what has ended", () => {
    for (const operation of INSTANCE_OPERATIONS) {
      assert.equal(after(instanceIn("Active", { class: "Internal" }), operation), "INTERNAL_CLASS");
      for (const end of ["Completed", "Terminated"] as const)
        assert.equal(after(instanceIn(end), operation), "NOT_FOUND");
    }
  });

  it("changes nothing where the system has nothing to do", () => {
    const still = [
      "Ready to run",
      "Scheduled",
      "Suspended (resumable)",
      "Suspended (not-resumable)",
    ] as const;
    for (const base of still) {
      const instance = instanceIn(base);
      const outcome = stepInstance(instance, "Stop Windows Service");
      assert.deepEqual(outcome.answer === "succeeded" && outcome.instance, instance);
    }
    assert.equal(after(ACTIVE, "Request processed"), "Active");
    assert.equal(after(ACTIVE, "Pending terminate settles"), "Active");
    assert.equal(
      after(instanceIn("Active", { pending: "terminate" }), "Pending terminate settles"),
      "Active, Pending terminate",
    );
  });
});

describe("the rows of the step relation", () => {
  it("each decide a step", () => {
    const decided = new Set(
      [
        ...INSTANCES,
        instanceIn("Terminated"),
        { ...RESUMABLE, suspendedFrom: "Scheduled" as const },
      ].flatMap((instance) =>
        (["Orchestration", "Messaging", "Internal"] as const).flatMap((kind) =>
          [true, false].flatMap((hostRunning) =>
            [...INSTANCE_OPERATIONS, ...SYSTEM_EVENT_NAMES].map(
              (event) => stepInstance({ ...instance, class: kind }, event, { hostRunning }).step,
            ),
          ),
        ),
      ),
    );
    assert.deepEqual(
      INSTANCE_STEPS.filter((step) => !decided.has(step)),
      [],
    );
  });

  it("each name a source", () => {
    const known = /^(both tables|blank in both tables|table Instance States|docs\/bts\.md, B-\d)/;
    for (const { source } of INSTANCE_STEPS) assert.match(source, known);
  });

  it("that are printed in no table name a decision, or are blank in both", () => {
    for (const { source } of INSTANCE_STEPS.filter(({ printed }) => printed === "none"))
      assert.match(source, /docs\/bts\.md, B-\d|blank in both tables/);
  });

  it("refuse with codes, each of which is used", () => {
    const codes = INSTANCE_STEPS.flatMap(({ result }) =>
      "refuse" in result ? [result.refuse] : [],
    );
    assert.deepEqual([...new Set(codes)].toSorted(), Object.keys(INSTANCE_REFUSALS).toSorted());
  });
});
