import assert from "node:assert/strict";
import type { Power } from "../../../provider/mabs/chart/index.js";
import { plan } from "../../../provider/mabs/planner/index.js";
import { DIRECT, goal, operationsOf, service, UNITS, WITH_DETOURS } from "./goals.js";

describe("PR-9: a transitional service", () => {
  const rows: readonly (readonly [
    state: string,
    to: Power | null,
    settles: string,
    route: readonly string[],
  ])[] = [
    ["Creating", "Active", "Active", []],
    ["Creating", "Stopped", "Active", ["Stop"]],
    ["Updating", "Active", "Active", []],
    ["Updating", "Stopped", "Active", ["Stop"]],
    ["Starting", "Active", "Active", []],
    ["Stopping", "Stopped", "Stopped", []],
    ["Stopping", "Active", "Stopped", ["Start"]],
    ["Restarting", "Suspended", "Active", ["Suspend"]],
    ["Suspending", "Suspended", "Suspended", []],
    ["Suspending", "Active", "Suspended", ["Resume"]],
    ["Resuming", "Active", "Active", []],
    ["Restoring", "Active", "Suspended", ["Resume"]],
    ["Restoring", "Suspended", "Suspended", []],
    ["Deleting", "Active", "absent", ["Create"]],
    ["Deleting", null, "absent", []],
    ["Creating", null, "Active", ["Delete"]],
    ["Updating", null, "Active", ["Delete"]],
    ["Starting", null, "Active", ["Delete"]],
    ["Stopping", null, "Stopped", ["Delete"]],
    ["Restarting", null, "Active", ["Delete"]],
    ["Suspending", null, "Suspended", ["Delete"]],
    ["Resuming", null, "Active", ["Delete"]],
    ["Restoring", null, "Suspended", ["Delete"]],
  ];

  for (const [state, to, settles, route] of rows) {
    it(`in ${state}, desired ${to ?? "gone"}: ${["Wait", ...route].join(", ")}`, () => {
      const found = plan(service(state), to === null ? null : goal(to), DIRECT);
      assert.equal(found.verdict, "legal");
      assert.deepEqual(operationsOf(found), ["Wait", ...route]);
      const [wait, next] = found.steps;
      assert.deepEqual(
        [wait?.expects, wait?.yields, wait?.risk, wait?.detour],
        [state, settles, "none", false],
      );
      assert.equal(next?.expects ?? settles, settles);
    });
  }

  it("has the state as its observed state, and no power", () => {
    const { observed } = plan(service("Updating"), goal("Active"), DIRECT);
    assert.deepEqual([observed?.state, observed?.power], ["Updating", []]);
  });

  it("is also one whose transition is named beside the state", () => {
    const found = plan(
      service("Active", { transitional: "Updating" }),
      goal("Active", UNITS),
      DIRECT,
    );
    assert.deepEqual(operationsOf(found), ["Wait", "Scale"]);
  });

  it("is judged by the state it is expected to settle in", () => {
    const refused = plan(service("Stopping"), goal("Suspended"), DIRECT);
    assert.deepEqual([refused.verdict, refused.steps], ["refused", []]);
    assert.deepEqual(refused.refusals[0]?.route, ["Start", "Suspend"]);
    const permitted = plan(service("Stopping"), goal("Suspended"), WITH_DETOURS);
    assert.deepEqual(operationsOf(permitted), ["Wait", "Start", "Suspend"]);
  });

  for (const state of ["BackingUp", "Migrating", "?", ""]) {
    it(`in "${state}" is unknown until it has settled`, () => {
      for (const desired of [goal("Active"), goal("Stopped", UNITS), null]) {
        const found = plan(service(state), desired, WITH_DETOURS);
        assert.deepEqual([found.verdict, found.steps, found.refusals], ["unknown", [], []]);
        assert.ok(found.notes.some((note) => note.includes(state)));
        assert.equal(found.observed?.state, state);
      }
    });
  }

  it("is also one whose state is the name of the transition, marked or not", () => {
    for (const transitional of [true, false]) {
      assert.deepEqual(
        operationsOf(plan(service("Updating", { transitional }), goal("Active", UNITS), DIRECT)),
        ["Wait", "Scale"],
      );
    }
    assert.equal(
      plan(service("Active", { transitional: true }), goal("Active"), DIRECT).verdict,
      "unknown",
    );
    assert.equal(plan(service("Updating"), { unknown: ["units"] }, DIRECT).verdict, "unknown");
  });

  it("is unknown when an unknown name is given as its transition", () => {
    assert.equal(
      plan(service("Active", { transitional: "Migrating" }), goal("Active"), DIRECT).verdict,
      "unknown",
    );
  });
});
