import assert from "node:assert/strict";
import fc from "fast-check";
import { parseOperation, type Operation, type State } from "../../../provider/mabs/chart/index.js";
import {
  plan,
  type Desired,
  type Observed,
  type Plan,
  type Policy,
} from "../../../provider/mabs/planner/index.js";
import { DELETE_ONLY, STATE_NAMES, ticked } from "../chart/literals.js";
import { EFFECTS, landsIn, OBSERVED_POWERS, POWERS } from "./goals.js";

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const withoutUndefined = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));

const states: fc.Arbitrary<State> = fc.constantFrom(...STATE_NAMES);
const units = fc.integer({ min: 1, max: 8 });
const settings = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom(0, 1, "x", null));

const services: fc.Arbitrary<Observed> = fc.record({
  state: states,
  edition: fc.constantFrom("Basic", "Standard", "Premium"),
  units,
  configuration: settings,
});
const goals = fc
  .record({
    state: optional(fc.constantFrom(...POWERS)),
    units: optional(units),
    configuration: optional(settings),
    restartTriggers: optional(fc.constant("rev-2")),
    backup: optional(fc.constant({ name: "nightly" })),
  })
  // What is undefined is left out, so the record is a Desired under exactOptionalPropertyTypes.
  .map((fields) => withoutUndefined(fields) as Desired);
const policies: fc.Arbitrary<Policy> = fc.record({
  profile: fc.constantFrom("chart", "rest-2016"),
  detours: fc.boolean(),
  recovery: fc.constantFrom("inPlace", "none"),
});

type Case = readonly [observed: Observed, desired: Desired, policy: Policy];

/** Runs a check over random services, goals and policies; fast-check prints the seed of a failure. */
function always(check: (found: Plan, ...given: Case) => void): void {
  fc.assert(
    fc.property(services, goals, policies, (observed, desired, policy) => {
      check(plan(observed, desired, policy), observed, desired, policy);
    }),
    { numRuns: 2000 },
  );
}

const rowOf = (state: string): State => {
  const row = STATE_NAMES.find((each) => each === state);
  assert.ok(row !== undefined, `${state} is a row of the chart`);
  return row;
};
const columnOf = (operation: string): Exclude<Operation, "Delete"> => {
  assert.ok(operation in EFFECTS, `${operation} is no operation of a plan in place`);
  return operation as Exclude<Operation, "Delete">; // Just asserted: the keys of EFFECTS are these.
};
const endOf = (found: Plan, observed: Observed): string =>
  found.steps.at(-1)?.yields ?? observed.state;

describe("every plan", () => {
  it("sends only what the chart allows in the state in which it is sent", () => {
    always(({ steps }, _observed, _desired, { profile }) => {
      for (const { operation, expects } of steps) {
        assert.ok(
          ticked(rowOf(expects), columnOf(operation), profile),
          `${operation} in ${expects}`,
        );
      }
    });
  });

  it("chains: a step expects what the step before yields", () => {
    always(({ steps }, observed, _desired, { profile }) => {
      let state = observed.state;
      for (const step of steps) {
        const effect = EFFECTS[columnOf(step.operation)];
        assert.equal(step.expects, state);
        assert.equal(step.yields, landsIn(columnOf(step.operation), rowOf(state), profile));
        assert.equal(step.onFailure, effect.onFailure ?? state);
        assert.equal(step.risk, effect.interrupts ? "interrupts" : "none");
        state = step.yields;
      }
    });
  });

  it("ends in the desired power, or an observed one where power is unmanaged", () => {
    always((found, observed, desired) => {
      if (found.verdict !== "legal" && found.verdict !== "noop") return;
      const powers =
        desired.state === undefined
          ? (OBSERVED_POWERS[rowOf(observed.state)] ?? [])
          : [desired.state];
      assert.ok(powers.some((power) => power === endOf(found, observed)));
    });
  });

  it("serves each difference once and nothing else", () => {
    always(({ verdict, steps }, observed, desired) => {
      if (verdict !== "legal" && verdict !== "noop") return;
      const times = (operation: string): number =>
        steps.filter((step) => step.operation === operation).length;
      const scales =
        observed.state === "ScaleFailed" || (desired.units ?? observed.units) !== observed.units;
      const differs = Object.entries(desired.configuration ?? {}).some(
        ([key, value]) => observed.configuration[key] !== value,
      );
      assert.equal(times("Scale"), scales ? 1 : 0);
      assert.equal(
        times("Update Configuration"),
        differs || observed.state === "ConfigUpdateFailed" ? 1 : 0,
      );
      assert.equal(times("Backup"), desired.backup === undefined ? 0 : 1);
    });
  });

  it("takes no detour unless detours are permitted, and flags each it takes", () => {
    always(({ steps }, observed, desired, { detours }) => {
      const observedPowers = OBSERVED_POWERS[rowOf(observed.state)] ?? [];
      const asked: readonly string[] =
        desired.state === undefined ? observedPowers : [...observedPowers, desired.state];
      for (const step of steps) {
        // A Backup lands in no power.
        const lands = step.operation !== "Backup" && !asked.includes(step.yields);
        assert.equal(step.detour, lands, `${step.operation} to ${step.yields}`);
        assert.ok(detours || !step.detour);
      }
    });
  });

  it("has steps when it is legal and refusals when it is refused, never both", () => {
    always(({ verdict, steps, refusals }) => {
      assert.equal(verdict, refusals.length > 0 ? "refused" : steps.length > 0 ? "legal" : "noop");
      assert.ok(refusals.length === 0 || steps.length === 0);
    });
  });

  it("refuses a state that only Delete leaves, and never one for want of a detour that is permitted", () => {
    always(({ verdict }, observed, _desired, { detours, recovery }) => {
      const deleteOnly = DELETE_ONLY.some((state) => state === observed.state);
      if (deleteOnly) assert.equal(verdict, "refused");
      else if (detours && recovery === "inPlace") assert.notEqual(verdict, "refused");
    });
  });

  it("names refused operations by their columns, all in one refusal, and a route of known operations", () => {
    always(({ refusals }) => {
      assert.ok(refusals.length <= 1);
      for (const { operation, route } of refusals) {
        for (const each of operation.split(", ")) assert.equal(parseOperation(each), each);
        for (const step of route) assert.equal(parseOperation(step), step);
      }
    });
  });

  it("contains Delete only when the service shall be gone", () => {
    always(({ steps }) => {
      assert.ok(steps.every(({ operation }) => operation !== "Delete"));
    });
    fc.assert(
      fc.property(services, policies, (observed, policy) => {
        assert.deepEqual(
          plan(observed, null, policy).steps.map(({ operation }) => operation),
          ["Delete"],
        );
      }),
    );
  });

  it("is the same byte for byte, in whatever order the settings stand", () => {
    const reversed = <T extends object>(value: T): T =>
      Object.fromEntries(Object.entries(value).reverse()) as T; // Same keys.
    always((found, observed, desired, policy) => {
      const text = JSON.stringify(found);
      assert.equal(
        JSON.stringify(plan(structuredClone(observed), structuredClone(desired), { ...policy })),
        text,
      );
      const turned = {
        ...desired,
        ...(desired.configuration && { configuration: reversed(desired.configuration) }),
      };
      assert.equal(
        JSON.stringify(
          plan({ ...observed, configuration: reversed(observed.configuration) }, turned, policy),
        ),
        text,
      );
    });
  });

  it("is plain JSON, and leaves what it was given as it was", () => {
    always((found, observed, desired, policy) => {
      assert.deepEqual(JSON.parse(JSON.stringify(found)), found);
      const before = JSON.stringify([observed, desired, policy]);
      plan(observed, desired, policy);
      assert.equal(JSON.stringify([observed, desired, policy]), before);
    });
  });

  it("is followed by noop once it is carried out", () => {
    always((found, observed, desired, policy) => {
      if (found.verdict !== "legal" && found.verdict !== "noop") return;
      const remaining = withoutUndefined({ ...desired, restartTriggers: undefined }) as Desired; // All fields are optional.
      const after: Observed = {
        ...observed,
        state: endOf(found, observed),
        units: desired.units ?? observed.units,
        configuration: { ...observed.configuration, ...desired.configuration },
        ...(desired.backup && {
          lastBackup: { ...desired.backup, takenAt: "2016-05-16T00:00:00Z" },
        }),
      };
      assert.equal(plan(after, remaining, policy).verdict, "noop");
    });
  });
});
