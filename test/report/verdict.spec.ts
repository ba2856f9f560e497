import assert from "node:assert/strict";
import type { Refusal } from "../../provider/mabs/planner/index.js";
import type { ReviewedService } from "../../provider/mabs/findings/index.js";
import {
  aboutStack,
  assembleReport,
  writeReport,
  type Report,
} from "../../provider/report/index.js";
import { makeReport } from "./make-report.js";
import { planOf, reviewed, stepOf } from "./fixtures.js";

const OBSERVED = { state: "Active", power: ["Active"], units: 1, edition: "Premium" } as const;

const legal = (service: string, ...steps: readonly ReturnType<typeof stepOf>[]): ReviewedService =>
  reviewed(service, {
    change: "update",
    plan: planOf({ verdict: "legal", observed: OBSERVED, steps }),
  });

const SCALES = legal("scales", stepOf("Scale", "Active", "Active", "none"));
const STOPS = legal("stops", stepOf("Stop", "Active", "Stopped", "interrupts"));
const REPLACED = legal(
  "replaced",
  stepOf("Delete", "Active", "absent", "destroys"),
  stepOf("Create", "absent", "Active", "none"),
);
const ARRIVES = reviewed("arrives", {
  ...{ change: "create", live: null, lastKnown: null },
  plan: planOf({
    verdict: "legal",
    steps: [
      stepOf("Create", "absent", "Active", "none"),
      stepOf("Stop", "Active", "Stopped", "interrupts"),
    ],
  }),
});
const LEAVES = reviewed("leaves", {
  ...{ change: "delete", lastKnown: null },
  plan: planOf({
    verdict: "legal",
    observed: OBSERVED,
    steps: [stepOf("Delete", "Active", "absent", "destroys")],
  }),
});
const refusedFor = (service: string, operation: string, rule: Refusal["rule"]): ReviewedService =>
  reviewed(service, {
    change: "update",
    plan: planOf({
      verdict: "refused",
      observed: OBSERVED,
      refusals: [
        {
          rule,
          operation,
          state: "Active",
          legalHere: [],
          route: [],
          permit: null,
          source: "a row",
          message: "Not allowed.",
        },
      ],
    }),
  });
const QUIET = reviewed("quiet");
const OPEN = reviewed("open", { plan: null });
const DRIFTED = reviewed("drifted", {
  change: "update",
  live: { state: "Active", units: 4, edition: "Premium", configuration: {} },
});

const HEAD = { project: "integration", projectFile: "infra/Pulumi.yaml", stack: "dev" } as const;

const report = (
  services: readonly ReviewedService[],
  differs: Partial<Pick<Report, "command" | "ended">> = {},
): Report =>
  makeReport({ ...HEAD, command: "preview", ended: "done", services, others: [], ...differs });

const failing = (
  rule: Parameters<typeof aboutStack>[0],
  urns: readonly string[],
  ended: Report["ended"],
): Report =>
  assembleReport(
    { ...HEAD, command: "up", ended },
    report([SCALES]).resources,
    urns.map((urn) => ({ ...aboutStack(rule, { message: "Why." }), urn })),
  );

/** The sentence of each report, word by word. */
const TABLE: readonly (readonly [string, Report])[] = [
  ["**Nothing to do**: every service is as the program asks.", report([QUIET])],
  ["**Nothing to do**: no BizTalk resource is in it.", report([])],
  ["**Ready**: 1 service changes.", report([SCALES, QUIET])],
  ["**Ready**: 1 service changes: it is interrupted.", report([STOPS])],
  ["**Ready**: 2 services change.", report([SCALES, ARRIVES])],
  ["**Ready**: 3 services change, 1 of them is interrupted.", report([SCALES, STOPS, ARRIVES])],
  [
    "**Ready**: 4 services change, 1 of them is deleted, 1 of them is deleted and made anew, 1 of them is interrupted.",
    report([SCALES, STOPS, LEAVES, REPLACED]),
  ],
  ["**Ready**: 1 service changes. 1 service cannot be judged yet.", report([SCALES, OPEN])],
  ["**Not judged**: 1 service cannot be judged yet.", report([OPEN, QUIET])],
  [
    "**Blocked**: 2 services ask for what is not allowed; nothing can be applied.",
    report([
      refusedFor("orders", "Scale", "operation-not-allowed"),
      refusedFor("invoices", "Edition", "edition-not-allowed"),
      SCALES,
    ]),
  ],
  [
    "**Blocked**: 1 service asks for what is not allowed, 1 service has an input that is not accepted and 1 resource would take over, share or abandon a live service; nothing can be applied.",
    report([
      refusedFor("orders", "Scale", "operation-not-allowed"),
      reviewed("input", {
        change: "update",
        plan: {
          ...planOf({ verdict: "refused", observed: OBSERVED }),
          invalid: [{ property: "units", reason: "Not allowed." }],
        },
      }),
      refusedFor("owned", "Take over", "service-not-owned"),
    ]),
  ],
  [
    "**Not finished**: its time was over, and what follows is what was known by then.",
    report([SCALES], { ended: "deadline" }),
  ],
  ["**No drift**: every service is as the program asks.", report([QUIET], { command: "drift" })],
  [
    "**Drift**: 1 service is not as the program asks.",
    report([QUIET, DRIFTED], { command: "drift" }),
  ],
  ["**Done**: 1 service was changed.", report([SCALES, QUIET], { command: "up" })],
  [
    "**Not applied**: 2 services have moved since the approval; nothing was sent.",
    failing("moved-since-approval", ["a", "b"], "done"),
  ],
  [
    "**Failed**: a step failed on 1 service; the next preview shows what is left and the way out.",
    failing("step-failed", ["a", "a"], "failed"),
  ],
];

/** The signs of the rows. */
const signsOf = (markdown: string): (readonly [string, string])[] =>
  [...markdown.matchAll(/^\|(.*?)\| (\w+) \| \w+ \| \w+/gm)]
    .map(([, sign = "", service = ""]) => [service, sign.trim()] as const)
    .filter(([service]) => service !== "service");

describe("the verdict of a Markdown report", () => {
  for (const [sentence, given] of TABLE) {
    it(sentence, () => {
      const lines = writeReport(given, "markdown").split("\n");
      assert.deepEqual(lines.slice(0, 4), [
        "<!-- pulumi-biztalk: integration/dev -->",
        sentence,
        "",
        lines[3]?.startsWith("### biztalk ") === true ? lines[3] : "### biztalk",
      ]);
    });
  }

  it("ticks what is verified fine, and nothing beside an error", () => {
    assert.deepEqual(signsOf(writeReport(report([SCALES, STOPS]), "markdown")), [
      ["scales", "✅"],
      ["stops", "⚠️"],
    ]);
    const blocked = report([SCALES, refusedFor("orders", "Scale", "operation-not-allowed")]);
    assert.deepEqual(signsOf(writeReport(blocked, "markdown")), [
      ["orders", "🛑"],
      ["scales", ""],
    ]);
  });

  it("ticks what was done, and nothing of an apply that failed or was cancelled", () => {
    assert.deepEqual(signsOf(writeReport(report([SCALES], { command: "up" }), "markdown")), [
      ["scales", "✅"],
    ]);
    assert.deepEqual(signsOf(writeReport(failing("step-failed", ["a"], "failed"), "markdown")), [
      ["scales", ""],
    ]);
    const cancelled = report([SCALES], { command: "up", ended: "cancelled" });
    assert.deepEqual(signsOf(writeReport(cancelled, "markdown")), [["scales", ""]]);
  });

  it("junit passes no service of an apply that failed", () => {
    assert.match(
      writeReport(failing("step-failed", ["a"], "failed"), "junit"),
      /name="scales"[^>]*>\s*<skipped /,
    );
    assert.doesNotMatch(writeReport(report([SCALES], { command: "up" }), "junit"), /<skipped/);
  });
});
