/**
 * The spellings of an instance's class: of the console, of WMI with its numbers, of tracking, and
 * two known ids.
 */
import { INSTANCE_CLASSES, type InstanceClass } from "../chart/index.js";
import { nearest, wordIn, wordsFor } from "./words.js";

/** Every spelling; the first is what the REST service is taken to write (docs/bts.md, B-37). */
const CLASSES = [
  ["Orchestration", ["Orchestration", "1", "226fc6b9-0416-47a4-a8e8-4721f1db1a1b"]],
  [
    "Messaging",
    ["Messaging", "4", "Pipeline", "MSMQT", "8", "59f295b0-3123-416e-966b-a2c6d65ff8e6"],
  ],
  ["Isolated Adapter", ["IsolatedAdapter", "32"]],
  ["Routing Failure Report", ["RoutingFailure", "RoutingFailureReport", "64"]],
  ["Internal", ["CachingService", "Caching", "Tracking", "2", "Other", "16", "Internal"]],
] as const satisfies readonly (readonly [InstanceClass, readonly string[]])[];

const BY_WORD = wordsFor<InstanceClass>(CLASSES);

/** A filter of the console's that means two. */
const SEVERAL = wordsFor<readonly InstanceClass[]>([
  [
    ["Messaging", "Isolated Adapter"],
    ["Messaging, and isolated adapters", "Messaging and isolated adapters"],
  ],
]);

/** The names that people are told: the console's. */
export const CLASS_NAMES: readonly string[] = INSTANCE_CLASSES.filter(
  (each) => each !== "Internal",
);

/** Reads a class; `null` for what is not known, to be kept and shown, never acted on. */
export const readClass = (text: string): InstanceClass | null => wordIn(BY_WORD, text);

/** Writes a class as the REST service does. */
export function writeClass(instanceClass: InstanceClass): string {
  const [, spellings] = CLASSES.find(([name]) => name === instanceClass) ?? [];
  return spellings?.[0] ?? instanceClass;
}

/** The classes that a name stands for, in any dialect; `undefined` for one that is not known. */
export function classesNamed(name: string): readonly InstanceClass[] | undefined {
  const one = readClass(name);
  return wordIn(SEVERAL, name) ?? (one === null ? undefined : [one]);
}

/** The class's name that comes nearest to one that is not known. */
export const nearestClass = (name: string): string | undefined => nearest(name, CLASS_NAMES);
