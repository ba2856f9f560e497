/** `biztalk chart service`: the service state chart as table, CSV, JSON, Mermaid or DOT. */
import {
  CHART,
  displayState,
  leadsTo,
  legal,
  OPERATIONS,
  RESULTS,
  STATES,
  type Operation,
  type Profile,
  type State,
} from "../mabs/chart/index.js";
import type { ChartFormat } from "./chart-formats.js";
import { writeJson, type Terminal } from "./terminal.js";
import { writeTable } from "./write-table.js";

interface Edge {
  readonly from: State;
  readonly to: string;
  readonly operations: readonly Operation[];
}

/**
 * One arrow for each pair of states; Delete leads from everywhere to nowhere and is drawn once, as
 * a note.
 */
function edges(profile: Profile): Edge[] {
  return STATES.flatMap((from) => {
    const targets = new Map<string, Operation[]>();
    for (const operation of OPERATIONS) {
      if (operation === "Delete" || !legal(from, operation, profile)) continue;
      const to = leadsTo(from, operation, profile);
      targets.set(to, [...(targets.get(to) ?? []), operation]);
    }
    return [...targets].map(([to, operations]) => ({ from, to, operations }));
  });
}

function csv(profile: Profile): string {
  const rows = STATES.map((state) => [
    displayState(state),
    ...OPERATIONS.map((each) => (legal(state, each, profile) ? "1" : "0")),
  ]);
  return [["state", ...OPERATIONS], ...rows].map((row) => `${row.join(",")}\n`).join("");
}

function mermaid(profile: Profile): string {
  const names = STATES.filter((state) => displayState(state) !== state).map(
    (state) => `  state "${displayState(state)}" as ${state}`,
  );
  const isolated = STATES.filter(
    (state) => !edges(profile).some(({ from, to }) => from === state || to === state),
  );
  const arrows = edges(profile).map(
    ({ from, to, operations }) => `  ${from} --> ${to}: ${operations.join(", ")}`,
  );
  const lines = [
    "stateDiagram-v2",
    "  [*] --> Active: Create",
    ...names,
    ...isolated.map((state) => `  ${state}`),
    ...arrows,
  ];
  return `${lines.join("\n")}\n  note right of Active: Delete is legal in every state\n`;
}

function dot(profile: Profile): string {
  const nodes = STATES.map((state) => `  ${state} [label="${displayState(state)}"];`);
  const arrows = edges(profile).map(
    ({ from, to, operations }) => `  ${from} -> ${to} [label="${operations.join("\\n")}"];`,
  );
  const head = [
    "digraph service {",
    "  // Delete is legal in every state and is not drawn.",
    "  rankdir=LR;",
  ];
  return `${[...head, ...nodes, ...arrows, "}"].join("\n")}\n`;
}

function json(profile: Profile): object {
  const cells = CHART.map((cell) => ({
    ...cell,
    allowed: legal(cell.state, cell.operation, profile),
  }));
  return { profile, states: STATES, operations: OPERATIONS, cells, results: RESULTS };
}

/** Writes the chart. */
export function chartService(terminal: Terminal, format: ChartFormat, profile: Profile): void {
  switch (format) {
    case "table": {
      const rows = STATES.map((state) => [
        displayState(state),
        ...OPERATIONS.map((each) => (legal(state, each, profile) ? "yes" : "-")),
      ]);
      writeTable(terminal, ["state", ...OPERATIONS], rows);
      return;
    }
    case "csv":
      terminal.out(csv(profile));
      return;
    case "json":
      writeJson(terminal, json(profile));
      return;
    case "mermaid":
      terminal.out(mermaid(profile));
      return;
    case "dot":
      terminal.out(dot(profile));
      return;
  }
}
