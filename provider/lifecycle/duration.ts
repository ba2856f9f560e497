/** Durations as Pulumi writes them in its own options: a number and a unit. */

const UNITS_IN_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a duration such as `90s`, `10m` or `2h`; `undefined` when it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9})(ms|s|m|h)$/.exec(text);
  const factor = UNITS_IN_MS[match?.[2] ?? ""];
  return factor === undefined ? undefined : Number(match?.[1]) * factor;
}
