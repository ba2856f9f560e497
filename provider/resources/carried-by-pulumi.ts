/**
 * What Pulumi cannot carry from a program to a provider: it would arrive as `{}` or `null`, the
 * same after every change.
 */
import * as pulumi from "@pulumi/pulumi";

const { Asset, Archive } = pulumi.asset;

/** Values that stand for themselves on the way, or that Pulumi resolves. */
const isCarriedWhole = (value: object): boolean =>
  value instanceof Asset ||
  value instanceof Archive ||
  value instanceof Promise ||
  pulumi.Output.isInstance(value) ||
  pulumi.Resource.isInstance(value);

const isPlainObject = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** The name of a value's kind, for a text: `a Date`, `a bigint`, `the number NaN`. */
function kindOf(value: unknown): string {
  if (typeof value === "number") return `the number ${String(value)}`;
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  const { name } = (value as { constructor?: { name?: string } }).constructor ?? {};
  return `a ${name === undefined || name === "" ? "value" : name}`;
}

/** What a value has that Pulumi cannot carry, with its place; `undefined` when there is nothing. */
function notCarried(
  value: unknown,
  path: string,
  above: readonly object[] = [],
): string | undefined {
  if (value === null || ["undefined", "string", "boolean"].includes(typeof value)) return undefined;
  if (typeof value === "number")
    return Number.isFinite(value) ? undefined : `${path}: ${kindOf(value)}`;
  if (typeof value !== "object") return `${path}: ${kindOf(value)}`;
  if (above.includes(value)) return `${path}: a value that contains itself`;
  if (isCarriedWhole(value)) return undefined;
  if (!Array.isArray(value) && !isPlainObject(value)) return `${path}: ${kindOf(value)}`;
  const inner = Array.isArray(value)
    ? value.map((each, index) => [`${path}[${String(index)}]`, each] as const)
    : Object.entries(value).map(([name, each]) => [`${path}.${name}`, each] as const);
  for (const [at, each] of inner) {
    const found = notCarried(each, at, [...above, value]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function refuse(what: string | undefined, resource: string): void {
  if (what === undefined) return;
  const error = new pulumi.RunError(
    `biztalk.Service ${resource}: ${what} was given, which Pulumi cannot ` +
      "carry to a provider. Give a text, a finite number, true, false, a list " +
      "or a plain object; of a Date its toISOString(), of a Set or Map its " +
      "entries as a list.",
  );
  // A user's mistake has no stack.
  error.stack = "";
  throw error;
}

/**
 * The value of an input that may be anything.
 *
 * @throws {pulumi.RunError} for what Pulumi cannot carry, with its place and kind; of an output
 * when it is resolved.
 */
export function carried(value: unknown, input: string, resource: string): unknown {
  const check = (each: unknown): unknown => {
    refuse(notCarried(each, input), resource);
    return each;
  };
  if (value instanceof Promise) return value.then(check);
  return pulumi.Output.isInstance(value) ? value.apply(check) : check(value);
}
