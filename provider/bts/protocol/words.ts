/** How a word is found in whatever spelling it comes, and the nearest one where it is none. */
import { closest, distance } from "fastest-levenshtein";

/** A word without what dialects differ in: letter case, blanks and punctuation. */
export const folded = (text: string): string =>
  text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");

/** What a word stands for, by all its spellings. */
export type Words<T> = ReadonlyMap<string, T>;

/** Makes a table of words: each row is what is meant, with its spellings. */
export function wordsFor<T>(
  rows: readonly (readonly [meant: T, spellings: readonly string[]])[],
): Words<T> {
  return new Map(
    rows.flatMap(([meant, spellings]) =>
      spellings.flatMap((each) => [[folded(each), meant] as const, [each, meant] as const]),
    ),
  );
}

/** What a word stands for; `null` where it is not known. */
export function wordIn<T>(words: Words<T>, text: string): T | null {
  // As it is mostly spelled: a long list is read in half the time.
  return words.get(text) ?? words.get(folded(text)) ?? null;
}

/** The known name that comes nearest, where one is near. */
export function nearest(text: string, names: readonly string[]): string | undefined {
  const given = folded(text);
  const near = closest(given, names.map(folded));
  if (distance(given, near) > Math.ceil(given.length / 2)) return undefined;
  return names.find((name) => folded(name) === near);
}
