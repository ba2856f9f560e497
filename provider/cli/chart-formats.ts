/** Formats of the chart, the default first. */
export const CHART_FORMATS = ["table", "csv", "json", "mermaid", "dot"] as const;

/** A format of the chart. */
export type ChartFormat = (typeof CHART_FORMATS)[number];
