/**
 * Pulumi's unknown values: in a preview a value that is not known yet arrives as one of seven
 * texts.
 */

/** What stands for an unknown value of any kind; returned where something cannot be judged yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** String, bool, number, array, asset, archive and object (Pulumi SDK, runtime/rpc). */
const SENTINELS: ReadonlySet<unknown> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** A plain object, as the wire has them. */
export type Properties = Readonly<Record<string, unknown>>;

/** Whether a value is not known yet. */
export function isUnknown(value: unknown): boolean {
  return SENTINELS.has(value);
}

/** Whether a value is a plain object. */
export function isProperties(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function holdsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsUnknown);
  if (isProperties(value)) return Object.values(value).some(holdsUnknown);
  return isUnknown(value);
}

/** Properties without what is unknown, and where that was. */
export interface Split {
  readonly known: Properties;
  /**
   * Dotted paths, for instance `configuration.customDomainUrl`. A list with an unknown member
   * counts as a whole.
   */
  readonly unknown: readonly string[];
}

/** Takes unknown values out of an object, at any depth. */
export function splitUnknown(properties: Properties, prefix = ""): Split {
  const known: Record<string, unknown> = {};
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(properties)) {
    const path = prefix + name;
    if (isProperties(value)) {
      const inner = splitUnknown(value, `${path}.`);
      known[name] = inner.known;
      unknown.push(...inner.unknown);
    } else if (holdsUnknown(value)) unknown.push(path);
    else known[name] = value;
  }
  return { known, unknown };
}

/** Puts the sentinel back at each of the paths. */
export function restoreUnknown(properties: Properties, paths: readonly string[]): Properties {
  return paths.reduce<Properties>((result, path) => {
    const [head = "", ...rest] = path.split(".");
    if (rest.length === 0) return { ...result, [head]: UNKNOWN };
    const inner = result[head];
    return {
      ...result,
      [head]: restoreUnknown(isProperties(inner) ? inner : {}, [rest.join(".")]),
    };
  }, properties);
}
