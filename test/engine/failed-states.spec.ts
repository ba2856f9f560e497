import assert from "node:assert/strict";
import { DELETE_ONLY } from "../mabs/chart/literals.js";
import { errorsOn, fails, planOn, succeeds } from "./support/outcomes.js";
import { service, type Declaration } from "./support/program.js";
import { projectFor } from "./support/suite.js";

/**
 * The way to Active (docs/planner.md, Routes, first column), and to the observed power where that is unmanaged
 * (PR-1).
 */
const ROUTES = [
  { state: "StartFailed", toActive: "Start", unmanaged: "Stop" },
  { state: "StopFailed", toActive: "Start", unmanaged: "Start" },
  { state: "RestartFailed", toActive: "Start", unmanaged: "Start" },
  { state: "SuspendedFailed", toActive: "Resume", unmanaged: "Resume" },
  { state: "ResumeFailed", toActive: "Resume", unmanaged: "Suspend" },
  {
    state: "ConfigUpdateFailed",
    toActive: "Update Configuration",
    unmanaged: "Update Configuration",
  },
  { state: "ScaleFailed", toActive: "Scale", unmanaged: "Scale" },
] as const;

/** Where the unmanaged ones end: the observed power. */
const SETTLED: Readonly<Record<string, string>> = {
  StartFailed: "Stopped",
  ResumeFailed: "Suspended",
};

const managed = (state: string): string => `${state.toLowerCase().slice(0, 12)}m`;
const unmanaged = (state: string): string => `${state.toLowerCase().slice(0, 12)}u`;
const CONFIGURATION = { customDomainUrl: "orders.example.com" };

const ALL: Declaration = Object.fromEntries(
  ROUTES.flatMap(({ state }) => [
    [
      managed(state),
      service(managed(state), { state: "Active", units: 2, configuration: CONFIGURATION }),
    ] as const,
    [unmanaged(state), service(unmanaged(state), { configuration: CONFIGURATION })] as const,
  ]),
);

describe("a failed state that somebody else left behind", function () {
  this.timeout(120_000);
  const project = projectFor();

  before(async () => {
    project().declare(ALL);
    await succeeds(project().up());
    for (const { state } of ROUTES) {
      await project().control.place(managed(state), state, {
        units: 2,
        configuration: CONFIGURATION,
      });
      await project().control.place(unmanaged(state), state, { configuration: CONFIGURATION });
    }
    await project().control.forget();
  });

  it("is seen by a preview without a refresh, with the recovery as its plan", async () => {
    const preview = await succeeds(project().preview());
    for (const { state, toActive, unmanaged: back } of ROUTES) {
      const start = (operation: string): RegExp =>
        new RegExp(
          `^Plan from ${state}: ${operation}( \\(.*\\))?\\.\nThe service is in ${state}: an? .* failed; `,
        );
      assert.match(planOn(preview, managed(state)), start(toActive));
      assert.match(planOn(preview, unmanaged(state)), start(back));
    }
  });

  it("is left by the next up: to the power that is asked for, or to the one that counts as observed", async () => {
    await succeeds(project().up());
    const expected = ROUTES.flatMap(({ state, toActive, unmanaged: back }) => [
      `${toActive} ${managed(state)}`,
      `${back} ${unmanaged(state)}`,
    ]);
    assert.deepEqual([...(await project().control.sent())].sort(), expected.sort());
    for (const { state } of ROUTES) {
      assert.equal((await project().control.view(managed(state)))?.state, "Active");
      assert.equal(
        (await project().control.view(unmanaged(state)))?.state,
        SETTLED[state] ?? "Active",
      );
    }
  });
});

describe("a state that only Delete leaves", function () {
  this.timeout(120_000);
  const project = projectFor();
  const nameOf = (state: string): string => state.toLowerCase().slice(0, 20);

  before(async () => {
    project().declare(
      Object.fromEntries(DELETE_ONLY.map((state) => [nameOf(state), service(nameOf(state))])),
    );
    await succeeds(project().up());
    for (const state of DELETE_ONLY) await project().control.place(nameOf(state), state);
    await project().control.forget();
  });

  it("is refused in a preview on each resource, with what is legal and the way out", async () => {
    const preview = await fails(project().preview());
    for (const state of DELETE_ONLY) {
      const [error = "", ...more] = errorsOn(preview, nameOf(state));
      assert.deepEqual(more, []);
      const shown = state === "ServiceUpdateFailed" ? "Service Update Failed" : state;
      assert.ok(error.includes(`state ${shown}`), error);
      assert.ok(error.includes("Legal here: Delete."), error);
      assert.match(error, /Route: Delete, (Create|Restore)/);
      assert.ok(error.includes(`Source: service state chart, row ${shown}`), error);
    }
  });

  it("is refused in an update, and nothing is sent", async () => {
    await fails(project().up());
    assert.deepEqual(await project().control.sent(), []);
  });

  it("is left by destroy", async () => {
    await succeeds(project().destroy());
    assert.equal((await project().control.sent()).length, DELETE_ONLY.length);
    for (const state of DELETE_ONLY)
      assert.equal(await project().control.view(nameOf(state)), undefined);
  });
});
