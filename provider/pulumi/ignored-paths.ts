/**
 * `ignoreChanges`, which the engine hands to no dynamic provider: the class passes it on, and
 * `check` honours it.
 */
import { didYouMean } from "./did-you-mean.js";
import { isProperties, type Properties } from "./unknown.js";

/** `configuration["certificate"]` and `configuration.certificate` are one path. */
function normalised(path: string): string {
  return path.replaceAll(/\[\s*"?([^\]"]*)"?\s*\]/g, ".$1").replace(/^\./, "");
}

/**
 * Paths of `ignoreChanges` in dotted form; `*` is every input.
 *
 * @param names - the inputs that there are.
 */
export function dottedPaths(given: readonly string[], names: readonly string[]): string[] {
  const paths = given.map(normalised);
  return paths.includes("*") ? [...names] : paths;
}

/** Failures of paths that name no input. */
export function pathFailures(paths: readonly string[], names: readonly string[]): string[] {
  return paths
    .filter((path) => !names.includes(path.split(".", 1)[0] ?? ""))
    .map((path) => `ignoreChanges: there is no input ${path}.${didYouMean(path, names)}`);
}

function withOld(
  news: Properties,
  olds: Properties,
  [head = "", ...rest]: readonly string[],
): Properties {
  const [before, after] = [olds[head], news[head]];
  if (rest.length > 0) {
    const inner = withOld(
      isProperties(after) ? after : {},
      isProperties(before) ? before : {},
      rest,
    );
    return { ...news, [head]: inner };
  }
  if (before !== undefined) return { ...news, [head]: before };
  return Object.fromEntries(Object.entries(news).filter(([name]) => name !== head));
}

/** Inputs with the old value at each path, as the engine does it for other providers. */
export const withOldValues = (
  news: Properties,
  olds: Properties,
  paths: readonly string[],
): Properties => paths.reduce((inputs, path) => withOld(inputs, olds, path.split(".")), news);
