/**
 * Arbitrary services, goals and policies: everything that the planner can be asked, unknown fields
 * apart.
 */
import fc from "fast-check";
import type { State } from "../../../provider/mabs/chart/index.js";
import type {
  Desired,
  KnownBackup,
  Observed,
  Policy,
  RestoreSource,
} from "../../../provider/mabs/planner/index.js";
import { STATE_NAMES } from "../chart/literals.js";
import { POWERS } from "./goals.js";

export const EDITIONS = ["Free", "Developer", "Basic", "Standard", "Premium"] as const;

/**
 * A record without the fields that are undefined, which exactOptionalPropertyTypes wants left out.
 */
function partial<T extends object>(fields: {
  [K in keyof T]-?: fc.Arbitrary<T[K]>;
}): fc.Arbitrary<T> {
  return fc.record(fields, { requiredKeys: [] }) as unknown as fc.Arbitrary<T>; // Each field is optional, as in T.
}

const edition = fc.constantFrom(...EDITIONS);
const units = fc.integer({ min: 1, max: 8 });
const name = fc.constantFrom("nightly", "weekly");
const settings = fc.dictionary(fc.constantFrom("a", "b"), fc.constantFrom(0, "x", null));
const version = fc.constantFrom("1.0", "1.1");

type KnownDetails = Omit<KnownBackup, "name">;

const known = fc.tuple(
  name,
  partial<KnownDetails>({
    takenAt: fc.constant("2016-05-16T00:00:00Z"),
    edition: fc.constantFrom("Basic", "Standard", "Premium"),
    version,
    units,
  }),
);
const backups = known.map(([of, rest]) => ({ name: of, ...rest }));
const sources: fc.Arbitrary<RestoreSource> = fc
  .tuple(
    backups,
    partial<Pick<RestoreSource, "missing" | "unconfirmed" | "withoutStore" | "pending" | "stale">>({
      missing: fc.constant(true),
      unconfirmed: fc.constant(true),
      withoutStore: fc.constant(true),
      pending: fc.constant(true),
      stale: fc.constant(true),
    }),
  )
  .map(([backup, rest]) => ({ ...backup, ...rest }))
  // An endpoint that does not know the question was asked, so there is a store, and it tells
  // nothing of the backup.
  .map(({ unconfirmed, ...source }) => {
    const isTold = source.missing ?? source.withoutStore ?? source.edition !== undefined;
    return unconfirmed === undefined || isTold ? source : { ...source, unconfirmed };
  });

export const SERVICES: fc.Arbitrary<Observed | null> = fc.option(
  fc
    .tuple(
      fc.record({
        state: fc.constantFrom<State>(...STATE_NAMES),
        edition,
        units,
        configuration: settings,
      }),
      partial<Pick<Observed, "version" | "lastBackup" | "backupForDelete">>({
        version,
        lastBackup: backups,
        backupForDelete: name,
      }),
    )
    .map(([required, rest]) => ({ ...required, ...rest })),
  { freq: 10 },
);
const goals: fc.Arbitrary<Desired | null> = fc.option(
  partial<Omit<Desired, "unknown" | "secrets">>({
    serviceName: fc.constant("orders"),
    state: fc.constantFrom(...POWERS),
    edition,
    units,
    configuration: settings,
    restartTriggers: fc.constant("rev-2"),
    backup: fc.tuple(name, fc.option(backups, { freq: 3 })).map(([of, there]) => ({
      name: of,
      ...(there !== null && { inUse: { ...there, name: of } }),
    })),
    vanished: fc.constant(true),
    lastBackup: backups,
    restoreFrom: sources,
    newVersion: version,
  }),
  { freq: 10 },
);
const incidents = fc
  .tuple(
    fc.constantFrom("orders", "invoices"),
    fc.constantFrom(...STATE_NAMES, "absent", "replace", "pending"),
  )
  .map((parts) => parts.join("/"));
export const POLICIES: fc.Arbitrary<Policy> = fc
  .tuple(
    fc.record({
      profile: fc.constantFrom("chart", "rest-2016"),
      detours: fc.boolean(),
      recovery: fc.constantFrom("inPlace", "replace", "replace", "none"),
    }),
    partial<Pick<Policy, "acceptDataLoss" | "backupBeforeDelete" | "forceDelete">>({
      acceptDataLoss: incidents,
      backupBeforeDelete: fc.constantFrom<NonNullable<Policy["backupBeforeDelete"]>>(
        false,
        true,
        "ifPossible",
      ),
      forceDelete: fc.boolean(),
    }),
    fc.option(fc.constantFrom("protect", "retainOnDelete"), { freq: 5, nil: undefined }),
  )
  .map(([required, rest, keep]) => ({ ...required, ...rest, ...(keep !== undefined && { keep }) }));

/** The incident that is consented to is often the right one, or replacements would be rare. */
export const CASES = fc
  .tuple(SERVICES, goals, POLICIES, fc.boolean())
  .map(([observed, desired, policy, consents]) => {
    const gone = desired?.restoreFrom?.pending === true ? "pending" : "absent";
    const acceptDataLoss = `orders/${observed?.state ?? gone}`;
    return [observed, desired, consents ? { ...policy, acceptDataLoss } : policy] as const;
  });
