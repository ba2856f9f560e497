import assert from "node:assert/strict";
import fc from "fast-check";
import { HOST_INSTANCE_STATES } from "../../../provider/bts/chart/index.js";
import {
  describePlan,
  planHostInstance,
  type HostInstanceGoal,
  type ObservedHostInstance,
} from "../../../provider/bts/planner/index.js";
import { goal, hostInstance } from "./host-instance.js";
import { population } from "./seen.js";

const NOBODY = population([]);
const linesOf = (
  asked: Partial<HostInstanceGoal>,
  seen: Partial<ObservedHostInstance>,
  people = NOBODY,
): string[] =>
  describePlan(planHostInstance(goal(asked), hostInstance(seen), people, "2020")).slice();

const START = "Start: Stopped to Running";
const STOP = "Stop: Running to Stopped (interrupts)";

/** What is asked, what is seen, and the plan. */
const PLANS: readonly (readonly [
  asked: Partial<HostInstanceGoal>,
  seen: Partial<ObservedHostInstance>,
  lines: readonly string[],
])[] = [
  [{}, {}, ["noop from Running"]],
  [{}, { state: "Unknown" }, ["noop from Unknown"]],
  [{ state: "Running" }, {}, ["noop from Running"]],
  [{ state: "Stopped" }, { state: "Stopped" }, ["noop from Stopped"]],
  [{ state: "Running" }, { state: "Stopped" }, ["legal from Stopped", START]],
  [{ state: "Stopped" }, {}, ["legal from Running", STOP]],
  [
    { state: "Running" },
    { state: "Start pending" },
    ["legal from Start pending", "Wait: Start pending to Running"],
  ],
  [
    { state: "Running" },
    { state: "Stop pending" },
    ["legal from Stop pending", "Wait: Stop pending to Stopped", START],
  ],
  [
    { state: "Stopped" },
    { state: "Continue pending" },
    ["legal from Continue pending", "Wait: Continue pending to Running", STOP],
  ],
  [{ restart: true }, {}, ["legal from Running", STOP, "Start: Stopped to Running, restart"]],
  [
    { state: "Running", restart: true },
    {},
    ["legal from Running", STOP, "Start: Stopped to Running, restart"],
  ],
  [{ state: "Running", restart: true }, { state: "Stopped" }, ["legal from Stopped", START]],
  [{ state: "Stopped", restart: true }, { state: "Stopped" }, ["noop from Stopped"]],
  [{ state: "Stopped", restart: true }, {}, ["legal from Running", STOP]],
  [{ restart: true }, { state: "Stopped" }, ["noop from Stopped"]],
  [{ restart: true }, { disabled: true }, ["noop from Running"]],
  [{ restart: true, clustered: true }, {}, ["noop from Running"]],
  [
    { state: "Odd" as never },
    { state: "Odd" },
    ["unknown from Odd", 'Processing on BTS01 is in state "Odd", which nobody knows.'],
  ],
  [
    { state: "Running" },
    { state: "Stopped", disabled: true },
    [
      "refused from Stopped",
      "Operation not allowed: Start of Processing on BTS01: it is disabled. [operation-not-allowed]",
    ],
  ],
  [
    { state: "Stopped" },
    { state: "Unknown" },
    [
      "refused from Unknown",
      "Operation not allowed: Stop of Processing on BTS01: its state is not known, or no BizTalk tool leads to it. [operation-not-allowed]",
    ],
  ],
  [
    { state: "Running" },
    { state: "Pause pending" },
    [
      "refused from Pause pending",
      "Operation not allowed: Start of Processing on BTS01: its state is not known, or no BizTalk tool leads to it. [operation-not-allowed]",
    ],
  ],
  [
    { state: "Running" },
    { isolated: true },
    [
      "refused from Running",
      "Operation not allowed: Start of Processing on BTS01: an isolated host runs in IIS. [operation-not-allowed]",
    ],
  ],
  [
    { state: "Stopped", clustered: true },
    {},
    [
      "refused from Running",
      "Operation not allowed: Stop of Processing on BTS01, which is clustered. [operation-not-allowed]",
    ],
  ],
];

describe("the plan of a host instance", () => {
  for (const [asked, seen, lines] of PLANS)
    it(`for ${JSON.stringify(asked)} from ${JSON.stringify(seen)}`, () => {
      assert.deepEqual(linesOf(asked, seen), lines);
    });

  it("says what a refusal needs", () => {
    const seen = hostInstance({ state: "Stopped", disabled: true });
    const plan = planHostInstance(goal({ state: "Running" }), seen, NOBODY, "2020");
    assert.deepEqual(
      plan.refusals.map(({ message }) => message.split("\n")),
      [
        [
          "Operation not allowed: Start of Processing on BTS01: it is disabled.",
          "  Seen: Stopped, disabled (DISABLED).",
          "  Legal here: Stop.",
          "  Next: enable it in the console; the REST service cannot.",
          "  Source: docs/bts.md, B-29.",
        ],
      ],
    );
  });

  it("is refused on 2016, with the release that has it", () => {
    const plan = planHostInstance(goal({ state: "Running" }), null, NOBODY, "2016");
    assert.deepEqual(
      plan.refusals.map(({ message }) => message.split("\n")),
      [
        [
          "Operation not allowed: host instance Processing on BTS01 on BizTalk Server 2016.",
          "  Seen: the REST service of 2016, which has no host instances.",
          "  Next: use BizTalk Server 2020, which has them, or the console.",
          "  Source: docs/bts.md, B-76.",
        ],
      ],
    );
  });

  it("is refused where there is none, and not known before its inputs are", () => {
    const absent = planHostInstance(goal(), null, NOBODY, "2020");
    assert.equal(absent.refusals[0]?.rule, "input-not-accepted");
    const asked = goal({ unknown: ["machine"] });
    assert.equal(planHostInstance(asked, null, NOBODY, "2016").verdict, "unknown");
  });

  it("says why a restart leaves it alone", () => {
    const seen = hostInstance({ state: "Stopped", disabled: true });
    const asked = goal({ restart: true, clustered: true });
    assert.deepEqual(planHostInstance(asked, seen, NOBODY, "2020").notes, [
      "Not restarted: it is stopped, it is disabled and would not start again, it is clustered.",
    ]);
  });

  it("is content with a cluster that runs it on another machine", () => {
    const asked = goal({ state: "Running", clustered: true });
    const seen = hostInstance({ state: "Stopped" });
    const other = hostInstance({ machine: "BTS02" });
    const verdicts = [[seen, other], [seen], undefined].map((hostInstances) => {
      const people = population([], hostInstances === undefined ? {} : { hostInstances });
      return planHostInstance(asked, seen, people, "2020").verdict;
    });
    assert.deepEqual(verdicts, ["noop", "refused", "refused"]);
  });

  it("never stops what it cannot start again for a restart, nor touches an isolated one", () => {
    const states = fc.constantFrom(...Object.keys(HOST_INSTANCE_STATES), "Odd");
    const wishes = fc.record(
      {
        state: fc.constantFrom("Running", "Stopped"),
        restart: fc.boolean(),
        clustered: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(states, fc.boolean(), fc.boolean(), wishes, (state, disabled, isolated, wish) => {
        const seen = hostInstance({ state, disabled, isolated });
        const { steps } = planHostInstance(goal(wish), seen, NOBODY, "2020");
        const sent = steps.filter(({ operation }) => operation !== "Wait");
        if (isolated || wish.clustered === true) assert.deepEqual(sent, []);
        const last = sent.at(-1)?.yields;
        if (last !== undefined) assert.equal(last, wish.state ?? "Running");
        if (disabled) assert.ok(sent.every(({ operation }) => operation === "Stop"));
      }),
    );
  });
});
