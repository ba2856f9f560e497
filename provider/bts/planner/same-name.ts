/** Names, which are the same in any letter case (docs/bts.md, B-63). */

/** Whether two names are the same; none is the same as what has none. */
export const isSameName = (one: string | null | undefined, other: string): boolean =>
  one?.toLowerCase() === other.toLowerCase();
