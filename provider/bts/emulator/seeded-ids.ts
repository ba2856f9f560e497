/** Ids that look like any, and are the same for the same seed. */

/** The next of a row of numbers of 32 bits (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** Makes a source of ids. */
export function guids(seed: number): () => string {
  const next = numbers(seed);
  return () => {
    const digits = [next(), next(), next(), next()]
      .map((number) => number.toString(16).padStart(8, "0"))
      .join("");
    // Version 4, as random ids say of themselves (RFC 9562, section 5.4).
    const parts = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/.exec(digits)?.slice(1) ?? [];
    const [a = "", b = "", c = "", d = "", e = ""] = parts;
    return `${a}-${b}-4${c}-a${d}-${e}`;
  };
}
