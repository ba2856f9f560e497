import assert from "node:assert/strict";
import { unpackPlan } from "../../../provider/doors/dynamic/packed-plan.js";
import { STATE_NAMES, tickedRow } from "../chart/literals.js";
import { goalsOf, type Goal } from "./goals.js";
import { hostFor, inDryRun, newsFor, type Properties } from "./host.js";

interface CheckedPlan {
  readonly verdict: string;
  readonly steps: readonly { readonly operation: string }[];
}

/** Old inputs: the engine knows the resource. */
const KNOWN: Properties = { endpoint: "emulator:./biztalk.db" };

const OBSERVED = { units: 1, configuration: { customDomainUrl: "orders.example.com" } };
const OTHER_UNITS = { units: 3 };
const OTHER_CONFIGURATION = { configuration: { customDomainUrl: "new.example.com" } };

const nameOf = (state: string): string => state.toLowerCase();
const newsTo = (state: string, { power, difference }: Goal): Record<string, unknown> =>
  newsFor(nameOf(state), {
    ...OBSERVED,
    ...(difference === "units" || difference === "both" ? OTHER_UNITS : {}),
    ...(difference === "configuration" || difference === "both" ? OTHER_CONFIGURATION : {}),
    state: power,
  });
const planOf = (inputs: Properties): CheckedPlan => unpackPlan(inputs) as CheckedPlan;

describe("check, over gRPC, for each state and goal", function () {
  this.timeout(30_000);
  const host = hostFor();

  before(async () => {
    for (const state of STATE_NAMES) await host().control.place(nameOf(state), state, OBSERVED);
  });

  for (const state of STATE_NAMES) {
    for (const goal of goalsOf(state)) {
      const { power, difference, route } = goal;
      const shown =
        route === "refused" ? "refused" : route.length === 0 ? "nothing to do" : route.join(", ");
      it(`${state} to ${power}, ${difference} differs: ${shown}`, async () => {
        const update = await host().check(KNOWN, newsTo(state, goal));
        const dry = await host().check(KNOWN, inDryRun(newsTo(state, goal)));
        assert.deepEqual(dry.failures, [], "a dry run fails nothing");
        const plan = planOf(dry.inputs);
        if (route === "refused") {
          assert.equal(plan.verdict, "refused");
          assert.ok(update.failures.length > 0);
          const legalHere = `Legal here: ${tickedRow(state).join(", ")}.`;
          for (const failure of update.failures)
            assert.ok(failure.includes(`\n  ${legalHere}\n`), failure);
        } else {
          assert.equal(plan.verdict, route.length === 0 ? "noop" : "legal");
          assert.deepEqual(
            plan.steps.map(({ operation }) => operation),
            route,
          );
          assert.deepEqual(update.failures, []);
          assert.deepEqual(planOf(update.inputs), plan, "both runs have one plan");
        }
      });
    }
  }

  it("has 28 goals without a direct route, besides those of the states that only Delete leaves", () => {
    const living = STATE_NAMES.filter(
      (state) => tickedRow(state).length > 1 || state === "ScaleFailed",
    );
    const refused = living.flatMap(goalsOf).filter(({ route }) => route === "refused");
    assert.equal(refused.length, 28);
  });

  it("sends nothing", async () => {
    assert.deepEqual(await host().control.sent(), []);
  });
});
