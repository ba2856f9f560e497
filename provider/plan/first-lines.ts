/** A line for each of the first of what may be very many, and how many more there are. */
export function firstLines<T>(
  items: readonly T[],
  most: number,
  lineOf: (item: T) => string,
): string[] {
  const lines = items.slice(0, most).map((item) => lineOf(item));
  const more = items.length - most;
  return more > 0 ? [...lines, `and ${more} more`] : lines;
}
