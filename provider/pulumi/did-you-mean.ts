/** Suggestions for names that are nearly right. */
import { closest, distance } from "fastest-levenshtein";

/** A question to append to an error text, or nothing when no known name is near. */
export function didYouMean(given: string, known: readonly string[]): string {
  const near = closest(
    given.toLowerCase(),
    known.map((each) => each.toLowerCase()),
  );
  const found = known.find((each) => each.toLowerCase() === near);
  const tooFar = distance(given.toLowerCase(), near) > Math.ceil(given.length / 2);
  return found === undefined || tooFar ? "" : ` Did you mean ${found}?`;
}
