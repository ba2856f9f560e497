/**
 * Numbers of errors, which arrive as hexadecimal text, as decimal text, or as a number
 * (docs/bts.md, B-40).
 */

/** What an instance has that completed with discarded messages. */
export const DISCARDED_MESSAGES_ERROR = 0xc0c01b4c;

/** What tracking says of an instance that a user terminated. */
export const TERMINATED_ERROR = 0xc0c01e05;

const UNSIGNED = 2 ** 32;

/**
 * Reads the number of an error as an unsigned one of 32 bits; `null` for none and for what is no
 * number.
 */
export function readErrorCode(value: unknown): number | null {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || !/^\s*(?:0x[\da-f]{1,8}|-?\d{1,10})\s*$/i.test(text)) return null;
  const number = Number(text);
  // HRESULTs are signed where they are decimal: the same bits are a large number.
  const unsigned = number < 0 ? number + UNSIGNED : number;
  return unsigned > 0 && unsigned < UNSIGNED ? unsigned : null;
}

/** The number of an error as people look it up: `0xC0C01B4C`. */
export function displayErrorCode(code: number): string {
  return `0x${code.toString(16).toUpperCase().padStart(8, "0")}`;
}
