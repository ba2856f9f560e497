/** Error codes, which come as hexadecimal or as decimal text, signed or not. */

const HEXADECIMAL = /^0x[0-9a-f]{1,8}$/i;
const DECIMAL = /^-?\d{1,10}$/;

/** The value of an error code without sign; `undefined` for a text that is not a number. */
function valueOf(text: string): number | undefined {
  if (!HEXADECIMAL.test(text) && !DECIMAL.test(text)) return undefined;
  const value = Number(text);
  return value < 0 ? value + 2 ** 32 : value;
}

/** Whether two codes are the same: by value where both are numbers, else by their text. */
export function isSameErrorCode(one: string, other: string): boolean {
  const [first, second] = [valueOf(one.trim()), valueOf(other.trim())];
  if (first !== undefined && second !== undefined) return first === second;
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
