/** How old something is, in words. */

const AGES = [
  [24 * 3_600_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
] as const;

/** An age for a person: its largest whole unit. */
export function ageOf(takenAt: string, now: number): string | null {
  const ms = now - Date.parse(takenAt);
  if (Number.isNaN(ms)) return null;
  const [unitMs, unit] = AGES.find(([each]) => ms >= each) ?? [60_000, "minute"];
  const count = Math.max(0, Math.floor(ms / unitMs));
  return `${String(count)} ${unit}${count === 1 ? "" : "s"}`;
}
