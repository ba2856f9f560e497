/**
 * Histories of a stack with several services: names that move, and what else befalls them, as
 * values that can be shrunk.
 */
import fc from "fast-check";

/** Names that services may have, the logical names that resources may have, and the containers. */
const SERVICES = ["orders", "ledger", "billing", "stocks"] as const;
const RESOURCES = ["a", "b", "c", "east"] as const;
const CONTAINERS = ["integration", "other"] as const;

/** One thing that happens to the stack; `who` is the place of a resource in the program. */
export type StackHappening =
  /** Two resources exchange their names. */
  | { readonly kind: "swap"; readonly consented: boolean }
  /** A resource takes another name, and the other one takes the name that it had. */
  | {
      readonly kind: "shift";
      readonly who: number;
      readonly service: string;
      readonly consented: boolean;
    }
  | {
      readonly kind: "name";
      readonly who: number;
      readonly service: string;
      readonly consented: boolean;
    }
  /**
   * The first resource is replaced with consent and its units are left to the service; what follows
   * from it consents too.
   */
  | { readonly kind: "renew"; readonly service: string }
  | { readonly kind: "container"; readonly who: number; readonly container: string }
  /** The resource is called otherwise in the program; `alias` says whether the program tells so. */
  | { readonly kind: "rename"; readonly who: number; readonly to: string; readonly alias: boolean }
  | { readonly kind: "adopt"; readonly who: number; readonly adopt: true | "named" | null }
  /** Consent to the replacement, or to the loss, of the service that the resource has. */
  | { readonly kind: "consent"; readonly who: number; readonly to: "replace" | "absent" | null }
  /** A Backup is taken before the service is deleted. */
  | { readonly kind: "save"; readonly who: number }
  | { readonly kind: "protect"; readonly who: number; readonly protect: boolean }
  | { readonly kind: "ignore"; readonly who: number; readonly ignore: boolean }
  /** The name of the second resource follows from the units of the first. */
  | { readonly kind: "follow"; readonly follows: boolean }
  /** The container of the second resource is that of the first. */
  | { readonly kind: "beside"; readonly beside: boolean }
  | { readonly kind: "units"; readonly who: number; readonly units: number | null }
  | { readonly kind: "remove"; readonly who: number }
  | { readonly kind: "add"; readonly service: string; readonly adopt: boolean }
  | { readonly kind: "reverse" }
  | { readonly kind: "somebody"; readonly service: string; readonly container: string }
  | { readonly kind: "gone"; readonly service: string }
  | { readonly kind: "time" }
  | { readonly kind: "fault"; readonly fault: Readonly<Record<string, unknown>> }
  | { readonly kind: "up"; readonly killAt: number | null; readonly preview: boolean }
  | { readonly kind: "refresh" }
  | { readonly kind: "destroy" };

const who = fc.constantFrom(0, 1);
const service = fc.constantFrom(...SERVICES);
const consented = fc.boolean();
const container = fc.constantFrom(...CONTAINERS);

const of = <K extends StackHappening["kind"], F extends object>(
  weight: number,
  kind: K,
  fields: { [N in keyof F]: fc.Arbitrary<F[N]> },
): { weight: number; arbitrary: fc.Arbitrary<{ kind: K } & F> } => ({
  weight,
  arbitrary: fc.record({ kind: fc.constant(kind), ...fields }) as unknown as fc.Arbitrary<
    { kind: K } & F
  >,
});

const fault = fc.record({
  operation: fc.constantFrom("Create", "Delete", "Scale", "Backup"),
  effect: fc.constantFrom("fail", "drop-before", "drop-after", "repeat"),
});

const happening = fc.oneof(
  of(3, "swap", { consented }),
  of(3, "shift", { who, service, consented }),
  of(3, "name", { who, service, consented }),
  of(4, "renew", { service }),
  of(1, "container", { who, container }),
  of(3, "rename", { who, to: fc.constantFrom(...RESOURCES), alias: fc.boolean() }),
  of(3, "adopt", { who, adopt: fc.constantFrom<true | "named" | null>(true, "named", null) }),
  of(3, "consent", {
    who,
    to: fc.constantFrom<"replace" | "absent" | null>("replace", "replace", "absent", null),
  }),
  of(1, "save", { who }),
  of(1, "protect", { who, protect: fc.boolean() }),
  of(1, "ignore", { who, ignore: fc.boolean() }),
  of(2, "follow", { follows: fc.boolean() }),
  of(2, "beside", { beside: fc.boolean() }),
  of(2, "units", { who, units: fc.constantFrom<number | null>(1, 2, null) }),
  of(1, "remove", { who }),
  of(2, "add", { service, adopt: fc.boolean() }),
  of(1, "reverse", {}),
  of(1, "somebody", { service, container }),
  of(1, "gone", { service }),
  of(2, "time", {}),
  of(1, "fault", { fault }),
  of(9, "up", {
    killAt: fc
      .option(fc.integer({ min: 0, max: 60 }), { freq: 2 })
      .map((at) => (at !== null && at % 2 === 0 ? at : null)),
    preview: fc.boolean(),
  }),
  of(1, "refresh", {}),
  of(1, "destroy", {}),
) as fc.Arbitrary<StackHappening>;

const begin: fc.Arbitrary<readonly StackHappening[]> = fc.constantFrom<readonly StackHappening[]>(
  [],
  [{ kind: "beside", beside: true }],
  [
    { kind: "follow", follows: true },
    { kind: "units", who: 0, units: 2 },
  ],
);

/** A history of a stack; it begins with two services, of which one may follow from the other. */
export const stackHistories: fc.Arbitrary<readonly StackHappening[]> = fc
  .tuple(begin, fc.array(happening, { minLength: 2, maxLength: 8, size: "max" }))
  .map(([first, rest]) => [
    ...first,
    { kind: "up", killAt: null, preview: false } as const,
    ...rest,
  ]);
