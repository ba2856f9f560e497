/** Names, which both products take in any letter case (D-26 in docs/protocol.md; docs/bts.md, B-63). */

/** Whether two names are the same; none is the same as what has none. */
export const isSameName = (one: string | null | undefined, other: string): boolean =>
  one?.toLowerCase() === other.toLowerCase();
