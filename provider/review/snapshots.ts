/** What can be compared of a service, as the stack knew it and as it is: nothing that is secret. */
import { flattenSettings } from "../mabs/inputs/settings-map.js";
import type { Snapshot } from "../mabs/findings/index.js";
import { SECRET_SETTINGS, type Service } from "../mabs/protocol/index.js";
import { isProperties, type Properties } from "../pulumi/unknown.js";

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The engine puts an object in the place of a secret, with this key among its own. */
const SECRET_MARK = "4dabf18193072939515e22adb298388d";

const isMasked = (value: unknown): boolean => isProperties(value) && SECRET_MARK in value;

/** Settings that can be read back, by their dotted names. */
export function readable(configuration: unknown): Record<string, unknown> {
  const groups = Object.entries(isProperties(configuration) ? configuration : {}).filter(
    ([, value]) => !isMasked(value),
  );
  const settings = flattenSettings(
    Object.fromEntries(groups) as Parameters<typeof flattenSettings>[0],
  );
  const entries = Object.entries(settings).filter(
    ([name, value]) => !SECRET_SETTINGS.has(name) && !isMasked(value),
  );
  return Object.fromEntries(entries);
}

export function lastKnownOf(outputs: Properties | null): Snapshot | null {
  if (outputs === null || typeof outputs["state"] !== "string") return null;
  const { state, units, edition, configuration } = outputs;
  return {
    state: text(state),
    units: Number(units),
    edition: text(edition),
    configuration: readable(configuration),
  };
}

/** Settings of a service that the program keeps secret, besides those that always are. */
export function hiddenIn(configuration: unknown, { configuration: live }: Service): string[] {
  if (isMasked(configuration)) return Object.keys(live);
  return Object.keys(live).filter((name) => {
    const [group = "", inner = ""] = name.split(".", 2);
    const value: unknown = isProperties(configuration) ? configuration[group] : undefined;
    return isMasked(value) || (isProperties(value) && isMasked(value[inner]));
  });
}

/** A service as it can be compared later, without what is secret. */
export function snapshotOf(service: Service, hidden: readonly string[]): Snapshot {
  const { state, units, edition, configuration } = service;
  const shown = Object.entries(configuration).filter(
    ([name]) => !SECRET_SETTINGS.has(name) && !hidden.includes(name),
  );
  return { state, units, edition, configuration: Object.fromEntries(shown) };
}
