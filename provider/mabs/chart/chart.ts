/**
 * The service state chart as data: which operation is allowed in which state, each cell with its
 * authority.
 *
 * Transcribed from Microsoft's page "BizTalk Services: Service state chart" (16 May 2016): two
 * tables, whose grouped rows are kept as the page groups them (docs/chart.md). The planner searches
 * this chart and the emulator enforces it; the test suite states it a second time, independently.
 */
import type { Cell } from "./cell.js";
import { checkChart } from "./check-chart.js";
import { OPERATIONS, type Operation } from "./operations.js";
import { displayState, STATES, type State } from "./states.js";

interface PrintedRow {
  readonly states: readonly State[];
  readonly ticks: readonly Operation[];
}

interface PrintedTable {
  readonly title: string;
  readonly columns: readonly Operation[];
  readonly rows: readonly PrintedRow[];
}

const PRINTED_TABLES: readonly PrintedTable[] = [
  {
    title: "Start, Stop, Restart, Suspend, Resume, and Delete Operations",
    columns: ["Start", "Stop", "Restart", "Suspend", "Resume", "Delete"],
    rows: [
      { states: ["Active"], ticks: ["Stop", "Restart", "Suspend", "Delete"] },
      { states: ["Disabled"], ticks: ["Delete"] },
      { states: ["Suspended"], ticks: ["Resume", "Delete"] },
      { states: ["Stopped"], ticks: ["Start", "Restart", "Delete"] },
      { states: ["ServiceUpdateFailed"], ticks: ["Delete"] },
      { states: ["DisableFailed"], ticks: ["Delete"] },
      { states: ["EnableFailed"], ticks: ["Delete"] },
      {
        states: ["StartFailed", "StopFailed", "RestartFailed"],
        ticks: ["Start", "Stop", "Restart", "Delete"],
      },
      { states: ["SuspendedFailed", "ResumeFailed"], ticks: ["Suspend", "Resume", "Delete"] },
      { states: ["CreatedFailed", "RestoreFailed"], ticks: ["Delete"] },
      { states: ["ConfigUpdateFailed"], ticks: ["Restart", "Delete"] },
      { states: ["ScaleFailed"], ticks: ["Delete"] },
    ],
  },
  {
    title: "Scale, Update Configuration, and Backup Operations",
    columns: ["Scale", "Update Configuration", "Backup"],
    rows: [
      { states: ["Active"], ticks: ["Scale", "Update Configuration", "Backup"] },
      { states: ["Disabled"], ticks: [] },
      { states: ["Suspended"], ticks: ["Backup"] },
      { states: ["Stopped"], ticks: ["Backup"] },
      { states: ["ServiceUpdateFailed"], ticks: [] },
      { states: ["DisableFailed"], ticks: [] },
      { states: ["EnableFailed"], ticks: [] },
      { states: ["StartFailed", "StopFailed", "RestartFailed"], ticks: ["Update Configuration"] },
      { states: ["SuspendedFailed", "ResumeFailed"], ticks: [] },
      { states: ["CreatedFailed", "RestoreFailed"], ticks: [] },
      { states: ["ConfigUpdateFailed"], ticks: ["Update Configuration"] },
      { states: ["ScaleFailed"], ticks: ["Scale"] },
    ],
  },
];

function cellsOf(table: PrintedTable): Cell[] {
  return table.rows.flatMap((row) =>
    row.states.flatMap((state) =>
      table.columns.map((operation) => ({
        state,
        operation,
        allowed: row.ticks.includes(operation),
        authority:
          `service state chart, table "${table.title}", row ` +
          row.states.map(displayState).join(" / "),
      })),
    ),
  );
}

/** All 144 cells: states in the chart's order, operations in column order within a state. */
export const CHART: readonly Cell[] = PRINTED_TABLES.flatMap(cellsOf).sort(
  (a, b) =>
    STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
    OPERATIONS.indexOf(a.operation) - OPERATIONS.indexOf(b.operation),
);

checkChart(CHART);
