/** Times as the REST service gives them, and how old something is (docs/bts.md, B-60, B-61). */

const TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})?$/i;

const HOUR_MS = 3_600_000;

/** Nothing in BizTalk Server is older: dates before it stand for no date, as year 1 and 1899 do. */
const FIRST_YEAR = 2000;

/** Behind UTC as far as clocks go: read so, a time without offset is the latest that it can be. */
const YOUNGEST_OFFSET_MS = -12 * HOUR_MS;

function offsetMs(text: string): number {
  if (text.toUpperCase() === "Z") return 0;
  const [hours = 0, minutes = 0] = text.slice(1).split(":").map(Number);
  return (text.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/**
 * A time in milliseconds since 1970; `undefined` for none: absent, unreadable, or a date that
 * stands for none.
 *
 * @param destructive - whether something is destroyed by it: without an offset the time is then the
 * latest that it can be, else UTC.
 */
function readTime(text: string | null | undefined, destructive: boolean): number | undefined {
  const [, year, month, day, hour, minute, second, fraction = "", offset] =
    TIME.exec(text ?? "") ?? [];
  if (year === undefined || Number(year) < FIRST_YEAR) return undefined;
  const parts = [month, day, hour, minute, second].map(Number);
  const [months = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts;
  const date = new Date(Date.UTC(Number(year), months - 1, days, hours, minutes, seconds));
  // 2026-02-30 would be read as another day.
  const isReal = date.getUTCMonth() === months - 1 && date.getUTCDate() === days && hours < 24;
  if (!isReal || minutes > 59 || seconds > 59) return undefined;
  const assumed = destructive ? YOUNGEST_OFFSET_MS : 0;
  const ms = date.getTime() + Number(`0.${fraction}0`) * 1000;
  return ms - (offset === undefined ? assumed : offsetMs(offset));
}

/** What `isOlder` goes by. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether what is old is destroyed. */
  readonly destructive: boolean;
}

/** Whether a time is at least so long ago. What has no time is never old. */
export function isOlder(
  text: string | null | undefined,
  ms: number,
  { now, destructive }: Moment,
): boolean {
  const time = readTime(text, destructive);
  return time !== undefined && now - time >= ms;
}
