/** The numbers of a seed: the same for the same seed, whoever asks, in whatever order. */

const STEP = 0x6d2b79f5;

/** The nth number of a seed, 32 bits without a sign (mulberry32); `n` from 1. */
export function seededNumber(seed: number, n: number): number {
  const state = (seed + Math.imul(n, STEP)) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return (mixed ^ (mixed >>> 14)) >>> 0;
}

/** Whether something that happens at this rate, 0 to 1, happens the nth time. */
export const happens = (rate: number, seed: number, n: number): boolean =>
  seededNumber(seed, n) < rate * 2 ** 32;
