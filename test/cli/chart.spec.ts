import assert from "node:assert/strict";
import { COLUMNS, STATE_NAMES, ticked } from "../mabs/chart/literals.js";
import { call } from "./support/terminal.js";

/** Typed from Microsoft's page; the names are the page's. */
const CSV = `state,Start,Stop,Restart,Suspend,Resume,Delete,Scale,Update Configuration,Backup
Active,0,1,1,1,0,1,1,1,1
Disabled,0,0,0,0,0,1,0,0,0
Suspended,0,0,0,0,1,1,0,0,1
Stopped,1,0,1,0,0,1,0,0,1
Service Update Failed,0,0,0,0,0,1,0,0,0
DisableFailed,0,0,0,0,0,1,0,0,0
EnableFailed,0,0,0,0,0,1,0,0,0
StartFailed,1,1,1,0,0,1,0,1,0
StopFailed,1,1,1,0,0,1,0,1,0
RestartFailed,1,1,1,0,0,1,0,1,0
SuspendedFailed,0,0,0,1,1,1,0,0,0
ResumeFailed,0,0,0,1,1,1,0,0,0
CreatedFailed,0,0,0,0,0,1,0,0,0
RestoreFailed,0,0,0,0,0,1,0,0,0
ConfigUpdateFailed,0,0,1,0,0,1,0,1,0
ScaleFailed,0,0,0,0,0,1,1,0,0
`;

/** The three rows in which the REST reference differs (docs/planner.md, Profiles). */
const REST_2016_ROWS: Readonly<Record<string, string>> = {
  "Active,0,1,1,1,0,1,1,1,1": "Active,0,1,1,1,0,1,1,1,0",
  "Suspended,0,0,0,0,1,1,0,0,1": "Suspended,0,0,0,1,1,1,0,1,1",
  "Stopped,1,0,1,0,0,1,0,0,1": "Stopped,1,0,1,0,0,1,0,0,0",
};

interface ChartJson {
  readonly profile: string;
  readonly states: readonly string[];
  readonly operations: readonly string[];
  readonly cells: readonly {
    state: string;
    operation: string;
    allowed: boolean;
    authority: string;
  }[];
}

async function chart(...options: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await call(["chart", "service", ...options]);
  assert.deepEqual([code, stderr], [0, ""]);
  return stdout;
}

/** `from operation` for each operation that an arrow of a diagram names. */
const arrowsOf = (diagram: string, arrow: RegExp, separator: string): string[] =>
  [...diagram.matchAll(arrow)].flatMap(([, from = "", , label = ""]) =>
    label.split(separator).map((operation) => `${from} ${operation}`),
  );

/** Every tick of the page but Delete's, which a diagram does not draw. */
const TICKS = STATE_NAMES.flatMap((state) =>
  COLUMNS.filter((operation) => operation !== "Delete" && ticked(state, operation)).map(
    (operation) => `${state} ${operation}`,
  ),
);

describe("biztalk chart service", () => {
  it("writes the chart as CSV, letter for letter", async () => {
    assert.equal(await chart("--format", "csv"), CSV);
  });

  it("writes the cells of the profile rest-2016", async () => {
    const expected = CSV.split("\n").map((row) => REST_2016_ROWS[row] ?? row);
    assert.equal(await chart("--format", "csv", "--profile", "rest-2016"), expected.join("\n"));
  });

  it("writes a table with the page's names unless told otherwise", async () => {
    const lines = (await chart()).trimEnd().split("\n");
    const cells = lines.map((line) => line.trim().split(/ {2,}/));
    const expected = CSV.trimEnd()
      .split("\n")
      .map((line, index) =>
        line.split(",").map((cell) => (index === 0 ? cell : cell.replace(/^[01]$/, yesOrDash))),
      );
    assert.deepEqual(cells, expected);
  });

  it("writes 144 cells as JSON, 46 of them allowed, each with its authority", async () => {
    const { profile, states, operations, cells } = JSON.parse(
      await chart("--format", "json"),
    ) as ChartJson;
    assert.equal(profile, "chart");
    assert.deepEqual(states, STATE_NAMES);
    assert.deepEqual(operations, COLUMNS);
    assert.equal(cells.length, 144);
    assert.equal(cells.filter(({ allowed }) => allowed).length, 46);
    const expected = STATE_NAMES.flatMap((state) =>
      COLUMNS.map((operation) => ({ state, operation, allowed: ticked(state, operation) })),
    );
    assert.deepEqual(
      cells.map(({ state, operation, allowed }) => ({ state, operation, allowed })),
      expected,
    );
    for (const { state, authority } of cells) {
      assert.match(authority, /^service state chart, table ".+", row /);
      assert.ok(authority.replaceAll(" ", "").includes(state), authority);
    }
  });

  it("writes 46 ticks as JSON for the profile rest-2016", async () => {
    const text = await chart("--format", "json", "--profile", "rest-2016");
    const { profile, cells } = JSON.parse(text) as ChartJson;
    assert.equal(profile, "rest-2016");
    assert.equal(cells.filter(({ allowed }) => allowed).length, 46);
  });

  it("writes a Mermaid state diagram with an arrow for each tick but Delete's", async () => {
    const diagram = await chart("--format", "mermaid");
    const [first, ...lines] = diagram.trimEnd().split("\n");
    assert.equal(first, "stateDiagram-v2");
    const known = [/^ {2}\[\*\] --> \w+: \w+$/, /^ {2}state "[^"]+" as \w+$/, /^ {2}\w+$/];
    const drawn = [/^ {2}\w+ --> \w+: [\w ]+(, [\w ]+)*$/, /^ {2}note right of \w+: [^:;]+$/];
    const strange = lines.filter((line) => ![...known, ...drawn].some((form) => form.test(line)));
    assert.deepEqual(strange, []);
    assert.deepEqual(
      arrowsOf(diagram, /^ {2}(\w+) --> (\w+): (.+)$/gm, ", ").toSorted(),
      TICKS.toSorted(),
    );
    for (const state of STATE_NAMES) assert.match(diagram, new RegExp(`\\b${state}\\b`));
    assert.match(diagram, /state "Service Update Failed" as ServiceUpdateFailed/);
  });

  it("writes a DOT graph with a node for each state and an arrow for each tick but Delete's", async () => {
    const graph = await chart("--format", "dot");
    const lines = graph.trimEnd().split("\n");
    assert.match(lines[0] ?? "", /^digraph \w+ \{$/);
    assert.equal(lines.at(-1), "}");
    const nodes = [...graph.matchAll(/^ {2}(\w+) \[label="([^"]+)"\];$/gm)];
    assert.deepEqual(
      nodes.map(([, state]) => state),
      STATE_NAMES,
    );
    assert.ok(nodes.some(([, , label]) => label === "Service Update Failed"));
    const arrows = arrowsOf(graph, /^ {2}(\w+) -> (\w+) \[label="([^"]+)"\];$/gm, "\\n");
    assert.deepEqual(arrows.toSorted(), TICKS.toSorted());
  });
});

function yesOrDash(bit: string): string {
  return bit === "1" ? "yes" : "-";
}
