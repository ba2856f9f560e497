/** A measured figure and the bound it is held against. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The figure holds when it is at most this. */
  readonly bound: number;
  readonly note?: string;
}

/** A figure as a line: what was measured, the bound, and whether it holds. */
export function describeFigure({ name, value, unit, bound, note }: Figure): string {
  const verdict = value <= bound ? "holds" : "DOES NOT HOLD";
  const digits = value < 10 ? 2 : 0;
  return (
    `${name.padEnd(58)} ${value.toFixed(digits).padStart(9)} ` +
    `${unit.padEnd(6)} bound ${String(bound).padEnd(6)} ${verdict}${note === undefined ? "" : `  (${note})`}`
  );
}

/** Milliseconds since some fixed moment, for differences. */
export function milliseconds(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
