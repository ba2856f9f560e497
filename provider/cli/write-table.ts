/** Tables for people. */
import Table from "cli-table3";
import colors from "picocolors";
import type { Terminal } from "./terminal.js";

/** Writes a table for people: a header and rows of text, without lines around the cells. */
export function writeTable(
  terminal: Terminal,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const chars = Object.fromEntries(
    [
      "top",
      "top-mid",
      "top-left",
      "top-right",
      "bottom",
      "bottom-mid",
      "bottom-left",
      "bottom-right",
      "left",
      "left-mid",
    ]
      .concat(["mid", "mid-mid", "right", "right-mid"])
      .map((part) => [part, ""]),
  );
  const { bold } = colors.createColors(terminal.color === true);
  const style = { "padding-left": 0, "padding-right": 1, head: [], border: [] };
  const table = new Table({
    head: head.map((each) => bold(each)),
    chars: { ...chars, middle: " " },
    style,
  });
  for (const row of rows) table.push([...row]);
  const lines = table.toString().split("\n");
  terminal.out(`${lines.map((line) => line.trimEnd()).join("\n")}\n`);
}
