/**
 * The step relation: what each event does to an instance. For an event the first row that fits decides.
 *
 * The two tables of Microsoft's page "Service Instance States" are projections of the rows that are printed there
 * (printed-tables.ts). Where they disagree or are silent, a row names the decision that it follows, `B-n` of docs/bts.md.
 */
import { INSTANCE_OPERATIONS, SYSTEM_EVENT_NAMES, type InstanceEvent } from "./instance-events.js";
import type { InstanceRefusal } from "./instance-refusals.js";
import { FINAL_STATES, type Instance, type InstanceClass, type Pending } from "./instance-states.js";

/** What must be so for a row to fit; what is left out may be anything. */
export interface When {
  readonly class?: readonly InstanceClass[];
  readonly base?: readonly Instance["base"][];
  readonly breakpoint?: boolean;
  readonly resident?: boolean;
  readonly pending?: readonly Pending[];
  readonly suspendedFrom?: "Scheduled";
  /** Whether a host instance of its host is running; it is where the instance is resident. */
  readonly hostRunning?: boolean;
}

/** What an event does: a refusal, or the facts that change; `to: {}` changes nothing. */
export type StepResult =
  | { readonly refuse: InstanceRefusal }
  | {
      readonly to: Partial<Omit<Instance, "class">>;
      /** `pending` waits for the instance to pick it up, `attempted` is tried and comes to nothing. */
      readonly answer?: "pending" | "attempted";
    };

/** One row. */
export interface InstanceStep {
  readonly events: readonly InstanceEvent[];
  readonly when: When;
  readonly result: StepResult;
  /** In which of the page's tables it stands. */
  readonly printed: "before-after" | "during" | "both" | "none";
  /** What the page prints, where that is a sentence and not the name of the operation or of the state. */
  readonly words?: { readonly beforeAfter?: string; readonly during?: string };
  readonly source: string;
}

const REQUESTED = ["suspend", "terminate"] as const;
const NOT_ORCHESTRATION = ["Messaging", "Isolated Adapter", "Routing Failure Report"] as const;
const NEVER_RESUMABLE = ["Suspended (not-resumable)", "Completed with discarded messages"] as const;
const SUSPENDED = ["Suspended (resumable)", ...NEVER_RESUMABLE] as const;

const BOTH_TABLES = "both tables";
const BEFORE_AFTER = "table Instance States Before and After an Operation";
const BLANK = "blank in both tables";

/** The page's sentences about what is pending. */
const ATTACH_WORDS = {
  beforeAfter: "Attach can be attempted but should eventually fail",
  during: "Race condition",
} as const;
const STOP_WORDS = { beforeAfter: "Stop Windows Service, instance dehydrates" } as const;
const END_WORDS = { beforeAfter: "Request processed, or instance dehydrated" } as const;

const row = (
  events: InstanceEvent | readonly InstanceEvent[],
  when: When,
  result: StepResult,
  printed: InstanceStep["printed"],
  source: string,
  words?: InstanceStep["words"],
): InstanceStep => ({
  events: typeof events === "string" ? [events] : events,
  when,
  result,
  printed,
  source,
  ...(words === undefined ? {} : { words }),
});

const refuse = (
  events: InstanceEvent | readonly InstanceEvent[],
  when: When,
  code: InstanceRefusal,
  source: string,
): InstanceStep => row(events, when, { refuse: code }, "none", source);

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
  refuse("Terminate", { pending: REQUESTED, resident: true }, "PENDING_OPERATION", "docs/bts.md, B-15"),
  row("Terminate", { pending: ["suspend"] }, { to: { base: "Terminated" } }, "both", "docs/bts.md, B-15", {
    beforeAfter: "Terminate will only work when instance is dehydrated",
    during: "Terminated; will only work when instance is dehydrated",
  }),
  row("Terminate", { pending: ["terminate"] }, { to: { base: "Terminated" } }, "during", "docs/bts.md, B-13", {
    during: "Terminated; will only work, when instance is dehydrated",
  }),
  row(
    "Terminate",
    { resident: true },
    { to: { pending: "terminate" }, answer: "pending" },
    "both",
    "both tables; docs/bts.md, B-1",
  ),
  row("Terminate", { base: ["Scheduled"] }, { to: { base: "Terminated" } }, "during", "docs/bts.md, B-3"),
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
  row("Suspend", { base: ["Scheduled"] }, { to: { base: "Suspended (resumable)" } }, "during", "docs/bts.md, B-3"),
  row("Suspend", {}, { to: { base: "Suspended (resumable)" } }, "both", "both tables; docs/bts.md, B-11"),
];

const RESUME: readonly InstanceStep[] = [
  refuse(["Resume", "Resume in breakpoint"], { pending: REQUESTED }, "PENDING_OPERATION", "docs/bts.md, B-15"),
  refuse(["Resume", "Resume in breakpoint"], { base: NEVER_RESUMABLE }, "NOT_RESUMABLE", BLANK),
  refuse(
    ["Resume", "Resume in breakpoint"],
    { base: ["Ready to run", "Scheduled", "Active", "Dehydrated"] },
    "NOT_SUSPENDED",
    "blank in both tables; docs/bts.md, B-9",
  ),
  row("Resume", { suspendedFrom: "Scheduled" }, { to: { base: "Dehydrated" } }, "none", "docs/bts.md, B-10"),
  row("Resume", { hostRunning: false }, { to: { base: "Dehydrated" } }, "none", "docs/bts.md, B-10"),
  row("Resume", {}, { to: { base: "Active", resident: true } }, "both", BOTH_TABLES),
  refuse("Resume in breakpoint", { hostRunning: false }, "HOST_NOT_RUNNING", "docs/bts.md, B-7"),
  row("Resume in breakpoint", {}, { to: { base: "Active", resident: true, breakpoint: true } }, "both", BOTH_TABLES),
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
  row("Attach", {}, { to: { base: "Active", resident: true, attached: true } }, "both", BOTH_TABLES),
  row(
    "Continue",
    {},
    { to: { base: "Active", resident: true, breakpoint: false } },
    "both",
    "both tables; docs/bts.md, B-8",
  ),
];

const BY_THE_SYSTEM: readonly InstanceStep[] = [
  row(
    "Request processed",
    { pending: ["suspend"], resident: true },
    { to: { base: "Suspended (resumable)" } },
    "before-after",
    `${BEFORE_AFTER}; docs/bts.md, B-11`,
  ),
  row(
    "Request processed",
    { pending: ["terminate"], resident: true },
    { to: { base: "Terminated" } },
    "before-after",
    BEFORE_AFTER,
    END_WORDS,
  ),
  row(
    "Pending terminate settles",
    { pending: ["terminate"], resident: false },
    { to: { base: "Terminated" } },
    "before-after",
    "docs/bts.md, B-13",
    END_WORDS,
  ),
  row(
    "Stop Windows Service",
    { resident: true, pending: ["terminate"] },
    { to: { base: "Dehydrated", resident: false } },
    "before-after",
    "docs/bts.md, B-13",
    STOP_WORDS,
  ),
  row(
    "Stop Windows Service",
    { resident: true },
    { to: { base: "Dehydrated", resident: false } },
    "before-after",
    `${BEFORE_AFTER}; docs/bts.md, B-6, B-14`,
  ),
  row("Stop Windows Service", { base: ["Dehydrated"], pending: ["none"] }, { to: {} }, "before-after", BEFORE_AFTER),
  row(
    "Instance dehydrates",
    { resident: true, breakpoint: false, pending: ["terminate"] },
    { to: { base: "Dehydrated", resident: false } },
    "before-after",
    "docs/bts.md, B-13",
    STOP_WORDS,
  ),
  row(
    "Instance dehydrates",
    { resident: true, breakpoint: false },
    { to: { base: "Dehydrated", resident: false } },
    "none",
    "docs/bts.md, B-5, B-14",
  ),
  row(
    "Runtime picks up instance",
    { base: ["Ready to run"], hostRunning: true },
    { to: { base: "Active", resident: true } },
    "none",
    "docs/bts.md, B-4",
  ),
  row(
    "Runtime picks up instance",
    { base: ["Dehydrated"], pending: REQUESTED, hostRunning: true },
    { to: { base: "Active", resident: true } },
    "none",
    "docs/bts.md, B-14, B-22",
  ),
  row(
    "Runtime picks up instance",
    { base: ["Dehydrated"], breakpoint: false, hostRunning: true },
    { to: { base: "Active", resident: true } },
    "before-after",
    BEFORE_AFTER,
  ),
  row(
    "Service window starts",
    { base: ["Scheduled"], hostRunning: true },
    { to: { base: "Active", resident: true } },
    "before-after",
    BEFORE_AFTER,
    { beforeAfter: "Runtime picks up instance because service windows has started" },
  ),
  row(
    "Breakpoint is hit",
    { base: ["Active"], class: ["Orchestration"] },
    { to: { breakpoint: true } },
    "none",
    "docs/bts.md, B-5",
  ),
  row(
    "Instance completes",
    { base: ["Active"], breakpoint: false },
    { to: { base: "Completed" } },
    "none",
    "docs/bts.md, B-5, B-23",
  ),
  row(
    "Instance completes with discarded messages",
    { base: ["Active"], class: ["Orchestration"] },
    { to: { base: "Completed with discarded messages" } },
    "none",
    "docs/bts.md, B-5, B-23",
  ),
  row(
    "Instance fails (resumable)",
    { base: ["Active"] },
    { to: { base: "Suspended (resumable)" } },
    "none",
    "docs/bts.md, B-5, B-23",
  ),
  row(
    "Instance fails (not-resumable)",
    { base: ["Active"] },
    { to: { base: "Suspended (not-resumable)" } },
    "none",
    "docs/bts.md, B-5, B-23",
  ),
  row(SYSTEM_EVENT_NAMES, {}, { to: {} }, "none", "docs/bts.md, B-17"),
];

/** All rows, in the order in which they are tried. */
export const INSTANCE_STEPS: readonly InstanceStep[] = [
  ...FOR_ALL,
  ...TERMINATE,
  ...SUSPEND,
  ...RESUME,
  ...DEBUG,
  ...BY_THE_SYSTEM,
];
