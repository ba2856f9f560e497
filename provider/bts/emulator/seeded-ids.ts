/** Ids that look like any, and are the same for the same seed. */
import { seededNumber } from "../../emulator/seeded-numbers.js";

/** Makes a source of ids. */
export function guids(seed: number): () => string {
  let count = 0;
  const next = (): number => {
    count += 1;
    return seededNumber(seed, count);
  };
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
