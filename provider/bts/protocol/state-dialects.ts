/**
 * The spellings of an instance's state: of the console, of WMI, of the object model and of the REST
 * service, with their numbers. The numbers of suspended *events* (1, 2, 4) are another set and are
 * not read here (docs/bts.md, B-35).
 */
import { displayState, type Instance } from "../chart/index.js";
import { DISCARDED_MESSAGES_ERROR } from "./error-code.js";
import { folded, nearest, wordIn, wordsFor } from "./words.js";

/** A state as far as a list tells it. */
export type ListedState = Pick<Instance, "base" | "breakpoint">;

/** One row: a state in every dialect. */
interface Dialects extends ListedState {
  /** What the REST service writes: names of the object model's flags. */
  readonly rest: string;
  /** Numbers of WMI and of the object model; where both have one they are the same. */
  readonly numbers: readonly number[];
  /** Spellings beside the page's and the REST service's. */
  readonly also?: readonly string[];
}

const state = (
  base: Instance["base"],
  rest: string,
  numbers: readonly number[],
  also: readonly string[] = [],
  breakpoint = false,
): Dialects => ({ base, breakpoint, rest, numbers, also });

const ZOMBIE = "Completed with discarded messages";
const NOT_RESUMABLE = "Suspended (not-resumable)";

/**
 * All states. What completed with discarded messages is told from its kind by its error alone
 * (docs/bts.md, B-12).
 */
const STATES: readonly Dialects[] = [
  state("Ready to run", "ReadyToRun", [1]),
  state("Scheduled", "Scheduled", [256]),
  state("Active", "Active", [2]),
  state("Dehydrated", "Dehydrated", [8], ["Retrying"]),
  state("Suspended (resumable)", "Suspended", [4]),
  state(NOT_RESUMABLE, "SuspendedNotResumable", [32]),
  state(ZOMBIE, "SuspendedNotResumable", [16], ["Terminated with unconsumed messages"]),
  state("Active", "Reserved1", [64, 66], ["InBreakpoint", "Active, Reserved1"], true),
  state("Dehydrated", "Dehydrated, Reserved1", [72], ["Dehydrated, InBreakpoint"], true),
  state("Terminated", "Terminated", [128]),
  state("Completed", "Completed", [512]),
];

const same = (a: ListedState, b: ListedState): boolean =>
  a.base === b.base && a.breakpoint === b.breakpoint;

const plain = ({ base, breakpoint }: Dialects): ListedState => ({ base, breakpoint });

/** The first row of a spelling holds: `SuspendedNotResumable` is a zombie only with its error. */
const BY_WORD = wordsFor<ListedState>(
  STATES.toReversed().map((each) => [
    plain(each),
    [displayState(each), each.rest, ...each.numbers.map(String), ...(each.also ?? [])],
  ]),
);

/** Names that stand for several states: masks of the object model. */
const SEVERAL = wordsFor<readonly ListedState["base"][]>([
  [
    ["Ready to run", "Active", "Dehydrated", "Scheduled"],
    ["RunningAll", "Running", "331"],
  ],
  [
    ["Suspended (resumable)", NOT_RESUMABLE, ZOMBIE],
    ["SuspendedAll", "36"],
  ],
  // As the console's filter has it: a zombie is not resumable either.
  [
    [NOT_RESUMABLE, ZOMBIE],
    [NOT_RESUMABLE, "SuspendedNotResumable", "32"],
  ],
]);

/** The names that people are told: the page's. */
export const STATE_NAMES: readonly string[] = STATES.map((each) => displayState(each)).filter(
  (name) => name !== "Terminated" && name !== "Completed",
);

/** Flags in the order in which they are spelled here. */
const inOrder = (text: string): string =>
  text
    .split(",")
    .map((flag) => flag.trim())
    .toSorted((a, b) => a.localeCompare(b))
    .join(",");

/**
 * Reads a state from a list.
 *
 * @param text - in any dialect; flags in any order.
 * @param errorCode - the instance's error, which tells a zombie.
 * @returns `null` for what is not known, to be kept and shown, never acted on.
 */
export function readState(text: string, errorCode: number | null): ListedState | null {
  const known = wordIn(BY_WORD, text) ?? wordIn(BY_WORD, inOrder(text));
  if (known?.base === NOT_RESUMABLE && errorCode === DISCARDED_MESSAGES_ERROR) {
    return { base: ZOMBIE, breakpoint: false };
  }
  return known;
}

/** Writes a state as the REST service does. */
export function writeState(listed: ListedState): string {
  return STATES.find((each) => same(each, listed))?.rest ?? listed.base;
}

/**
 * The states that a name stands for, in any dialect; `undefined` for one that is not known.
 * `Suspended` is the REST service's word for what can be resumed (docs/bts.md, B-36).
 */
export function statesNamed(name: string): readonly ListedState[] | undefined {
  const several = wordIn(SEVERAL, name);
  if (several !== null) {
    return STATES.filter(({ base }) => several.includes(base)).map(plain);
  }
  const one = wordIn(BY_WORD, name);
  return one === null || folded(name) === "" ? undefined : [one];
}

/** Every spelling that is a word: the page's names first. */
const SPELLINGS = [
  ...STATE_NAMES,
  ...STATES.flatMap(({ rest, also = [] }) => [rest, ...also]),
  ...["RunningAll", "SuspendedAll"],
].filter((name) => !name.includes("Reserved") && !/Terminated$|Completed$/.test(name));

/** The name, in any dialect, that comes nearest to one that is not known. */
export const nearestState = (name: string): string | undefined => nearest(name, SPELLINGS);
