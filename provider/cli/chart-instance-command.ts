/**
 * `biztalk chart instance`: what each operation leads an instance to, or one of the two tables that
 * the page prints.
 */
import {
  citeInstance,
  displayInstance,
  INSTANCE_OPERATIONS,
  INSTANCE_REFUSALS,
  INSTANCE_STEPS,
  instanceIn,
  INSTANCES,
  printedTable,
  rowOf,
  stepInstance,
  SYSTEM_EVENT_NAMES,
  SYSTEM_EVENTS,
  TRACKED_STATES,
  trackedStateOf,
  type Instance,
  type PrintedTableName,
} from "../bts/chart/index.js";
import type { ChartFormat } from "./chart-formats.js";
import { mergeArrows, writeChart, type Arrow, type ChartView } from "./chart-view.js";
import type { Terminal } from "./terminal.js";

/** Every state that people tell apart, and the one whose resume the page's note makes different. */
const STATES: readonly Instance[] = [
  ...INSTANCES,
  instanceIn("Suspended (resumable)", { class: "Messaging", suspendedFrom: "Scheduled" }),
];

const labelOf = (instance: Instance): string =>
  instance.suspendedFrom === "Scheduled"
    ? `${displayInstance(instance)}, was Scheduled`
    : displayInstance(instance);

/** One pair of a state and an operation. */
function cellOf(
  instance: Instance,
  operation: (typeof INSTANCE_OPERATIONS)[number],
): { readonly text: string; readonly refused: boolean; readonly json: object } {
  const outcome = stepInstance(instance, operation);
  const { source } = outcome.step;
  const pair = { state: labelOf(instance), operation, answer: outcome.answer };
  const authority = citeInstance(instance);
  if (outcome.answer === "refused")
    return {
      text: outcome.code,
      refused: true,
      json: { ...pair, code: outcome.code, authority, source },
    };
  const to = labelOf(outcome.instance);
  const texts = {
    succeeded: to,
    pending: `Pending ${outcome.instance.pending}`,
    attempted: "attempted, fails",
  };
  return { text: texts[outcome.answer], refused: false, json: { ...pair, to, authority, source } };
}

/** What leads from each state to another; a step that leaves a state where it is is not drawn. */
const relationArrows = (): Arrow[] =>
  STATES.flatMap((instance) =>
    [...INSTANCE_OPERATIONS, ...SYSTEM_EVENT_NAMES].flatMap((event) => {
      const outcome = stepInstance(instance, event);
      if (outcome.answer === "refused") return [];
      const [from, to] = [labelOf(instance), labelOf(outcome.instance)];
      return from === to ? [] : [{ from, to, label: event }];
    }),
  );

function relation(format: ChartFormat): ChartView {
  const rows = STATES.map((instance) => [
    labelOf(instance),
    ...INSTANCE_OPERATIONS.map((operation) => {
      const { text, refused } = cellOf(instance, operation);
      // People see at a glance what is possible; programs read why the rest is not.
      return refused && format === "table" ? "" : text;
    }),
  ]);
  return {
    name: "instance",
    head: ["state", ...INSTANCE_OPERATIONS],
    rows,
    states: [...STATES.map(labelOf), "Completed", "Terminated"],
    groups: new Map(),
    arrows: mergeArrows(relationArrows()),
    json: {
      states: STATES.map((each) => ({
        state: labelOf(each),
        row: rowOf(each),
        tracked: trackedStateOf(each),
      })),
      operations: INSTANCE_OPERATIONS,
      systemEvents: SYSTEM_EVENTS,
      cells: STATES.flatMap((each) =>
        INSTANCE_OPERATIONS.map((operation) => cellOf(each, operation).json),
      ),
      steps: INSTANCE_STEPS,
      refusals: INSTANCE_REFUSALS,
      tracked: TRACKED_STATES,
    },
  };
}

/**
 * The arrow that a cell stands for. The second table has new states in its cells, with a condition
 * or without any.
 */
function arrowOf(table: PrintedTableName, from: string, column: string, text: string): Arrow {
  if (table === "before-after") return { from, to: column, label: text };
  if (text === "Race condition") return { from, to: from, label: `${column}, race condition` };
  const [to = "", condition] = text.split("; ");
  return { from, to, label: condition === undefined ? column : `${column}, ${condition}` };
}

function printed(name: PrintedTableName): ChartView {
  const { title, columns, rows } = printedTable(name);
  const arrows = rows.flatMap(({ state, cells }) =>
    cells.flatMap((text, index) =>
      text === "" ? [] : [arrowOf(name, state, columns[index] ?? "", text)],
    ),
  );
  return {
    name: "instance",
    head: ["Starting state", ...columns],
    rows: rows.map(({ state, cells }) => [state, ...cells]),
    states: [...new Set([...rows.map(({ state }) => state), ...arrows.map(({ to }) => to)])],
    groups: new Map(),
    arrows: mergeArrows(arrows),
    json: {
      table: name,
      title,
      columns,
      rows: rows.map(({ state, cells }) => ({
        state,
        cells: Object.fromEntries(
          columns.map((column, index) => [column, cells[index] === "" ? null : cells[index]]),
        ),
      })),
    },
  };
}

/** Writes the chart of instances, or one of the page's tables. */
export function chartInstance(
  terminal: Terminal,
  format: ChartFormat,
  table?: PrintedTableName,
): void {
  writeChart(terminal, format, table === undefined ? relation(format) : printed(table));
}
