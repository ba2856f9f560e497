import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  encompassing,
  INSTANCE_REFUSALS,
  MESSAGE_STATE_NAMES,
  printedTable,
  stepApplication,
  stepHostInstance,
  type ApplicationOperation,
  type ApplicationState,
  type HostInstanceOperation,
  type HostInstanceState,
} from "../../../provider/bts/chart/index.js";
import { packageRoot } from "../../../provider/package-root.js";

const LINES = readFileSync(join(packageRoot(), "docs", "bts.md"), "utf8").split("\n");

const cellsOf = (line: string): string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll("`", ""));

/** A table by the beginning of its first line: its columns behind the first, and its rows. */
function table(start: string): { columns: string[]; rows: string[][] } {
  const first = LINES.findIndex((line) => line.startsWith(start));
  assert.ok(first >= 0, `docs/bts.md has no table ${start}`);
  const [header = "", , ...rows] = LINES.slice(first, LINES.indexOf("", first));
  return { columns: cellsOf(header).slice(1), rows: rows.map(cellsOf) };
}

describe("docs/bts.md", () => {
  for (const [name, start] of [
    ["before-after", "| starting state | In Breakpoint |"],
    ["during", "| starting state | Terminate |"],
  ] as const) {
    it(`has the page's table ${name}`, () => {
      const { columns, rows } = table(start);
      assert.deepEqual(columns, printedTable(name).columns);
      assert.deepEqual(
        rows.map((row) => row.map((text) => (text === "-" ? "" : text))),
        printedTable(name).rows.map(({ state, cells }) => [state, ...cells]),
      );
    });
  }

  it("has every code of a refusal", () => {
    assert.deepEqual(
      table("| code |").rows.map(([code]) => code),
      Object.keys(INSTANCE_REFUSALS),
    );
  });

  it("has the states of messages, with those that encompass them", () => {
    assert.deepEqual(
      table("| message state |").rows.map(([state, part]) => [state, part]),
      MESSAGE_STATE_NAMES.map((state) => [state, encompassing(state) ?? "-"]),
    );
  });

  it("has what an operation leads an application to", () => {
    const { columns, rows } = table("| state | Start, all options |");
    assert.equal(rows.length, 4);
    for (const [state, ...cells] of rows) {
      const application = { state: state as ApplicationState, isSystem: false };
      const results = columns.map((operation) =>
        stepApplication(application, operation as ApplicationOperation),
      );
      assert.deepEqual(
        results,
        cells.map((to) => ({ to })),
      );
    }
  });

  it("has what an operation leads a host instance to", () => {
    const { columns, rows } = table("| state | Start | Stop |");
    const read = rows.filter(([state = ""]) => !state.startsWith("any,"));
    const states = read.flatMap(([first = "", ...cells]) =>
      first === "Stopped, disabled"
        ? [{ state: "Stopped", disabled: true, cells }]
        : first.split(", ").map((state) => ({ state, disabled: false, cells })),
    );
    assert.equal(states.length, 9);
    for (const { state, disabled, cells } of states) {
      const results = columns.map((operation) => {
        const hostInstance = { state: state as HostInstanceState, disabled, isolated: false };
        const result = stepHostInstance(hostInstance, operation as HostInstanceOperation);
        if ("refuse" in result) return result.refuse;
        if ("disabled" in result) return result.disabled ? "disabled" : "enabled";
        return result.to === "same" ? "=" : result.to;
      });
      assert.deepEqual(results, cells, state);
    }
  });
});
