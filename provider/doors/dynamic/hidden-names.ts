/**
 * The properties that Pulumi's dynamic provider carries for us beside a program's: one list, for
 * the class and the provider.
 */

/** What the class tells `check`; no state holds it. */
export const CALL = "__call";

/** What the provider keeps with a resource, in its inputs and in its outputs. */
export const RECORD = "__record";

/** The plan for programs, in checked inputs; left out where the lines of the plan say all of it. */
export const PLAN = "__plan";

/** The provider itself, as text: the SDK's. */
export const PROVIDER = "__provider";

/** Hidden names of states before 0.2, by what they are now. */
export const FORMER_NAMES = {
  urn: "__urn",
  life: "__life",
  runs: "__generation",
  ignore: "__ignore",
  moved: "__moved",
  managed: "__managed",
  power: "__power",
  incomplete: "__incomplete",
  pendingRestore: "__pendingRestore",
} as const;
