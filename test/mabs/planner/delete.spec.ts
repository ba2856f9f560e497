/** docs/planner.md, Deleting: a service that shall be gone, with or without a Backup before. */
import assert from "node:assert/strict";
import type { State } from "../../../provider/mabs/chart/index.js";
import { plan, type Plan, type Policy } from "../../../provider/mabs/planner/index.js";
import { STATE_NAMES } from "../chart/literals.js";
import { brokenLinks, DIRECT, KNOWN, onlyRefusal, operationsOf, service } from "./goals.js";

const BACKED_UP: Policy = { ...DIRECT, backupBeforeDelete: true };
const IF_POSSIBLE: Policy = { ...DIRECT, backupBeforeDelete: "ifPossible" };
const shown = (state: State): string =>
  state === "ServiceUpdateFailed" ? "Service Update Failed" : state;

function expectLegal(found: Plan, route: readonly string[]): void {
  assert.deepEqual([found.verdict, operationsOf(found), found.refusals], ["legal", route, []]);
  assert.deepEqual(brokenLinks(found), []);
  assert.deepEqual(
    found.steps.filter(({ detour }) => detour),
    [],
  );
}

function expectNoBackup(found: Plan): void {
  const refusal = onlyRefusal(found);
  assert.deepEqual(
    [refusal.permit, refusal.route],
    ['backupBeforeDelete: "ifPossible"', ["Delete"]],
  );
  assert.deepEqual(found.steps, []);
}

describe("a backup before Delete", () => {
  // The way to a Backup by profile: recovery first, with as little interruption as there is; null where there is none.
  const ways: Readonly<Record<State, readonly [chart: string, rest2016: string] | null>> = {
    Active: ["Backup", "Suspend Backup"],
    Disabled: null,
    Suspended: ["Backup", "Backup"],
    Stopped: ["Backup", "Start Suspend Backup"],
    ServiceUpdateFailed: null,
    DisableFailed: null,
    EnableFailed: null,
    StartFailed: ["Start Backup", "Start Suspend Backup"],
    StopFailed: ["Start Backup", "Start Suspend Backup"],
    RestartFailed: ["Start Backup", "Start Suspend Backup"],
    SuspendedFailed: ["Resume Backup", "Suspend Backup"],
    ResumeFailed: ["Resume Backup", "Suspend Backup"],
    CreatedFailed: null,
    RestoreFailed: null,
    ConfigUpdateFailed: ["Restart Backup", "Restart Suspend Backup"],
    ScaleFailed: ["Scale Backup", "Scale Suspend Backup"],
  };

  for (const state of STATE_NAMES) {
    const way = ways[state];
    for (const [at, profile] of (["chart", "rest-2016"] as const).entries()) {
      const before = way?.[at]?.split(" ");
      const name = before === undefined ? "is not possible" : `is ${before.join(", ")}`;

      it(`in ${state}, profile ${profile}, ${name}`, () => {
        const observed = service(state);
        expectLegal(plan(observed, null, { ...DIRECT, profile }), ["Delete"]);
        expectLegal(plan(observed, null, { ...DIRECT, profile, backupBeforeDelete: false }), [
          "Delete",
        ]);
        for (const recovery of ["inPlace", "replace"] as const) {
          const always = plan(observed, null, { ...BACKED_UP, profile, recovery });
          const ifPossible = plan(observed, null, { ...IF_POSSIBLE, profile, recovery });
          expectLegal(ifPossible, [...(before ?? []), "Delete"]);
          if (before === undefined) {
            expectNoBackup(always);
            assert.match(
              onlyRefusal(always).message,
              new RegExp(`Backup before Delete in state ${shown(state)} `),
            );
            assert.match(ifPossible.notes.join(), /deleted without one/);
          } else {
            expectLegal(always, [...before, "Delete"]);
            assert.deepEqual(ifPossible, always);
          }
        }
      });
    }
  }

  it("has these steps from a failed state", () => {
    assert.deepEqual(
      plan(service("StopFailed"), null, BACKED_UP).steps.map(
        ({ operation, expects, yields, onFailure, risk, serves }) =>
          [operation, expects, yields, onFailure, risk, serves].join(" | "),
      ),
      [
        "Start | StopFailed | Active | StartFailed | none | recovery",
        "Backup | Active | Active | Active | none | backup before Delete",
        "Delete | Active | absent | Active | destroys | delete",
      ],
    );
  });

  it("is not taken again when this delete has taken it", () => {
    const taken = { lastBackup: KNOWN, backupForDelete: "weekly" };
    for (const state of STATE_NAMES)
      expectLegal(plan(service(state, taken), null, BACKED_UP), ["Delete"]);
  });

  it("is taken when the one that is known is not this delete's", () => {
    for (const backupForDelete of [undefined, "nightly"]) {
      const observed = service("Active", {
        lastBackup: KNOWN,
        ...(backupForDelete !== undefined && { backupForDelete }),
      });
      expectLegal(plan(observed, null, BACKED_UP), ["Backup", "Delete"]);
    }
    expectLegal(plan(service("Active", { backupForDelete: "nightly" }), null, BACKED_UP), [
      "Backup",
      "Delete",
    ]);
  });

  it("is not possible in a failed state that the program does not want left", () => {
    for (const state of ["StopFailed", "ScaleFailed"] as const) {
      expectNoBackup(plan(service(state), null, { ...BACKED_UP, recovery: "none" }));
      expectLegal(plan(service(state), null, { ...IF_POSSIBLE, recovery: "none" }), ["Delete"]);
    }
    expectLegal(plan(service("Active"), null, { ...BACKED_UP, recovery: "none" }), [
      "Backup",
      "Delete",
    ]);
  });

  it("comes after waiting", () => {
    expectLegal(plan(service("Stopping"), null, BACKED_UP), ["Wait", "Backup", "Delete"]);
    expectLegal(plan(service("Deleting"), null, BACKED_UP), ["Wait"]);
  });

  const editions = [
    ["Free", ["Active", "CreatedFailed"], false],
    ["Developer", ["Active", "Stopped", "Suspended", "StopFailed"], false],
    ["Basic", ["Active", "Stopped", "Suspended"], true],
    ["Premium", ["Active", "Stopped", "Suspended"], true],
  ] as const;
  for (const [edition, states, possible] of editions) {
    it(`is ${possible ? "possible" : "not possible"} on ${edition}`, () => {
      for (const state of states) {
        const observed = service(state, { edition });
        expectLegal(plan(observed, null, DIRECT), ["Delete"]);
        expectLegal(
          plan(observed, null, IF_POSSIBLE),
          possible ? ["Backup", "Delete"] : ["Delete"],
        );
        if (possible) expectLegal(plan(observed, null, BACKED_UP), ["Backup", "Delete"]);
        else expectNoBackup(plan(observed, null, BACKED_UP));
      }
    });
  }

  it("costs nothing where there is no service", () => {
    for (const policy of [BACKED_UP, IF_POSSIBLE])
      assert.deepEqual(plan(null, null, policy).verdict, "noop");
  });

  it("does not matter to a plan in place", () => {
    const desired = { state: "Stopped" } as const;
    assert.deepEqual(
      plan(service("Active"), desired, BACKED_UP),
      plan(service("Active"), desired, DIRECT),
    );
  });
});

describe("a service that is kept", () => {
  for (const keep of ["protect", "retainOnDelete"] as const) {
    it(`by ${keep} is never deleted, whatever else is permitted`, () => {
      for (const state of [...STATE_NAMES, "Updating"]) {
        for (const backupBeforeDelete of [false, true, "ifPossible"] as const) {
          const acceptDataLoss = `orders/${state}`;
          const policy = {
            ...DIRECT,
            recovery: "replace",
            acceptDataLoss,
            backupBeforeDelete,
            forceDelete: true,
          } as const;
          const found = plan(service(state), null, { ...policy, keep });
          const refusal = onlyRefusal(found);
          assert.deepEqual([refusal.operation, found.steps], ["Delete", []]);
          assert.equal(refusal.permit?.split(" and ").includes(`${keep}: false`), true);
          assert.match(
            refusal.message,
            new RegExp(`^Operation not allowed: .* resource option ${keep}\\.`),
          );
        }
      }
    });

    it(`by ${keep} has the Backup on its route, and is not told to do without where there is a way to one`, () => {
      const policy = { ...DIRECT, keep };
      const rows = [
        ["Active", true, ["Backup", "Delete"], `${keep}: false`],
        ["StopFailed", true, ["Start", "Backup", "Delete"], `${keep}: false`],
        ["Active", "ifPossible", ["Backup", "Delete"], `${keep}: false`],
        ["Active", false, ["Delete"], `${keep}: false`],
        ["Disabled", true, ["Delete"], `${keep}: false and backupBeforeDelete: "ifPossible"`],
        ["Disabled", "ifPossible", ["Delete"], `${keep}: false`],
      ] as const;
      for (const [state, backupBeforeDelete, route, permit] of rows) {
        const refusal = onlyRefusal(plan(service(state), null, { ...policy, backupBeforeDelete }));
        assert.deepEqual([refusal.route, refusal.permit], [route, permit], state);
      }
    });

    it(`by ${keep} may be gone already, and may change in place`, () => {
      assert.equal(plan(null, null, { ...DIRECT, keep }).verdict, "noop");
      assert.deepEqual(
        operationsOf(plan(service("Active"), { state: "Stopped" }, { ...DIRECT, keep })),
        ["Stop"],
      );
    });
  }
});

describe("forceDelete", () => {
  const states = [...STATE_NAMES, "Creating", "Updating", "Deleting", "BackingUp", "Migrating"];

  it("changes nothing that is planned: it is for a transition that does not end", () => {
    for (const state of states) {
      for (const policy of [DIRECT, BACKED_UP, IF_POSSIBLE]) {
        for (const desired of [null, { state: "Active" }] as const) {
          assert.deepEqual(
            plan(service(state), desired, { ...policy, forceDelete: true }),
            plan(service(state), desired, policy),
          );
        }
      }
    }
  });

  it("sends nothing into a transition by itself", () => {
    const found = plan(service("Updating"), null, { ...DIRECT, forceDelete: true });
    assert.deepEqual(operationsOf(found), ["Wait", "Delete"]);
  });
});
