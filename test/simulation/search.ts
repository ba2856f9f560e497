/** Looks for a history that breaks a promise, and shrinks it. */
import fc from "fast-check";
import { histories } from "./history.js";
import type { Machine } from "./machine.js";
import { play } from "./play.js";
import { stackHistories } from "./stack-history.js";
import { playStack } from "./stack-play.js";

/** What the histories are of: one service in every situation, or a stack with several of them. */
export type Kind = "service" | "stack";

/** How many histories, of what, and from which seed. */
export interface SearchOptions {
  readonly histories: number;
  readonly seed: number;
  /** Both, unless one is named. */
  readonly kind?: Kind;
  /**
   * Whether the first history that breaks a promise is reported as it is, and no shorter one is
   * looked for.
   */
  readonly isFirstEnough?: boolean;
}

/** What was found. */
export interface Found {
  /** Histories that were played before the first violation. */
  readonly histories: number;
  /** The shortest history that breaks a promise, and which; empty when there is none. */
  readonly report: string;
}

/** A history, and how it is played. */
interface Play {
  readonly happenings: readonly object[];
  readonly on: (machine: Machine) => Promise<readonly string[]>;
}

const ofService: fc.Arbitrary<Play> = histories.map((happenings) => ({
  happenings,
  on: (machine) => play(machine, happenings),
}));

const ofStack: fc.Arbitrary<Play> = stackHistories.map((happenings) => ({
  happenings,
  on: (machine) => playStack(machine, happenings),
}));

const PLAYS: Readonly<Record<Kind | "both", fc.Arbitrary<Play>>> = {
  service: ofService,
  stack: ofStack,
  both: fc.oneof({ weight: 3, arbitrary: ofService }, { weight: 2, arbitrary: ofStack }),
};

/** Plays histories until one breaks a promise. */
export async function search(machine: Machine, options: SearchOptions): Promise<Found> {
  const { histories: numRuns, seed, kind = "both", isFirstEnough = false } = options;
  let violations: readonly string[] = [];
  const property = fc.asyncProperty(PLAYS[kind], async ({ on }) => {
    const found = await on(machine);
    if (found.length > 0) violations = found;
    return found.length === 0;
  });
  const checked = await fc.check(property, { numRuns, seed, endOnFailure: isFirstEnough });
  if (!checked.failed) return { histories: checked.numRuns, report: "" };
  const lines = (checked.counterexample?.[0].happenings ?? []).map(
    (happening) => `  ${JSON.stringify(happening)}`,
  );
  const where = `seed ${checked.seed}, path ${checked.counterexamplePath ?? ""}`;
  const thrown = checked.errorInstance instanceof Error ? [checked.errorInstance.stack ?? ""] : [];
  const report = [`${where}, history ${checked.numRuns}:`, ...lines, ...violations, ...thrown].join(
    "\n",
  );
  return { histories: checked.numRuns, report };
}
