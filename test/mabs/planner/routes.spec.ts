import assert from "node:assert/strict";
import type { Power } from "../../../provider/mabs/chart/index.js";
import { plan } from "../../../provider/mabs/planner/index.js";
import { LIVING } from "../chart/literals.js";
import {
  CONFIGURATION,
  DIRECT,
  goal,
  operationsOf,
  POWERS,
  service,
  UNITS,
  WITH_DETOURS,
} from "./goals.js";

interface Detour {
  readonly detour: readonly string[];
  /** Steps of the route that land in a power state neither observed nor desired. */
  readonly flagged: readonly string[];
}
type Route = readonly string[] | Detour;

const detour = (route: readonly string[], flagged: readonly string[]): Detour => ({
  detour: route,
  flagged,
});
const isDetour = (route: Route): route is Detour => "detour" in route;
const UC = "Update Configuration";

describe("routes with units and configuration equal", () => {
  // docs/planner.md, Routes: to Active, to Stopped, to Suspended.
  const table: Readonly<Record<(typeof LIVING)[number], Readonly<Record<Power, Route>>>> = {
    Active: { Active: [], Stopped: ["Stop"], Suspended: ["Suspend"] },
    Stopped: { Active: ["Start"], Stopped: [], Suspended: detour(["Start", "Suspend"], ["Start"]) },
    Suspended: {
      Active: ["Resume"],
      Stopped: detour(["Resume", "Stop"], ["Resume"]),
      Suspended: [],
    },
    StartFailed: {
      Active: ["Start"],
      Stopped: ["Stop"],
      Suspended: detour(["Start", "Suspend"], ["Start"]),
    },
    StopFailed: { Active: ["Start"], Stopped: ["Stop"], Suspended: ["Start", "Suspend"] },
    RestartFailed: { Active: ["Start"], Stopped: ["Stop"], Suspended: ["Start", "Suspend"] },
    SuspendedFailed: { Active: ["Resume"], Stopped: ["Resume", "Stop"], Suspended: ["Suspend"] },
    ResumeFailed: {
      Active: ["Resume"],
      Stopped: detour(["Resume", "Stop"], ["Resume"]),
      Suspended: ["Suspend"],
    },
    ConfigUpdateFailed: { Active: [UC], Stopped: [UC, "Stop"], Suspended: [UC, "Suspend"] },
    ScaleFailed: { Active: ["Scale"], Stopped: ["Scale", "Stop"], Suspended: ["Scale", "Suspend"] },
  };

  for (const state of LIVING) {
    for (const power of POWERS) {
      const route = table[state][power];
      if (isDetour(route)) {
        const text = route.detour.join(", ");
        it(`${state} to ${power} is refused and names the detour ${text}`, () => {
          const found = plan(service(state), goal(power), DIRECT);
          assert.equal(found.verdict, "refused");
          assert.deepEqual(found.steps, []);
          assert.deepEqual(
            found.refusals.map(({ route: named, permit }) => ({ named, permit })),
            [{ named: route.detour, permit: "detours: true" }],
          );
        });

        it(`${state} to ${power} is ${text} with detours: true, flagged as detour`, () => {
          const found = plan(service(state), goal(power), WITH_DETOURS);
          assert.equal(found.verdict, "legal");
          assert.deepEqual(operationsOf(found), route.detour);
          assert.deepEqual(
            found.steps.filter((step) => step.detour).map(({ operation }) => operation),
            route.flagged,
          );
        });
      } else {
        it(`${state} to ${power} is ${route.length === 0 ? "noop" : route.join(", ")}`, () => {
          for (const policy of [DIRECT, WITH_DETOURS]) {
            const found = plan(service(state), goal(power), policy);
            assert.equal(found.verdict, route.length === 0 ? "noop" : "legal");
            assert.deepEqual(operationsOf(found), route);
            assert.deepEqual(
              found.steps.filter((step) => step.detour),
              [],
            );
          }
        });
      }
    }
  }
});

describe("goals without a direct route", () => {
  // docs/planner.md, Routes: state, power, units differ (u), configuration differs (c).
  const indirect = [
    "Suspended Stopped -",
    "Suspended Stopped u",
    "Suspended Stopped c",
    "Suspended Stopped uc",
    "Stopped Suspended -",
    "Stopped Suspended u",
    "Stopped Suspended c",
    "Stopped Suspended uc",
    "StartFailed Suspended -",
    "StartFailed Suspended u",
    "StartFailed Suspended c",
    "StartFailed Suspended uc",
    "ResumeFailed Stopped -",
    "ResumeFailed Stopped u",
    "ResumeFailed Stopped c",
    "ResumeFailed Stopped uc",
    "Stopped Stopped u",
    "Stopped Stopped c",
    "Stopped Stopped uc",
    "Suspended Suspended u",
    "Suspended Suspended c",
    "Suspended Suspended uc",
    "StartFailed Stopped u",
    "StartFailed Stopped c",
    "StartFailed Stopped uc",
    "ResumeFailed Suspended u",
    "ResumeFailed Suspended c",
    "ResumeFailed Suspended uc",
  ];

  const goals = LIVING.flatMap((state) =>
    POWERS.flatMap((power) =>
      [
        { mark: "-", desired: goal(power) },
        { mark: "u", desired: goal(power, UNITS) },
        { mark: "c", desired: goal(power, CONFIGURATION) },
        { mark: "uc", desired: goal(power, { ...UNITS, ...CONFIGURATION }) },
      ].map(({ mark, desired }) => ({ name: `${state} ${power} ${mark}`, state, desired })),
    ),
  );

  it("are 28 of 120, and these", () => {
    assert.equal(goals.length, 120);
    const refused = goals.filter(
      ({ state, desired }) => plan(service(state), desired, DIRECT).verdict === "refused",
    );
    assert.equal(refused.length, 28);
    assert.deepEqual(refused.map(({ name }) => name).sort(), [...indirect].sort());
  });

  for (const name of indirect) {
    it(`${name}: refused with detours: true as the permit, legal and flagged with it`, () => {
      const asked = goals.find((each) => each.name === name);
      assert.ok(asked !== undefined);
      const refused = plan(service(asked.state), asked.desired, DIRECT);
      assert.ok(refused.refusals.length > 0);
      const permitted = plan(service(asked.state), asked.desired, WITH_DETOURS);
      assert.equal(permitted.verdict, "legal");
      assert.ok(permitted.steps.some((step) => step.detour));
      for (const refusal of refused.refusals) {
        assert.equal(refusal.permit, "detours: true");
        assert.deepEqual(refusal.route, operationsOf(permitted));
      }
    });
  }
});
