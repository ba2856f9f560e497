/** One thing that happens to an emulator: a request, time, a fault, a hand on the control plane. */
import fc from "fast-check";
import { EDITION_ORDER, OPERATION_FACTS } from "./facts.js";

/** Where a service is. */
interface At {
  readonly container: string;
  readonly name: string;
}

/** What is said in If-Match: nothing, the present ETag bare or in quotes, any, or another one. */
export type Match = "none" | "present" | "quoted" | "any" | "other";

/** A backup in a storage account. */
interface Backup {
  readonly account: string;
  readonly backup: string;
}

export type Step =
  | ({
      readonly do: "put";
      readonly edition?: string;
      readonly units?: number;
      readonly domain?: string;
      readonly version?: string;
      readonly restore?: Backup;
      readonly match: Match;
    } & At)
  | ({ readonly do: "act"; readonly operation: string; readonly match: Match } & At)
  | ({ readonly do: "backup"; readonly match: Match } & Backup & At)
  | ({ readonly do: "get" } & At)
  | ({ readonly do: "poll"; readonly nth: number } & At)
  | { readonly do: "operation"; readonly nth: number }
  | { readonly do: "get container" | "delete container"; readonly container: string }
  | { readonly do: "put container"; readonly container: string; readonly region: string }
  | { readonly do: "advance"; readonly ms: number }
  | {
      readonly do: "fault";
      readonly operation: string;
      readonly name?: string;
      readonly occurrence: number;
      readonly effect: "fail" | "stall";
    }
  | ({
      readonly do: "place";
      readonly state: string;
      readonly edition: string;
      readonly units: number;
    } & At);

const CONTAINERS = ["west", "north"];
const DOMAINS = ["a.example.com", "b.example.com"];
const STATES =
  "Active Disabled Suspended Stopped ServiceUpdateFailed DisableFailed EnableFailed StartFailed " +
  "StopFailed RestartFailed SuspendedFailed ResumeFailed CreatedFailed RestoreFailed " +
  "ConfigUpdateFailed ScaleFailed Creating Restoring Starting Stopping Restarting Suspending " +
  "Resuming Updating BackingUp Deleting";

const from = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);
const maybe = { freq: 2, nil: undefined };

/** Mostly one service of one container, so that histories are of something; two more beside it. */
const name = fc.oneof(
  { weight: 6, arbitrary: fc.constant("orders") },
  { weight: 2, arbitrary: fc.constant("ORDERS") },
  { weight: 3, arbitrary: fc.constant("billing") },
  { weight: 1, arbitrary: fc.constant("x1") },
);
const container = fc.oneof(
  { weight: 5, arbitrary: fc.constant("west") },
  { weight: 1, arbitrary: from(...CONTAINERS) },
);
const at = { container, name };

const match = fc.constantFrom<Match>(
  "none",
  "present",
  "present",
  "present",
  "quoted",
  "any",
  "other",
);
const edition = from(...EDITION_ORDER, "Standard", "Premium", "Gold");
const units = fc.integer({ min: 0, max: 9 });
const stored = { account: from("one", "two"), backup: from("monday", "tuesday", "Bad--Name") };
const operations = Object.keys(OPERATION_FACTS);
const acted = from("Start", "Stop", "Restart", "Suspend", "Resume", "Delete");

const written = <T extends object>(step: T): T =>
  Object.fromEntries(Object.entries(step).filter(([, value]) => value !== undefined)) as T;

const put = (restore: fc.Arbitrary<Backup | undefined>): fc.Arbitrary<Step> =>
  fc
    .record({
      do: fc.constant("put" as const),
      ...at,
      edition: fc.option(edition, maybe),
      units: fc.option(units, maybe),
      domain: fc.option(from(...DOMAINS), maybe),
      version: fc.option(from("1.1.0", "1.1.0", "1.1.0", "2.0.0"), { ...maybe, freq: 1 }),
      restore,
      match,
    })
    .map((step) => written(step) as Step);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: put(fc.constant(undefined)) },
  { weight: 2, arbitrary: put(fc.record(stored)) },
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant("act" as const), ...at, operation: acted, match }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("backup" as const), ...at, ...stored, match }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("get" as const), ...at }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("poll" as const), ...at, nth: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("operation" as const), nth: fc.nat(8) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom("get container" as const, "delete container" as const),
      container,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("put container" as const),
      container,
      region: from("West Europe", "westeurope", "North Europe"),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("advance" as const),
      ms: fc.constantFrom(1, 500, 1000, 1000, 5000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        do: fc.constant("fault" as const),
        operation: from(...operations),
        name: fc.option(from("orders", "billing"), maybe),
        occurrence: fc.integer({ min: 1, max: 2 }),
        effect: fc.constantFrom("fail" as const, "fail" as const, "stall" as const),
      })
      // The second half of a combined PUT begins when the first ends; of two that end together no
      // page says which is first, so there the fault names its service.
      .map(({ name: of, ...fault }) => {
        const named = fault.operation === "Update Configuration" ? (of ?? "orders") : of;
        return written({ ...fault, name: named }) as Step;
      }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("place" as const),
      ...at,
      name: from("orders", "billing"),
      state: from(...STATES.split(" ")),
      edition: from(...EDITION_ORDER, "Standard", "Standard", "Premium"),
      units: fc.constant(1),
    }),
  },
);

/** Histories of up to a hundred steps, half as many as a rule: each begins with an empty emulator. */
export const stepLists: fc.Arbitrary<readonly Step[]> = fc.array(step, {
  maxLength: 100,
  size: "max",
});
