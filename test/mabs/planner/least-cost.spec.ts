/** PR-4 by brute force: every legal sequence of up to five operations, enumerated from the literal chart alone. */
import assert from "node:assert/strict";
import type { Operation, Power, State } from "../../../provider/mabs/chart/index.js";
import { plan } from "../../../provider/mabs/planner/index.js";
import { COLUMNS, LIVING, ticked } from "../chart/literals.js";
import {
  CONFIGURATION,
  DIRECT,
  EFFECTS,
  goal,
  OBSERVED_POWERS,
  operationsOf,
  service,
  UNITS,
  WITH_DETOURS,
} from "./goals.js";

const STEPS_MAX = 5;

interface Question {
  readonly from: State;
  readonly to: Power;
  readonly scale: boolean;
  readonly configure: boolean;
  readonly detours: boolean;
}

type Cost = readonly [interrupts: number, detours: number, steps: number];

const cheaper = (a: Cost, b: Cost): boolean => (a[0] - b[0] || a[1] - b[1] || a[2] - b[2]) < 0;

const isMove = (operation: Operation): operation is Exclude<Operation, "Delete"> =>
  operation !== "Delete";
const MOVES = COLUMNS.filter(isMove).filter((operation) => operation !== "Backup");

/** What a sequence of operations costs, or `undefined` when it is illegal or misses the goal. */
function costOf(
  route: readonly string[],
  { from, to, scale, configure, detours }: Question,
): Cost | undefined {
  const asked = [...(OBSERVED_POWERS[from] ?? []), to];
  const once = (operation: string, due: boolean): boolean =>
    route.filter((step) => step === operation).length === (due ? 1 : 0);
  // PR-3: in their own failed states units and configuration count as different.
  if (!once("Scale", scale || from === "ScaleFailed")) return undefined;
  if (!once("Update Configuration", configure || from === "ConfigUpdateFailed")) return undefined;
  let state = from;
  let interrupts = 0;
  let taken = 0;
  for (const step of route) {
    const operation = MOVES.find((each) => each === step);
    if (operation === undefined || !ticked(state, operation)) return undefined;
    const { yields, interrupts: interrupting } = EFFECTS[operation];
    if (yields === undefined) return undefined;
    if (interrupting) interrupts += 1;
    if (!asked.includes(yields)) taken += 1;
    state = yields;
  }
  if (state !== to || (taken > 0 && !detours)) return undefined;
  return [interrupts, taken, route.length];
}

/** All legal sequences from a state, shortest first. */
function sequences(from: State): string[][] {
  const found: string[][] = [[]];
  let front: { readonly state: State; readonly route: string[] }[] = [{ state: from, route: [] }];
  for (let length = 1; length <= STEPS_MAX; length += 1) {
    front = front.flatMap(({ state, route }) =>
      MOVES.filter((operation) => ticked(state, operation)).map((operation) => ({
        state: EFFECTS[operation].yields ?? state,
        route: [...route, operation],
      })),
    );
    found.push(...front.map(({ route }) => route));
  }
  return found;
}

function leastCost(routes: readonly string[][], question: Question): Cost | undefined {
  return routes
    .map((route) => costOf(route, question))
    .reduce(
      (least, cost) =>
        cost !== undefined && (least === undefined || cheaper(cost, least)) ? cost : least,
      undefined,
    );
}

const ENUMERATED = LIVING.map((from) => ({ from, routes: sequences(from) }));

const combinations = (["Active", "Stopped", "Suspended"] as const).flatMap((to) =>
  [false, true].flatMap((scale) => [false, true].map((configure) => ({ to, scale, configure }))),
);

describe("PR-4: least cost", () => {
  for (const { from, routes } of ENUMERATED) {
    for (const { to, scale, configure } of combinations) {
      const differing =
        [scale ? ["units"] : [], configure ? ["configuration"] : []].flat().join(" and ") ||
        "nothing";
      it(`of ${from} to ${to}, ${differing} differing, is what an enumeration of all sequences finds`, () => {
        const desired = goal(to, { ...(scale ? UNITS : {}), ...(configure ? CONFIGURATION : {}) });
        for (const policy of [DIRECT, WITH_DETOURS]) {
          const question = { from, to, scale, configure, detours: policy.detours };
          const least = leastCost(routes, question);
          const found = plan(service(from), desired, policy);
          assert.equal(found.verdict === "refused", least === undefined);
          if (least !== undefined) assert.deepEqual(costOf(operationsOf(found), question), least);
        }
      });
    }
  }

  it("leaves 28 of the 120 goals without a direct route, and none without a route", () => {
    const count = (detours: boolean): number =>
      ENUMERATED.flatMap(({ from, routes }) =>
        combinations.filter((each) => leastCost(routes, { from, ...each, detours }) === undefined),
      ).length;
    assert.equal(ENUMERATED.length * combinations.length, 120);
    assert.deepEqual([count(false), count(true)], [28, 0]);
  });
});
