import assert from "node:assert/strict";
import { checkChart } from "../../../provider/mabs/chart/check-chart.js";
import {
  CHART,
  legal,
  legalOperations,
  OPERATIONS,
  STATES,
  type Cell,
  type Operation,
  type State,
} from "../../../provider/mabs/chart/index.js";
import { COLUMNS, MATRIX, STATE_NAMES, ticked } from "./literals.js";

const cellsAt = (state: State, operation: Operation): Cell[] =>
  CHART.filter((cell) => cell.state === state && cell.operation === operation);

describe("the service state chart", () => {
  it("has the page's sixteen rows in the page's order", () => {
    assert.deepEqual(
      [...STATES],
      [
        "Active",
        "Disabled",
        "Suspended",
        "Stopped",
        "ServiceUpdateFailed",
        "DisableFailed",
        "EnableFailed",
        "StartFailed",
        "StopFailed",
        "RestartFailed",
        "SuspendedFailed",
        "ResumeFailed",
        "CreatedFailed",
        "RestoreFailed",
        "ConfigUpdateFailed",
        "ScaleFailed",
      ],
    );
  });

  it("has the page's nine columns in the page's order", () => {
    assert.deepEqual([...OPERATIONS], [...COLUMNS]);
  });

  for (const state of STATE_NAMES) {
    describe(`row ${state}: ${MATRIX[state]}`, () => {
      for (const operation of COLUMNS) {
        const allowed = ticked(state, operation);
        it(`${allowed ? "allows" : "does not allow"} ${operation}`, () => {
          assert.deepEqual(
            cellsAt(state, operation).map((cell) => cell.allowed),
            [allowed],
          );
          assert.equal(legal(state, operation), allowed);
        });
      }
    });
  }

  it("has its cells row by row, in column order within a row", () => {
    const inOrder = STATE_NAMES.flatMap((state) =>
      COLUMNS.map((operation) => `${operation} in ${state}`),
    );
    assert.deepEqual(
      CHART.map(({ state, operation }) => `${operation} in ${state}`),
      inOrder,
    );
  });

  it("has 144 cells and 46 ticks", () => {
    assert.equal(CHART.length, 144);
    assert.equal(CHART.filter((cell) => cell.allowed).length, 46);
  });

  const ticks = {
    Start: 4,
    Stop: 4,
    Restart: 6,
    Suspend: 3,
    Resume: 3,
    Delete: 16,
    Scale: 2,
    "Update Configuration": 5,
    Backup: 3,
  } as const;

  for (const operation of COLUMNS) {
    it(`allows ${operation} in ${String(ticks[operation])} states`, () => {
      assert.equal(
        CHART.filter((cell) => cell.operation === operation && cell.allowed).length,
        ticks[operation],
      );
    });
  }

  it("lists the legal operations of a row in column order", () => {
    assert.deepEqual(legalOperations("Stopped"), ["Start", "Restart", "Delete", "Backup"]);
    assert.deepEqual(legalOperations("ConfigUpdateFailed"), [
      "Restart",
      "Delete",
      "Update Configuration",
    ]);
    assert.deepEqual(legalOperations("Disabled"), ["Delete"]);
  });
});

describe("the authority of a cell", () => {
  const tables = [
    {
      title: "Start, Stop, Restart, Suspend, Resume, and Delete Operations",
      columns: ["Start", "Stop", "Restart", "Suspend", "Resume", "Delete"],
    },
    {
      title: "Scale, Update Configuration, and Backup Operations",
      columns: ["Scale", "Update Configuration", "Backup"],
    },
  ] as const;
  const printedRows: readonly (readonly [row: readonly string[], states: readonly State[]])[] = [
    [["Active"], ["Active"]],
    [["Disabled"], ["Disabled"]],
    [["Suspended"], ["Suspended"]],
    [["Stopped"], ["Stopped"]],
    [["Service Update Failed"], ["ServiceUpdateFailed"]],
    [["DisableFailed"], ["DisableFailed"]],
    [["EnableFailed"], ["EnableFailed"]],
    [
      ["StartFailed", "StopFailed", "RestartFailed"],
      ["StartFailed", "StopFailed", "RestartFailed"],
    ],
    [
      ["SuspendedFailed", "ResumeFailed"],
      ["SuspendedFailed", "ResumeFailed"],
    ],
    [
      ["CreatedFailed", "RestoreFailed"],
      ["CreatedFailed", "RestoreFailed"],
    ],
    [["ConfigUpdateFailed"], ["ConfigUpdateFailed"]],
    [["ScaleFailed"], ["ScaleFailed"]],
  ];

  for (const { title, columns } of tables) {
    for (const [row, states] of printedRows) {
      it(`names the table "${title}" and the row ${row.join(" / ")}`, () => {
        for (const state of states) {
          for (const operation of columns) {
            const [authority = ""] = cellsAt(state, operation).map((cell) => cell.authority);
            assert.ok(authority.includes(title), authority);
            for (const name of row) assert.ok(authority.includes(name), authority);
          }
        }
      });
    }
  }
});

describe("checkChart()", () => {
  const refused = (chart: readonly Cell[]): void => {
    assert.throws(() => {
      checkChart(chart);
    }, assert.AssertionError);
  };

  it("accepts the chart", () => {
    assert.doesNotThrow(() => {
      checkChart(CHART);
    });
  });

  it("refuses a chart that lacks any one of its cells", () => {
    for (const cell of CHART) refused(CHART.filter((other) => other !== cell));
  });

  it("refuses a chart that has any one of its cells twice", () => {
    for (const cell of CHART) refused([...CHART, cell]);
  });

  it("refuses a chart with a tick too many or too few", () => {
    for (const cell of CHART)
      refused(CHART.map((other) => (other === cell ? { ...cell, allowed: !cell.allowed } : other)));
  });

  it("refuses a chart in which a state cannot be deleted, though the number of ticks is right", () => {
    const moved = CHART.map((cell) =>
      cell.state === "Disabled" && ["Delete", "Start"].includes(cell.operation)
        ? { ...cell, allowed: !cell.allowed }
        : cell,
    );
    assert.equal(moved.filter((cell) => cell.allowed).length, 46);
    refused(moved);
  });

  it("refuses a chart with a row that the page does not have", () => {
    const [first] = CHART;
    assert.ok(first !== undefined);
    refused([...CHART, { ...first, state: "Updating" as State, allowed: false }]);
  });
});
