/** Reading the inputs of a resource of BizTalk Server. */
import { readFields, unknownNames, type Shape } from "../../pulumi/read-fields.js";
import { splitUnknown, type Properties } from "../../pulumi/unknown.js";

/** What the inputs of one resource say. */
export interface ParsedGoal<Goal> {
  /** Only to be used when there are no failures; lacks what is not known yet. */
  readonly goal: Goal;
  /** How long a run may wait, in milliseconds. */
  readonly timeoutMs: number;
  /** Each begins with the path of the input that it is about. */
  readonly failures: readonly string[];
}

/** What the inputs of one kind of resource are. */
export interface InputRules {
  readonly shape: Shape;
  /** Inputs that must be given. */
  readonly required: readonly string[];
  /** Inputs whose own fields are read one by one. */
  readonly groups?: Readonly<Record<string, Shape>>;
}

/** Fields as they were read. */
export interface ReadGoal {
  readonly values: Properties;
  /** Names of inputs of which something is not known yet. */
  readonly unknown: readonly string[];
  readonly failures: readonly string[];
}

/** Reads a program's inputs: all failures at once. */
export function readGoal(news: Properties, { shape, required, groups }: InputRules): ReadGoal {
  const { known, unknown } = splitUnknown(news);
  const missing = required.filter(
    (name) => known[name] === undefined && !unknown.some((path) => path.split(".", 1)[0] === name),
  );
  const { values, failures } = readFields(
    Object.fromEntries(Object.entries(shape).filter(([name]) => !missing.includes(name))),
    known,
    unknown,
    groups,
  );
  return {
    values,
    unknown,
    failures: [
      ...missing.map((name) => `${name}: nothing was given; it is required.`),
      ...failures,
      ...unknownNames(known, Object.keys(shape)),
    ],
  };
}
