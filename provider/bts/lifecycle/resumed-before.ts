/**
 * How often a policy has resumed an instance, for the next run: by the first letters of a digest of
 * its id, so that a state stays small whatever a policy has resumed.
 */
import { createHash } from "node:crypto";
import { isProperties, type Properties } from "../../pulumi/unknown.js";

/** Letters that stand for one instance: 36 bits. */
const LETTERS = 6;

/** How many instances are remembered: those that were resumed most often. */
const REMEMBERED = 200;

const shortId = (id: string): string =>
  createHash("sha256").update(id.toLowerCase()).digest("base64url").slice(0, LETTERS);

/** By number of resumes: the instances, one short id after the other. */
type Resumed = Readonly<Record<string, string>>;

function readResumed(kept: Properties): Map<string, number> {
  const resumed = isProperties(kept["resumed"]) ? kept["resumed"] : {};
  return new Map(
    Object.entries(resumed).flatMap(([times, ids]) =>
      (String(ids).match(/.{6}/g) ?? []).map((id) => [id, Number(times)] as const),
    ),
  );
}

/** How often each of these instances was resumed, by its id. */
export function resumedBefore(kept: Properties, ids: readonly string[]): Map<string, number> {
  const resumed = readResumed(kept);
  return new Map(ids.map((id) => [id, resumed.get(shortId(id)) ?? 0] as const));
}

/**
 * What is kept when some are resumed once more.
 *
 * @param present - ids of all that match now: the others are remembered no more.
 */
export function resumedAgain(
  kept: Properties,
  ids: readonly string[],
  present: readonly string[],
): Properties {
  const before = readResumed(kept);
  const again = new Set(ids);
  const counted = present
    .map((id) => [shortId(id), (before.get(shortId(id)) ?? 0) + (again.has(id) ? 1 : 0)] as const)
    .filter(([, times]) => times > 0)
    .toSorted(([one, times], [other, more]) => more - times || (one < other ? -1 : 1))
    .slice(0, REMEMBERED);
  const resumed: Record<string, string> = {};
  for (const [id, times] of counted) resumed[times] = (resumed[times] ?? "") + id;
  return counted.length === 0 ? {} : { resumed: resumed satisfies Resumed };
}
