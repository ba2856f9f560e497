import assert from "node:assert/strict";
import { describePlan, planApplication } from "../../../provider/bts/planner/index.js";
import { OFF, orders, started, stopped } from "./application.js";
import { instance, population } from "./seen.js";

const NOBODY = population([]);

describe("the plan of an application", () => {
  it("is none where it is as it shall be", () => {
    const satisfied = [
      [started(), orders()],
      [started({ strict: true }), orders()],
      [started(), orders({ state: "PartiallyStarted" })],
      [stopped(), orders(OFF)],
      [started({ strict: true }), orders({ state: "NotApplicable" })],
      [stopped(), orders({ state: "NotApplicable" })],
    ] as const;
    for (const [goal, application] of satisfied)
      assert.deepEqual(describePlan(planApplication(goal, application, NOBODY)), [
        `noop from ${application.state}`,
      ]);
  });

  it("says what is not started where some of it is enough", () => {
    const seen = orders({ state: "PartiallyStarted" });
    assert.deepEqual(planApplication(started(), seen, NOBODY).notes, [
      "Not started, and left so: 1 receive location; strict: true starts them.",
    ]);
    const off = orders({
      state: "PartiallyStarted",
      orchestrations: [{ name: "Process", state: "Enlisted" }],
      sendPorts: [
        { name: "ToErp", state: "Stopped" },
        { name: "ToBank", state: "Bound" },
      ],
      sendPortGroups: [{ name: "All", state: "Bound" }],
    });
    assert.deepEqual(planApplication(started(), off, NOBODY).notes, [
      "Not started, and left so: 1 orchestration, 2 send ports, 1 send port group and 1 receive location; strict: true starts them.",
    ]);
    assert.deepEqual(planApplication(started(), orders(), NOBODY).notes, []);
  });

  it("starts what is not started where that is strict", () => {
    const seen = orders({ state: "PartiallyStarted" });
    assert.deepEqual(describePlan(planApplication(started({ strict: true }), seen, NOBODY)), [
      "legal from PartiallyStarted",
      "Start: PartiallyStarted to Started, StartAllOrchestrations, StartAllSendPorts, StartAllSendPortGroups, EnableAllReceiveLocations",
    ]);
  });

  it("sends every option of a start, those that the program names as it says", () => {
    const goal = started({
      startOptions: { EnableAllReceiveLocations: false, StartReferencedApplications: true },
    });
    const plan = planApplication(goal, orders(OFF), NOBODY);
    assert.deepEqual(
      plan.steps.map(({ options, yields, risk }) => ({ options, yields, risk })),
      [
        {
          options: {
            StartAllOrchestrations: true,
            StartAllSendPorts: true,
            StartAllSendPortGroups: true,
            EnableAllReceiveLocations: false,
            DeployAllPolicies: false,
            StartReferencedApplications: true,
          },
          yields: "PartiallyStarted",
          risk: "none",
        },
      ],
    );
    assert.deepEqual(plan.notes, [
      "Needs the right of Operators, Administrators where something is not enlisted.",
    ]);
  });

  it("warns that a start can resume instances by itself", () => {
    const seen = population([
      instance("1"),
      instance("2", { state: "Suspended (not-resumable)" }),
      instance("4", { state: "Completed with discarded messages" }),
      instance("3", { application: "Billing" }),
    ]);
    const enlisted = orders({
      ...OFF,
      orchestrations: [{ name: "Process", state: "Enlisted" }],
      sendPorts: [{ name: "ToErp", state: "Stopped" }],
    });
    assert.deepEqual(planApplication(started(), enlisted, seen).notes, [
      "Starting can resume 1 suspended instance by itself.",
    ]);
  });

  it("sends every option of a stop, which counts as destroying where it unenlists", () => {
    const plan = planApplication(stopped(), orders(), NOBODY);
    assert.deepEqual(describePlan(plan), [
      "legal from Started",
      "Stop: Started to Stopped, UnenlistAllOrchestrations, UnenlistAllSendPorts, UnenlistAllSendPortGroups, DisableAllReceiveLocations, only when nothing is left (destroys)",
    ]);
    assert.deepEqual(plan.steps[0]?.options, {
      UnenlistAllOrchestrations: true,
      UnenlistAllSendPorts: true,
      UnenlistAllSendPortGroups: true,
      DisableAllReceiveLocations: true,
      UndeployAllPolicies: false,
      StopReferencedApplications: false,
      SuspendRunningInstances: false,
    });
    assert.deepEqual(plan.notes, [
      "Unenlisting needs the right of Administrators: operators get 403, after what came before it.",
    ]);
  });

  it("stops without consent where it suspends and unenlists nothing", () => {
    const goal = stopped({
      stopOptions: {
        UnenlistAllOrchestrations: false,
        UnenlistAllSendPorts: false,
        UnenlistAllSendPortGroups: false,
        SuspendRunningInstances: true,
      },
    });
    const seen = population([instance("1", { state: "Active" })]);
    const sendPortGroups = [{ name: "All", state: "Started" }];
    const plan = planApplication(goal, orders({ sendPortGroups }), seen);
    assert.deepEqual(describePlan(plan), [
      "legal from Started",
      "Stop: Started to Stopped, DisableAllReceiveLocations, SuspendRunningInstances (interrupts)",
    ]);
    assert.deepEqual([plan.steps[0]?.onlyWhenEmpty, plan.notes], [false, []]);
  });

  it("tells for each kind of part whether a start needs more than an operator may do", () => {
    const bare = { ...OFF, orchestrations: [], sendPorts: [] };
    const kinds = [
      { orchestrations: [{ name: "Process", state: "Unenlisted" }] },
      { sendPorts: [{ name: "ToErp", state: "Bound" }] },
      { sendPortGroups: [{ name: "All", state: "Bound" }] },
      { orchestrations: [{ name: "Process", state: "Enlisted" }] },
    ];
    const notes = kinds.map(
      (kind) => planApplication(started(), orders({ ...bare, ...kind }), NOBODY).notes.length,
    );
    assert.deepEqual(notes, [1, 1, 1, 0]);
  });

  it("refuses options that do not lead to what was asked", () => {
    const cases = [
      [
        stopped({ stopOptions: { UnenlistAllSendPorts: false } }),
        orders(),
        "Input not accepted: the options leave 1 send port started.",
        "stopOptions.UnenlistAllSendPorts: true",
      ],
      [
        started({ strict: true, startOptions: { EnableAllReceiveLocations: false } }),
        orders(OFF),
        "Input not accepted: the options leave 1 receive location not started.",
        "startOptions.EnableAllReceiveLocations: true",
      ],
      [
        started({
          startOptions: {
            StartAllOrchestrations: false,
            StartAllSendPorts: false,
            EnableAllReceiveLocations: false,
          },
        }),
        orders(OFF),
        "Input not accepted: the options leave 1 orchestration, 1 send port and 1 receive location not started.",
        "startOptions.StartAllOrchestrations: true and startOptions.StartAllSendPorts: true and startOptions.EnableAllReceiveLocations: true",
      ],
    ] as const;
    for (const [goal, application, headline, permit] of cases) {
      const [refused] = planApplication(goal, application, NOBODY).refusals;
      assert.deepEqual(
        [refused?.message.split("\n")[0], refused?.permit, refused?.rule],
        [headline, permit, "input-not-accepted"],
      );
    }
  });

  it("refuses a system application, whatever its state", () => {
    const seen = orders({ name: "BizTalk.System", state: "NotApplicable", isSystem: true });
    for (const goal of [started({ name: "BizTalk.System" }), stopped({ name: "BizTalk.System" })])
      assert.equal(planApplication(goal, seen, NOBODY).verdict, "refused");
    assert.deepEqual(
      describePlan(planApplication(stopped({ name: "BizTalk.System" }), seen, NOBODY)),
      [
        "refused from NotApplicable",
        'Operation not allowed: Stop of system application "BizTalk.System". [operation-not-allowed]',
      ],
    );
  });

  it("refuses an application that is not there", () => {
    assert.deepEqual(describePlan(planApplication(started(), null, NOBODY)), [
      "refused from nothing there",
      'Input not accepted: there is no application "Orders". [input-not-accepted]',
    ]);
  });

  it("is not known in a state that nobody knows, or before its inputs are", () => {
    assert.deepEqual(describePlan(planApplication(started(), orders({ state: "Odd" }), NOBODY)), [
      "unknown from Odd",
      'The application is in state "Odd", which nobody knows.',
    ]);
    const goal = started({ unknown: ["state", "strict"] });
    assert.deepEqual(planApplication(goal, orders(), NOBODY).notes, [
      "state and strict are not known yet: what is to be done can be judged then.",
    ]);
  });
});
