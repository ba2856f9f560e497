import assert from "node:assert/strict";
import fc from "fast-check";
import type { Operation, State } from "../../../provider/mabs/chart/index.js";
import { StepFailure } from "../../../provider/mabs/executor/index.js";
import type { Step } from "../../../provider/mabs/planner/index.js";
import { COLUMNS, STATE_NAMES, ticked } from "../chart/literals.js";
import { Rig, stepOf } from "./rig.js";

const PLACES = [...STATE_NAMES, "absent"] as const;
const CHANGED = { units: 3, configuration: { customDomainUrl: "new.example.com" } } as const;

/** Whether the chart has a tick there; where there is no service, only Create and Restore begin. */
function allowed(
  state: string | null,
  operation: string | null,
  profile: "chart" | "rest-2016",
): boolean {
  if (state === "absent") return operation === "Create" || operation === "Restore";
  return (
    STATE_NAMES.some((known) => known === state) &&
    COLUMNS.some((column) => column === operation) &&
    ticked(state as State, operation as Operation, profile) // Just found among the rows and columns.
  );
}

for (const profile of ["chart", "rest-2016"] as const) {
  describe(`executePlan() with profile ${profile}`, () => {
    let rig: Rig;
    beforeEach(() => {
      rig = new Rig({ profile });
    });
    afterEach(() => rig.close());

    /** Runs a plan of one step, whatever it says, and returns what the endpoint got to see. */
    async function run(state: string, step: Step): Promise<Awaited<ReturnType<Rig["changes"]>>> {
      await rig.reset();
      if (state !== "absent") await rig.put(state);
      const job = { profile, steps: [step], backup: { name: "nightly", store: "AccountKey=a" } };
      await rig
        .execute({ ...job, desired: { edition: "Standard", ...CHANGED } })
        .catch((reason: unknown) => {
          if (!(reason instanceof StepFailure)) throw reason;
        });
      return (await rig.changes()).filter(({ operation }) => operation !== "Create Container");
    }

    for (const state of PLACES) {
      it(`sends in ${state} what the chart allows there and nothing else, when the plan says it is expected`, async () => {
        for (const operation of [...COLUMNS, "Create"] as const) {
          const changes = await run(
            state,
            stepOf({ operation, expects: state, yields: "elsewhere" }),
          );
          const expected = allowed(state, operation, profile) ? [[operation, state, 202]] : [];
          assert.deepEqual(
            changes.map((change) => [change.operation, change.state, change.status]),
            expected,
            `${operation} in ${state}`,
          );
        }
      });
    }

    it("never sends what the chart does not allow in the state observed, whatever the plan says", async () => {
      const steps = fc.record({
        operation: fc.constantFrom(...COLUMNS, "Create", "Restore", "Wait"),
        expects: fc.constantFrom(...PLACES),
        yields: fc.constantFrom(...PLACES),
      });
      const property = fc.asyncProperty(fc.constantFrom(...PLACES), steps, async (state, step) => {
        for (const change of await run(state, stepOf(step))) {
          assert.ok(allowed(change.state, change.operation, profile), JSON.stringify(change));
          assert.notEqual(change.status, 409);
        }
      });
      await fc.assert(property, { numRuns: 300, seed: 20160516 });
    });
  });
}
