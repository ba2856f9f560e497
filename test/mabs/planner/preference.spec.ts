/**
 * PR-4 and PR-5 by brute force: of all sequences that the literal chart allows, none that leads to the goal is cheaper than
 * the plan, and none of equal cost comes before it. Every state, power, difference, profile and edition, with and without
 * detours. Shares no code with the search.
 */
import assert from "node:assert/strict";
import type {
  Edition,
  Operation,
  Power,
  Profile,
  State,
} from "../../../provider/mabs/chart/index.js";
import {
  plan,
  type Desired,
  type Observed,
  type Plan,
} from "../../../provider/mabs/planner/index.js";
import { COLUMNS, LIVING, ticked } from "../chart/literals.js";
import {
  BACKUP,
  CONFIGURATION,
  DIRECT,
  EFFECTS,
  goal,
  landsIn,
  OBSERVED_POWERS,
  operationsOf,
  POWERS,
  service,
  TRIGGER,
  UNITS,
} from "./goals.js";

type Due = Readonly<Record<"scale" | "configure" | "restart" | "backup", boolean>>;

interface Question {
  readonly from: State;
  readonly to: Power;
  /** What counts as observed (PR-1), the power that a Create or Restore yields included. */
  readonly observed: readonly Power[];
  readonly due: Due;
  readonly detours: boolean;
  readonly profile: Profile;
  readonly edition: Edition;
}

type Move = Exclude<Operation, "Delete">;
const MOVES = COLUMNS.filter((operation): operation is Move => operation !== "Delete");

/** Interruptions, detours, steps (PR-4). */
type Cost = readonly [number, number, number];
interface Way {
  readonly cost: Cost;
  readonly route: readonly string[];
}

const byCost = (a: Cost, b: Cost): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/** PR-5: the earliest Backup, then the earliest Scale, then Update Configuration, then column order. */
function byPreference(a: readonly string[], b: readonly string[]): number {
  for (const operation of ["Backup", "Scale", "Update Configuration"]) {
    const first = a.indexOf(operation) - b.indexOf(operation);
    if (first !== 0) return first;
  }
  const at = a.findIndex((operation, index) => operation !== b[index]);
  return at === -1 ? 0 : MOVES.indexOf(a[at] as Move) - MOVES.indexOf(b[at] as Move);
}

const lacks = (edition: Edition, operation: Move): boolean =>
  edition === "Free"
    ? operation !== "Update Configuration"
    : edition === "Developer" && ["Scale", "Backup"].includes(operation);

/** What is still due after a move, by PR-3 and PR-5; `undefined` for one that serves nothing. */
function dueAfter(move: Move, state: State, due: Due, restarts: boolean): Due | undefined {
  if (move === "Scale") return due.scale ? { ...due, scale: false } : undefined;
  if (move === "Backup") return due.backup ? { ...due, backup: false } : undefined;
  if (move === "Update Configuration")
    return due.configure ? { ...due, configure: false, restart: restarts } : undefined;
  const serves = move === "Restart" || (move === "Start" && state !== "RestartFailed");
  return serves ? { ...due, restart: false } : due;
}

/** The best of all sequences that lead to the goal and cost no more than a bound. Cycles interrupt, so it ends. */
function best(
  { from, to, observed, due: all, detours, profile, edition }: Question,
  bound: Cost,
): Way | undefined {
  let found: Way | undefined;
  const visit = (state: State, due: Due, cost: Cost, route: readonly string[]): void => {
    if (byCost(cost, found?.cost ?? bound) > 0) return;
    if (state === to && !Object.values(due).includes(true)) {
      const better =
        found === undefined ? -1 : byCost(cost, found.cost) || byPreference(route, found.route);
      if (better < 0) found = { cost, route };
      return;
    }
    for (const move of MOVES) {
      if (!ticked(state, move, profile) || lacks(edition, move)) continue;
      const after = dueAfter(move, state, due, all.restart);
      const { interrupts } = EFFECTS[move];
      const yields = landsIn(move, state, profile);
      if (after === undefined || (move === "Suspend" && state === "Suspended")) continue;
      // A Backup lands in no power.
      const detour = move !== "Backup" && ![...observed, to].includes(yields as Power);
      if (detour && !detours) continue;
      const next = [
        cost[0] + (interrupts ? 1 : 0),
        cost[1] + (detour ? 1 : 0),
        cost[2] + 1,
      ] as const;
      visit(yields, after, next, [...route, move]);
    }
  };
  visit(from, all, [0, 0, 0], []);
  return found;
}

/** No route needs five interruptions, which the test of the bound below shows. */
const BOUND: Cost = [5, 0, 0];

const DUES = [false, true].flatMap((scale) =>
  [false, true].flatMap((configure) =>
    [false, true].flatMap((restart) =>
      [false, true].map((backup) => ({ scale, configure, restart, backup })),
    ),
  ),
);

const asked = (due: Due): Partial<Desired> => ({
  ...(due.scale ? UNITS : {}),
  ...(due.configure ? CONFIGURATION : {}),
  ...(due.restart ? TRIGGER : {}),
  ...(due.backup ? BACKUP : {}),
});

function expectBest(found: Plan, question: Question, founding: readonly string[] = []): void {
  const way = best(question, BOUND);
  const where = JSON.stringify(question);
  assert.equal(found.verdict === "refused", way === undefined, where);
  if (way === undefined) return;
  assert.deepEqual(operationsOf(found), [...founding, ...way.route], where);
  const direct: readonly string[] = [...question.observed, question.to];
  for (const { operation, yields, detour } of found.steps.slice(founding.length)) {
    assert.equal(detour, operation !== "Backup" && !direct.includes(yields), where);
  }
}

describe("PR-4 and PR-5: the plan is the best of all legal sequences", () => {
  const editions = ["Free", "Developer", "Standard"] as const;
  for (const profile of ["chart", "rest-2016"] as const) {
    for (const detours of [false, true]) {
      const policy = { ...DIRECT, profile, detours };
      for (const from of LIVING) {
        it(`from ${from}, profile ${profile}, detours ${String(detours)}`, () => {
          for (const edition of editions) {
            for (const to of POWERS) {
              for (const due of DUES) {
                if (due.scale && edition !== "Standard") continue;
                const observed = OBSERVED_POWERS[from] ?? [];
                const rests = observed.length === 1 && observed[0] === to && to !== "Active";
                const really = {
                  ...due,
                  scale: due.scale || from === "ScaleFailed",
                  configure: due.configure || from === "ConfigUpdateFailed",
                  restart: due.restart && !rests,
                };
                const found = plan(
                  service(from, { edition }),
                  goal(to, { edition, ...asked(due) }),
                  policy,
                );
                expectBest(found, { from, to, observed, due: really, detours, profile, edition });
              }
            }
          }
        });
      }

      it(`of a new service, profile ${profile}, detours ${String(detours)}`, () => {
        const restoreFrom = { name: "weekly", edition: "Standard", units: 1 } as const;
        for (const to of POWERS) {
          for (const due of DUES.filter(({ configure, restart }) => !configure && !restart)) {
            const common = { to, detours, profile, edition: "Standard" } as const;
            const restored = plan(null, goal(to, { ...asked(due), restoreFrom }), policy);
            expectBest(restored, { ...common, from: "Suspended", observed: ["Suspended"], due }, [
              "Restore",
            ]);
            const created = plan(null, goal(to, asked(due)), policy);
            const unscaled = { ...due, scale: false };
            expectBest(
              created,
              { ...common, from: "Active", observed: ["Active"], due: unscaled },
              ["Create"],
            );
          }
        }
      });
    }
  }

  it("needs no route outside of the bound of this search", () => {
    const all = { scale: true, configure: true, restart: true, backup: true };
    const longest = LIVING.flatMap((from) =>
      POWERS.map((to) => {
        const observed = OBSERVED_POWERS[from] ?? [];
        const common = { edition: "Standard", profile: "rest-2016", detours: true } as const;
        return best({ ...common, from, to, observed, due: all }, BOUND);
      }),
    );
    assert.ok(longest.every((way) => way !== undefined && byCost(way.cost, BOUND) < 0));
  });
});

describe("PR-5: Backup before the changes that it protects", () => {
  const rest = { ...DIRECT, profile: "rest-2016", detours: true } as const;
  const three = { ...BACKUP, ...UNITS, ...CONFIGURATION };
  const UC = "Update Configuration";
  const rows: readonly (readonly [State, Power, Partial<Desired>, readonly string[]])[] = [
    ["Active", "Active", { ...BACKUP, ...CONFIGURATION }, ["Suspend", "Backup", "Resume", UC]],
    ["Active", "Active", three, ["Suspend", "Backup", "Resume", "Scale", UC]],
    ["Active", "Suspended", { ...BACKUP, ...UNITS }, ["Scale", "Suspend", "Backup"]],
    [
      "Stopped",
      "Active",
      { ...BACKUP, ...UNITS },
      ["Start", "Suspend", "Backup", "Resume", "Scale"],
    ],
    [
      "StopFailed",
      "Active",
      { ...BACKUP, ...UNITS },
      ["Start", "Suspend", "Backup", "Resume", "Scale"],
    ],
    [
      "ScaleFailed",
      "Active",
      { ...BACKUP, ...CONFIGURATION },
      ["Scale", "Suspend", "Backup", "Resume", UC],
    ],
  ];
  for (const [from, to, differs, route] of rows) {
    it(`in rest-2016, ${from} to ${to}, ${Object.keys(differs).join(" and ")}: ${route.join(", ")}`, () => {
      assert.deepEqual(operationsOf(plan(service(from), goal(to, differs), rest)), route);
    });
  }

  it("is no detour, also in the power of one", () => {
    const found = plan(service("Active"), goal("Active", BACKUP), rest);
    assert.deepEqual(
      found.steps.map(({ operation, detour }) => [operation, detour]),
      [
        ["Suspend", true],
        ["Backup", false],
        ["Resume", false],
      ],
    );
    const stopped: Observed = service("Stopped");
    const moved = plan(stopped, goal("Suspended", BACKUP), { ...DIRECT, detours: true });
    assert.deepEqual(operationsOf(moved), ["Backup", "Start", "Suspend"]);
  });

  it("is preferred to an earlier Scale, and Scale to an earlier Update Configuration", () => {
    const policy = { ...DIRECT, detours: true };
    assert.deepEqual(
      operationsOf(plan(service("ConfigUpdateFailed"), goal("Stopped", three), policy)),
      [UC, "Backup", "Scale", "Stop"],
    );
    assert.deepEqual(
      operationsOf(
        plan(service("Active"), goal("Stopped", { ...UNITS, ...CONFIGURATION }), policy),
      ),
      ["Scale", UC, "Stop"],
    );
  });
});
