import assert from "node:assert/strict";
import { BASE_STATES } from "../../../provider/bts/chart/index.js";
import {
  describeDrain,
  describePlan,
  planApplication,
} from "../../../provider/bts/planner/index.js";
import { OFF, orders, started, stopped, WAIT } from "./application.js";
import { instance, population } from "./seen.js";

const REST =
  "UnenlistAllOrchestrations, UnenlistAllSendPorts, UnenlistAllSendPortGroups, DisableAllReceiveLocations";
const CONSENT = { acceptDataLoss: "Orders/terminate" } as const;

/** One in each state: six are waited for, three are suspended. */
const EVERY_STATE = [...BASE_STATES, "In Breakpoint", "In Breakpoint (Dehydrated)"].map(
  (state, index) => instance(String(index), { state }),
);

const ONES = population([
  instance("a", { state: "Active" }),
  instance("b", { state: "Dehydrated" }),
  instance("other", { state: "Active", application: "Billing" }),
  instance("engine", { state: "Active", class: "Internal" }),
]);

describe("the drain of an application", () => {
  it("closes intake, waits, and then does the rest", () => {
    const plan = planApplication(stopped({ drain: WAIT }), orders(), ONES);
    assert.deepEqual(describePlan(plan), [
      "legal from Started",
      "Close intake: Started to PartiallyStarted, 1 receive location (interrupts)",
      "Drain: PartiallyStarted to drained, wait up to 30m, then refuse",
      `Stop: PartiallyStarted to Stopped, ${REST}, only when nothing is left (destroys)`,
    ]);
    assert.deepEqual(plan.steps[0]?.options, {
      UnenlistAllOrchestrations: false,
      UnenlistAllSendPorts: false,
      UnenlistAllSendPortGroups: false,
      DisableAllReceiveLocations: true,
      UndeployAllPolicies: false,
      StopReferencedApplications: false,
      SuspendRunningInstances: false,
    });
    const location = { receivePort: "In", name: "File" };
    assert.deepEqual([plan.steps[0].closes, plan.drain?.reopens], [[location], [location]]);
    assert.deepEqual(plan.notes.slice(0, 2), [
      "Drain: 2 instances now (1 Active, 1 Dehydrated).",
      "Where it is refused, enabled again: In/File.",
    ]);
    assert.deepEqual(plan.drain === null ? [] : describeDrain(plan.drain), [
      "Active: 1",
      "Dehydrated: 1",
      "a: Orchestration Orders.Process of Orders, Active: left alone: it is waited for",
      "b: Orchestration Orders.Process of Orders, Dehydrated: left alone: it is waited for",
    ]);
  });

  it("waits for every state but the suspended ones, which it lists", () => {
    const content = [...EVERY_STATE, instance("x", { state: "Exploded" })];
    const goal = stopped({ drain: WAIT, ...CONSENT });
    const plan = planApplication(goal, orders(), population(content));
    assert.deepEqual(
      plan.drain?.left.map(({ instance: { state } }) => state),
      [
        "In Breakpoint",
        "In Breakpoint (Dehydrated)",
        "Ready to run",
        "Scheduled",
        "Active",
        "Dehydrated",
        "Exploded",
      ],
    );
    assert.deepEqual(
      plan.drain.suspended.map(({ instance: { state } }) => state),
      ["Suspended (resumable)", "Suspended (not-resumable)", "Completed with discarded messages"],
    );
    assert.deepEqual(plan.notes.slice(1, 5), [
      "Suspended and not waited for: 1 Suspended (resumable), 1 Suspended (not-resumable), 1 Completed with discarded messages.",
      "2 instances in a breakpoint: waiting ends no breakpoint.",
      "1 instance in a state or class that is not known: counted as left.",
      "Where it is refused, enabled again: In/File.",
    ]);
  });

  it("waits for suspended ones as well where they block", () => {
    const goal = stopped({ drain: { ...WAIT, suspended: "block" } });
    const plan = planApplication(goal, orders(), population([instance("1")]));
    assert.deepEqual(plan.drain?.left.length, 1);
    assert.deepEqual(plan.notes.slice(0, 2), [
      "Drain: 1 instance now (1 Suspended (resumable)).",
      "1 suspended instance must be resumed or terminated first.",
    ]);
    assert.equal(plan.steps[1]?.serves, "wait up to 30m, then refuse");
  });

  it("says which instances a suspend changes at once, and which stay pending", () => {
    const seen = population([
      instance("a", { state: "Active" }),
      instance("b", { state: "Dehydrated" }),
      instance("c", { state: "Active", pending: { operation: "terminate", since: "yesterday" } }),
    ]);
    const drain = { action: "suspend", deadlineMs: 7_200_000, onDeadline: "proceed" } as const;
    const plan = planApplication(stopped({ drain, ...CONSENT }), orders(), seen);
    assert.deepEqual(describePlan(plan).slice(2), [
      "Drain: PartiallyStarted to drained, suspend up to 2h, then proceed (interrupts)",
      `Stop: PartiallyStarted to Stopped, ${REST} (destroys)`,
    ]);
    assert.deepEqual(plan.notes.slice(0, 3), [
      "Drain: 3 instances now (2 Active, 1 Dehydrated), 1 at once, 1 pending, 1 refused.",
      "Pending already: c (Active, Pending terminate since yesterday).",
      "Where the deadline passes, what is left then is listed and the stop goes on.",
    ]);
  });

  it("terminates only with consent, and says what is lost", () => {
    const drain = { action: "terminate", deadlineMs: 90_000, onDeadline: "refuse" } as const;
    const seen = { ...ONES, messages: [{ messageId: "m", instanceId: "b" }] };
    const plan = planApplication(stopped({ drain, ...CONSENT }), orders(), seen);
    assert.deepEqual(
      plan.steps.map(({ operation, serves, risk }) => [operation, serves, risk])[1],
      ["Drain", "terminate up to 90s, then refuse", "destroys"],
    );
    assert.equal(
      plan.notes[0],
      "Drain: 2 instances now (1 Active, 1 Dehydrated), 1 at once, 1 pending, 1 message lost.",
    );
    const without = planApplication(stopped({ drain }), orders(), seen);
    assert.deepEqual([without.verdict, without.steps], ["refused", []]);
    assert.deepEqual(
      without.refusals.map(({ message }) => message.split("\n")),
      [
        [
          "Operation not allowed: Drain that terminates 2 instances without consent.",
          "  Seen: 2 instances (1 Active, 1 Dehydrated).",
          '  Next: set acceptDataLoss: "Orders/terminate"; or drain with action "wait" or "suspend".',
          "  Source: docs/bts.md, B-66.",
        ],
      ],
    );
  });

  it("names the first five that are pending already", () => {
    const pending = { operation: "suspend" };
    const seen = ["1", "2", "3", "4", "5", "6", "7"].map((id) =>
      instance(id, { state: "Active", pending }),
    );
    const noteOf = (count: number): string | undefined =>
      planApplication(stopped({ drain: WAIT }), orders(), population(seen.slice(0, count)))
        .notes[1];
    assert.equal(
      noteOf(2),
      "Pending already: 1 (Active, Pending suspend) and 2 (Active, Pending suspend).",
    );
    assert.match(noteOf(7) ?? "", /5 \(Active, Pending suspend\) and 2 more\.$/);
  });

  it("closes nothing where nothing is enabled", () => {
    const { receivePorts } = OFF;
    const seen = orders({ state: "PartiallyStarted", receivePorts });
    const plan = planApplication(stopped({ drain: WAIT }), seen, population([]));
    assert.deepEqual(
      plan.steps.map(({ operation, serves }) => [operation, serves]),
      [
        ["Drain", "wait up to 30m, then refuse"],
        ["Stop", `${REST}, only when nothing is left`],
      ],
    );
  });

  it("remembers what it closed before it was interrupted", () => {
    const closed = [
      { receivePort: "In", name: "Http" },
      // Somebody has enabled one again, and another is gone.
      { receivePort: "In", name: "File" },
      { receivePort: "In", name: "Gone" },
    ];
    const plan = planApplication(stopped({ drain: WAIT }), orders(), population([]), { closed });
    assert.deepEqual(plan.drain?.reopens, [
      { receivePort: "In", name: "Http" },
      { receivePort: "In", name: "File" },
    ]);
    assert.deepEqual(plan.steps[0]?.closes, [{ receivePort: "In", name: "File" }]);
  });

  it("is undone where the application shall be started after all", () => {
    const closed = [
      { receivePort: "In", name: "Http" },
      { receivePort: "In", name: "File" },
      { receivePort: "In", name: "Gone" },
    ];
    const [port] = orders().receivePorts;
    const other = { name: "Other", locations: [{ name: "Http", enabled: true }] };
    const receivePorts = port === undefined ? [] : [other, port];
    const seen = orders({ state: "PartiallyStarted", receivePorts });
    const plan = planApplication(started(), seen, population([]), { closed });
    assert.deepEqual(describePlan(plan), [
      "legal from PartiallyStarted",
      "Open intake: PartiallyStarted to PartiallyStarted, 1 receive location that a drain had closed",
    ]);
    assert.deepEqual(plan.steps[0]?.opens, [{ receivePort: "In", name: "Http" }]);
    const startOptions = { EnableAllReceiveLocations: false };
    const off = orders({ ...OFF, receivePorts: seen.receivePorts });
    const goals = [started({ startOptions }), started()];
    assert.deepEqual(
      goals.map((goal) =>
        planApplication(goal, off, population([]), { closed }).steps.map(
          ({ operation }) => operation,
        ),
      ),
      [["Open intake", "Start"], ["Start"]],
    );
  });

  it("is refused where it suspends what must not be suspended", () => {
    const drain = { ...WAIT, action: "suspend", suspended: "block" } as const;
    const plan = planApplication(stopped({ drain, ...CONSENT }), orders(), population([]));
    assert.deepEqual(
      plan.refusals.map(({ rule, permit }) => [rule, permit]),
      [["input-not-accepted", 'drain.suspended: "list"']],
    );
  });
});
