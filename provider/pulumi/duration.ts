/** Durations as Pulumi writes them in its own options: numbers with units, one after the other. */

const UNITS_IN_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

const PART = /(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)/g;

/** Milliseconds of a duration such as `90s`, `10m` or `1h30m`; `undefined` when it is none. */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.matchAll(PART)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return undefined;
  return parts.reduce(
    (sum, [, number, unit]) => sum + Number(number) * (UNITS_IN_MS[unit ?? ""] ?? 0),
    0,
  );
}

/** Milliseconds of an age: a duration that may have days, such as `30d` or `1d12h`. */
export const parseAge = (text: string): number | undefined =>
  parseDuration(
    text.replaceAll(/(\d{1,6})d/g, (_, days: string) => `${String(Number(days) * 24)}h`),
  );
