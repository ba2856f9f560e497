import assert from "node:assert/strict";
import {
  BEFORE_AFTER,
  BEFORE_AFTER_COLUMNS,
  DURING,
  DURING_COLUMNS,
} from "../bts/chart/literals.js";
import { call } from "./support/terminal.js";

/** Typed from Microsoft's page, spelling and all. */
const BEFORE_AFTER_CSV = `Starting state,In Breakpoint,Active,Dehydrated,Suspended,Terminated,Pending terminate,Pending suspend
In Breakpoint,Attach from debugger,Continue from debugger,Stop Windows Service,,,Terminate,Suspend
In Breakpoint (Dehydrated),Attach from debugger,Continue from debugger,Stop Windows Service,Suspend,Terminate,,
Ready to run,,,,Suspend,Terminate,,
Scheduled,,Runtime picks up instance because service windows has started,,,,,
Active,,,Stop Windows Service,,,Terminate,Suspend
Dehydrated,,Runtime picks up instance,Stop Windows Service,Suspend,Terminate,,
Suspended (resumable),Resume in breakpoint from debugger,Resume,,,Terminate,,
Suspended (not-resumable),,,,,Terminate,,
Terminated with unconsumed messages,,,,,Terminate,,
Pending suspend,Attach can be attempted but should eventually fail,,Stop Windows Service,Request processed,Terminate will only work when instance is dehydrated,,
Pending terminate,Attach can be attempted but should eventually fail,,"Stop Windows Service, instance dehydrates",,"Request processed, or instance dehydrated",,
`;

const DURING_CSV = `Starting state,Terminate,Suspend,Resume,Resume in breakpoint,Continue,Attach
In Breakpoint,Terminated,Suspended,,,Active,In Breakpoint
In Breakpoint (Dehydrated),Terminated,Suspended,,,Active,In Breakpoint
Ready To run,Terminated,Suspended,,,,
Scheduled,Terminated,Suspended,,,,
Active,Terminated,Suspended,,,,
Dehydrated,Terminated,Suspended,,,,
Suspended (resumable),Terminated,,Active,In Breakpoint,,
Suspended (not-resumable),Terminated,,,,,
Terminated with unconsumed messages,Terminated,,,,,
Pending suspend,Terminated; will only work when instance is dehydrated,,,,,Race condition
Pending terminate,"Terminated; will only work, when instance is dehydrated",,,,,Race condition
`;

/** What each operation leads to, one step only, and the code where it is refused. */
const CSV = `state,Terminate,Suspend,Resume,Resume in breakpoint,Continue,Attach
In Breakpoint,Pending terminate,Pending suspend,NOT_SUSPENDED,NOT_SUSPENDED,Active,In Breakpoint
In Breakpoint (Dehydrated),Terminated,Suspended (resumable),NOT_SUSPENDED,NOT_SUSPENDED,Active,In Breakpoint
Ready to run,Terminated,Suspended (resumable),NOT_SUSPENDED,NOT_SUSPENDED,NOT_IN_BREAKPOINT,NOT_IN_BREAKPOINT
Scheduled,Terminated,"Suspended (resumable), was Scheduled",NOT_SUSPENDED,NOT_ORCHESTRATION,NOT_ORCHESTRATION,NOT_ORCHESTRATION
Active,Pending terminate,Pending suspend,NOT_SUSPENDED,NOT_SUSPENDED,NOT_IN_BREAKPOINT,NOT_IN_BREAKPOINT
Dehydrated,Terminated,Suspended (resumable),NOT_SUSPENDED,NOT_SUSPENDED,NOT_IN_BREAKPOINT,NOT_IN_BREAKPOINT
Suspended (resumable),Terminated,ALREADY_SUSPENDED,Active,In Breakpoint,NOT_IN_BREAKPOINT,NOT_IN_BREAKPOINT
Suspended (not-resumable),Terminated,ALREADY_SUSPENDED,NOT_RESUMABLE,NOT_RESUMABLE,NOT_IN_BREAKPOINT,NOT_IN_BREAKPOINT
Completed with discarded messages,Terminated,ALREADY_SUSPENDED,NOT_RESUMABLE,NOT_RESUMABLE,NOT_IN_BREAKPOINT,NOT_IN_BREAKPOINT
"In Breakpoint, Pending suspend",PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,"attempted, fails"
"In Breakpoint (Dehydrated), Pending suspend",Terminated,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,"attempted, fails"
"Active, Pending suspend",PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,"attempted, fails"
"Dehydrated, Pending suspend",Terminated,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,"attempted, fails"
"In Breakpoint, Pending terminate",PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,"attempted, fails"
"In Breakpoint (Dehydrated), Pending terminate",Terminated,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,"attempted, fails"
"Active, Pending terminate",PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,"attempted, fails"
"Dehydrated, Pending terminate",Terminated,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,PENDING_OPERATION,"attempted, fails"
"Suspended (resumable), was Scheduled",Terminated,ALREADY_SUSPENDED,Dehydrated,NOT_ORCHESTRATION,NOT_ORCHESTRATION,NOT_ORCHESTRATION
`;

const TABLES = [
  {
    name: "before-after",
    csv: BEFORE_AFTER_CSV,
    columns: BEFORE_AFTER_COLUMNS,
    rows: BEFORE_AFTER,
    filled: 32,
  },
  { name: "during", csv: DURING_CSV, columns: DURING_COLUMNS, rows: DURING, filled: 25 },
] as const;

interface PrintedJson {
  readonly table: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { state: string; cells: Readonly<Record<string, string | null>> }[];
}

interface RelationJson {
  readonly states: readonly { state: string; row?: string; tracked: string }[];
  readonly cells: readonly {
    state: string;
    operation: string;
    answer: string;
    to?: string;
    code?: string;
    authority: string;
    source: string;
  }[];
  readonly steps: readonly { printed: string; source: string }[];
  readonly refusals: Readonly<Record<string, { because: string; next: string }>>;
  readonly systemEvents: Readonly<Record<string, string>>;
  readonly tracked: Readonly<Record<string, string>>;
}

async function chart(...options: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await call(["chart", "instance", ...options]);
  assert.deepEqual([code, stderr], [0, ""]);
  return stdout;
}

/** The cells of a table for people. */
const cellsOf = (text: string): string[][] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.trim().split(/ {2,}/));

/** How often each label of an arrow stands in a diagram; several on one arrow count each. */
const arrowsOf = (diagram: string, arrow: RegExp): string[] =>
  [...diagram.matchAll(arrow)].map(
    ([, from = "", to = "", label = ""]) => `${from} ${to} ${label}`,
  );

const MERMAID_ARROW = /^ {2}(\w+) --> (\w+): ([^:;\n]+)$/gm;
const DOT_ARROW = /^ {2}(\w+) -> (\w+) \[label="([^"]+)"\];$/gm;

for (const { name, csv, columns, rows, filled } of TABLES) {
  describe(`biztalk chart instance --table ${name}`, () => {
    it("writes the page's table as CSV, letter for letter", async () => {
      assert.equal(await chart("--table", name, "--format", "csv"), csv);
    });

    it("writes it for people, with a dash for a blank", async () => {
      const expected = [
        ["Starting state", ...columns],
        ...rows.map((row) => row.map((text) => (text === "" ? "-" : text))),
      ];
      assert.deepEqual(cellsOf(await chart("--table", name)), expected);
    });

    it("writes it as JSON, null for a blank", async () => {
      const found = JSON.parse(await chart("--table", name, "--format", "json")) as PrintedJson;
      assert.equal(found.table, name);
      assert.match(found.title, /^Instance States (Before and After|During) an Operation$/);
      assert.deepEqual(found.columns, columns);
      assert.deepEqual(
        found.rows.map(({ state, cells }) => [
          state,
          ...columns.map((column) => cells[column] ?? ""),
        ]),
        rows,
      );
      const blanks = found.rows
        .flatMap(({ cells }) => Object.values(cells))
        .filter((text) => text === null);
      assert.equal(blanks.length, 11 * columns.length - filled);
    });

    for (const [format, first, arrow] of [
      ["mermaid", "stateDiagram-v2", MERMAID_ARROW],
      ["dot", "digraph instance {", DOT_ARROW],
    ] as const) {
      it(`writes it as ${format}, one arrow for each filled cell`, async () => {
        const diagram = await chart("--table", name, "--format", format);
        assert.ok(diagram.startsWith(`${first}\n`));
        assert.equal(arrowsOf(diagram, arrow).length, filled);
        for (const [state] of rows) assert.ok(diagram.includes(`"${state}"`), state);
      });
    }
  });
}

describe("biztalk chart instance", () => {
  it("writes what each operation leads to as CSV, or why it is refused", async () => {
    assert.equal(await chart("--format", "csv"), CSV);
  });

  it("writes the same for people, with a dash for what is refused", async () => {
    const [head, ...rows] = cellsOf(await chart());
    assert.deepEqual(head, ["state", ...DURING_COLUMNS]);
    assert.equal(rows.length, 18);
    assert.deepEqual(
      rows.find(([state]) => state === "Active"),
      ["Active", "Pending terminate", "Pending suspend", "-", "-", "-", "-"],
    );
    assert.deepEqual(
      rows.find(([state]) => state === "Suspended (resumable), was Scheduled"),
      ["Suspended (resumable), was Scheduled", "Terminated", "-", "Dehydrated", "-", "-", "-"],
    );
    assert.ok(!rows.flat().some((text) => /^[A-Z_]+$/.test(text)));
  });

  it("writes every cell as JSON with its authority, and the rows of the relation behind them", async () => {
    const found = JSON.parse(await chart("--format", "json")) as RelationJson;
    assert.equal(found.states.length, 18);
    assert.equal(found.cells.length, 18 * 6);
    const at = (state: string, operation: string) =>
      found.cells.find((cell) => cell.state === state && cell.operation === operation);
    assert.deepEqual(at("Active", "Suspend"), {
      state: "Active",
      operation: "Suspend",
      answer: "pending",
      to: "Active, Pending suspend",
      authority: "service instance states, row Active",
      source: "both tables; docs/bts.md, B-1",
    });
    assert.deepEqual(at("Active, Pending suspend", "Terminate"), {
      state: "Active, Pending suspend",
      operation: "Terminate",
      answer: "refused",
      code: "PENDING_OPERATION",
      authority: "service instance states, row Pending suspend",
      source: "docs/bts.md, B-15",
    });
    assert.deepEqual(Object.keys(found.tracked), ["Started", "Completed", "Terminated"]);
    assert.ok(found.states.every(({ row, tracked }) => row !== undefined && tracked === "Started"));
    assert.equal(Object.keys(found.systemEvents).length, 11);
    for (const { code } of found.cells)
      if (code !== undefined) assert.ok(found.refusals[code] !== undefined, code);
    assert.deepEqual([...new Set(found.steps.map(({ printed }) => printed))].toSorted(), [
      "before-after",
      "both",
      "during",
      "none",
    ]);
  });

  for (const [format, arrow] of [
    ["mermaid", MERMAID_ARROW],
    ["dot", DOT_ARROW],
  ] as const) {
    it(`writes the relation as ${format}: a way into a breakpoint, through what is pending, and to both ends`, async () => {
      const diagram = await chart("--format", format);
      const arrows = arrowsOf(diagram, arrow);
      for (const expected of [
        "Active InBreakpoint Breakpoint is hit",
        "Active ActivePendingSuspend Suspend",
        "ActivePendingSuspend SuspendedResumable Request processed, Instance fails (resumable)",
        "Active Completed Instance completes",
        "DehydratedPendingTerminate Terminated Terminate, Pending terminate settles",
        "Scheduled SuspendedResumableWasScheduled Suspend",
        "SuspendedResumableWasScheduled Dehydrated Resume",
      ])
        assert.ok(arrows.includes(expected), `${expected}\n${diagram}`);
      assert.ok(!arrows.some((each) => /^(Completed|Terminated) /.test(each)));
      assert.equal(new Set(arrows).size, arrows.length);
    });
  }
});
