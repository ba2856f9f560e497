/** Planning: the 120 goals and every failed state, then single plans once warm. */
import { POWERS, STATES } from "../../provider/mabs/chart/index.js";
import { plan, type Desired, type Observed } from "../../provider/mabs/planner/index.js";
import { milliseconds, type Figure } from "./figure.js";

const IN_PLACE = STATES.slice(0, 1).concat(
  "Stopped",
  "Suspended",
  "StartFailed",
  "StopFailed",
  "RestartFailed",
  "SuspendedFailed",
  "ResumeFailed",
  "ConfigUpdateFailed",
  "ScaleFailed",
);

const WARM_PLANS = 200_000;

/** Never asked: an index is always within the list. */
const NOTHING: [null, Desired] = [null, {}];

function questions(): [Observed, Desired][] {
  const observed = (state: string): Observed => ({
    state,
    edition: "Standard",
    units: 2,
    configuration: { customDomainUrl: "a.example.com" },
  });
  const goals = IN_PLACE.flatMap((state) =>
    POWERS.flatMap((power) =>
      [2, 3].flatMap((units) =>
        ["a.example.com", "b.example.com"].map((customDomainUrl): [Observed, Desired] => [
          observed(state),
          { state: power, edition: "Standard", units, configuration: { customDomainUrl } },
        ]),
      ),
    ),
  );
  const failed = STATES.filter((state) => !IN_PLACE.includes(state)).map(
    (state): [Observed, Desired] => [
      observed(state),
      { state: "Active", edition: "Standard", units: 2 },
    ],
  );
  return [...goals, ...failed];
}

/** Measures planning, first in a process that has planned nothing. */
export function measurePlanning(): Figure[] {
  const asked = questions();
  const startedAt = milliseconds();
  for (const [observed, desired] of asked) plan(observed, desired);
  const cold = milliseconds() - startedAt;
  const times = new Float64Array(WARM_PLANS);
  for (let index = 0; index < WARM_PLANS; index += 1) {
    const [observed, desired] = asked[index % asked.length] ?? NOTHING;
    const before = process.hrtime.bigint();
    plan(observed, desired);
    times[index] = Number(process.hrtime.bigint() - before) / 1e3;
  }
  // The first tenth warms up.
  const warm = times.slice(WARM_PLANS / 10).sort();
  return [
    { name: `planning ${String(asked.length)} goals, cold`, value: cold, unit: "ms", bound: 25 },
    {
      name: "one plan, warm, p99",
      value: warm[Math.floor(warm.length * 0.99)] ?? NaN,
      unit: "us",
      bound: 20,
    },
  ];
}
