import assert from "node:assert/strict";
import {
  INSTANCE_OPERATIONS,
  instanceIn,
  INSTANCES,
  PRINTED_TABLE_NAMES,
  printedTable,
  rowOf,
  stepInstance,
  SYSTEM_EVENT_NAMES,
} from "../../../provider/bts/chart/index.js";
import { BEFORE_AFTER, BEFORE_AFTER_COLUMNS, DURING, DURING_COLUMNS, REFUSED } from "./literals.js";

const PAGE = {
  "before-after": {
    title: "Instance States Before and After an Operation",
    columns: BEFORE_AFTER_COLUMNS,
    rows: BEFORE_AFTER,
    cells: 77,
    filled: 32,
  },
  during: {
    title: "Instance States During an Operation",
    columns: DURING_COLUMNS,
    rows: DURING,
    cells: 66,
    filled: 25,
  },
} as const;

describe("the page's tables of instance states", () => {
  it("are two", () => {
    assert.deepEqual([...PRINTED_TABLE_NAMES], ["before-after", "during"]);
  });

  for (const name of ["before-after", "during"] as const) {
    const { title, columns, rows, cells, filled } = PAGE[name];

    describe(title, () => {
      const table = printedTable(name);

      it("has the page's title, columns and rows in the page's order", () => {
        assert.equal(table.title, title);
        assert.deepEqual(table.columns, columns);
        assert.deepEqual(
          table.rows.map(({ state }) => state),
          rows.map(([state]) => state),
        );
      });

      it(`has ${String(cells)} cells, ${String(filled)} of them filled`, () => {
        const texts = table.rows.flatMap((row) => row.cells);
        assert.equal(texts.length, cells);
        assert.equal(texts.filter((text) => text !== "").length, filled);
      });

      for (const [state, ...texts] of rows) {
        for (const [index, column] of columns.entries()) {
          const text = texts[index] ?? assert.fail("a cell is missing");
          it(`from ${state} has in ${column} ${text === "" ? "a blank" : `"${text}"`}`, () => {
            assert.equal(table.rows.find((row) => row.state === state)?.cells[index], text);
          });
        }
      }
    });
  }
});

describe("a pair that is blank in both tables", () => {
  const pairs = Object.entries(REFUSED).flatMap(([row, codes]) =>
    DURING_COLUMNS.flatMap((operation) => {
      const code = codes[operation];
      return code === undefined ? [] : [{ row, operation, code }];
    }),
  );

  it("is one of 41", () => {
    assert.equal(pairs.length, 41);
    const blank = DURING.flatMap(([state, ...texts]) =>
      DURING_COLUMNS.filter((_, index) => texts[index] === "").map(
        (operation) => `${operation} in ${state}`,
      ),
    );
    assert.deepEqual(
      pairs.map(({ row, operation }) =>
        `${operation} in ${row}`.replace("Ready to run", "Ready To run"),
      ),
      blank,
    );
  });

  for (const { row, operation, code } of pairs) {
    it(`is refused with ${code}: ${operation} in ${row}`, () => {
      const instances = INSTANCES.filter((each) => rowOf(each) === row);
      assert.ok(instances.length > 0);
      for (const instance of instances) {
        const outcome = stepInstance(instance, operation);
        assert.equal(outcome.answer === "refused" ? outcome.code : outcome.answer, code);
      }
    });
  }
});

describe("a cell that prints two events", () => {
  const rows = [
    ["Active", "Stop Windows Service", "Stop Windows Service, instance dehydrates"],
    ["Active", "Instance dehydrates", "Stop Windows Service, instance dehydrates"],
    ["Active", "Request processed", "Request processed, or instance dehydrated"],
    ["Dehydrated", "Pending terminate settles", "Request processed, or instance dehydrated"],
  ] as const;

  for (const [base, event, words] of rows) {
    it(`has the row that decides ${event} with a pending terminate`, () => {
      const { step } = stepInstance(instanceIn(base, { pending: "terminate" }), event);
      assert.deepEqual([step.printed, step.words?.beforeAfter], ["before-after", words]);
    });
  }

  it("does not have what leaves an instance at a breakpoint where it is", () => {
    const atBreakpoint = instanceIn("Active", { pending: "terminate", breakpoint: true });
    assert.equal(stepInstance(atBreakpoint, "Instance dehydrates").step.printed, "none");
  });
});

/** What the relation does and the first table does not print, besides what is pending. */
const UNPRINTED = [
  "Active -> In Breakpoint",
  "Active -> Suspended",
  "In Breakpoint -> Suspended",
  "Ready to run -> Active",
  "Scheduled -> Suspended",
  "Scheduled -> Terminated",
  "Suspended (resumable) -> Dehydrated",
];

describe("the step relation", () => {
  it("fills seven cells that the first table leaves blank", () => {
    const columns = new Map([
      ["Suspended (resumable)", "Suspended"],
      ["Suspended (not-resumable)", "Suspended"],
      ["In Breakpoint (Dehydrated)", "Dehydrated"],
      ["Terminated", "Terminated"],
    ]);
    const filled = INSTANCES.flatMap((instance) => {
      const from = rowOf(instance) ?? "";
      const row = BEFORE_AFTER.find(([state]) => state === from) ?? assert.fail(from);
      const events = [...INSTANCE_OPERATIONS, ...SYSTEM_EVENT_NAMES];
      return [true, false].flatMap((hostRunning) =>
        events.flatMap((event) => {
          const outcome = stepInstance(instance, event, { hostRunning });
          if (outcome.answer === "refused" || instance.pending !== "none") return [];
          const to = rowOf(outcome.instance) ?? outcome.instance.base;
          const column = columns.get(to) ?? to;
          const index = BEFORE_AFTER_COLUMNS.findIndex((each) => each === column);
          const stays = to === from;
          return index < 0 || stays || row[index + 1] !== "" ? [] : [`${from} -> ${column}`];
        }),
      );
    });
    assert.deepEqual([...new Set(filled)].toSorted(), UNPRINTED);
  });
});
