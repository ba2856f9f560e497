/** Random worlds, programs and mishaps of a BizTalk Server. */
import fc from "fast-check";

/** Instances that are there when a history begins. */
export interface Group {
  readonly count: number;
  readonly state: string;
  readonly class: "Orchestration" | "Messaging";
  readonly application: "Orders" | "Billing";
  readonly host: "Processing";
  readonly completesInMs?: number;
}

/** What happens to the nth request of a run that changes something. */
export interface Mishap {
  readonly place: number;
  readonly kind: "killed before" | "killed after" | "lost before" | "lost after" | "forbidden";
}

/** What a program asks for in a run, and what goes wrong in it. */
export interface ServerRun {
  readonly application?: {
    readonly state: "Started" | "Stopped";
    readonly drain?: {
      readonly action: "wait" | "suspend" | "terminate";
      readonly deadline: "20s";
      readonly onDeadline: "refuse" | "proceed";
      readonly suspended: "list" | "block";
    };
    readonly consents: boolean;
  };
  readonly policy?: {
    readonly action: "resume" | "suspend" | "terminate";
    readonly states: readonly string[];
    readonly limit?: number;
    readonly consents: boolean;
  };
  readonly host?: { readonly state: "Running" | "Stopped"; readonly drains: boolean };
  readonly mishap: Mishap | null;
}

/** A history: the world, then run after run. */
export interface ServerHistory {
  readonly groups: readonly Group[];
  /** Which of three receive locations are enabled. */
  readonly enabled: readonly boolean[];
  /** Whether what is asked of an instance in memory stays pending. */
  readonly holds: boolean;
  readonly runs: readonly ServerRun[];
}

const STATES = [
  "Ready to run",
  "Scheduled",
  "Active",
  "Dehydrated",
  "Suspended (resumable)",
  "Suspended (not-resumable)",
  "Completed with discarded messages",
];

const option = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const group: fc.Arbitrary<Group> = fc.record(
  {
    count: fc.integer({ min: 1, max: 3 }),
    state: fc.constantFrom(...STATES),
    class: fc.constantFrom("Orchestration", "Messaging"),
    application: fc.constantFrom("Orders", "Orders", "Orders", "Billing"),
    host: fc.constant("Processing"),
    completesInMs: fc.integer({ min: 0, max: 40_000 }),
  },
  { requiredKeys: ["count", "state", "class", "application", "host"] },
);

const drain = fc.record({
  action: fc.constantFrom("wait", "suspend", "terminate"),
  deadline: fc.constant("20s"),
  onDeadline: fc.constantFrom("refuse", "refuse", "proceed"),
  suspended: fc.constantFrom("list", "list", "block"),
} as const);

const application = fc.record({
  state: fc.constantFrom("Stopped", "Stopped", "Started"),
  drain: option(drain),
  consents: fc.boolean(),
} as const);

const policy = fc.record({
  action: fc.constantFrom("resume", "suspend", "terminate"),
  states: fc.subarray(STATES, { minLength: 1 }),
  limit: option(fc.integer({ min: 1, max: 6 })),
  consents: fc.boolean(),
} as const);

const host = fc.record({
  state: fc.constantFrom("Running", "Stopped"),
  drains: fc.boolean(),
} as const);

const mishap: fc.Arbitrary<Mishap> = fc.record({
  place: fc.integer({ min: 1, max: 6 }),
  kind: fc.constantFrom("killed before", "killed after", "lost before", "lost after", "forbidden"),
});

const run: fc.Arbitrary<ServerRun> = fc
  .record({
    application: option(application),
    policy: option(policy),
    host: option(host),
    mishap: fc.option(mishap),
  })
  .map((each) => JSON.parse(JSON.stringify(each)) as ServerRun);

/** Histories of up to four runs. */
export const serverHistories: fc.Arbitrary<ServerHistory> = fc.record({
  groups: fc.array(group, { maxLength: 5 }),
  enabled: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  holds: fc.boolean(),
  runs: fc.array(run, { minLength: 1, maxLength: 4 }),
});
