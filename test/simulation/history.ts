/**
 * Histories: what a program, operators, faults and crashes may do to one service, as values that
 * can be shrunk.
 */
import fc from "fast-check";
import { STATE_NAMES } from "../mabs/chart/literals.js";

/** Part of a program; `null` takes an input away. */
export type Change = Readonly<Record<string, unknown>>;

/** One thing that happens. */
export type Happening =
  | { readonly kind: "program"; readonly change: Change }
  | {
      readonly kind: "operator";
      readonly operation: "start" | "stop" | "suspend" | "resume" | "delete";
    }
  | { readonly kind: "platform"; readonly state: string }
  | { readonly kind: "fault"; readonly fault: Readonly<Record<string, unknown>> }
  /** `remediated`: the units that a policy sets after the inputs were checked. */
  | {
      readonly kind: "up";
      readonly killAt: number | null;
      readonly preview: boolean;
      readonly remediated: number | null;
    }
  | { readonly kind: "refresh" }
  | { readonly kind: "destroy"; readonly killAt: number | null }
  | { readonly kind: "lost journal" }
  /** Another runner, with a journal of its own, takes the stack over. */
  | { readonly kind: "runner"; readonly name: string }
  /** Another runner destroys the stack, creates it with other inputs, and hands it back. */
  | { readonly kind: "made anew elsewhere"; readonly change: Change }
  /** A clone of the program in another folder, with a state of its own, on this machine. */
  | { readonly kind: "clone"; readonly does: "up" | "destroy"; readonly killAt: number | null }
  /** Somebody makes a service of the same name, where there is none. */
  | { readonly kind: "somebody"; readonly units: number };

export const STORE = "AccountName=store;AccountKey=key";

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ units: fc.constantFrom(1, 2, 3, null) }) },
  {
    weight: 4,
    arbitrary: fc.record({ state: fc.constantFrom("Active", "Stopped", "Suspended", null) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ domain: fc.constantFrom("one.example", "two.example", null) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ tracking: fc.constantFrom("Password=one", "Password=two", null) }),
  },
  { weight: 4, arbitrary: fc.record({ restartTriggers: fc.constantFrom("one", "two", "three") }) },
  {
    weight: 3,
    arbitrary: fc.record({ backup: fc.constantFrom("nightly-1", "nightly-2", "nightly-3", null) }),
  },
  { weight: 2, arbitrary: fc.record({ detours: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ recovery: fc.constantFrom("inPlace", "replace", "none") }) },
  { weight: 3, arbitrary: fc.record({ consent: fc.constantFrom(...STATE_NAMES, "absent", null) }) },
  { weight: 2, arbitrary: fc.record({ edition: fc.constantFrom("Standard", "Premium") }) },
  {
    weight: 1,
    arbitrary: fc.record({ backupBeforeDelete: fc.constantFrom(true, false, "ifPossible") }),
  },
  { weight: 1, arbitrary: fc.record({ protect: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      ignore: fc.constantFrom(["units"], null),
      units: fc.constantFrom(1, 2, 3),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      protect: fc.boolean(),
      recovery: fc.constant("replace"),
      consent: fc.constantFrom("Disabled", "ServiceUpdateFailed", "RestoreFailed"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ removed: fc.boolean() }) },
);

const OPERATIONS = [
  ...["Create", "Restore", "Start", "Stop", "Restart", "Suspend", "Resume"],
  ...["Scale", "Update Configuration", "Backup", "Delete"],
];
const READS = ["List", "Get", "Poll", "Check Name"];

const occurrence = fc.integer({ min: 1, max: 2 });
const fault = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      operation: fc.constantFrom(...OPERATIONS),
      effect: fc.constant("fail"),
      occurrence,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      operation: fc.constantFrom(...OPERATIONS),
      effect: fc.constantFrom("drop-before", "drop-after", "delay"),
      occurrence,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      operation: fc.constantFrom(...OPERATIONS, ...READS),
      effect: fc.constant("reject"),
      status: fc.constantFrom(412, 429, 500, 503),
      occurrence,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      operation: fc.constantFrom(...READS),
      effect: fc.constantFrom("drop-before", "drop-after"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      operation: fc.constantFrom(...OPERATIONS),
      effect: fc.constant("stall"),
    }),
  },
);

/**
 * A request arrives twice, the second time after so many milliseconds: at once, within the
 * operation, or after it.
 */
const repeat = fc.record({
  operation: fc.constantFrom(
    "Create",
    "Restart",
    "Start",
    "Backup",
    "Delete",
    "Scale",
    "Update Configuration",
  ),
  effect: fc.constant("repeat"),
  delayMs: fc.constantFrom(0, 15_000, 30_000, 60_000),
});

const killAt = fc.option(fc.integer({ min: 0, max: 60 }), { freq: 2 });

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("program" as const), change }) },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant("up" as const),
      killAt,
      preview: fc.boolean(),
      remediated: fc.constantFrom<number | null>(2, 3, ...Array.from({ length: 8 }, () => null)),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("fault" as const), fault }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("fault" as const), fault: repeat }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("operator" as const),
      operation: fc.constantFrom("start", "stop", "suspend", "resume", "delete"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("platform" as const),
      state: fc.constantFrom(...STATE_NAMES),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("refresh" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("destroy" as const), killAt }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("lost journal" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("runner" as const),
      name: fc.constantFrom("", "laptop"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("made anew elsewhere" as const), change }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("clone" as const),
      does: fc.constantFrom("up", "destroy"),
      killAt,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("somebody" as const), units: fc.constantFrom(1, 2) }),
  },
);

/** A history; most begin with a service that exists. */
export const histories: fc.Arbitrary<readonly Happening[]> = fc
  .tuple(fc.boolean(), fc.array(happening, { minLength: 2, maxLength: 9, size: "max" }))
  .map(([begun, rest]) =>
    begun
      ? [{ kind: "up", killAt: null, preview: false, remediated: null } as const, ...rest]
      : rest,
  );
