import assert from "node:assert/strict";
import type { Power, State } from "../../../provider/mabs/chart/index.js";
import { observedPowers, plan, type Desired } from "../../../provider/mabs/planner/index.js";
import { DELETE_ONLY, LIVING } from "../chart/literals.js";
import {
  BACKUP,
  CONFIGURATION,
  DIRECT,
  goal,
  OBSERVED_POWERS,
  onlyRefusal,
  operationsOf,
  service,
  TRIGGER,
  UNITS,
  WITH_DETOURS,
} from "./goals.js";

const UC = "Update Configuration";

interface Row {
  readonly from: State;
  readonly to: Power;
  readonly differs: Partial<Desired>;
  readonly route: readonly string[];
}

function expectRoutes(rows: readonly Row[]): void {
  for (const { from, to, differs, route } of rows) {
    it(`${from} to ${to}, ${Object.keys(differs).join(" and ") || "nothing"} differing: ${route.join(", ")}`, () => {
      const found = plan(service(from), goal(to, differs), DIRECT);
      assert.deepEqual([found.verdict, operationsOf(found)], ["legal", route]);
    });
  }
}

describe("PR-1: observed power", () => {
  for (const state of LIVING) {
    const powers = OBSERVED_POWERS[state] ?? [];
    it(`of ${state} is ${powers.join(" or ")}`, () => {
      assert.deepEqual([...observedPowers(state)].sort(), [...powers].sort());
      assert.deepEqual(
        [...(plan(service(state), goal("Active"), DIRECT).observed?.power ?? [])].sort(),
        [...powers].sort(),
      );
    });
  }

  it("of a state that only Delete leaves is none", () => {
    for (const state of DELETE_ONLY) assert.deepEqual(observedPowers(state), []);
  });
});

describe("PR-3: what a step is for", () => {
  expectRoutes([
    { from: "ScaleFailed", to: "Active", differs: {}, route: ["Scale"] },
    { from: "ScaleFailed", to: "Active", differs: UNITS, route: ["Scale"] },
    { from: "ScaleFailed", to: "Active", differs: CONFIGURATION, route: ["Scale", UC] },
    { from: "ConfigUpdateFailed", to: "Active", differs: {}, route: [UC] },
    { from: "ConfigUpdateFailed", to: "Active", differs: CONFIGURATION, route: [UC] },
    { from: "ConfigUpdateFailed", to: "Active", differs: UNITS, route: [UC, "Scale"] },
    { from: "StopFailed", to: "Suspended", differs: {}, route: ["Start", "Suspend"] },
    { from: "StopFailed", to: "Stopped", differs: UNITS, route: ["Start", "Scale", "Stop"] },
    {
      from: "SuspendedFailed",
      to: "Suspended",
      differs: UNITS,
      route: ["Resume", "Scale", "Suspend"],
    },
  ]);
});

describe("PR-5: order of equal cost", () => {
  const backupAndUnits = { ...BACKUP, ...UNITS };
  const three = { ...BACKUP, ...UNITS, ...CONFIGURATION };
  expectRoutes([
    { from: "Active", to: "Active", differs: { ...UNITS, ...CONFIGURATION }, route: ["Scale", UC] },
    { from: "Active", to: "Active", differs: three, route: ["Backup", "Scale", UC] },
    {
      from: "Active",
      to: "Active",
      differs: { ...three, ...TRIGGER },
      route: ["Backup", "Scale", UC, "Restart"],
    },
    { from: "Active", to: "Stopped", differs: three, route: ["Backup", "Scale", UC, "Stop"] },
    {
      from: "Active",
      to: "Suspended",
      differs: backupAndUnits,
      route: ["Backup", "Scale", "Suspend"],
    },
    { from: "Stopped", to: "Active", differs: three, route: ["Backup", "Start", "Scale", UC] },
    { from: "Suspended", to: "Active", differs: three, route: ["Backup", "Resume", "Scale", UC] },
    { from: "Stopped", to: "Stopped", differs: BACKUP, route: ["Backup"] },
    { from: "Suspended", to: "Suspended", differs: BACKUP, route: ["Backup"] },
    { from: "StopFailed", to: "Stopped", differs: BACKUP, route: ["Stop", "Backup"] },
    {
      from: "StartFailed",
      to: "Active",
      differs: backupAndUnits,
      route: ["Start", "Backup", "Scale"],
    },
    { from: "StartFailed", to: "Active", differs: three, route: [UC, "Backup", "Scale"] },
    {
      from: "SuspendedFailed",
      to: "Suspended",
      differs: backupAndUnits,
      route: ["Resume", "Backup", "Scale", "Suspend"],
    },
    {
      from: "ScaleFailed",
      to: "Stopped",
      differs: { ...BACKUP, ...CONFIGURATION },
      route: ["Scale", "Backup", UC, "Stop"],
    },
    {
      from: "ConfigUpdateFailed",
      to: "Active",
      differs: backupAndUnits,
      route: [UC, "Backup", "Scale"],
    },
  ]);

  it("takes no backup that was taken already", () => {
    const observed = service("Active", {
      lastBackup: { name: "nightly", takenAt: "2016-05-16T00:00:00Z" },
    });
    assert.equal(plan(observed, goal("Active", BACKUP), DIRECT).verdict, "noop");
  });
});

describe("PR-5: a restart trigger", () => {
  const withConfiguration = { ...TRIGGER, ...CONFIGURATION };
  expectRoutes([
    { from: "Active", to: "Active", differs: TRIGGER, route: ["Restart"] },
    { from: "Active", to: "Stopped", differs: TRIGGER, route: ["Restart", "Stop"] },
    { from: "StopFailed", to: "Stopped", differs: TRIGGER, route: ["Start", "Stop"] },
    { from: "RestartFailed", to: "Stopped", differs: TRIGGER, route: ["Restart", "Stop"] },
    { from: "StartFailed", to: "Stopped", differs: TRIGGER, route: ["Stop"] },
    { from: "ResumeFailed", to: "Suspended", differs: TRIGGER, route: ["Suspend"] },
    { from: "Active", to: "Active", differs: withConfiguration, route: [UC, "Restart"] },
    { from: "Stopped", to: "Active", differs: TRIGGER, route: ["Start"] },
    { from: "Stopped", to: "Active", differs: withConfiguration, route: ["Start", UC, "Restart"] },
    { from: "Suspended", to: "Active", differs: TRIGGER, route: ["Resume", "Restart"] },
    { from: "StartFailed", to: "Active", differs: TRIGGER, route: ["Start"] },
    { from: "StopFailed", to: "Active", differs: TRIGGER, route: ["Start"] },
    { from: "RestartFailed", to: "Active", differs: TRIGGER, route: ["Restart"] },
    { from: "RestartFailed", to: "Suspended", differs: TRIGGER, route: ["Restart", "Suspend"] },
    { from: "RestartFailed", to: "Active", differs: withConfiguration, route: [UC, "Restart"] },
    { from: "StartFailed", to: "Active", differs: withConfiguration, route: [UC, "Restart"] },
    { from: "ScaleFailed", to: "Active", differs: TRIGGER, route: ["Scale", "Restart"] },
    { from: "ConfigUpdateFailed", to: "Active", differs: TRIGGER, route: [UC, "Restart"] },
    { from: "ResumeFailed", to: "Active", differs: TRIGGER, route: ["Resume", "Restart"] },
  ]);

  const recorded = {
    Stopped:
      "The restart trigger is recorded as served: the service is not to run, its next Start serves it.",
    // A Resume restarts nothing, so no later operation serves it.
    Suspended:
      "The restart trigger is recorded as served: the service is suspended and does not run now. The Resume that may follow later restarts nothing.",
  } as const;
  for (const power of ["Stopped", "Suspended"] as const) {
    it(`is recorded as satisfied in ${power} with unchanged power`, () => {
      const found = plan(service(power), goal(power, TRIGGER), DIRECT);
      assert.deepEqual([found.verdict, found.steps, found.notes], ["noop", [], [recorded[power]]]);
    });
  }

  it("is recorded with what else leaves a failed state, and not where the service is to run", () => {
    assert.deepEqual(plan(service("StartFailed"), goal("Stopped", TRIGGER), DIRECT).notes, [
      recorded.Stopped,
    ]);
    assert.deepEqual(plan(service("ResumeFailed"), goal("Suspended", TRIGGER), DIRECT).notes, [
      recorded.Suspended,
    ]);
    for (const [from, to] of [
      ["Active", "Active"],
      ["Active", "Stopped"],
      ["Stopped", "Active"],
    ] as const) {
      assert.deepEqual(plan(service(from), goal(to, TRIGGER), DIRECT).notes, [], from);
    }
  });
});

describe("PR-8: Update Configuration from a failed start, stop or restart", () => {
  for (const state of ["StartFailed", "StopFailed", "RestartFailed"] as const) {
    it(`goes first in ${state} and shows "Restart if not Active"`, () => {
      const found = plan(service(state), goal("Active", CONFIGURATION), DIRECT);
      assert.deepEqual(operationsOf(found), [UC]);
      assert.deepEqual(found.steps[0]?.contingent, { operation: "Restart", unless: "Active" });
      assert.match(found.notes.join(), /Restart if not Active/);
    });

    it(`is followed by Stop in ${state} when Stopped is desired, also contingently`, () => {
      const found = plan(service(state), goal("Stopped", CONFIGURATION), WITH_DETOURS);
      assert.deepEqual(operationsOf(found), [UC, "Stop"]);
      assert.equal(found.steps[0]?.contingent?.operation, "Stop");
    });
  }

  it("has no contingent step where it is another operation that leaves these states", () => {
    const rows = [
      ["StartFailed", "Active", {}, ["Start"]],
      ["StopFailed", "Stopped", {}, ["Stop"]],
      ["RestartFailed", "Active", TRIGGER, ["Restart"]],
      ["StopFailed", "Suspended", {}, ["Start", "Suspend"]],
    ] as const;
    for (const [from, to, differs, route] of rows) {
      const found = plan(service(from), goal(to, differs), DIRECT);
      assert.deepEqual(operationsOf(found), route);
      for (const step of found.steps)
        assert.equal("contingent" in step, false, `${step.operation} in ${from}`);
      assert.deepEqual(found.notes, []);
    }
  });

  it("has no contingent step in Active and ConfigUpdateFailed", () => {
    for (const state of ["Active", "ConfigUpdateFailed"]) {
      const found = plan(service(state), goal("Active", CONFIGURATION), DIRECT);
      assert.deepEqual(operationsOf(found), [UC]);
      assert.equal(found.steps[0]?.contingent, undefined);
    }
  });

  it("counts an unmanaged power that was observed as Stopped like a desired one", () => {
    const found = plan(service("StartFailed"), CONFIGURATION, WITH_DETOURS);
    assert.deepEqual(operationsOf(found), [UC, "Stop"]);
    assert.equal(found.steps[0]?.contingent?.operation, "Stop");
  });
});

describe("profile rest-2016", () => {
  const profile = "rest-2016";

  it("refuses the backup of an Active service and names Suspend, Backup, Resume", () => {
    const refusal = onlyRefusal(
      plan(service("Active"), goal("Active", BACKUP), { ...DIRECT, profile }),
    );
    assert.deepEqual(
      [refusal.operation, refusal.state, refusal.permit],
      ["Backup", "Active", "detours: true"],
    );
    assert.deepEqual(refusal.route, ["Suspend", "Backup", "Resume"]);
    assert.deepEqual(refusal.legalHere, ["Stop", "Restart", "Suspend", "Delete", "Scale", UC]);
  });

  it("backs an Active service up by Suspend, Backup, Resume with detours", () => {
    const found = plan(service("Active"), goal("Active", BACKUP), { ...WITH_DETOURS, profile });
    assert.deepEqual(
      [found.verdict, operationsOf(found)],
      ["legal", ["Suspend", "Backup", "Resume"]],
    );
    assert.equal(found.steps[0]?.detour, true);
  });

  it("backs a Suspended service up at once", () => {
    assert.deepEqual(
      operationsOf(plan(service("Suspended"), goal("Suspended", BACKUP), { ...DIRECT, profile })),
      ["Backup"],
    );
  });

  it("configures a Suspended service where it is, before a Resume too", () => {
    const { steps } = plan(service("Suspended"), goal("Suspended", CONFIGURATION), {
      ...DIRECT,
      profile,
    });
    assert.deepEqual(
      steps.map(({ operation, expects, yields, onFailure, detour }) => [
        ...[operation, expects, yields, onFailure, detour],
      ]),
      [[UC, "Suspended", "Suspended", "ConfigUpdateFailed", false]],
    );
    assert.deepEqual(
      operationsOf(
        plan(service("Suspended"), goal("Active", CONFIGURATION), { ...DIRECT, profile }),
      ),
      [UC, "Resume"],
    );
  });

  it("sends no Suspend in Suspended", () => {
    assert.equal(
      plan(service("Suspended"), goal("Suspended"), { ...WITH_DETOURS, profile }).verdict,
      "noop",
    );
  });
});
