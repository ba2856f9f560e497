/** A weekly window of time, in a time zone. Pure. */

/**
 * When interruptions are expected. One that ends before it begins ends on the next day, which need
 * not be listed.
 */
export interface MaintenanceWindow {
  /** English short names, `Sun` to `Sat`: the days on which it begins. */
  readonly days: readonly string[];
  /** `HH:MM`. */
  readonly from: string;
  readonly to: string;
  /** IANA name; UTC unless given. */
  readonly timeZone?: string;
}

const DAY_MS = 24 * 3_600_000;

/** Weekday and `HH:MM` of an instant in a time zone. */
function localTime(now: number, timeZone: string): { readonly day: string; readonly time: string } {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  });
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value] as const));
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? "";
  return { day: part("weekday"), time: `${part("hour")}:${part("minute")}` };
}

/**
 * Whether an instant (milliseconds since the epoch) lies in the window; its end does not.
 *
 * @throws {RangeError} for a time zone that there is not.
 */
export function isWithin(
  { days, from, to, timeZone = "UTC" }: MaintenanceWindow,
  now: number,
): boolean {
  const { day, time } = localTime(now, timeZone);
  if (from <= to) return days.includes(day) && time >= from && time < to;
  const yesterday = localTime(now - DAY_MS, timeZone).day;
  return (days.includes(day) && time >= from) || (days.includes(yesterday) && time < to);
}
