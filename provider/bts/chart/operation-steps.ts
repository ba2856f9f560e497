/**
 * What each operation does to an instance, one group of rows for each; for an operation the first
 * row that fits decides.
 */
import { INSTANCE_OPERATIONS } from "./instance-events.js";
import { FINAL_STATES } from "./instance-states.js";
import { refuse, REQUESTED, row, type InstanceStep } from "./instance-step.js";

const NOT_ORCHESTRATION = ["Messaging", "Isolated Adapter", "Routing Failure Report"] as const;
const NEVER_RESUMABLE = ["Suspended (not-resumable)", "Completed with discarded messages"] as const;
const SUSPENDED = ["Suspended (resumable)", ...NEVER_RESUMABLE] as const;

const BOTH_TABLES = "both tables";
const BLANK = "blank in both tables";

/** The page's sentences about an Attach while something is pending. */
const ATTACH_WORDS = {
  beforeAfter: "Attach can be attempted but should eventually fail",
  during: "Race condition",
} as const;

const FOR_ALL: readonly InstanceStep[] = [
  refuse(INSTANCE_OPERATIONS, { base: FINAL_STATES }, "NOT_FOUND", "docs/bts.md, B-20"),
  refuse(INSTANCE_OPERATIONS, { class: ["Internal"] }, "INTERNAL_CLASS", "docs/bts.md, B-24"),
  refuse(
    ["Attach", "Continue", "Resume in breakpoint"],
    { class: NOT_ORCHESTRATION },
    "NOT_ORCHESTRATION",
    "docs/bts.md, B-24",
  ),
];

const TERMINATE: readonly InstanceStep[] = [
  refuse(
    "Terminate",
    { pending: REQUESTED, resident: true },
    "PENDING_OPERATION",
    "docs/bts.md, B-15",
  ),
  row(
    "Terminate",
    { pending: ["suspend"] },
    { to: { base: "Terminated" } },
    "both",
    "docs/bts.md, B-15",
    {
      beforeAfter: "Terminate will only work when instance is dehydrated",
      during: "Terminated; will only work when instance is dehydrated",
    },
  ),
  row(
    "Terminate",
    { pending: ["terminate"] },
    { to: { base: "Terminated" } },
    "during",
    "docs/bts.md, B-13",
    {
      during: "Terminated; will only work, when instance is dehydrated",
    },
  ),
  row(
    "Terminate",
    { resident: true },
    { to: { pending: "terminate" }, answer: "pending" },
    "both",
    "both tables; docs/bts.md, B-1",
  ),
  row(
    "Terminate",
    { base: ["Scheduled"] },
    { to: { base: "Terminated" } },
    "during",
    "docs/bts.md, B-3",
  ),
  row("Terminate", {}, { to: { base: "Terminated" } }, "both", BOTH_TABLES),
];

const SUSPEND: readonly InstanceStep[] = [
  refuse("Suspend", { pending: REQUESTED }, "PENDING_OPERATION", "docs/bts.md, B-15"),
  refuse("Suspend", { base: SUSPENDED }, "ALREADY_SUSPENDED", BLANK),
  row(
    "Suspend",
    { resident: true },
    { to: { pending: "suspend" }, answer: "pending" },
    "both",
    "both tables; docs/bts.md, B-1",
  ),
  row(
    "Suspend",
    { base: ["Scheduled"] },
    { to: { base: "Suspended (resumable)" } },
    "during",
    "docs/bts.md, B-3",
  ),
  row(
    "Suspend",
    {},
    { to: { base: "Suspended (resumable)" } },
    "both",
    "both tables; docs/bts.md, B-11",
  ),
];

const RESUME: readonly InstanceStep[] = [
  refuse(
    ["Resume", "Resume in breakpoint"],
    { pending: REQUESTED },
    "PENDING_OPERATION",
    "docs/bts.md, B-15",
  ),
  refuse(["Resume", "Resume in breakpoint"], { base: NEVER_RESUMABLE }, "NOT_RESUMABLE", BLANK),
  refuse(
    ["Resume", "Resume in breakpoint"],
    { base: ["Ready to run", "Scheduled", "Active", "Dehydrated"] },
    "NOT_SUSPENDED",
    "blank in both tables; docs/bts.md, B-9",
  ),
  row(
    "Resume",
    { suspendedFrom: "Scheduled" },
    { to: { base: "Dehydrated" } },
    "none",
    "docs/bts.md, B-10",
  ),
  row(
    "Resume",
    { hostRunning: false },
    { to: { base: "Dehydrated" } },
    "none",
    "docs/bts.md, B-10",
  ),
  row("Resume", {}, { to: { base: "Active", resident: true } }, "both", BOTH_TABLES),
  refuse("Resume in breakpoint", { hostRunning: false }, "HOST_NOT_RUNNING", "docs/bts.md, B-7"),
  row(
    "Resume in breakpoint",
    {},
    { to: { base: "Active", resident: true, breakpoint: true } },
    "both",
    BOTH_TABLES,
  ),
];

const DEBUG: readonly InstanceStep[] = [
  row(
    "Attach",
    { pending: REQUESTED },
    { to: { attaching: true }, answer: "attempted" },
    "both",
    "docs/bts.md, B-16",
    ATTACH_WORDS,
  ),
  refuse("Continue", { pending: REQUESTED }, "PENDING_OPERATION", "docs/bts.md, B-15"),
  refuse(["Attach", "Continue"], { breakpoint: false }, "NOT_IN_BREAKPOINT", BLANK),
  refuse(["Attach", "Continue"], { hostRunning: false }, "HOST_NOT_RUNNING", "docs/bts.md, B-7"),
  row(
    "Attach",
    {},
    { to: { base: "Active", resident: true, attached: true } },
    "both",
    BOTH_TABLES,
  ),
  row(
    "Continue",
    {},
    { to: { base: "Active", resident: true, breakpoint: false } },
    "both",
    "both tables; docs/bts.md, B-8",
  ),
];

/** All of them, what holds for every operation first. */
export const OPERATION_STEPS: readonly InstanceStep[] = [
  ...FOR_ALL,
  ...TERMINATE,
  ...SUSPEND,
  ...RESUME,
  ...DEBUG,
];
