/** A whole number as an option's value. */
import { InvalidArgumentError } from "commander";

/** Reads a whole number, 0 or more. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number))
    throw new InvalidArgumentError("a whole number, 0 or more.");
  return number;
}
