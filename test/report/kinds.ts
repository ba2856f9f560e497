import type { ReviewedResource } from "../../provider/bts/findings/index.js";
import type { Refusal } from "../../provider/mabs/planner/index.js";
import type { ReviewedService } from "../../provider/mabs/findings/index.js";
import type { Step } from "../../provider/plan/plan-shapes.js";
import { aboutStack, type Report } from "../../provider/report/index.js";
import { makeReport } from "./make-report.js";
import { planOf, reviewed, stepOf } from "./fixtures.js";

const ACTIVE = { state: "Active", power: ["Active"], units: 1, edition: "Premium" } as const;
const live = (state: string) => ({ state, units: 1, edition: "Premium", configuration: {} });
const at = (state: string) => ({ live: live(state), lastKnown: live(state) });
const RECENT = { name: "nightly-9", takenAt: "2026-11-24T02:00:00.000Z", age: "13 hours" };

const RULES_OF: Readonly<Record<string, Refusal["rule"]>> = {
  Edition: "edition-not-allowed",
  "Take over": "service-not-owned",
};

const refusal = (
  operation: string,
  state: string,
  message: string,
  permit: string | null,
): Refusal => ({
  rule: RULES_OF[operation] ?? "operation-not-allowed",
  ...{ operation, state, legalHere: [], route: [], permit, source: "a source", message },
});

const refused = (
  service: string,
  operation: string,
  message: string,
  permit: string | null,
): ReviewedService =>
  reviewed(service, {
    plan: planOf({
      verdict: "refused",
      observed: ACTIVE,
      refusals: [refusal(operation, "Active", message, permit)],
    }),
  });

/** A service of which an input is not accepted. */
const invalid = (service: string, property: string, reason: string): ReviewedService =>
  reviewed(service, {
    plan: { ...planOf({ verdict: "refused", observed: ACTIVE }), invalid: [{ property, reason }] },
  });

const deleted = (service: string, differs: Partial<ReviewedService>): ReviewedService =>
  reviewed(service, {
    ...{ change: "delete", lastKnown: null, location: null },
    plan: planOf({
      verdict: "legal",
      observed: ACTIVE,
      steps: [stepOf("Delete", "Active", "absent", "destroys")],
    }),
    ...differs,
  });

const legal = (
  service: string,
  state: string,
  parts: Partial<Parameters<typeof planOf>[0]>,
): ReviewedService =>
  reviewed(service, {
    ...at(state),
    change: "update",
    plan: planOf({ verdict: "legal", observed: { ...ACTIVE, state }, ...parts }),
  });

const SCALE = stepOf("Scale", "ScaleFailed", "Active", "none");
const START = stepOf("Start", "StopFailed", "Active", "none");
const REPLACE = [
  stepOf("Delete", "Disabled", "absent", "destroys"),
  stepOf("Create", "absent", "Active", "none"),
];

const SERVICES: readonly ReviewedService[] = [
  refused(
    "edition",
    "Edition",
    "Operation not allowed: edition Premium to Basic, which is lower.",
    null,
  ),
  invalid("input", "units", "units: 99 was given; edition Premium accepts 1 to 8."),
  refused("owned", "Take over", "The service owned exists already.", "adopt: true"),
  legal("replaced", "Disabled", {
    steps: REPLACE,
    recovery: { kind: "replacement", steps: REPLACE, backup: null },
    notes: ["No backup is known."],
  }),
  legal("detours", "Suspended", {
    steps: [{ ...stepOf("Resume", "Suspended", "Active", "none"), detour: true }],
  }),
  legal("failed", "ScaleFailed", {
    steps: [SCALE],
    recovery: { kind: "inPlace", steps: [SCALE], backup: null },
  }),
  {
    ...legal("halted", "StopFailed", {
      steps: [START],
      recovery: { kind: "inPlace", steps: [START], backup: null },
    }),
    wanted: { state: "Active", configuration: {} },
  },
  reviewed("arrives", {
    ...{ change: "create", live: null, lastKnown: null },
    plan: planOf({
      verdict: "legal",
      steps: [
        stepOf("Create", "absent", "Active", "none"),
        stepOf("Stop", "Active", "Stopped", "interrupts"),
      ],
    }),
  }),
  reviewed("unknown", { plan: null }),
  reviewed("settling", {
    ...at("BackingUp"),
    plan: planOf({ verdict: "unknown", notes: ["An operation is under way: BackingUp."] }),
  }),
  reviewed("uncertain", {
    plan: planOf({
      verdict: "noop",
      observed: ACTIVE,
      uncertain: ["Whether Restart was taken is not known."],
    }),
  }),
  reviewed("vanished", {
    ...{ live: null, change: "update" },
    plan: planOf({ verdict: "legal", steps: [stepOf("Create", "absent", "Active", "none")] }),
  }),
  reviewed("unmanaged", { change: "update", live: { ...live("Active"), units: 4 } }),
  deleted("goes", {}),
  deleted("goesbusy", { live: live("Updating"), plan: null }),
  deleted("goessafe", { backup: RECENT }),
  deleted("goesunseen", { live: undefined, plan: null }),
  deleted("goesrefused", {
    live: live("CreatedFailed"),
    plan: planOf({
      verdict: "refused",
      observed: { ...ACTIVE, state: "CreatedFailed" },
      refusals: [
        {
          ...refusal(
            "Delete",
            "CreatedFailed",
            "Operation not allowed: Backup before Delete.",
            'backupBeforeDelete: "ifPossible"',
          ),
          route: ["Delete"],
          legalHere: ["Delete"],
        },
      ],
    }),
  }),
];

const onServer = (
  type: string,
  name: string,
  differs: Partial<ReviewedResource>,
): ReviewedResource => ({
  urn: `urn:pulumi:dev::integration::pulumi-nodejs:dynamic/biztalk:${type}::${name}`,
  ...{ name, subject: { type: `biztalk.${type}`, name, container: null } },
  ...{ endpoint: "https://bts01/BizTalkManagementService", change: "create", asked: "" },
  ...{ plan: null, said: [], location: null },
  ...differs,
});

const serverPlan = (
  state: string,
  ...steps: readonly (readonly [string, string, string, string, Step["risk"]])[]
): ReviewedResource["plan"] => ({
  ...{ verdict: "legal", observed: { state }, refusals: [] },
  steps: steps.map(([operation, expects, yields, serves, risk]) => ({
    ...{ operation, expects, yields, serves, risk },
  })),
});

const ON_SERVER = [
  onServer("InstancePolicy", "zombies", {
    asked: "terminate",
    plan: serverPlan("2 instances (2 Suspended (not-resumable))", [
      ...(["Terminate", "Suspended (not-resumable)", "Terminated"] as const),
      ...(["2 instances, 2 messages lost", "destroys"] as const),
    ]),
  }),
  onServer("InstancePolicy", "night", {
    asked: "suspend",
    plan: serverPlan("1 instance (1 Dehydrated)", [
      ...(["Suspend", "Dehydrated", "Dehydrated, Pending suspend"] as const),
      ...(["1 instance", "interrupts"] as const),
    ]),
  }),
  onServer("HostInstance", "Processing", {
    asked: "state Stopped",
    plan: serverPlan("Running", [
      ...(["Drain", "Running", "drained", "wait up to 30m, then refuse", "none"] as const),
    ]),
    said: ["Drain: 3 instances now (3 Active)."],
  }),
  onServer("Application", "Orders", { change: "delete", asked: "nothing: it leaves the program" }),
];

const OTHERS = [
  aboutStack("program-failed", { message: "TypeError: partner is undefined" }),
  aboutStack("step-failed", { message: "Scale failed: the service is in ScaleFailed." }),
  aboutStack("moved-since-approval", {
    message: "orders has moved: units 1 -> 3; approved was update: Scale.",
  }),
  aboutStack("policy-violated", { message: "orders: 9 units; 8 at most." }),
  aboutStack("policy-advice", { message: "orders: Stop: Active to Stopped (interrupts)" }),
];

/** A report with every kind of finding that the other fixtures do not have. */
export const KINDS: Report = makeReport({
  ...{
    command: "preview",
    project: "integration",
    projectFile: "infra/Pulumi.yaml",
    stack: "dev",
    ended: "failed",
  },
  ...{ services: SERVICES, onServer: ON_SERVER, others: OTHERS },
});

/** Rule, severity, service and what must be said, in the report's order; written by hand. */
export const EXPECTED = [
  ["operation-not-allowed", "error", "goesrefused", "Operation not allowed: Backup before Delete."],
  ["edition-not-allowed", "error", "edition", "edition Premium to Basic, which is lower."],
  ["input-not-accepted", "error", "input", "units: 99 was given"],
  ["service-not-owned", "error", "owned", "The service owned exists already."],
  ["program-failed", "error", null, "TypeError: partner is undefined"],
  ["moved-since-approval", "error", null, "units 1 -> 3; approved was update: Scale."],
  ["step-failed", "error", null, "Scale failed: the service is in ScaleFailed."],
  ["policy-violated", "error", null, "9 units; 8 at most."],
  ["policy-advice", "warning", null, "Stop: Active to Stopped (interrupts)"],
  [
    "destroys",
    "warning",
    "replaced",
    "replaced is in Disabled; it is deleted and made anew: Delete: Disabled " +
      "to absent (destroys); Create: absent to Active.",
  ],
  [
    "deletes-without-backup",
    "warning",
    "goes",
    "is deleted in state Active. No backup of it is known.",
  ],
  ["deletes-transitional", "warning", "goesbusy", "in state Updating. The delete waits"],
  ["deletes", "warning", "goessafe", "Its last backup is nightly-9, taken 13 hours ago."],
  [
    "delete-not-judged",
    "warning",
    "goesunseen",
    "its endpoint could not be asked in which state it is.",
  ],
  [
    "terminates-instances",
    "warning",
    "zombies",
    "zombies: Terminate: Suspended (not-resumable) to Terminated, 2 instances, 2 messages lost.",
  ],
  [
    "drain",
    "warning",
    "Processing",
    "Processing: Drain: Running to drained, wait up to 30m, then refuse.",
  ],
  [
    "pending",
    "warning",
    "night",
    "Suspend: Dehydrated to Dehydrated, Pending suspend, 1 instance.",
  ],
  ["leaves", "warning", "Orders", "Orders leaves the program: nothing is done to it"],
  ["detour", "warning", "detours", "detours passes through Active."],
  [
    "failed-state",
    "warning",
    "failed",
    "failed is in ScaleFailed: a Scale failed; `up` sends Scale to bring it to Active.",
  ],
  [
    "failed-state",
    "warning",
    "halted",
    "halted is in StopFailed: a Stop failed; `up` sends Start because the program asks for Active.",
  ],
  ["drift", "warning", "unmanaged", "the last update: units 1 -> 4. It is left as it is."],
  [
    "drift",
    "warning",
    "vanished",
    "vanished is gone: the stack last knew it in state Active. Plan: Create: absent to Active.",
  ],
  ["not-judged", "warning", "settling", "An operation is under way: BackingUp."],
  ["not-judged", "warning", "unknown", "it depends on values that are known at `up` only."],
  ["uncertain", "warning", "uncertain", "Whether Restart was taken is not known."],
] as const;
