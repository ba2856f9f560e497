/**
 * The page "Service Instance States" a second time: both tables typed from it (docs/bts.md names
 * it), and never computed from the code under test. An empty text is a blank cell.
 */
import type { InstanceOperation, InstanceRefusal } from "../../../provider/bts/chart/index.js";

/** A row: the starting state as the page spells it, and its cells in column order. */
type Row = readonly [state: string, ...cells: string[]];

export const BEFORE_AFTER_COLUMNS = [
  "In Breakpoint",
  "Active",
  "Dehydrated",
  "Suspended",
  "Terminated",
  "Pending terminate",
  "Pending suspend",
] as const;

const STOP = "Stop Windows Service";
const FAILS = "Attach can be attempted but should eventually fail";

/** Table "Instance States Before and After an Operation": 11 rows of 7, 32 filled. */
export const BEFORE_AFTER: readonly Row[] = [
  [
    "In Breakpoint",
    "Attach from debugger",
    "Continue from debugger",
    STOP,
    "",
    "",
    "Terminate",
    "Suspend",
  ],
  [
    "In Breakpoint (Dehydrated)",
    "Attach from debugger",
    "Continue from debugger",
    STOP,
    "Suspend",
    "Terminate",
    "",
    "",
  ],
  ["Ready to run", "", "", "", "Suspend", "Terminate", "", ""],
  [
    "Scheduled",
    "",
    "Runtime picks up instance because service windows has started",
    "",
    "",
    "",
    "",
    "",
  ],
  ["Active", "", "", STOP, "", "", "Terminate", "Suspend"],
  ["Dehydrated", "", "Runtime picks up instance", STOP, "Suspend", "Terminate", "", ""],
  [
    "Suspended (resumable)",
    "Resume in breakpoint from debugger",
    "Resume",
    "",
    "",
    "Terminate",
    "",
    "",
  ],
  ["Suspended (not-resumable)", "", "", "", "", "Terminate", "", ""],
  ["Terminated with unconsumed messages", "", "", "", "", "Terminate", "", ""],
  [
    "Pending suspend",
    FAILS,
    "",
    STOP,
    "Request processed",
    "Terminate will only work when instance is dehydrated",
    "",
    "",
  ],
  [
    "Pending terminate",
    FAILS,
    "",
    "Stop Windows Service, instance dehydrates",
    "",
    "Request processed, or instance dehydrated",
    "",
    "",
  ],
];

export const DURING_COLUMNS = [
  "Terminate",
  "Suspend",
  "Resume",
  "Resume in breakpoint",
  "Continue",
  "Attach",
] as const satisfies readonly InstanceOperation[];

/** Table "Instance States During an Operation": 11 rows of 6, 25 filled. */
export const DURING: readonly Row[] = [
  ["In Breakpoint", "Terminated", "Suspended", "", "", "Active", "In Breakpoint"],
  ["In Breakpoint (Dehydrated)", "Terminated", "Suspended", "", "", "Active", "In Breakpoint"],
  ["Ready To run", "Terminated", "Suspended", "", "", "", ""],
  ["Scheduled", "Terminated", "Suspended", "", "", "", ""],
  ["Active", "Terminated", "Suspended", "", "", "", ""],
  ["Dehydrated", "Terminated", "Suspended", "", "", "", ""],
  ["Suspended (resumable)", "Terminated", "", "Active", "In Breakpoint", "", ""],
  ["Suspended (not-resumable)", "Terminated", "", "", "", "", ""],
  ["Terminated with unconsumed messages", "Terminated", "", "", "", "", ""],
  [
    "Pending suspend",
    "Terminated; will only work when instance is dehydrated",
    "",
    "",
    "",
    "",
    "Race condition",
  ],
  [
    "Pending terminate",
    "Terminated; will only work, when instance is dehydrated",
    "",
    "",
    "",
    "",
    "Race condition",
  ],
];

/** The 41 pairs that are blank in both tables, each with the code of its refusal (docs/bts.md). */
export const REFUSED: Readonly<
  Record<string, Partial<Record<InstanceOperation, InstanceRefusal>>>
> = {
  "In Breakpoint": { Resume: "NOT_SUSPENDED", "Resume in breakpoint": "NOT_SUSPENDED" },
  "In Breakpoint (Dehydrated)": {
    Resume: "NOT_SUSPENDED",
    "Resume in breakpoint": "NOT_SUSPENDED",
  },
  "Ready to run": {
    Resume: "NOT_SUSPENDED",
    "Resume in breakpoint": "NOT_SUSPENDED",
    Continue: "NOT_IN_BREAKPOINT",
    Attach: "NOT_IN_BREAKPOINT",
  },
  // An instance of a send port, which no debugger can take.
  Scheduled: {
    Resume: "NOT_SUSPENDED",
    "Resume in breakpoint": "NOT_ORCHESTRATION",
    Continue: "NOT_ORCHESTRATION",
    Attach: "NOT_ORCHESTRATION",
  },
  Active: {
    Resume: "NOT_SUSPENDED",
    "Resume in breakpoint": "NOT_SUSPENDED",
    Continue: "NOT_IN_BREAKPOINT",
    Attach: "NOT_IN_BREAKPOINT",
  },
  Dehydrated: {
    Resume: "NOT_SUSPENDED",
    "Resume in breakpoint": "NOT_SUSPENDED",
    Continue: "NOT_IN_BREAKPOINT",
    Attach: "NOT_IN_BREAKPOINT",
  },
  "Suspended (resumable)": {
    Suspend: "ALREADY_SUSPENDED",
    Continue: "NOT_IN_BREAKPOINT",
    Attach: "NOT_IN_BREAKPOINT",
  },
  "Suspended (not-resumable)": {
    Suspend: "ALREADY_SUSPENDED",
    Resume: "NOT_RESUMABLE",
    "Resume in breakpoint": "NOT_RESUMABLE",
    Continue: "NOT_IN_BREAKPOINT",
    Attach: "NOT_IN_BREAKPOINT",
  },
  "Terminated with unconsumed messages": {
    Suspend: "ALREADY_SUSPENDED",
    Resume: "NOT_RESUMABLE",
    "Resume in breakpoint": "NOT_RESUMABLE",
    Continue: "NOT_IN_BREAKPOINT",
    Attach: "NOT_IN_BREAKPOINT",
  },
  "Pending suspend": {
    Suspend: "PENDING_OPERATION",
    Resume: "PENDING_OPERATION",
    "Resume in breakpoint": "PENDING_OPERATION",
    Continue: "PENDING_OPERATION",
  },
  "Pending terminate": {
    Suspend: "PENDING_OPERATION",
    Resume: "PENDING_OPERATION",
    "Resume in breakpoint": "PENDING_OPERATION",
    Continue: "PENDING_OPERATION",
  },
};
