/** Numbers and lists as people read them. */
import { STATE_NAMES } from "./chart-instance.js";

/** `1 instance`, `2 instances`; `more` where the plural is not made with an s. */
export const countOf = (count: number, one: string, more = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : more}`;

/** `a, b and c`. */
export const listed = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} and ${texts.at(-1) ?? ""}`;

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
] as const;

/** A span of time in the largest unit that holds it without rest: `30d`, `90m`. */
export function durationOf(ms: number): string {
  const [unit, size] = UNITS.find(([, each]) => ms > 0 && ms % each === 0) ?? ["ms", 1];
  return `${String(ms / size)}${unit}`;
}

/** How many there are of each, those of the chart in its order, then any other by its text. */
export function countByState(
  items: readonly { readonly state: string }[],
): readonly (readonly [state: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { state } of items) counts.set(state, (counts.get(state) ?? 0) + 1);
  const others = [...counts.keys()].filter((state) => !STATE_NAMES.includes(state)).toSorted();
  return [...STATE_NAMES, ...others].flatMap((state) => {
    const count = counts.get(state);
    return count === undefined ? [] : [[state, count] as const];
  });
}

/** `2 Active, 1 Dehydrated`. */
export const statesOf = (items: readonly { readonly state: string }[]): string =>
  countByState(items)
    .map(([state, count]) => `${String(count)} ${state}`)
    .join(", ");
