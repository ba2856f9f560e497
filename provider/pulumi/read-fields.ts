/** Reads a program's inputs field by field: all failures at once, unknown values left out. */
import type { z } from "zod";
import { didYouMean } from "./did-you-mean.js";
import { isProperties, type Properties } from "./unknown.js";

/** One schema for each field. */
export type Shape = Readonly<Record<string, z.ZodType>>;

/** What was read. */
export interface Fields {
  /** Fields that are known and accepted. */
  readonly values: Properties;
  /** Each begins with the path of the input that it is about. */
  readonly failures: readonly string[];
}

/** Whether a path is about something that is only not known yet. */
export const isAbout = (path: string, unknown: readonly string[]): boolean =>
  unknown.some(
    (each) => each === path || each.startsWith(`${path}.`) || path.startsWith(`${each}.`),
  );

/** Failures of names that no input has, with the nearest one. */
export function unknownNames(
  given: Properties,
  names: readonly string[],
  prefix = "",
): readonly string[] {
  return Object.keys(given)
    .filter((key) => !names.includes(key))
    .map((key) => `${prefix}${key}: there is no such input.${didYouMean(key, names)}`);
}

function textOf(issue: z.core.$ZodIssue, field: string): string {
  if (issue.code !== "unrecognized_keys") return issue.message;
  const group = [field, ...issue.path].join(".");
  return issue.keys.map((key) => `${group}.${key}: there is no such input.`).join("\n");
}

/**
 * Reads fields one by one, so that one which is not known yet leaves the others judged.
 *
 * @param unknown - dotted paths of what is not known yet.
 * @param groups - fields whose own fields are read one by one, too.
 */
export function readFields(
  shape: Shape,
  given: Properties,
  unknown: readonly string[],
  groups: Readonly<Record<string, Shape>> = {},
  prefix = "",
): Fields {
  const values: Record<string, unknown> = {};
  const failures: string[] = [];
  for (const [name, schema] of Object.entries(shape)) {
    const path = prefix + name;
    const value = given[name];
    const group = groups[path];
    if (group !== undefined && isProperties(value)) {
      const inner = readFields(group, value, unknown, {}, `${path}.`);
      values[name] = inner.values;
      failures.push(...inner.failures, ...unknownNames(value, Object.keys(group), `${path}.`));
      continue;
    }
    if (value === undefined && isAbout(path, unknown)) continue;
    const parsed = schema.safeParse(value);
    if (parsed.success) {
      if (parsed.data !== undefined) values[name] = parsed.data;
      continue;
    }
    const issues = parsed.error.issues.filter(
      (issue) => !isAbout([path, ...issue.path].join("."), unknown),
    );
    failures.push(...issues.map((issue) => textOf(issue, path)));
  }
  return { values, failures };
}
