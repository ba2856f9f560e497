import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CHART, displayState } from "../provider/mabs/chart/index.js";
import { packageRoot } from "../provider/package-root.js";

const LINES = readFileSync(join(packageRoot(), "docs", "chart.md"), "utf8").split("\n");

const cellsOf = (line: string): string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

describe("the table in docs/chart.md", () => {
  it("has the cells of the chart", () => {
    const start = LINES.findIndex((line) => line.startsWith("| state |"));
    const [header = "", , ...rows] = LINES.slice(start, LINES.indexOf("", start));
    const [, ...operations] = cellsOf(header);
    const printed = rows.flatMap((row) => {
      const [state = "", ...ticks] = cellsOf(row);
      return operations.map((operation, column) => [state, operation, ticks[column] === "1"]);
    });
    const chart = CHART.map(({ state, operation, allowed }) => [
      displayState(state),
      operation,
      allowed,
    ]);
    assert.deepEqual(printed, chart);
  });
});
