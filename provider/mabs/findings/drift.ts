/** Drift: where a service differs from what the stack last knew of it, in words. */
import { changeOf } from "./changes.js";
import type { ReviewedService, Snapshot } from "./reviewed-service.js";

/**
 * Each difference between two snapshots, as `units 1 -> 4`; settings that only one of them has
 * count when both can be read.
 */
export function differencesBetween(from: Snapshot, to: Snapshot): string[] {
  const fields = (["state", "units", "edition"] as const)
    .filter((field) => from[field] !== to[field])
    .map((field) => changeOf(field, from[field], to[field]));
  const settings = [
    ...new Set([...Object.keys(from.configuration), ...Object.keys(to.configuration)]),
  ]
    .sort()
    .filter(
      (name) => JSON.stringify(from.configuration[name]) !== JSON.stringify(to.configuration[name]),
    )
    .map((name) =>
      changeOf(`configuration.${name}`, from.configuration[name], to.configuration[name]),
    );
  return [...fields, ...settings];
}

/**
 * The drift of a service; `undefined` when it is as the stack knew it, or when that is not known.
 */
export function describeDrift({ service, lastKnown, live }: ReviewedService): string | undefined {
  if (lastKnown === null || live === undefined) return undefined;
  if (live === null)
    return `${service} is gone: the stack last knew it in state ${lastKnown.state}.`;
  // Only what the stack recorded can drift: settings that nobody manages are not compared.
  const names = Object.keys(lastKnown.configuration);
  const configuration = Object.fromEntries(
    names.map((name) => [name, live.configuration[name]] as const),
  );
  const differences = differencesBetween(lastKnown, { ...live, configuration });
  return differences.length === 0
    ? undefined
    : `${service} has moved since the last update: ${differences.join(", ")}.`;
}
