/**
 * What the system does to an instance by itself; for an event the first row that fits decides, the
 * last fits always.
 */
import { SYSTEM_EVENT_NAMES } from "./instance-events.js";
import { BEFORE_AFTER, REQUESTED, row, type InstanceStep } from "./instance-step.js";

/** Cells of the page that print two events at once. */
const STOP_WORDS = { beforeAfter: "Stop Windows Service, instance dehydrates" } as const;
const END_WORDS = { beforeAfter: "Request processed, or instance dehydrated" } as const;

/** All of them. */
export const SYSTEM_STEPS: readonly InstanceStep[] = [
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
  row(
    "Stop Windows Service",
    { base: ["Dehydrated"], pending: ["none"] },
    { to: {} },
    "before-after",
    BEFORE_AFTER,
  ),
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
