import assert from "node:assert/strict";
import {
  planInstances,
  type InstancePolicy,
  type ObservedInstance,
} from "../../../provider/bts/planner/index.js";
import { CONSENT, instance, NOON, policy, population } from "./seen.js";

const AT = { now: NOON };

/** What each action comes to in each state: its outcome, and where it leads or the code. */
const OUTCOMES: readonly (readonly [
  state: string,
  pending: "" | "suspend" | "terminate",
  terminate: string,
  suspend: string,
  resume: string,
])[] = [
  [
    "In Breakpoint",
    "",
    "pending In Breakpoint, Pending terminate",
    "pending In Breakpoint, Pending suspend",
    "skipped NOT_SUSPENDED",
  ],
  [
    "In Breakpoint (Dehydrated)",
    "",
    "immediate Terminated",
    "immediate Suspended (resumable)",
    "skipped NOT_SUSPENDED",
  ],
  [
    "Ready to run",
    "",
    "immediate Terminated",
    "immediate Suspended (resumable)",
    "skipped NOT_SUSPENDED",
  ],
  [
    "Scheduled",
    "",
    "immediate Terminated",
    "immediate Suspended (resumable)",
    "skipped NOT_SUSPENDED",
  ],
  [
    "Active",
    "",
    "pending Active, Pending terminate",
    "pending Active, Pending suspend",
    "skipped NOT_SUSPENDED",
  ],
  [
    "Dehydrated",
    "",
    "immediate Terminated",
    "immediate Suspended (resumable)",
    "skipped NOT_SUSPENDED",
  ],
  [
    "Suspended (resumable)",
    "",
    "immediate Terminated",
    "skipped ALREADY_SUSPENDED",
    "immediate Active",
  ],
  [
    "Suspended (not-resumable)",
    "",
    "immediate Terminated",
    "skipped ALREADY_SUSPENDED",
    "refused NOT_RESUMABLE",
  ],
  [
    "Completed with discarded messages",
    "",
    "immediate Terminated",
    "skipped ALREADY_SUSPENDED",
    "refused NOT_RESUMABLE",
  ],
  [
    "Active",
    "suspend",
    "refused PENDING_OPERATION",
    "skipped PENDING_OPERATION",
    "refused PENDING_OPERATION",
  ],
  [
    "Active",
    "terminate",
    "skipped PENDING_OPERATION",
    "refused PENDING_OPERATION",
    "refused PENDING_OPERATION",
  ],
  [
    "Dehydrated",
    "suspend",
    "immediate Terminated",
    "skipped PENDING_OPERATION",
    "refused PENDING_OPERATION",
  ],
  [
    "Dehydrated",
    "terminate",
    "immediate Terminated",
    "refused PENDING_OPERATION",
    "refused PENDING_OPERATION",
  ],
];

const outcomeOf = (seen: ObservedInstance, action: InstancePolicy["action"]): string => {
  const plan = planInstances(policy(action, CONSENT), population([seen]), AT);
  const [match] = plan.matches;
  return `${match?.outcome ?? ""} ${match?.code ?? match?.yields ?? ""}`;
};

describe("an action on one instance", () => {
  for (const [state, pending, terminate, suspend, resume] of OUTCOMES)
    it(`says what becomes of ${state}${pending === "" ? "" : `, Pending ${pending}`}`, () => {
      const class_ = state === "Scheduled" ? "Messaging" : "Orchestration";
      const seen = instance("1", {
        state,
        class: class_,
        ...(pending === "" ? {} : { pending: { operation: pending } }),
      });
      assert.deepEqual(
        [outcomeOf(seen, "terminate"), outcomeOf(seen, "suspend"), outcomeOf(seen, "resume")],
        [terminate, suspend, resume],
      );
    });

  it("says what is legal where it is refused", () => {
    const legalIn = (state: string, pending?: string): readonly string[] => {
      const facts = pending === undefined ? {} : { pending: { operation: pending } };
      const seen = population([instance("1", { state, ...facts })]);
      return planInstances(policy("resume"), seen, AT).matches[0]?.legalHere ?? [];
    };
    assert.deepEqual(legalIn("Active"), ["Terminate", "Suspend"]);
    assert.deepEqual(legalIn("Suspended (resumable)"), ["Terminate", "Resume"]);
    assert.deepEqual(legalIn("Suspended (not-resumable)"), ["Terminate"]);
    assert.deepEqual(legalIn("Active", "suspend"), []);
  });

  it("does nothing to what is not known, and says so", () => {
    const unknown = [
      instance("1", { state: "Exploded" }),
      instance("2", { class: "Quantum" }),
      instance("3", { state: "Active", pending: { operation: "resume" } }),
    ];
    const plan = planInstances(policy("terminate", CONSENT), population(unknown), AT);
    assert.equal(plan.verdict, "noop");
    assert.deepEqual(plan.counts, { immediate: 0, pending: 0, refused: 0, skipped: 3 });
    assert.deepEqual(plan.notes, [
      "Left alone: 3 instances in a state, or of a class, that is not known.",
    ]);
    assert.deepEqual(
      plan.matches.map(({ why }) => why),
      [
        'its pending operation "resume" is not known, and nothing is done to what is not known',
        'its class "Quantum" is not known, and nothing is done to what is not known',
        'its state "Exploded" is not known, and nothing is done to what is not known',
      ],
    );
  });

  it("leaves the engine's own instances to the engine", () => {
    const seen = population([instance("1", { class: "Internal", state: "Active" })]);
    const plan = planInstances(policy("terminate", CONSENT), seen, AT);
    assert.deepEqual(
      plan.matches.map(({ outcome, code, why }) => [outcome, code, why]),
      [
        [
          "refused",
          "INTERNAL_CLASS",
          "it is Active: the instance is one of the engine's own; next: leave it to the engine",
        ],
      ],
    );
    assert.deepEqual(plan.notes, ["Refused by the chart: 1 instance (INTERNAL_CLASS)."]);
  });
});
