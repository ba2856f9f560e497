/**
 * The two tables of Microsoft's page "Service Instance States", projected from the rows of the step
 * relation that are printed there: nothing is transcribed here but titles, columns and the page's
 * own words for an operation.
 */
import { INSTANCE_OPERATIONS, SYSTEM_EVENT_NAMES, type InstanceEvent } from "./instance-events.js";
import {
  INSTANCE_ROWS,
  INSTANCES,
  rowOf,
  type Instance,
  type InstanceRow,
} from "./instance-states.js";
import type { InstanceStep } from "./instance-step.js";
import { stepInstance, type Outcome } from "./step-instance.js";

/** A table as the page prints it. */
export interface PrintedTable {
  readonly title: string;
  /** Names of the columns behind the first, which has the starting states. */
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly state: string;
    /** One for each column; empty where the page leaves it blank. */
    readonly cells: readonly string[];
  }[];
}

/** The page's two tables, by the names of `biztalk chart instance --table`. */
export const PRINTED_TABLE_NAMES = ["before-after", "during"] as const;

/** The name of one of the page's two tables. */
export type PrintedTableName = (typeof PRINTED_TABLE_NAMES)[number];

const NEW_STATES = [
  "In Breakpoint",
  "Active",
  "Dehydrated",
  "Suspended",
  "Terminated",
  "Pending terminate",
  "Pending suspend",
] as const;

type NewState = (typeof NEW_STATES)[number];

/** What the table of new states prints for an operation, where that is more than its name. */
const LONGER_NAMES: Partial<Record<InstanceEvent, string>> = {
  Attach: "Attach from debugger",
  Continue: "Continue from debugger",
  "Resume in breakpoint": "Resume in breakpoint from debugger",
};

/** The second table spells one row differently (docs/bts.md, B-19). */
const SPELLED_DURING: Partial<Record<InstanceRow, string>> = { "Ready to run": "Ready To run" };

/** States that have a column. Completed, and what no step of the page leads to, have none. */
const COLUMNS: Partial<Record<Instance["base"], NewState>> = {
  Active: "Active",
  Dehydrated: "Dehydrated",
  "Suspended (resumable)": "Suspended",
  "Suspended (not-resumable)": "Suspended",
  Terminated: "Terminated",
};

/** The column in which a new state stands; `undefined` for states that no column has. */
function columnOf(before: Instance, outcome: Outcome): NewState | undefined {
  if (outcome.answer === "refused") return undefined;
  // The page puts an attempt where it would lead to if it succeeded.
  if (outcome.answer === "attempted") return "In Breakpoint";
  const { base, breakpoint, pending } = outcome.instance;
  if (pending !== "none" && before.pending === "none") return `Pending ${pending}`;
  return base === "Active" && breakpoint ? "In Breakpoint" : COLUMNS[base];
}

const isPrinted = ({ printed }: InstanceStep, table: PrintedTableName): boolean =>
  printed === "both" || printed === table;

/** The text of a cell: what all rows that are printed in it agree on. */
function cell(texts: readonly string[]): string {
  const [text = "", ...others] = new Set(texts);
  if (others.length > 0)
    throw new Error(`one cell cannot print both "${text}" and "${others.join('", "')}"`);
  return text;
}

function beforeAfter(instances: readonly Instance[], column: NewState): string {
  return cell(
    instances.flatMap((instance) =>
      [...INSTANCE_OPERATIONS, ...SYSTEM_EVENT_NAMES].flatMap((event) => {
        const outcome = stepInstance(instance, event);
        if (!isPrinted(outcome.step, "before-after") || columnOf(instance, outcome) !== column)
          return [];
        return [outcome.step.words?.beforeAfter ?? LONGER_NAMES[event] ?? event];
      }),
    ),
  );
}

/**
 * The second table prints where an operation ends, after the instance has picked it up
 * (docs/bts.md, B-1).
 */
function closed(instance: Instance, outcome: Outcome): string {
  const end =
    outcome.answer === "pending" ? stepInstance(outcome.instance, "Request processed") : outcome;
  return columnOf(instance, end) ?? "";
}

function during(
  instances: readonly Instance[],
  operation: (typeof INSTANCE_OPERATIONS)[number],
): string {
  return cell(
    instances.flatMap((instance) => {
      const outcome = stepInstance(instance, operation);
      if (!isPrinted(outcome.step, "during")) return [];
      return [outcome.step.words?.during ?? closed(instance, outcome)];
    }),
  );
}

/**
 * Everything that is in one row: with something pending that is several states (docs/bts.md, B-2).
 */
const instancesIn = (row: InstanceRow): readonly Instance[] =>
  INSTANCES.filter((each) => rowOf(each) === row);

/** One of the page's two tables, cell by cell. */
export function printedTable(name: PrintedTableName): PrintedTable {
  if (name === "during") {
    return {
      title: "Instance States During an Operation",
      columns: INSTANCE_OPERATIONS,
      rows: INSTANCE_ROWS.map((row) => ({
        state: SPELLED_DURING[row] ?? row,
        cells: INSTANCE_OPERATIONS.map((operation) => during(instancesIn(row), operation)),
      })),
    };
  }
  return {
    title: "Instance States Before and After an Operation",
    columns: NEW_STATES,
    rows: INSTANCE_ROWS.map((row) => ({
      state: row,
      cells: NEW_STATES.map((column) => beforeAfter(instancesIn(row), column)),
    })),
  };
}
