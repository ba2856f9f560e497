/** A chart in any of the formats: what is the same for every chart of BizTalk Server. */
import type { ChartFormat } from "./chart-formats.js";
import { writeJson, type Terminal } from "./terminal.js";
import { writeTable } from "./write-table.js";

/** An arrow of a diagram. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** A chart, whatever it is about. States are named as people see them. */
export interface ChartView {
  /** The name of the diagram, one word. */
  readonly name: string;
  readonly head: readonly string[];
  /** One row for each state; an empty text is a blank. */
  readonly rows: readonly (readonly string[])[];
  /** The states of the diagram, in order. */
  readonly states: readonly string[];
  /** States that encompass others: those are drawn inside. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly arrows: readonly Arrow[];
  readonly json: object;
}

/** One arrow for each pair of states, with all that leads from one to the other. */
export function mergeArrows(arrows: readonly Arrow[]): Arrow[] {
  const labels = new Map<string, { arrow: Arrow; texts: Set<string> }>();
  for (const arrow of arrows) {
    const key = JSON.stringify([arrow.from, arrow.to]);
    const found = labels.get(key) ?? { arrow, texts: new Set() };
    labels.set(key, { arrow, texts: found.texts.add(arrow.label) });
  }
  return [...labels.values()].map(({ arrow, texts }) => ({
    ...arrow,
    label: [...texts].join(", "),
  }));
}

/** A name that diagrams accept: `In Breakpoint (Dehydrated)` is `InBreakpointDehydrated`. */
const idOf = (state: string): string =>
  state
    .split(/\W+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");

/** A cell of CSV: in quotes where a comma or a quote is in it. */
const quoted = (text: string): string =>
  /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const csv = ({ head, rows }: ChartView): string =>
  [head, ...rows].map((row) => `${row.map(quoted).join(",")}\n`).join("");

function mermaid({ states, groups, arrows }: ChartView): string {
  const inside = new Set([...groups.values()].flat());
  const named = (state: string, indent: string): string[] => {
    const members = groups.get(state);
    const head = `${indent}state "${state}" as ${idOf(state)}`;
    if (members === undefined) return [head];
    return [`${head} {`, ...members.flatMap((each) => named(each, `${indent}  `)), `${indent}}`];
  };
  const lines = [
    ...states.filter((state) => !inside.has(state)).flatMap((state) => named(state, "  ")),
    ...arrows.map(({ from, to, label }) => `  ${idOf(from)} --> ${idOf(to)}: ${label}`),
  ];
  return `${["stateDiagram-v2", ...lines].join("\n")}\n`;
}

function dot({ name, states, groups, arrows }: ChartView): string {
  const inside = new Set([...groups.values()].flat());
  const node = (state: string, indent: string): string =>
    `${indent}${idOf(state)} [label="${state}"];`;
  const drawn = states
    .filter((state) => !inside.has(state))
    .flatMap((state) => {
      const members = groups.get(state);
      if (members === undefined) return [node(state, "  ")];
      const head = [`  subgraph cluster_${idOf(state)} {`, `    label="${state}";`];
      return [...head, ...members.map((each) => node(each, "    ")), "  }"];
    });
  const lines = arrows.map(
    ({ from, to, label }) => `  ${idOf(from)} -> ${idOf(to)} [label="${label}"];`,
  );
  return `${[`digraph ${name} {`, "  rankdir=LR;", ...drawn, ...lines, "}"].join("\n")}\n`;
}

/** Writes a chart. A table for people has `-` for a blank. */
export function writeChart(terminal: Terminal, format: ChartFormat, view: ChartView): void {
  switch (format) {
    case "table":
      writeTable(
        terminal,
        view.head,
        view.rows.map((row) => row.map((text) => (text === "" ? "-" : text))),
      );
      return;
    case "csv":
      terminal.out(csv(view));
      return;
    case "json":
      writeJson(terminal, view.json);
      return;
    case "mermaid":
      terminal.out(mermaid(view));
      return;
    case "dot":
      terminal.out(dot(view));
      return;
  }
}
