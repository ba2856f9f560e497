/**
 * Times as the REST service writes them: with an offset, without one, or one that stands for none.
 */

/** A time that was read. */
export interface ServerTime {
  /** As it arrived. */
  readonly text: string;
  /** Milliseconds since the epoch; where there is no offset, as if it were UTC. */
  readonly at: number;
  /** Whether the offset was said. */
  readonly hasOffset: boolean;
}

/**
 * Years that no instance is of: 0001 and 1899 stand for "no time", in .NET and in COM (docs/bts.md,
 * B-38).
 */
const YEAR_MIN = 1901;

const FORM = /^(\d{4})-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?$/i;

/** Reads a time; `null` for none, for one that stands for none, and for what is no time. */
export function readTime(value: unknown): ServerTime | null {
  if (typeof value !== "string") return null;
  const [, year, offset] = FORM.exec(value) ?? [];
  if (year === undefined || Number(year) < YEAR_MIN) return null;
  const at = Date.parse(offset === undefined ? `${value}Z` : value);
  return Number.isNaN(at) ? null : { text: value, at, hasOffset: offset !== undefined };
}

/** The west-most offset that is in use, UTC-12: a local time there is the latest that it can be. */
const WESTMOST_MS = 12 * 3_600_000;

/**
 * How old something is at least, in milliseconds: what has no offset is taken to be as young as it
 * can be, since an age decides what is destroyed (docs/bts.md, B-39).
 */
export function ageAtLeastMs({ at, hasOffset }: ServerTime, now: number): number {
  return Math.max(0, now - (hasOffset ? at : at + WESTMOST_MS));
}

/** What stands for no time where the Swagger documents type one. */
const NO_TIME = "0001-01-01T00:00:00";

/** Writes a time as the MessageBox's lists have it, with the offset of UTC. */
export function writeTime(at: number | null): string {
  return at === null ? NO_TIME : new Date(at).toISOString().replace("Z", "+00:00");
}

/** Writes a time as the lists of tracked data have it, without an offset. */
export function writeLocalTime(at: number | null): string {
  return at === null ? NO_TIME : new Date(at).toISOString().replace("Z", "");
}
