/** `ignoreChanges` of a service: what it leaves as it is found, and what becomes of old secrets. */
import { dottedPaths, pathFailures, withOldValues } from "../../pulumi/ignored-paths.js";
import { SECRET_SETTINGS } from "../protocol/index.js";
import { INPUT_NAMES } from "./service-inputs.js";
import { isProperties, type Properties } from "../../pulumi/unknown.js";

/**
 * Inputs that are read from the live service: ignoring their changes leaves them as they are found.
 */
const LIVE = ["state", "units", "edition", "configuration"];

/** Paths of `ignoreChanges` in dotted form; `*` is every input. */
export const ignoredPaths = (given: readonly string[]): string[] => dottedPaths(given, INPUT_NAMES);

/** Failures of paths that name no input. */
export const ignoreFailures = (paths: readonly string[]): string[] =>
  pathFailures(paths, INPUT_NAMES);

/** Where secrets are among the inputs. */
const SECRET_PATHS = [
  ...[...SECRET_SETTINGS].map((name) => `configuration.${name}`),
  "backup.store",
  "restoreFrom.store",
];

const at = (inputs: Properties, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, name) => (isProperties(value) ? value[name] : undefined), inputs);

function without(inputs: Properties, [head = "", ...rest]: readonly string[]): Properties {
  const inner = inputs[head];
  if (rest.length === 0)
    return Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== head));
  return isProperties(inner) ? { ...inputs, [head]: without(inner, rest) } : inputs;
}

/**
 * Takes out old secrets, with their group, that the program does not give any more: the engine
 * marks as secret what the program has given, and anything else of a checked input would stand in
 * clear in its state.
 */
function withoutOldSecrets(inputs: Properties, news: Properties): Properties {
  return SECRET_PATHS.map((path) => path.split("."))
    .filter((path) => at(news, path) === undefined && at(inputs, path) !== undefined)
    .reduce((left, path) => {
      const group = path.slice(0, -1);
      return without(
        left,
        group.join() === "configuration" || at(news, group) !== undefined ? path : group,
      );
    }, inputs);
}

/**
 * Inputs with the old value at each ignored path, as the engine does it for other providers. A
 * secret that the program does not give is left out: it is unmanaged.
 */
export function withIgnored(
  news: Properties,
  olds: Properties,
  paths: readonly string[],
): Properties {
  return withoutOldSecrets(withOldValues(news, olds, paths), news);
}

/** Whether a field (`state`, `configuration.trackingStore`, ...) is left as it is found. */
export function isUnmanaged(field: string, paths: readonly string[]): boolean {
  return paths.some(
    (path) =>
      LIVE.includes(path.split(".", 1)[0] ?? "") &&
      (field === path || field.startsWith(`${path}.`)),
  );
}
