import assert from "node:assert/strict";
import fc from "fast-check";
import { planInstances, type Match } from "../../../provider/bts/planner/index.js";
import { CONSENT, instance, NOON, policy, population } from "./seen.js";

const SEEN = population([
  instance("a", {
    errorCode: "0xC0C01B4C",
    errorText: "Uncaught exception: Connection refused",
    uri: "http://erp/orders",
    adapter: "HTTP",
  }),
  instance("b", { application: "Billing", host: "Sending", class: "Messaging", state: "Active" }),
  instance("c", {
    state: "Dehydrated",
    pending: { operation: "suspend" },
    errorCode: "3233815372",
    serviceType: "Orders.Ship",
  }),
  { id: "d", class: "Orchestration", state: "In Breakpoint (Dehydrated)" },
  instance("e", { state: "Exploded", errorCode: "E_FAIL" }),
]);

const idsOf = (match: Match): string =>
  planInstances(policy("suspend", { match }), SEEN, { now: NOON })
    .matches.map(({ instance: { id } }) => id)
    .toSorted()
    .join("");

/** A match, and the instances of `SEEN` that it finds. */
const MATCHES: readonly (readonly [match: Match, ids: string])[] = [
  [{ application: "Orders" }, "ace"],
  [{ application: "orders" }, "ace"],
  [{ application: "Order" }, ""],
  [{ serviceType: "Orders.Ship" }, "c"],
  [{ class: "Messaging" }, "b"],
  [{ host: "Sending" }, "b"],
  [{ states: ["Active"] }, "b"],
  [{ states: ["Suspended (resumable)", "Dehydrated"] }, "ac"],
  [{ states: ["Pending suspend"] }, "c"],
  [{ states: ["Pending terminate"] }, ""],
  [{ states: ["In Breakpoint (Dehydrated)"] }, "d"],
  [{ states: [] }, ""],
  [{ errorCode: "0xc0c01b4c" }, "ac"],
  [{ errorCode: "3233815372" }, "ac"],
  [{ errorCode: "-1061151924" }, "ac"],
  [{ errorCode: "0xC0C01B4D" }, ""],
  [{ errorCode: "e_fail" }, "e"],
  [{ errorCode: "E_OTHER" }, ""],
  [{ errorCode: "0" }, ""],
  [{ errorText: "connection REFUSED" }, "a"],
  [{ uri: "http://ERP/orders" }, "a"],
  [{ adapter: "http" }, "a"],
  [{ application: "Orders", states: ["Dehydrated"], host: "Processing" }, "c"],
  [{ application: "Orders", adapter: "FILE" }, ""],
  [{ all: true }, "abcde"],
  [{ all: true, application: "Billing" }, "b"],
];

describe("a match", () => {
  for (const [match, ids] of MATCHES)
    it(`finds ${ids === "" ? "nothing" : ids} by ${JSON.stringify(match)}`, () => {
      assert.equal(idsOf(match), ids);
    });

  it("is refused where it leaves no instance out and does not say so", () => {
    const everything: readonly Match[] = [
      {},
      { all: false },
      { errorText: "" },
      { olderThan: { ms: 0, from: "created" } },
      {
        states: [
          "Ready to run",
          "Scheduled",
          "Active",
          "Dehydrated",
          "In Breakpoint",
          "In Breakpoint (Dehydrated)",
          "Suspended (resumable)",
          "Suspended (not-resumable)",
          "Completed with discarded messages",
        ],
      },
    ];
    for (const match of everything) {
      const plan = planInstances(policy("terminate", { match, ...CONSENT }), SEEN, { now: NOON });
      assert.equal(plan.verdict, "refused", JSON.stringify(match));
      assert.deepEqual(plan.steps, []);
      const [refused] = plan.refusals;
      assert.deepEqual([refused?.rule, refused?.permit], ["input-not-accepted", "match.all: true"]);
    }
  });

  it("is not refused where it leaves any out", () => {
    const some: readonly Match[] = [
      { errorText: "a" },
      { olderThan: { ms: 1, from: "created" } },
      { states: ["Active", "Dehydrated"] },
      { adapter: "" },
    ];
    for (const match of some) {
      const plan = planInstances(policy("suspend", { match }), SEEN, { now: NOON });
      assert.deepEqual(plan.refusals, [], JSON.stringify(match));
    }
  });

  it("says what it saw and what to do where it is refused", () => {
    const seen = population([instance("a"), instance("b", { state: "Active" })]);
    const plan = planInstances(policy("suspend", { match: {} }), seen, { now: NOON });
    assert.deepEqual(
      plan.refusals.map(({ message }) => message.split("\n")),
      [
        [
          "Input not accepted: match leaves no instance out.",
          "  Seen: 2 instances (1 Active, 1 Suspended (resumable)).",
          "  Next: set match.all: true; or say which are meant, for instance by application and states.",
          "  Source: docs/bts.md, B-63.",
        ],
      ],
    );
  });

  it("never finds more with one more criterion", () => {
    const matches = fc.constantFrom(...MATCHES.map(([match]) => match));
    fc.assert(
      fc.property(matches, matches, (one, other) => {
        const both = { ...other, ...one };
        const less = new Set(idsOf(one));
        for (const id of idsOf(both)) assert.ok(less.has(id), id);
      }),
    );
  });
});
